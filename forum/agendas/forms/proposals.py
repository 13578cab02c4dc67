"""What people fill in to suggest an item, and what is answered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from forum.agendas.models import Proposal, ProposalState, Purpose, Regime
from forum.agendas.rules import MOST_COMMITMENTS, find_by_words
from forum.foundation.forms import ForumForm
from forum.foundation.words import date_of, whole_minutes
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
Tree = Sequence[tuple[Theme, Sequence[Commitment]]]


def value_of(thing: Theme | Commitment) -> str:
    """What the form sends for a theme or a commitment; nobody reads it."""
    return f"{thing.strategy.slug}/{thing.reference}"


class ProposalForm(ForumForm):
    """A short form: what, why, what the forum should do, how long, and which part of the strategy it is about."""

    title = StringField(
        "What should the forum talk about?",
        validators=[
            InputRequired("Say in one line what it is about."),
            Length(max=150, message="Use one line: 150 letters at most."),
        ],
    )
    why = TextAreaField(
        "Why now?",
        description="What has happened, and what would change if the forum took it up.",
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
    words = StringField(
        "Type a word or two",
        description="Such as transport, young carers, or grants.",
        validators=[Length(max=100, message="A word or two is enough.")],
    )
    within = SelectField("Or look through one theme", default="")
    theme = RadioField("No line fits? Choose a theme alone", default="")
    commitments = SelectMultipleField("Which of these is it about?", description="Three at most.")
    may_lead_to_contract = BooleanField(
        "This may lead to a contract or a grant",
        description="Then everybody may see it, also those who are not in the forum. Papers and answers come out for "
        "all at the same moment. You need not know the rules: the organiser does.",
    )
    representative = SelectField("For whom do you suggest it?", default="")

    found_nothing: bool = False
    """Whether words were looked for, and nothing has them."""

    @classmethod
    def asking(cls, draft: Proposal | None = None, **values: Any) -> "ProposalForm":
        """The form as it was sent; opened first, it is empty, or holds what the `draft` says."""
        if draft is not None:
            values = {
                "title": draft.title,
                "why": draft.why,
                "purpose": draft.purpose,
                "minutes": str(whole_minutes(draft.length)),
                "theme": value_of(draft.theme) if draft.theme and not draft.commitments else "",
                "commitments": [value_of(link.commitment) for link in draft.commitments],
                "may_lead_to_contract": draft.regime is not None,
                "representative": draft.representative.reference if draft.representative else "",
                **values,
            }
        return cls.from_request(**values)

    def offer(self, tree: Tree, representations: Sequence[Representative]) -> None:
        """Fill in what can be chosen: what was chosen before, what the words find, and for whom one may speak.

        `tree` is every theme with its commitments: those that are neither chosen nor found are not shown.
        """
        themes = {value_of(theme): theme for theme, _ in tree}
        every = {value_of(one): one for _, under in tree for one in under}
        # What has gone from the strategy since it was chosen falls out.
        chosen = [value for value in self.commitments.data or () if value in every]
        own = [self.theme.data] if self.theme.data in themes else []
        self.commitments.data, self.theme.data = chosen, own[0] if own else ""
        found = find_by_words(self.words.data or "", tree)
        near, shown = [value_of(one) for one in found.themes], [value_of(one) for one in found.commitments]
        if self.within.data in themes:
            near = [self.within.data]
            shown = [value_of(one) for theme, under in tree if value_of(theme) == near[0] for one in under]
        self.found_nothing = bool(self.words.data) and not (near or shown)
        self.within.choices = [
            SelectChoice("", "No theme"),
            *(SelectChoice(value, theme.title) for value, theme in themes.items()),
        ]
        self.commitments.choices = [
            SelectChoice(value, every[value].title) for value in dict.fromkeys((*chosen, *shown))
        ]
        self.theme.choices = [
            *(SelectChoice(value, themes[value].title) for value in dict.fromkeys((*own, *near))),
            SelectChoice("", "None of these, or I am not sure"),
        ]
        self.representative.choices = [
            SelectChoice(
                one.reference, one.organisation.known_as if one.organisation else "Myself, as a lay member"
            )
            for one in representations
        ]
        if len(representations) < 2:
            del self.representative

    def lines(self, tree: Tree) -> Mapping[str, str]:
        """What stands below each commitment: its theme, and whether the strategy is silent there."""
        return {
            value_of(one): f"The strategy leaves this open. {theme.title}."
            if one.is_gap
            else f"{theme.title}."
            for theme, under in tree
            for one in under
        }

    def validate_commitments(self, field: SelectMultipleField) -> None:
        """Three at most: what is about everything is about nothing."""
        if len(field.data or ()) > MOST_COMMITMENTS:
            raise ValidationError("Choose three at most: those that it is about first of all.")

    def as_given(self, tree: Tree, representations: Sequence[Representative]) -> dict[str, Any]:
        """What was filled in, as the operations take it."""
        every = {value_of(one): one for _, under in tree for one in under}
        themes = {value_of(theme): theme for theme, _ in tree}
        chosen = self.representative.data if "representative" in self else None
        return {
            "title": self.title.data,
            "why": self.why.data or "",
            "purpose": self.purpose.data,
            "length": timedelta(minutes=int(self.minutes.data)),
            "regime": Regime.NOT_KNOWN if self.may_lead_to_contract.data else None,
            "theme": None if self.commitments.data else themes.get(self.theme.data),
            "commitments": [every[value] for value in self.commitments.data or ()],
            "representative": next(
                (one for one in representations if chosen in (None, one.reference)), None
            ),
        }  # fmt: skip


class DraftForm(ProposalForm):
    """The same form for what is only kept: a title is enough."""

    why = TextAreaField(
        "Why now?",
        description="What has happened, and what would change if the forum took it up.",
        validators=[Length(max=2000, message="Use 2,000 letters at most.")],
    )


class TakeBackForm(ForumForm):
    """The word with which a proposal is taken back."""

    reason = StringField(
        "Why?",
        description="A few words. The members of the forum read them.",
        validators=[
            InputRequired("Say in a few words why you take it back."),
            Length(max=300, message="Use 300 letters at most."),
        ],
    )


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
        description="The proposer gets this in a letter. So do those who said “us too”. Later everyone may read it.",
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
