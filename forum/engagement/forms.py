"""What people fill in about items that may lead to a contract."""

from collections.abc import Callable, Sequence

from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from forum.engagement.models import Engagement
from forum.engagement.rules import FactsGiven, check_notice_address, read_notice_number, read_ocds_id
from forum.foundation.fields import DayField, TimeField
from forum.foundation.forms import ForumForm
from forum.foundation.refusals import Refusal
from forum.organisations.models import Organisation, Sector

_LONG = Length(max=2000, message="Use 2,000 letters at most.")
_SHORT = Length(max=300, message="Use 300 letters at most.")

NOW, AT = "now", "at"


class AskForm(ForumForm):
    """A question."""

    text = TextAreaField(
        "What is the question?",
        description="Everyone reads it with its answer. Nobody reads who asked: leave names out.",
        validators=[InputRequired("Write the question."), _LONG],
    )


class AnswerForm(ForumForm):
    """Its answer."""

    answer = TextAreaField(
        "The answer",
        description="Everyone gets it at the same moment. Until then you can change it.",
        validators=[
            InputRequired("Write the answer."),
            Length(max=5000, message="Use 5,000 letters at most."),
        ],
    )


class WithdrawForm(ForumForm):
    """Why a question goes."""

    because = StringField(
        "Why is it withdrawn?",
        description="Everyone reads this where the question stood.",
        validators=[InputRequired("Say why."), _SHORT],
    )


class ReleaseForm(ForumForm):
    """When everyone gets what waits."""

    when = RadioField(
        "When does everyone get it?",
        choices=[SelectChoice(NOW, "Now"), SelectChoice(AT, "At a moment to come")],
        validators=[InputRequired("Choose when.")],
    )
    on_day = DayField("Day", description="Such as 3 December 2026.", validators=[Optional()])
    at_time = TimeField("Time in London", description="Such as 9:00.", validators=[Optional()])

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for day and time where a moment is to be set."""
        is_well = super().validate(extra_validators)
        if is_well and self.when.data == AT:
            for field, words in ((self.on_day, "Give the day."), (self.at_time, "Give the time.")):
                if field.data is None:
                    field.errors = [words]
                    is_well = False
        return is_well


class FactsForm(ForumForm):
    """The facts of a notice, as far as anybody knows them."""

    organisation = SelectField("Which commissioner might buy it?", default="")
    contact = StringField(
        "Contact of the commissioner",
        description="An office, not a person: everyone reads it. Such as: procurement@council.example.",
        validators=[_SHORT],
    )
    subject = TextAreaField("What might be bought?", validators=[_LONG])
    how_to_take_part = TextAreaField(
        "How does a supplier take part?",
        description="Beyond coming to the meeting and asking questions here.",
        validators=[_LONG],
    )
    value = StringField(
        "Its value, as estimated",
        description="Such as: about £1.2 million over four years.",
        validators=[_SHORT],
    )
    tender_on = DayField(
        "When might a tender come out?", description="Such as 1 April 2027.", validators=[Optional()]
    )
    questions_until_on = DayField(
        "Last day for questions", description="Leave it, and questions stay open.", validators=[Optional()]
    )
    ocds_id = StringField(
        "OCDS id of the procurement", description="Such as ocds-h6vhtk-04d2b1.", validators=[_SHORT]
    )
    notice_number = StringField(
        "Number of the notice", description="As Find a Tender gives it: 012345-2026.", validators=[_SHORT]
    )
    notice_address = StringField(
        "Address of the notice",
        description="Only if it is published somewhere else. It begins with https://.",
        validators=[Length(max=2000, message="Use 2,000 letters at most.")],
    )

    def validate_ocds_id(self, field: StringField) -> None:
        """Stop what is no identifier."""
        if field.data:
            field.data = _read(read_ocds_id, field.data)

    def validate_notice_number(self, field: StringField) -> None:
        """Stop what is no number of a notice."""
        if field.data:
            field.data = _read(read_notice_number, field.data)

    def validate_notice_address(self, field: StringField) -> None:
        """Stop what is no safe address."""
        if field.data:
            field.data = _read(check_notice_address, field.data)

    def offer(self, members: Sequence[Organisation]) -> None:
        """Fill in who might buy: the members, commissioners first."""
        commissioners = [one for one in members if one.sector is Sector.COMMISSIONER]
        others = [one for one in members if one.sector is not Sector.COMMISSIONER]
        self.organisation.choices = [
            SelectChoice("", "Not known yet"),
            *(SelectChoice(one.reference, one.known_as, optgroup="Commissioners") for one in commissioners),
            *(SelectChoice(one.reference, one.known_as, optgroup="Other members") for one in others),
        ]
        self.members = {one.reference: one for one in members}

    def fill(self, engagement: Engagement) -> None:
        """Show what is kept."""
        for name in FactsGiven.__dataclass_fields__:
            if name != "organisation":
                self[name].data = getattr(engagement, name)
        if engagement.organisation is not None:
            self.organisation.data = engagement.organisation.reference

    @property
    def given(self) -> FactsGiven:
        """The facts as they were filled in."""
        return FactsGiven(
            organisation=self.members.get(self.organisation.data),
            subject=self.subject.data or "",
            how_to_take_part=self.how_to_take_part.data or "",
            contact=self.contact.data or "",
            value=self.value.data or "",
            tender_on=self.tender_on.data,
            questions_until_on=self.questions_until_on.data,
            ocds_id=self.ocds_id.data or None,
            notice_number=self.notice_number.data or None,
            notice_address=self.notice_address.data or None,
        )


def _read(read: Callable[[str], str], typed: str) -> str:
    try:
        return read(typed)
    except (ValueError, Refusal) as problem:
        raise ValidationError(str(problem)) from problem
