"""What is filled in about the room while a meeting runs: during which item, why, and how many heads."""

from collections.abc import Sequence

from wtforms import IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from forum.agendas.models import AgendaItem
from forum.attendance.rules import MOST_HEADS
from forum.foundation.forms import ForumForm

HEADS = [
    Optional(),
    NumberRange(min=0, max=MOST_HEADS, message=f"Give a whole number up to {MOST_HEADS:,}, or nothing."),
]


class RoomForm(ForumForm):
    """During which item somebody comes or goes, and why the list is changed afterwards."""

    item = SelectField("During item", default="")
    because = TextAreaField(
        "Why is the list changed?",
        description="Asked for once the day is over. It stands beside the name.",
        validators=[Length(max=1000, message="Keep it under 1,000 characters.")],
    )

    def offer(self, items: Sequence[tuple[str, AgendaItem]]) -> None:
        """Let these items be chosen from."""
        self._items = {item.reference: item for _number, item in items}
        self.item.choices = [
            SelectChoice(item.reference, f"{number}. {item.title}") for number, item in items
        ] or [SelectChoice("", "No item")]

    def chosen(self) -> AgendaItem | None:
        """The item that was chosen."""
        return self._items.get(self.item.data or "")


class HeadsForm(ForumForm):
    """How many heads were counted; nothing where nobody counted."""

    in_room = IntegerField("In the room", validators=HEADS)
    online = IntegerField("Online", validators=HEADS)
