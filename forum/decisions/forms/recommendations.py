"""What people fill in about recommendations."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.fields import RadioField
from wtforms.validators import DataRequired, Length

from forum.actions.forms import DueQuestion
from forum.agendas.models import AgendaItem
from forum.decisions.forms.register import LONGEST
from forum.decisions.models import RecommendationAnswer
from forum.foundation.forms import ForumForm
from forum.organisations.models import Organisation

SHORT = Length(max=200, message="Keep it under 200 characters.")


class RecommendationForm(DueQuestion):
    """What a meeting recommends, to whom, and by when an answer is asked for."""

    text = TextAreaField(
        "What does the forum recommend?",
        validators=[DataRequired("Write what the forum recommends."), LONGEST],
    )
    organisation = SelectField(
        "To whom?", default="", validators=[DataRequired("Choose to whom it is recommended.")]
    )
    item = SelectField("Under which item?", default="")
    due = StringField("By when is an answer asked for?", validators=[SHORT])

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
    """What the organisation answers; `seen` is the answer that stood there when the page was opened."""

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
    seen = HiddenField()
