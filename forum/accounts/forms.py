"""What people fill in to sign in."""

import re

from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from forum.foundation.forms import ForumForm, lower


class _Email(EmailField):
    """An e-mail address, in lower case."""

    def __init__(self, label: str = "E-mail address", **more: object) -> None:
        super().__init__(
            label,
            validators=[
                InputRequired("Write your e-mail address."),
                Length(max=254, message="That is too long."),
            ],
            filters=[lower],
            **more,
        )

    def pre_validate(self, form: ForumForm) -> None:
        """Find out what is no address at all; whether anybody has it is never said."""
        if self.data and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", self.data):
            raise ValidationError("Write an e-mail address like name@example.org.")


class SignInForm(ForumForm):
    """An address and a password; without the password a code can be mailed."""

    email = _Email()
    password = PasswordField("Password")

    def is_complete(self) -> bool:
        """Whether there is a password; if not, says so at its field."""
        if self.password.data:
            return True
        self.password.errors = ["Write your password, or have a code mailed to you."]
        return False


class EmailForm(ForumForm):
    """Where a code goes."""

    email = _Email()


class _Code(StringField):
    """Six digits, as somebody reads them out of a letter."""

    data: str | None

    def __init__(self, label: str = "Code from the letter", **more: object) -> None:
        super().__init__(label, validators=[InputRequired("Write the code.")], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the digits without the blanks that some programs put between them."""
        super().process_formdata(valuelist)
        self.data = re.sub(r"[\s-]", "", self.data or "")

    def pre_validate(self, form: ForumForm) -> None:
        """A code is six digits."""
        if self.data and not re.fullmatch(r"[0-9]{6}", self.data):
            raise ValidationError("The code is six digits.")


class CodeForm(ForumForm):
    """The code that was mailed."""

    code = _Code()


class ResetForm(ForumForm):
    """The code that was mailed, and a new password."""

    code = _Code()
    password = PasswordField("New password", validators=[InputRequired("Choose a new password.")])


class ChangePasswordForm(ForumForm):
    """The password now, and the new one."""

    old = PasswordField("Your password now")
    password = PasswordField("New password", validators=[InputRequired("Choose a new password.")])
