"""What a presenter answers, and what an organiser writes down for one."""

from wtforms import EmailField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forum.agendas.models import PresenterAnswer
from forum.foundation.forms import ForumForm, lower
from forum.foundation.validators import is_address

LONGEST = 600
_TOO_LONG = Length(max=LONGEST, message=f"Use {LONGEST} letters at most.")


class ConfirmForm(ForumForm):
    """Whether somebody can present their item."""

    answer = RadioField(
        "Can you present it?",
        choices=[
            SelectChoice(PresenterAnswer.CONFIRMED.value, "Yes, I present it"),
            SelectChoice(PresenterAnswer.DECLINED.value, "I cannot"),
        ],
        coerce=PresenterAnswer,
        validators=[InputRequired("Say whether you can present it.")],
    )
    words = TextAreaField(
        "What should the organiser know?",
        description="If you cannot: perhaps who could instead of you. The organisers alone read this.",
        validators=[_TOO_LONG],
    )


_NOTHING = "nothing"
SAID = {
    _NOTHING: "Nothing yet",
    PresenterAnswer.CONFIRMED.value: "They present it",
    PresenterAnswer.DECLINED.value: "They cannot",
}


class PresenterForm(ForumForm):
    """Where a presenter is reached, and what they told the organiser."""

    email = EmailField(
        "E-mail address",
        description="Letters go there. Nobody but the officers sees it.",
        filters=[lower],
        validators=[Optional(), Length(max=254, message="Use 254 letters at most."), is_address],
    )
    said = RadioField(
        "What have they told you?",
        choices=[SelectChoice(value, words) for value, words in SAID.items()],
        default=_NOTHING,
    )
    words = TextAreaField("In their words", validators=[_TOO_LONG])

    def told(self) -> PresenterAnswer | None:
        """The answer that was passed on; None: there is none."""
        return PresenterAnswer(self.said.data) if self.said.data != _NOTHING else None
