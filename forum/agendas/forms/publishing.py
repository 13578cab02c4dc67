"""What is asked when an agenda is published, and when a version is taken back."""

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from forum.agendas.rules import LONGEST_REASON
from forum.foundation.forms import ForumForm


class PublishForm(ForumForm):
    """One button, and with it what was looked at."""

    seen = HiddenField()


class WithholdForm(ForumForm):
    """Why a version is shown no more, and whether those who got it hear of it."""

    because = TextAreaField(
        "Why is it withheld?",
        description="One sentence. Everyone reads it where the agenda was, so repeat nothing of what was wrong.",
        validators=[
            InputRequired("Give the reason in a sentence. Everyone reads it where the agenda was."),
            Length(max=LONGEST_REASON, message=f"Keep it below {LONGEST_REASON} characters."),
        ],
    )
    tell = BooleanField("Write to those who got a letter with it")
