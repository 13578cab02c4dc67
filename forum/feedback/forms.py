"""What somebody who came is asked."""

from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import Length, Optional

from forum.feedback.models import Opinion
from forum.feedback.rules import LONGEST, QUESTIONS, WHAT_NEXT, Answers
from forum.foundation.forms import ForumForm

_CHOICES = [SelectChoice(one.value, one.value.capitalize()) for one in Opinion]


class FeedbackForm(ForumForm):
    """Four questions. None has to be answered."""

    was_worth_it = RadioField(QUESTIONS["was_worth_it"], choices=_CHOICES, validators=[Optional()])
    was_heard = RadioField(QUESTIONS["was_heard"], choices=_CHOICES, validators=[Optional()])
    papers_in_time = RadioField(QUESTIONS["papers_in_time"], choices=_CHOICES, validators=[Optional()])
    what_next = TextAreaField(
        WHAT_NEXT,
        description="The organisers read your words without your name. Leave out what would give you away.",
        validators=[Length(max=LONGEST, message=f"Keep it to {LONGEST:,} letters.")],
    )

    def answers(self) -> Answers:
        """What was answered."""
        opinions = {name: Opinion(self[name].data) if self[name].data else None for name in QUESTIONS}
        return Answers(**opinions, what_next=self.what_next.data or "")
