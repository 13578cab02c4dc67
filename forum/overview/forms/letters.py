"""What narrows the list of letters, and what an organiser fills in to write one."""

from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forum.foundation.forms import ForumForm
from forum.foundation.post import LetterState
from forum.foundation.references import new_secret
from forum.foundation.words import capital
from forum.overview.rules.own_letters import REACH, Reach, mark_of


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


class OwnLetterForm(ForumForm):
    """A letter in an organiser's own words. It is shown before it is sent."""

    to = RadioField(
        "Who gets it?",
        default=Reach.BOOKED.value,
        choices=[SelectChoice(reach.value, words) for reach, words in REACH.items()],
        validators=[InputRequired("Choose who gets it.")],
    )
    subject = StringField(
        "Subject",
        validators=[
            DataRequired("Give the letter a subject."),
            Length(max=80, message="Keep it to 80 letters."),
        ],
    )
    words = TextAreaField(
        "What do you want to say?",
        description="Plain words. Each letter greets its reader by first name and ends with the forum’s name.",
        validators=[
            DataRequired("Write what you want to say."),
            Length(max=5000, message="Keep it to 5,000 letters."),
        ],
    )
    key = HiddenField(validators=[Length(max=64)])
    seen = HiddenField()

    @classmethod
    def asking(cls, *, about_meeting: bool) -> "OwnLetterForm":
        """The form; a letter that is about no meeting goes to all members."""
        form = cls.from_request()
        if not about_meeting:
            del form.to
        if not form.key.data:
            form.key.data = new_secret()
        return form

    def reach(self) -> Reach:
        """Who gets a letter about a meeting."""
        return Reach(self.to.data)

    def has_seen(self) -> bool:
        """Whether the letter was shown with these very words before. If not, it is marked as shown now."""
        mark = mark_of(self.to.data if "to" in self else "", self.subject.data or "", self.words.data or "")
        if self.seen.data == mark:
            return True
        self.seen.data = mark
        self.seen.raw_data = [mark]
        return False
