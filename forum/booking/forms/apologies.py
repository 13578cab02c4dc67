"""What is asked of somebody who cannot come."""

from collections.abc import Collection, Sequence

from email_validator import EmailNotValidError, validate_email
from wtforms import EmailField, RadioField, SelectChoice, StringField, ValidationError
from wtforms.validators import InputRequired

from forum.booking.forms.fields import LONGEST_NAME, at_most, is_name
from forum.booking.rules import SomebodyElse
from forum.foundation.forms import ForumForm, lower
from forum.membership.models import Representative
from forum.organisations.models import Organisation
from forum.people.models import Person

ONESELF = "me"
SOMEBODY_NEW = "new"
"""The answer for somebody who is none of the colleagues that we know."""


class SubstituteForm(ForumForm):
    """Who comes instead: one of the colleagues, or somebody new by name and address."""

    who = RadioField("Who comes instead?", validators=[InputRequired("Choose who comes instead.")])
    name = StringField("Their name", validators=[at_most(LONGEST_NAME)])
    email = EmailField("Their e-mail address", filters=[lower])

    @classmethod
    def asking(cls, colleagues: Sequence[Representative], booked: Collection[int]) -> "SubstituteForm":
        """The form with the colleagues who have no booking themselves; with nobody to choose, only name and address."""
        form = cls.from_request()
        free = [one for one in colleagues if one.person_id not in booked]
        if free:
            form.who.choices = [
                *(SelectChoice(one.reference, one.person.shown_name) for one in free),
                SelectChoice(SOMEBODY_NEW, "Somebody else"),
            ]
        else:
            del form.who
        return form

    @property
    def is_somebody_new(self) -> bool:
        """Whether name and address are the answer."""
        return "who" not in self or self.who.data == SOMEBODY_NEW

    def validate_name(self, field: StringField) -> None:
        """A name is needed of somebody whom we do not know: a name alone, since it stands in their letter."""
        if not self.is_somebody_new:
            return
        if not field.data:
            raise ValidationError("Give the name of who comes instead.")
        is_name(self, field)

    def validate_email(self, field: EmailField) -> None:
        """An address is needed, since the letter brings the place."""
        if not self.is_somebody_new:
            return
        try:
            validate_email(field.data or "", check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise ValidationError("Give their e-mail address, such as name@example.org.") from None

    def answer(self, colleagues: Sequence[Representative]) -> Representative | SomebodyElse:
        """Who comes instead: the colleague who was chosen, or somebody new."""
        if self.is_somebody_new:
            return SomebodyElse(self.name.data or "", self.email.data or "")
        return next(one for one in colleagues if one.reference == self.who.data)


class ApologiesForm(ForumForm):
    """Who cannot come, where nobody has a booking: oneself, or an organisation with nobody named."""

    who = RadioField("Who cannot come?", validators=[InputRequired("Choose who cannot come.")])

    @classmethod
    def asking(cls, person: Person, organisations: Sequence[Organisation]) -> "ApologiesForm":
        """The form for somebody who represents these organisations."""
        form = cls.from_request()
        form.who.choices = [
            SelectChoice(ONESELF, f"Me, {person.shown_name}"),
            *(SelectChoice(one.reference, f"Nobody from {one.known_as} can come") for one in organisations),
        ]
        if not form.who.raw_data:
            form.who.data = ONESELF
        return form

    def organisation(self, organisations: Sequence[Organisation]) -> Organisation | None:
        """The organisation that was chosen; None for oneself."""
        return next((one for one in organisations if one.reference == self.who.data), None)
