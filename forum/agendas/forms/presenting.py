"""What a presenter answers, and what an organiser writes down for one."""

from email_validator import EmailNotValidError, validate_email
from wtforms import EmailField, Field, Form, RadioField, SelectChoice, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from forum.agendas.models import PresenterAnswer
from forum.foundation.forms import ForumForm, lower

LONGEST = 600
_TOO_LONG = Length(max=LONGEST, message=f"Use {LONGEST} letters at most.")


def is_address(_form: Form, field: Field) -> None:
    """Stop what cannot be an e-mail address. No look-up: a slow name server must not keep a person out."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError("Give one e-mail address, such as name@example.org.") from None


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
