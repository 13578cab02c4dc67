"""What people fill in about decisions."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField, TextAreaField
from wtforms.fields import RadioField
from wtforms.validators import DataRequired, Length, Optional

from forum.actions.forms import DueQuestion, OwnersQuestion
from forum.decisions.models import Decision, DecisionState
from forum.foundation.fields import DayField
from forum.foundation.forms import ForumForm
from forum.foundation.words import date_of

LONGEST = Length(max=4000, message="Keep it under 4,000 characters.")

STATES = {
    DecisionState.CONFIRMED: "It stands",
    DecisionState.IMPLEMENTED: "It was implemented",
    DecisionState.SUPERSEDED: "A later decision took its place",
    DecisionState.RESCINDED: "It was rescinded",
}


class StateForm(ForumForm):
    """How a decision stands now, and why; of one that is ended, by which later one."""

    state = RadioField(
        "How does it stand?",
        choices=[SelectChoice(state.value, words) for state, words in STATES.items()],
        validators=[DataRequired("Choose how it stands.")],
    )
    ended_by = SelectField("Which later decision ended it?", default="")
    reason = TextAreaField("Why?", validators=[DataRequired("Say why, in a few words."), LONGEST])

    def offer(self, later: Sequence[Decision], named: Decision | None) -> None:
        """Let these later decisions be chosen from, and the one that is `named` already."""
        every = {one.reference: one for one in (*([named] if named else []), *later)}
        self.ended_by.choices = [
            SelectChoice("", "None, or not one of these"),
            *(SelectChoice(one.reference, _in_short(one)) for one in every.values()),
        ]


def _in_short(decision: Decision) -> str:
    words = decision.text
    short = words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + " …"
    return f"{decision.reference}, {date_of(decision.meeting.on)}: {short}"


class AddActionForm(OwnersQuestion, DueQuestion):
    """An action that carries out a decision: what, by whom, by when."""

    text = TextAreaField(
        "What is to be done?", validators=[DataRequired("Write what is to be done."), LONGEST]
    )


class ReviewForm(ForumForm):
    """When a decision is looked at again."""

    review_on = DayField(
        "When does the forum look at it again?",
        description="It then waits for that agenda. Leave it empty for never.",
        validators=[Optional()],
    )
