"""What people fill in to suggest an item, and what is answered."""

from collections.abc import Iterable, Sequence

from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from forum.agendas.models import Proposal, ProposalState, Purpose
from forum.foundation.forms import ForumForm
from forum.foundation.words import date_of
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.strategy.models import Commitment, Theme

ASKED = {
    Purpose.DISCUSS: "Discuss it",
    Purpose.DECIDE: "Decide, or recommend something",
    Purpose.INFORM: "Hear about it",
}
LENGTHS = (5, 10, 15, 20, 30, 45, 60)
ANSWERS = {
    ProposalState.ACCEPTED: "Put it on an agenda",
    ProposalState.DEFERRED: "Keep it for a later meeting",
    ProposalState.MERGED: "Take it up together with another proposal",
    ProposalState.DECLINED: "Do not take it up",
}


class ProposalForm(ForumForm):
    """A short form: what, why, what the forum should do, how long."""

    title = StringField(
        "What should the forum talk about?",
        validators=[
            InputRequired("Say in one line what it is about."),
            Length(max=150, message="Use one line: 150 letters at most."),
        ],
    )
    why = TextAreaField(
        "Why now?",
        validators=[
            InputRequired("Say why it matters now."),
            Length(max=2000, message="Use 2,000 letters at most."),
        ],
    )
    purpose = RadioField(
        "What should the forum do?",
        choices=[SelectChoice(purpose.value, words) for purpose, words in ASKED.items()],
        coerce=Purpose,
        default=Purpose.DISCUSS,
        validators=[InputRequired("Choose what the forum should do.")],
    )
    minutes = SelectField(
        "How many minutes does it need?",
        choices=[SelectChoice(str(minutes), f"{minutes} minutes") for minutes in LENGTHS],
        default="20",
    )
    commitment = SelectField("Which part of the strategy is it about?", default="")
    representative = SelectField("For whom do you suggest it?", default="")

    def offer(
        self,
        themes: Iterable[tuple[Theme, Sequence[Commitment]]],
        representations: Sequence[Representative],
    ) -> None:
        """Fill in what can be chosen: the strategy's themes, and for whom the person may speak."""
        groups = [SelectChoice("", "None of these, or I am not sure")]
        for theme, commitments in themes:
            groups += [
                SelectChoice(f"{one.strategy.slug}/{one.code}", f"{one.code} {one.title}", optgroup=theme.title)
                for one in commitments
            ]  # fmt: skip
        self.commitment.choices = groups
        self.representative.choices = [
            SelectChoice(
                one.reference, one.organisation.known_as if one.organisation else "Myself, as a lay member"
            )
            for one in representations
        ]
        if len(representations) < 2:
            del self.representative


class AnswerForm(ForumForm):
    """The answer to a proposal, with the reason that its proposer gets."""

    answer = RadioField(
        "What becomes of it?",
        choices=[SelectChoice(state.value, words) for state, words in ANSWERS.items()],
        coerce=ProposalState,
        validators=[InputRequired("Choose what becomes of it.")],
    )
    reason = TextAreaField(
        "Why?",
        description="The proposer gets this in a letter. Once answered, everyone may read it.",
        validators=[
            InputRequired("Give the reason. The proposer gets it in a letter."),
            Length(max=2000, message="Use 2,000 letters at most."),
        ],
    )
    meeting = SelectField("Which meeting?", description="For an agenda, or for later.", default="")
    into = SelectField("Which other proposal?", description="Only if it is taken up together.", default="")

    def offer(self, meetings: Iterable[Meeting], others: Iterable[Proposal]) -> None:
        """Fill in the meetings to come and the other proposals."""
        self.meeting.choices = [
            SelectChoice("", "As it was meant"),
            *(SelectChoice(one.reference, f"{date_of(one.on)}: {one.title}") for one in meetings),
        ]
        self.into.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(one.reference, one.title) for one in others),
        ]
