"""What narrows the list of letters."""

from wtforms import SelectChoice, SelectField

from forum.foundation.forms import ForumForm
from forum.foundation.post import LetterState
from forum.foundation.words import capital


class LettersForm(ForumForm):
    """The state. It only asks, so it is read from the address."""

    state = SelectField(
        "State",
        default="",
        choices=[
            SelectChoice("", "All"),
            *(SelectChoice(state.value, capital(state.value)) for state in LetterState),
        ],
    )

    def wanted(self) -> LetterState | None:
        """The state asked for; None for all of them, and for what is no state."""
        return LetterState(self.state.data) if self.validate() and self.state.data else None
