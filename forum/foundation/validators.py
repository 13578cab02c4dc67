"""What a name and an address look like, for every form that asks for one."""

import re

from email_validator import EmailNotValidError, validate_email
from wtforms import Field, Form, ValidationError

_IS_NO_NAME = re.compile(r"@|://|\bwww\.|[\n\t]", re.IGNORECASE)


def is_address(_form: Form, field: Field) -> None:
    """Stop what cannot be an e-mail address. No look-up: a slow name server must not keep a person out."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError("Give one e-mail address, such as name@example.org.") from None


def is_name(_form: Form, field: Field) -> None:
    """Stop addresses where a name belongs: it stands in letters, and must not lead anybody anywhere."""
    if _IS_NO_NAME.search(field.data or ""):
        raise ValidationError("Write a name alone, without an address.")
