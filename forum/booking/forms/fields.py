"""Questions that several forms of booking ask."""

import re
from collections.abc import Sequence

from email_validator import EmailNotValidError, validate_email
from wtforms import (
    EmailField,
    Field,
    Form,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forum.booking.models import Joining
from forum.foundation.forms import ForumForm, lower
from forum.membership.models import Representative

LONGEST_NAME = 200
LONGEST_NEEDS = 1000
_IS_NO_NAME = re.compile(r"@|://|\bwww\.|[\n\t]", re.IGNORECASE)


def at_most(letters: int) -> Length:
    """A text that fits."""
    return Length(max=letters, message=f"Use {letters:,} letters at most.")


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


def name_field(label: str, missing: str) -> StringField:
    """A question for somebody's name."""
    return StringField(label, validators=[DataRequired(missing), at_most(LONGEST_NAME), is_name])


def email_field(missing: str | None = None, description: str = "") -> EmailField:
    """A question for an address; `missing` is said where it has to be given."""
    first = DataRequired(missing) if missing else Optional()
    return EmailField(
        "E-mail address",
        description=description,
        filters=[lower],
        validators=[first, at_most(254), is_address],
    )


def from_field(label: str, description: str = "") -> StringField:
    """A question for where a guest is from."""
    return StringField(label, description=description, validators=[at_most(LONGEST_NAME), is_name])


def joining_field(label: str, missing: str) -> RadioField:
    """A question for how somebody joins. Its answers are given when it is asked."""
    return RadioField(label, validators=[InputRequired(missing)])


def access_field(label: str) -> TextAreaField:
    """A question for what somebody needs to take part."""
    return TextAreaField(
        label,
        description="For example step-free access, a hearing loop, large print, an interpreter.",
        validators=[at_most(LONGEST_NEEDS)],
    )


def diet_field(label: str) -> TextAreaField:
    """A question for what somebody eats and drinks."""
    return TextAreaField(
        label,
        description="For example vegetarian, halal, no nuts.",
        validators=[at_most(LONGEST_NEEDS)],
    )


class WithWays(ForumForm):
    """A form that asks how somebody joins, where there are two ways."""

    def ask_how(self, ways: Sequence[Joining]) -> None:
        """Ask how they join, or nothing where there is one way only."""
        if len(ways) > 1:
            self.joining.choices = [SelectChoice(way.value, _CAPITAL[way]) for way in ways]
        else:
            del self.joining

    def way(self, ways: Sequence[Joining]) -> Joining:
        """How they join: as chosen, or the only way."""
        return Joining(self.joining.data) if "joining" in self else ways[0]


_CAPITAL = {way: way.value.capitalize() for way in Joining}


def for_whom(one: Representative) -> str:
    """For whom somebody speaks, as an answer."""
    return one.organisation.known_as if one.organisation else "Myself, as a lay member"
