"""What is asked of somebody who cannot come."""

from collections.abc import Collection, Sequence

from email_validator import EmailNotValidError, validate_email
from wtforms import EmailField, RadioField, SelectChoice, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from forum.booking.rules import SomebodyElse
from forum.foundation.forms import ForumForm, lower
from forum.membership.models import Representative
from forum.organisations.models import Organisation

LONGEST_NAME = 200
SOMEBODY_NEW = "new"
"""The answer for somebody who is none of the colleagues that we know."""


class SubstituteForm(ForumForm):
    """Who comes instead: one of the colleagues, or somebody new by name and address."""

    who = RadioField("Who comes instead?", validators=[InputRequired("Choose who comes instead.")])
    name = StringField(
        "Their name", validators=[Length(max=LONGEST_NAME, message=f"Use {LONGEST_NAME} letters at most.")]
    )
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
        """A name is needed of somebody whom we do not know."""
        if self.is_somebody_new and not field.data:
            raise ValidationError("Give the name of who comes instead.")

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
    """Who cannot come to a meeting, where nobody has a booking: a person, or an organisation with nobody named."""

    who = RadioField("Who cannot come?", validators=[InputRequired("Choose who cannot come.")])

    @classmethod
    def asking(cls, own: Representative | None, organisations: Sequence[Organisation]) -> "ApologiesForm":
        """The form for somebody who represents these organisations."""
        form = cls.from_request()
        choices = [SelectChoice(own.reference, f"Me, {own.person.shown_name}")] if own else []
        choices += [
            SelectChoice(one.reference, f"Nobody from {one.known_as} can come") for one in organisations
        ]
        form.who.choices = choices
        if not form.who.raw_data and choices:
            form.who.data = choices[0].value
        return form


class ApologiesForAnybodyForm(ForumForm):
    """The organiser notes apologies that came by telephone."""

    who = SelectField("Who cannot come?", validators=[InputRequired("Choose who cannot come.")])

    @classmethod
    def asking(
        cls, people: Sequence[Representative], organisations: Sequence[Organisation]
    ) -> "ApologiesForAnybodyForm":
        """The form with everybody who speaks in the forum, and each member organisation with nobody named."""
        form = cls.from_request()
        form.who.choices = [
            SelectChoice("", "Choose a person or an organisation"),
            *(
                SelectChoice(
                    one.reference,
                    f"{one.person.shown_name}, {one.organisation.known_as if one.organisation else 'lay member'}",
                    optgroup="People",
                )
                for one in people
            ),
            *(
                SelectChoice(one.reference, f"{one.known_as}, nobody named", optgroup="Organisations")
                for one in organisations
            ),
        ]
        return form
