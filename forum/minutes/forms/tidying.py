"""What people fill in to tidy the lines of minutes."""

from collections.abc import Sequence

from wtforms import HiddenField, IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from forum.actions.rules import Owner
from forum.agendas.models import AgendaItem
from forum.foundation.forms import ForumForm
from forum.minutes.forms.taking import LONGEST_PASTED, OwnersForm
from forum.minutes.models import EntryKind
from forum.organisations.models import Organisation

KIND_WORDS = {
    EntryKind.NOTE: "A note",
    EntryKind.DECISION: "A decision",
    EntryKind.RECOMMENDATION: "A recommendation",
    EntryKind.ACTION: "An action",
    EntryKind.QUESTION: "A question",
    EntryKind.DECLARATION: "A declaration of interest",
}


class MoveForm(ForumForm):
    """Where a line goes: up or down among its own, or to another item."""

    way = HiddenField()
    item = SelectField("Move it to another item", default="")

    def offer(self, items: Sequence[tuple[str, AgendaItem]]) -> None:
        """Let these items be chosen from, each with its number."""
        self.item.choices = [
            SelectChoice("", "Choose the item"),
            *(SelectChoice(item.reference, f"{number}. {item.title}") for number, item in items),
        ]


class SplitForm(ForumForm):
    """A line with an empty line where the next one begins."""

    text = TextAreaField(
        "The line",
        description="Put an empty line where the second line begins. It may be more than two.",
        validators=[DataRequired("Write something: the line is empty."), LONGEST_PASTED],
    )
    edition = IntegerField(widget=HiddenInput(), default=0)


class TurnForm(OwnersForm):
    """What a line should have been, and for an action or a recommendation whose, and by when."""

    kind = SelectField("What is it?", default=EntryKind.NOTE.value)
    to = SelectField("To whom is it recommended?", default="")
    edition = IntegerField(widget=HiddenInput(), default=0)

    def offer_kinds(self, was: EntryKind) -> None:
        """Let it be everything but what it is."""
        self.kind.choices = [
            SelectChoice(kind.value, words) for kind, words in KIND_WORDS.items() if kind is not was
        ]

    def offer_bodies(self, owners: Sequence[Owner]) -> None:
        """Let a recommendation go to one of the bodies among these."""
        self._bodies = {
            owner.organisation.reference: owner.organisation
            for owner in owners
            if owner.organisation is not None and owner.person is None
        }
        self.to.choices = [
            SelectChoice("", "Choose"),
            *(SelectChoice(reference, body.known_as) for reference, body in self._bodies.items()),
        ]

    def chosen_body(self) -> Organisation | None:
        """To whom it is recommended."""
        return self._bodies.get(self.to.data or "")


class RivalForm(ForumForm):
    """Which of two texts stands."""

    stands = HiddenField(validators=[Length(max=10)])
