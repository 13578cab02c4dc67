"""What the organiser fills in while an agenda is put together: minutes, order, headings, a word to find."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar, NamedTuple

from wtforms import (
    Field,
    Form,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, StopValidation

from forum.agendas.models import AgendaItem
from forum.agendas.rules import Heading, Seen
from forum.foundation.forms import ForumForm
from forum.foundation.words import whole_minutes

LONGEST = 480
MINUTES = "minutes-"


class IfSent:
    """Asks nothing of a box that the page did not have: an item that somebody else put on meanwhile."""

    field_flags: ClassVar[dict[str, bool]] = {}

    def __call__(self, form: Form, field: Field) -> None:
        """Stop where nothing was sent under the name of the field."""
        if not field.raw_data:
            raise StopValidation


class BuildingForm(ForumForm):
    """One box of minutes for each item, and what the page showed; the boxes are those of the agenda at hand."""

    seen = HiddenField(validators=[Length(max=20_000)])
    order = HiddenField(validators=[Length(max=20_000)])
    words = StringField("Find in the queue", validators=[Length(max=100, message="Use 100 letters at most.")])
    section = StringField(
        "Heading", validators=[Length(max=120, message="Use 120 letters at most for a heading.")]
    )
    section_first = StringField("From item", validators=[Length(max=40)])
    section_last = StringField("To item", validators=[Length(max=40)])

    def lengths(self) -> dict[str, timedelta]:
        """The lengths as typed, by the items' references."""
        return {
            name.removeprefix(MINUTES): timedelta(minutes=field.data)
            for name, field in self._fields.items()
            if name.startswith(MINUTES) and field.raw_data and field.data is not None
        }

    def shown(self) -> Seen:
        """What the page showed that was sent."""
        return Seen.read(self.seen.data or "")

    def given_order(self) -> list[str]:
        """The order that was given to the items, if one was."""
        return (self.order.data or "").split()

    def heading(self) -> Heading:
        """The heading that was given, and the items under it."""
        return Heading(self.section.data or "", self.section_first.data or "", self.section_last.data or "")

    def show_anew(self, items: Iterable[AgendaItem]) -> None:
        """After a no: what was typed stays, what was left alone shows what holds now."""
        shown = self.shown()
        items = list(items)
        for item in items:
            field = self._fields.get(f"{MINUTES}{item.reference}")
            if field is None:
                continue
            was = shown.minutes.get(item.reference)
            if not field.raw_data or field.raw_data[0].strip() == str(was):
                field.raw_data, field.data = None, whole_minutes(item.length)
        self.seen.data, self.order.data = Seen.of(items).words, ""
        self.seen.raw_data = self.order.raw_data = None


class Box(NamedTuple):
    """What stands in one box of minutes, and what is wrong with it."""

    value: str
    error: str = ""


def boxes_of(items: Iterable[AgendaItem], form: BuildingForm | None) -> dict[str, Box]:
    """The boxes of minutes by the items' references: as they were sent, or as the items are."""
    if form is None:
        return {item.reference: Box(str(whole_minutes(item.length))) for item in items}
    fields = {item.reference: form[f"{MINUTES}{item.reference}"] for item in items if not item.is_withdrawn}
    return {
        reference: Box(field._value(), field.errors[0] if field.errors else "")
        for reference, field in fields.items()
    }


def building_form(items: Iterable[tuple[str, AgendaItem]]) -> BuildingForm:
    """The form of an agenda's minutes; `items` are pairs of number and item."""
    items = [(number, item) for number, item in items if not item.is_withdrawn]
    fields = {
        f"{MINUTES}{item.reference}": IntegerField(
            f"Minutes for item {number}",
            default=whole_minutes(item.length),
            validators=[
                IfSent(),
                InputRequired(f"Say how many minutes item {number} takes."),
                NumberRange(
                    1, LONGEST, f"Item {number}: give a whole number of minutes from 1 to {LONGEST}."
                ),
            ],
        )
        for number, item in items
    }
    made: type[BuildingForm] = type("BuildingThis", (BuildingForm,), fields)
    return made.from_request(seen=Seen.of([item for _, item in items]).words)


class LeaveForm(ForumForm):
    """Why an item that was not reached is not carried further."""

    because = TextAreaField(
        "Why is it not carried further?",
        description="It stands beside the item, for whoever asks what became of it.",
        validators=[
            InputRequired("Say why it is not carried further."),
            Length(max=600, message="Use 600 letters at most."),
        ],
    )
