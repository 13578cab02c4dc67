"""What people fill in to take minutes."""

from collections.abc import Sequence

from wtforms import HiddenField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from forum.actions.rules import Owner
from forum.decisions.models import Decision
from forum.foundation.forms import ForumForm
from forum.minutes.models import EntryKind
from forum.minutes.rules import MOST_PASTED, MOST_WORDS, pieces_of
from forum.organisations.models import Organisation

KINDS = tuple(kind for kind in EntryKind if kind is not EntryKind.VOTE)

LONGEST = Length(max=MOST_WORDS, message="Keep one line under 8,000 characters.")

LONGEST_PASTED = Length(max=MOST_PASTED, message="That is more than a book chapter. Paste it in parts.")


class OwnersForm(ForumForm):
    """Whose an action is, and by when, where it is not written in the line itself."""

    owner = SelectField("Owner", default="")
    second_owner = SelectField("And a second owner", default="")
    due = StringField("Due", description="Such as 30 November, end of January, next meeting, or ongoing.")

    def offer(self, owners: Sequence[Owner]) -> None:
        """Let these be chosen from, people and organisations apart."""
        self._owners = {owner.key: owner for owner in owners}
        choices = [
            SelectChoice(owner.key, owner.label, optgroup=owner.group) for owner in self._owners.values()
        ]
        self.owner.choices = [SelectChoice("", "Choose"), *choices]
        self.second_owner.choices = [SelectChoice("", "Nobody else"), *choices]

    def chosen(self) -> list[Owner]:
        """The owners that were chosen, each once."""
        keys = dict.fromkeys(key for key in (self.owner.data, self.second_owner.data) if key)
        return [self._owners[key] for key in keys if key in self._owners]


class LineForm(OwnersForm):
    """The next line, and for an action its owner, its date, and the decision that it carries out.

    A button named `instead` sends the same line with a choice written into it; `in_pieces` keeps what is too long
    for one line as several.
    """

    line = TextAreaField("Write the next line", validators=[LONGEST_PASTED])
    instead = HiddenField(validators=[LONGEST_PASTED])
    in_pieces = HiddenField()
    carries_out = SelectField("It carries out", default="")
    kind = SelectField(
        "What it is",
        default=EntryKind.NOTE.value,
        choices=[SelectChoice(kind.value, kind.value) for kind in KINDS],
    )
    sent_key = HiddenField(validators=[Length(max=60)])

    def offer_decisions(self, decisions: Sequence[Decision]) -> None:
        """Let the decisions of the item be chosen from; the last one stands there already."""
        self.carries_out.choices = [
            *(SelectChoice(one.reference, one.reference) for one in reversed(decisions)),
            SelectChoice("", "No decision"),
        ]
        if not self.carries_out.raw_data:
            self.carries_out.data = decisions[-1].reference if decisions else ""

    @property
    def typed(self) -> str:
        """The line, with what was chosen written into it."""
        return self.instead.data or self.line.data or ""

    @property
    def pieces(self) -> list[str]:
        """What was typed as several lines: one for each paragraph, and more where that is too long for one."""
        return pieces_of(self.typed)

    @property
    def is_about_action(self) -> bool:
        """Whether something was filled in that only an action has."""
        return bool(self.owner.data or self.second_owner.data or self.due.data)


class EntryForm(OwnersForm):
    """A line put right."""

    text = TextAreaField(
        "The line", validators=[DataRequired("Write something: the line is empty."), LONGEST]
    )
    to = SelectField("To whom", default="")
    edition = IntegerField(widget=HiddenInput(), default=0)
    sent_key = HiddenField(validators=[Length(max=60)])

    def offer_bodies(self, bodies: Sequence[Organisation]) -> None:
        """Let a recommendation go to one of these."""
        self._bodies = {body.reference: body for body in bodies}
        choices = [SelectChoice(body.reference, body.known_as) for body in self._bodies.values()]
        self.to.choices = choices or [SelectChoice("", "Nobody")]

    def chosen_body(self) -> Organisation | None:
        """To whom it goes; None where the line is no recommendation."""
        return self._bodies.get(self.to.data or "")
