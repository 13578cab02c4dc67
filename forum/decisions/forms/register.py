"""What people fill in about decisions and recommendations."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.fields import RadioField
from wtforms.validators import DataRequired, Length, Optional

from forum.actions.rules import Owner
from forum.agendas.models import AgendaItem
from forum.decisions.models import DecisionState, RecommendationAnswer
from forum.foundation.fields import DayField
from forum.foundation.forms import ForumForm
from forum.organisations.models import Organisation
from forum.strategy.models import Theme

LONGEST = Length(max=4000, message="Keep it under 4,000 characters.")

STATES = {
    DecisionState.CONFIRMED: "It stands",
    DecisionState.IMPLEMENTED: "It was implemented",
    DecisionState.SUPERSEDED: "A later decision took its place",
    DecisionState.RESCINDED: "It was rescinded",
}


class StateForm(ForumForm):
    """How a decision stands now, and why."""

    state = RadioField(
        "How does it stand?",
        choices=[SelectChoice(state.value, words) for state, words in STATES.items()],
        validators=[DataRequired("Choose how it stands.")],
    )
    reason = TextAreaField("Why?", validators=[DataRequired("Say why, in a few words."), LONGEST])


class AddActionForm(ForumForm):
    """An action that carries out a decision: what, by whom, by when."""

    text = TextAreaField(
        "What is to be done?", validators=[DataRequired("Write what is to be done."), LONGEST]
    )
    owner = SelectField("Owner", default="", validators=[DataRequired("Choose whose action it is.")])
    second_owner = SelectField("And a second owner, if there is one", default="")
    due = StringField("By when?")

    def offer(self, owners: Sequence[Owner]) -> None:
        """Let these be chosen from, people and organisations apart."""
        self._owners = {owner.key: owner for owner in owners}
        choices = [SelectChoice(owner.key, owner.label, optgroup=owner.group) for owner in owners]
        self.owner.choices = [SelectChoice("", "Choose"), *choices]
        self.second_owner.choices = [SelectChoice("", "Nobody else"), *choices]

    def chosen(self) -> list[Owner]:
        """The owners that were chosen, each once."""
        keys = dict.fromkeys(key for key in (self.owner.data, self.second_owner.data) if key)
        return [self._owners[key] for key in keys if key in self._owners]


class RegisterForm(ForumForm):
    """What narrows the register. It only asks, so it is read from the address."""

    theme = SelectField("Theme", default="")

    def offer(self, themes: Sequence[Theme]) -> None:
        """Let these themes be chosen from."""
        self.theme.choices = [
            SelectChoice("", "Any theme"),
            *(SelectChoice(theme.slug, theme.title) for theme in themes),
        ]

    def chosen_theme(self) -> str:
        """The theme asked for; one that is no answer is passed over."""
        self.validate()
        return "" if self.theme.errors else self.theme.data or ""


class ReviewForm(ForumForm):
    """When a decision is looked at again."""

    review_on = DayField(
        "When does the forum look at it again?",
        description="It then waits for that agenda. Leave it empty for never.",
        validators=[Optional()],
    )


class RecommendationForm(ForumForm):
    """What a meeting recommends, to whom, and by when an answer is asked for."""

    text = TextAreaField(
        "What does the forum recommend?",
        validators=[DataRequired("Write what the forum recommends."), LONGEST],
    )
    organisation = SelectField(
        "To whom?", default="", validators=[DataRequired("Choose to whom it is recommended.")]
    )
    item = SelectField("Under which item?", default="")
    due_on = DayField("By when is an answer asked for?", validators=[Optional()])

    def offer(self, organisations: Sequence[Organisation], items: Sequence[AgendaItem]) -> None:
        """Let these be chosen from."""
        self.organisation.choices = [
            SelectChoice("", "Choose"),
            *(SelectChoice(one.reference, one.known_as) for one in organisations),
        ]
        self.item.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(one.reference, f"{one.number or one.position}. {one.title}") for one in items),
        ]


class RecommendationAnswerForm(ForumForm):
    """What the organisation answers."""

    answer = RadioField(
        "What is the answer?",
        choices=[SelectChoice(answer.value, answer.value.capitalize()) for answer in RecommendationAnswer],
        coerce=RecommendationAnswer,
        validators=[DataRequired("Choose the answer.")],
    )
    answer_text = TextAreaField(
        "What is done, or why not?",
        description="Everyone can read it.",
        validators=[DataRequired("Say in a few words what is done, or why not."), LONGEST],
    )
