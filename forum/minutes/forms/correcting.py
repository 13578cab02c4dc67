"""What people fill in on the way to approval: remarks, corrections, answers, what is put right and withheld."""

from collections.abc import Sequence

from flask import request
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from forum.foundation.forms import ForumForm, tidy
from forum.foundation.words import day
from forum.meetings.models import Meeting
from forum.minutes.forms.taking import LONGEST
from forum.minutes.models import ApprovedAs
from forum.minutes.rules import LONGEST_REASON

BESIDE = "line-"
"""What the names of the boxes beside lines begin with; the line's reference follows."""


class MinutesReviewForm(ForumForm):
    """Two buttons under one page: agree, or send remarks. What was read comes back with either."""

    seen = HiddenField()
    whole = TextAreaField("About the minutes as a whole")

    def remarks(self) -> dict[str, str]:
        """What was typed, by the reference of the line; `""` for the whole. Empty boxes are left out."""
        typed = {"": self.whole.data or ""}
        typed |= {
            name.removeprefix(BESIDE): str(tidy(text))
            for name, text in request.form.items()
            if name.startswith(BESIDE)
        }
        return {reference: text for reference, text in typed.items() if text}

    def agrees(self) -> bool:
        """Whether the button that agrees was pressed."""
        return request.form.get("answer") == "agree"


class CorrectionForm(ForumForm):
    """How a line should read, and why; the name of the first question depends on what it is about."""

    text = TextAreaField("It should read", validators=[DataRequired("Write how it should read."), LONGEST])
    because = TextAreaField("Why? (if it is not plain)", validators=[LONGEST])
    sent_key = HiddenField(validators=[Length(max=60)])


class AcceptForm(ForumForm):
    """The line as it will read from now on."""

    text = TextAreaField("It will read", validators=[LONGEST])
    edition = IntegerField(widget=HiddenInput(), validators=[Optional()])


class DeclineForm(ForumForm):
    """Why a correction is not taken up."""

    because = TextAreaField(
        "Or why not?",
        description="Whoever suggested it reads this in a letter.",
        validators=[
            InputRequired("Say why not, in a sentence. Whoever suggested it reads that."),
            Length(max=LONGEST_REASON, message=f"Keep it below {LONGEST_REASON} characters."),
        ],
    )


class ApprovalForm(ForumForm):
    """The meeting that approved the minutes, and as what."""

    at = SelectField(
        "Which meeting approved them?", default="", validators=[DataRequired("Choose the meeting.")]
    )
    approved_as = RadioField(
        "As what?",
        choices=[SelectChoice(one.value, one.value.capitalize()) for one in ApprovedAs],
        validators=[Optional()],
    )

    def offer(self, meetings: Sequence[Meeting]) -> None:
        """Let these meetings be chosen from."""
        self.at.choices = [
            SelectChoice("", "Choose"),
            *(SelectChoice(one.reference, f"{day(one.on)}: {one.title}") for one in meetings),
        ]

    @property
    def as_what(self) -> ApprovedAs | None:
        """As what they were approved, where it was said."""
        return ApprovedAs(self.approved_as.data) if self.approved_as.data else None


class PutRightForm(ForumForm):
    """A line of approved minutes with other words, and why."""

    text = TextAreaField("It should read", validators=[DataRequired("Write how it should read."), LONGEST])
    because = TextAreaField(
        "What was wrong?",
        description="One sentence. Everyone reads it with the minutes, so name nothing that is not public.",
        validators=[
            InputRequired("Say what was wrong, in a sentence. Everyone reads it with the minutes."),
            Length(max=LONGEST_REASON, message=f"Keep it below {LONGEST_REASON} characters."),
        ],
    )
    edition = IntegerField(widget=HiddenInput(), default=0)


class WithholdMinutesForm(ForumForm):
    """Why a version is shown no more, and whether those who got it hear of it."""

    because = TextAreaField(
        "Why is it withheld?",
        description="One sentence. Everyone reads it where the minutes were, so repeat nothing of what was wrong.",
        validators=[
            InputRequired("Give the reason in a sentence. Everyone reads it where the minutes were."),
            Length(max=LONGEST_REASON, message=f"Keep it below {LONGEST_REASON} characters."),
        ],
    )
    tell = BooleanField("Write to those who got a letter with it")
