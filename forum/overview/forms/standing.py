"""What the organiser fills in about the items with which every agenda begins."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from wtforms import HiddenField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forum.agendas.models import Part, Purpose, Standing, StandingItem
from forum.agendas.rules import LAST_MEETING, MOST_STANDING, USUAL, StandingGiven
from forum.foundation.forms import ForumForm
from forum.foundation.words import capital, whole_minutes
from forum.overview.forms.building import IfSent

NEW = "new"
"""What stands for the reference of the line that is to be added."""

_KINDS = {
    Standing.WELCOME: "Welcome and apologies",
    Standing.DECLARATIONS: "Interests to declare",
    Standing.MINUTES: "Minutes of the last meeting",
    Standing.ACTIONS: "Action log",
    Standing.FORWARD_PLAN: "Forward plan",
    Standing.ANY_OTHER_BUSINESS: "Any other business",
    Standing.NEXT_MEETING: "Next meeting",
}
_OWN = "own"
_FIELDS = ("title", "minutes", "purpose", "kind", "part", "section")


def lines_of(template: Sequence[StandingItem]) -> list[StandingGiven]:
    """The lines as they stand now; those of a forum without its own are the usual ones."""
    if template:
        return [
            StandingGiven(
                one.reference, one.title, one.purpose, one.length, one.standing, one.section, one.is_closing
            )
            for one in template
        ]
    return [
        StandingGiven(
            f"usual{at}", one.title, one.purpose, one.length, one.standing, "", one.part is Part.CLOSING
        )
        for at, one in enumerate(USUAL, start=1)
    ]


class StandingForm(ForumForm):
    """A few questions for each line, by its reference, and for one more."""

    seen = HiddenField(validators=[Length(max=2000)])

    def rows(self) -> list[tuple[str, dict[str, Any]]]:
        """Each line's reference with its fields by what they ask; the new one comes last."""
        return [
            (reference, {ask: self[f"{ask}-{reference}"] for ask in _FIELDS})
            for reference in (name[6:] for name in self._fields if name.startswith("title-"))
        ]

    def seen_references(self) -> list[str]:
        """The references that the page showed, of lines that were kept before."""
        return (self.seen.data or "").split()

    def given(
        self, *, up: str | None = None, down: str | None = None, off: str | None = None
    ) -> list[StandingGiven]:
        """The lines as they were filled in, one of them moved or left out."""
        lines = [
            StandingGiven(
                "" if reference == NEW or reference.startswith("usual") else reference,
                asked["title"].data,
                asked["purpose"].data,
                timedelta(minutes=asked["minutes"].data or 0),
                None if asked["kind"].data == _OWN else Standing(asked["kind"].data),
                asked["section"].data or "",
                asked["part"].data is Part.CLOSING,
            )
            for reference, asked in self.rows()
            if asked["title"].data and reference != off
        ]
        names = [reference for reference, asked in self.rows() if asked["title"].data and reference != off]
        for moved, by in ((up, -1), (down, 1)):
            if moved in names and 0 <= names.index(moved) + by < len(lines):
                at = names.index(moved)
                lines[at], lines[at + by] = lines[at + by], lines[at]
        return lines


def standing_form(template: Sequence[StandingItem]) -> StandingForm:
    """The form of a template's lines, and of one more where there is room."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {"seen": " ".join(one.reference for one in template)}
    lines = lines_of(template)
    for line in lines:
        fields |= _fields(line.reference, is_new=False)
        values |= {
            f"title-{line.reference}": line.title,
            f"minutes-{line.reference}": whole_minutes(line.length),
            f"purpose-{line.reference}": line.purpose,
            f"kind-{line.reference}": line.standing or _OWN,
            f"part-{line.reference}": Part.CLOSING if line.is_closing else Part.OPENING,
            f"section-{line.reference}": line.section,
        }
    if len(lines) < MOST_STANDING:
        fields |= _fields(NEW, is_new=True)
    made: type[StandingForm] = type("StandingOfForum", (StandingForm,), fields)
    return made.from_request(**values)


def _fields(reference: str, *, is_new: bool) -> dict[str, Any]:
    needed = [Optional()] if is_new else [IfSent(), InputRequired("Give the item a title, or remove it.")]
    made = {
        "title": StringField(
            "Title",
            description=f"{LAST_MEETING} becomes the day of the meeting before." if is_new else "",
            validators=[*needed, Length(max=200, message="Use 200 letters at most.")],
        ),
        "minutes": IntegerField(
            "Minutes",
            default=5,
            validators=[
                IfSent(),
                InputRequired("Say how many minutes it takes."),
                NumberRange(1, 480, "Give a whole number of minutes from 1 to 480."),
            ],
        ),
        "purpose": SelectField(
            "To",
            choices=[SelectChoice(one.value, capital(one.value)) for one in Purpose],
            coerce=Purpose,
            default=Purpose.INFORM,
        ),
        "kind": SelectField(
            "What it is",
            choices=[
                *(SelectChoice(one.value, words) for one, words in _KINDS.items()),
                SelectChoice(_OWN, "A matter of its own"),
            ],
            default=_OWN,
        ),
        "part": SelectField(
            "Where",
            choices=[
                SelectChoice(Part.OPENING.value, "Before all others"),
                SelectChoice(Part.CLOSING.value, "After all others"),
            ],
            coerce=Part,
            default=Part.OPENING,
        ),
        "section": StringField(
            "Heading above it", validators=[Length(max=120, message="Use 120 letters at most.")]
        ),
    }
    return {f"{ask}-{reference}": field for ask, field in made.items()}
