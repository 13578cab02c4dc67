"""What an organiser adds to the call for items of a meeting."""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from forum.foundation.forms import ForumForm


class CallForm(ForumForm):
    """Own words, and whether a letter goes out by itself."""

    words = TextAreaField(
        "Your own words",
        description="They stand at the top of the letter. It reads well without them.",
        validators=[Length(max=2000, message="Use 2,000 letters at most.")],
    )
    is_silent = BooleanField(
        "Send no letter by itself",
        description="The call opens all the same, and members see it on the meeting’s page.",
    )
