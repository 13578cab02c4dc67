"""What people fill in to sign in."""

import re

from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from forum.foundation.forms import ForumForm, lower


def _email(label: str = "E-mail address") -> EmailField:
    """An e-mail address. What is no address at all is said; whether anybody has it never is."""
    return EmailField(
        label,
        filters=[lower],
        validators=[
            InputRequired("Write your e-mail address."),
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message="Write an e-mail address like name@example.org."),
            Length(max=254, message="An e-mail address has at most 254 characters."),
        ],
    )


def without_blanks(text: object) -> object:
    """A code without the blanks and hyphens that some programs put between its digits."""
    return re.sub(r"[\s-]", "", text) if isinstance(text, str) else text


def _code() -> StringField:
    """Six digits, as somebody reads them out of a letter."""
    return StringField(
        "Code from the letter",
        filters=[without_blanks],
        validators=[
            InputRequired("Write the code."),
            Regexp(r"^[0-9]{6}\Z", message="The code is six digits."),
        ],
    )


class SignInForm(ForumForm):
    """An address and a password; without the password a code can be mailed."""

    email = _email()
    password = PasswordField("Password")

    def has_password(self) -> bool:
        """Whether there is a password; if not, says so at its field."""
        if self.password.data:
            return True
        self.password.errors = ["Write your password, or have a code mailed to you."]
        return False


class EmailForm(ForumForm):
    """Where a code goes."""

    email = _email()


class NewAddressForm(ForumForm):
    """Where letters are to go from now on."""

    email = _email("New e-mail address")


class CodeForm(ForumForm):
    """The code that was mailed."""

    code = _code()


class ResetForm(ForumForm):
    """The code that was mailed, and a new password."""

    code = _code()
    password = PasswordField("New password", validators=[InputRequired("Choose a new password.")])


class ChangePasswordForm(ForumForm):
    """The password now, and the new one."""

    old = PasswordField("Your password now")
    password = PasswordField("New password", validators=[InputRequired("Choose a new password.")])
