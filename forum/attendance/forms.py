"""What people fill in about who was there."""

from collections.abc import Sequence
from datetime import datetime

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from forum.agendas.models import AgendaItem
from forum.attendance.models import Presence
from forum.attendance.rules import Listed
from forum.foundation.clock import NoSuchTime, in_london, london_moment
from forum.foundation.fields import TimeField
from forum.foundation.forms import ForumForm
from forum.meetings.models import Meeting
from forum.people.models import Person

SHORT = Length(max=200, message="Keep it under 200 characters.")
REASON = Length(max=1000, message="Keep it under 1,000 characters.")
ANSWERS = {
    Presence.PRESENT: "Present",
    Presence.APOLOGIES: "Apologies",
    Presence.ABSENT: "Did not come",
    Presence.EXPECTED: "Not marked",
}


class WalkInForm(ForumForm):
    """Somebody who came without a place, in two fields."""

    name = StringField("Name", validators=[InputRequired("Write down the name of whoever came."), SHORT])
    organisation = StringField(
        "Organisation", description="Leave it empty for somebody of none.", validators=[SHORT]
    )
    sent_key = HiddenField(validators=[Length(max=60)])


class AddForm(WalkInForm):
    """The same on the desk, where a reason may be asked for."""

    because = TextAreaField("Why is the list changed?", validators=[REASON])


class MarkForm(ForumForm):
    """Whether one person was there, when and instead of whom; and why this is put right."""

    presence = RadioField(
        "Were they there?",
        choices=[SelectChoice(kind.value, words) for kind, words in ANSWERS.items()],
        validators=[InputRequired("Choose whether they were there.")],
    )
    is_online = BooleanField("They joined online")
    arrived = TimeField("Arrived at", description="Such as 10:05.")
    left = TimeField("Left at")
    arrived_item = SelectField("Came late, during item", default="")
    left_item = SelectField("Left during item", default="")
    substitute_for = SelectField("They came instead of", default="")
    because = TextAreaField("Why is the list changed?", validators=[REASON])
    seen = HiddenField(validators=[Length(max=60)])

    @classmethod
    def about(
        cls,
        one: Listed,
        people: Sequence[Person],
        items: Sequence[tuple[str, AgendaItem]] = (),
        *,
        seen: str,
        as_it_stands: bool = False,
    ) -> "MarkForm":
        """The form as it was sent, or as somebody stands on the list.

        `people` are those instead of whom they may have come, `items` the numbered items during which they may have
        come or left; `seen` is the edition of the mark as it stands.
        """
        instead = one.substitute_for
        references = {item.id: item.reference for _number, item in items}
        form = (cls if as_it_stands else cls.from_request)(
            presence=one.presence.value,
            is_online=one.is_online,
            arrived=in_london(one.arrived_at).time() if one.arrived_at else None,
            left=in_london(one.left_at).time() if one.left_at else None,
            arrived_item=references.get(one.arrived_at_item_id or 0, ""),
            left_item=references.get(one.left_at_item_id or 0, ""),
            substitute_for=instead.reference if instead else "",
            seen=seen,
        )
        form._items = {item.reference: item for _number, item in items}
        for field, nothing in ((form.arrived_item, "From the start"), (form.left_item, "Stayed to the end")):
            field.choices = [
                SelectChoice("", nothing),
                *(SelectChoice(item.reference, f"{number}. {item.title}") for number, item in items),
            ]
        others = {person.reference: person for person in [*people, *([instead] if instead else [])]}
        form._people = {key: person for key, person in others.items() if person != one.person}
        form.substitute_for.choices = [
            SelectChoice("", "Nobody: they came for themself"),
            *(SelectChoice(key, person.shown_name) for key, person in form._people.items()),
        ]
        return form

    def stands_in_for(self) -> Person | None:
        """Instead of whom they came."""
        return self._people.get(self.substitute_for.data)

    def during(self) -> tuple[int | None, int | None]:
        """The numbers of the items during which they came and left."""
        found = (self._items.get(field.data or "") for field in (self.arrived_item, self.left_item))
        came, left = (item.id if item else None for item in found)
        return came, left

    def times(self, meeting: Meeting) -> tuple[datetime | None, datetime | None] | None:
        """When they arrived and left on the day of the meeting; None where a time says so at its field."""
        found: list[datetime | None] = []
        for field in (self.arrived, self.left):
            try:
                found.append(london_moment(meeting.on, field.data) if field.data else None)
            except NoSuchTime:
                field.errors = [
                    *field.errors,
                    "The clocks change in that hour. Give a time before or after it.",
                ]
        return (found[0], found[1]) if len(found) == 2 else None
