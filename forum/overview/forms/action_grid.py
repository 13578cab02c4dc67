"""What is filled in on the grid of actions: for each a word, a few words, and another date where it moves."""

from collections.abc import Collection, Sequence
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import Length

from forum.actions.models import Action
from forum.actions.rules.grid import Told, Word, mark_of
from forum.foundation.forms import ForumForm
from forum.foundation.refusals import Refusal

CHOICES = (
    SelectChoice("", "Nothing said"),
    SelectChoice(Word.ON_TRACK.value, "On track"),
    SelectChoice(Word.NO_UPDATE.value, "No update"),
    SelectChoice(Word.WAITS.value, "Waits for something"),
    SelectChoice(Word.DONE.value, "Said to be done"),
    SelectChoice(Word.CLOSED.value, "Closed: it is done"),
    SelectChoice(Word.DROPPED.value, "Dropped"),
)
"""Each begins with a letter of its own, so that one key chooses it."""

_LONGEST = Length(max=4000, message="Keep it under 4,000 characters.")


class GridForm(ForumForm):
    """The rows of the grid; which there are, the actions at hand say."""

    def rows(self, actions: Collection[Action]) -> list[Told]:
        """What was filled in, row by row."""
        return [
            Told(
                reference=action.reference,
                word=Word(value) if (value := self._of("word", action).data) else None,
                words=self._of("words", action).data or "",
                due=self._of("due", action).data or "",
                seen=self._of("seen", action).data or "",
            )
            for action in actions
            if self._of("seen", action).raw_data
        ]

    def boxes(self, action: Action) -> tuple[Any, Any, Any, Any]:
        """The four boxes of a row: word, words, new date, and how it stood."""
        word, words, due, seen = (self._of(name, action) for name in ("word", "words", "due", "seen"))
        return word, words, due, seen

    def refuse_row(self, reference: str, refusal: Refusal) -> None:
        """Put what is the matter with a row at the box that it is about."""
        self.refuse(refusal, f"{refusal.about or 'word'}-{reference}")

    def show_anew(self, actions: Collection[Action]) -> None:
        """After a no: each row carries how its action stands now, beside what was typed."""
        for action in actions:
            seen = self._of("seen", action)
            seen.raw_data, seen.data = None, mark_of(action)

    def _of(self, name: str, action: Action) -> Any:
        return self[f"{name}-{action.reference}"]


def grid_form(actions: Sequence[Action], heard: Collection[int] = ()) -> GridForm:
    """The form of the grid. `heard` are the items under which lines were written at this meeting, by number.

    An action that is done by being heard under one of them is filled in as closed: a look, and it is saved.
    """
    fields: dict[str, Any] = {}
    for action in actions:
        is_heard = action.heard_at_item_id is not None and action.heard_at_item_id in heard
        number = f" {action.heard_at_item.number}" if is_heard and action.heard_at_item else ""
        fields |= {
            f"word-{action.reference}": SelectField(
                f"How {action.reference} stands",
                choices=list(CHOICES),
                default=Word.CLOSED.value if is_heard else "",
            ),
            f"words-{action.reference}": StringField(
                f"In a few words, about {action.reference}",
                validators=[_LONGEST],
                default=f"Heard under item{number} of this meeting." if is_heard else "",
            ),
            f"due-{action.reference}": StringField(
                f"Another date for {action.reference}", validators=[Length(max=100, message="Give a date.")]
            ),
            f"seen-{action.reference}": HiddenField(validators=[Length(max=100)], default=mark_of(action)),
        }
    made: type[GridForm] = type("GridThis", (GridForm,), fields)
    return made.from_request()
