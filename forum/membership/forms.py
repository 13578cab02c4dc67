"""What people fill in about the forum, its officers, its members and those who act for them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    Form,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from forum.foundation.forms import ForumForm, lower
from forum.foundation.words import capital
from forum.membership.models import Contact, Office
from forum.organisations.models import Organisation, Register, Sector, SizeBand

DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
"""How a date may be typed where the browser has no calendar of its own: 2026-03-01, 1/3/2026, 1 March 2026."""

LONGEST_NAME = 200
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = (1, 2)
"""How many numbers of an organisation the form asks for: most have one, some a charity's and a company's."""


def is_address(_form: Form, field: Field) -> None:
    """Stop what cannot be an e-mail address. No look-up: a slow name server must not keep a person out."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError("Give one e-mail address, such as name@example.org.") from None


def is_website(_form: Form, field: Field) -> None:
    """Take a web address with or without https://, and nothing that a browser would run."""
    typed = field.data or ""
    if typed and "://" not in typed:
        typed = f"https://{typed}"
    if typed and not re.fullmatch(
        r"https?://[^\s/?#@:\"<>]+\.[^\s/?#@:\"<>]+(:\d+)?([/?#][^\s\"<>]*)?", typed
    ):
        raise ValidationError("Give a web address, such as www.example.org.")
    field.data = typed or None


def shorter_than(most: int) -> Length:
    """A text that fits."""
    return Length(max=most, message=f"Use {most:,} letters at most.")


def is_near(_form: Form, field: Field) -> None:
    """Stop a year that is a slip of the finger: 0202, 9999. What could not be read has its sentence already."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError("Check the year.")


def day_field(label: str, missing: str, **more: Any) -> DateField:
    """A question for a day that has to be given."""
    return DateField(label, format=DATES, validators=[InputRequired(missing), is_near], **more)


def by_word(kind: Callable[[str], Any]) -> Callable[[Any], Any]:
    """An answer from a list whose first answer is “none of these”."""
    return lambda word: kind(word) if word else None


class PersonForm(ForumForm):
    """Somebody: their name, and where letters reach them."""

    name = StringField(
        "Name",
        validators=[InputRequired("Give the person’s name."), shorter_than(LONGEST_NAME)],
    )
    email = EmailField(
        "E-mail address",
        description="Only officers of the forum see it.",
        filters=[lower],
        validators=[Optional(), is_address],
    )
    from_on = day_field("From", "Give the first day.")


class OfficerForm(PersonForm):
    """Who takes which office, from when."""

    email = EmailField(
        "E-mail address",
        description="If we know the address, the person keeps the name that we know.",
        filters=[lower],
        validators=[InputRequired("Give the e-mail address."), is_address],
    )
    office = RadioField(
        "Office",
        choices=[SelectChoice(office.value, capital(office.value)) for office in Office],
        coerce=Office,
        validators=[InputRequired("Choose the office.")],
    )


class RepresentativeForm(PersonForm):
    """Who acts for an organisation, and as what."""

    contact = RadioField(
        "What are they for the organisation?",
        choices=[SelectChoice(contact.value, capital(contact.value)) for contact in Contact],
        coerce=Contact,
        default=Contact.REPRESENTATIVE,
        validators=[InputRequired("Choose what they are for the organisation.")],
    )


class LayMemberForm(PersonForm):
    """Somebody who belongs to no organisation and speaks for themself."""


class LastDayForm(ForumForm):
    """The last day of something."""

    on = day_field("Last day", "Give the last day.")


class FirstDayForm(ForumForm):
    """The first day of something."""

    from_on = day_field("Member from", "Give the first day.")


REGISTERS = [
    SelectChoice(Register.NONE.value, "In no register"),
    *(SelectChoice(register.value, register.words) for register in Register if register is not Register.NONE),
]


class OrganisationForm(ForumForm):
    """What is known of an organisation."""

    known_as = StringField(
        "Name it is known by",
        validators=[InputRequired("Give the name."), shorter_than(LONGEST_NAME)],
    )
    legal_name = StringField(
        "Legal name",
        description="Leave it empty where it is the same.",
        validators=[shorter_than(LONGEST_NAME)],
    )
    sector = RadioField(
        "Which side is it on?",
        choices=[SelectChoice(sector.value, sector.words) for sector in Sector],
        coerce=Sector,
        validators=[InputRequired("Choose which side it is on.")],
    )
    register_1 = SelectField("Register", choices=REGISTERS, coerce=Register, default=Register.NONE)
    number_1 = StringField("Number", validators=[shorter_than(40)])
    register_2 = SelectField("Second register", choices=REGISTERS, coerce=Register, default=Register.NONE)
    number_2 = StringField("Second number", validators=[shorter_than(40)])
    districts = StringField(
        "Districts it serves",
        description="With commas between them, such as Fenland, Huntingdonshire.",
        validators=[shorter_than(500)],
    )
    website = StringField("Website", validators=[shorter_than(300), is_website])
    size_band = SelectField(
        "Yearly income",
        choices=[
            SelectChoice("", "Not known"),
            *(SelectChoice(band.value, capital(band.value)) for band in SizeBand),
        ],
        coerce=by_word(SizeBand),
        default=None,
        validators=[Optional()],
    )
    about = TextAreaField(
        "What it does",
        description="A sentence or two for the public page.",
        validators=[shorter_than(1000)],
    )
    is_listed = BooleanField("It agreed to stand in the public list of members", default=True)

    @property
    def as_given(self) -> dict[str, Any]:
        """What the operations want to know of an organisation."""
        return {
            "legal_name": self.legal_name.data or self.known_as.data,
            "known_as": self.known_as.data,
            "sector": self.sector.data,
            "identifiers": self.identifiers,
            "website": self.website.data,
            "districts": tuple(
                part.strip() for part in (self.districts.data or "").split(",") if part.strip()
            ),
            "size_band": self.size_band.data,
            "about": self.about.data or "",
            "is_listed": self.is_listed.data,
        }

    @property
    def identifiers(self) -> tuple[tuple[Register, str], ...]:
        """The numbers as typed, each with its register; pairs with nothing in them are left out."""
        pairs = ((self[f"register_{count}"].data, self[f"number_{count}"].data or "") for count in NUMBERS)
        return tuple(pair for pair in pairs if pair[0] is not Register.NONE or pair[1])

    def field_of(self, register: Register) -> str:
        """The name of the field in which a number of this register was typed."""
        for count in NUMBERS:
            typed = self[f"number_{count}"].data
            if self[f"register_{count}"].data is register and (typed or register is not Register.NONE):
                return f"number_{count}"
        return "number_1"


class NewOrganisationForm(OrganisationForm):
    """An organisation that becomes a member, with the person who acts for it."""

    from_on = day_field("Member from", "Give the first day of the membership.")
    name = StringField(
        "Name of the person",
        validators=[InputRequired("Give the person’s name."), shorter_than(LONGEST_NAME)],
    )
    email = EmailField(
        "E-mail address",
        description="Only officers of the forum see it.",
        filters=[lower],
        validators=[Optional(), is_address],
    )
    contact = RadioField(
        "What are they for the organisation?",
        choices=[SelectChoice(contact.value, capital(contact.value)) for contact in Contact],
        coerce=Contact,
        default=Contact.PRIMARY,
        validators=[InputRequired("Choose what they are for the organisation.")],
    )


def known_of(organisation: Organisation) -> dict[str, Any]:
    """What the form holds when it is opened for an organisation that is here already."""
    same = organisation.legal_name == organisation.known_as
    live = [identifier for identifier in organisation.identifiers if identifier.ended_on is None]
    numbers: dict[str, Any] = {}
    for count, identifier in zip(NUMBERS, live, strict=False):
        numbers[f"register_{count}"], numbers[f"number_{count}"] = identifier.register, identifier.number
    return {
        "known_as": organisation.known_as,
        "legal_name": "" if same else organisation.legal_name,
        "sector": organisation.sector,
        "districts": ", ".join(organisation.districts),
        "website": organisation.website,
        "size_band": organisation.size_band,
        "about": organisation.about,
        "is_listed": organisation.is_listed,
        **numbers,
    }


class DirectoryForm(ForumForm):
    """What narrows the list of members."""

    q = StringField("Name or number", validators=[shorter_than(LONGEST_NAME)])
    sector = SelectField(
        "Side",
        choices=[
            SelectChoice("", "Every side"),
            *(SelectChoice(sector.value, sector.plural) for sector in Sector),
        ],
        coerce=by_word(Sector),
        default=None,
    )


# ---- Settings -----------------------------------------------------------------------------------------------


def whole_number(label: str, meaning: str, least: int, most: int) -> IntegerField:
    """A question for a whole number within bounds, with what it means."""

    def is_within(_form: Form, field: Field) -> None:
        if field.data is None or not least <= field.data <= most:
            field.errors[:] = []  # one sentence is enough
            raise StopValidation(f"Give a whole number from {least} to {most}.")

    return IntegerField(label, description=meaning, validators=[is_within])


def number_or_nothing(label: str, meaning: str, least: int, most: int) -> IntegerField:
    """A question for a whole number within bounds, or for nothing at all, with what it means."""

    def is_within(_form: Form, field: Field) -> None:
        typed = any(str(value).strip() for value in field.raw_data or ())
        if typed and (field.data is None or not least <= field.data <= most):
            field.errors[:] = []  # one sentence is enough
            raise StopValidation(f"Give a whole number from {least} to {most}, or nothing.")
        if not typed:
            field.errors[:] = []
            field.data = None

    return IntegerField(label, description=meaning, validators=[is_within])


MAY_BE_NOTHING = ("quorum_least", "quorum_percent", "quorum_each_side")


class SettingsForm(ForumForm):
    """A forum's words about itself, and each setting with its meaning."""

    name = StringField(
        "Name of the forum", validators=[InputRequired("Give the name."), shorter_than(LONGEST_NAME)]
    )
    area = StringField(
        "Area",
        description="Such as Cambridgeshire and Peterborough.",
        validators=[shorter_than(LONGEST_NAME)],
    )
    purpose = TextAreaField(
        "Purpose",
        description="Two or three sentences. They stand on the home page and on “About”.",
        validators=[shorter_than(1000)],
    )
    terms_of_reference = TextAreaField(
        "Terms of reference",
        description="An empty line begins a paragraph; lines that begin with a hyphen become a list.",
        validators=[shorter_than(20_000)],
    )
    places_for_each_organisation = whole_number(
        "Places for each organisation",
        "How many confirmed places one organisation may have at a meeting. Waiting does not count. "
        "Usual: 2.",
        1, 50,
    )  # fmt: skip
    booking_closes_hours = whole_number(
        "Booking closes this many hours before the start",
        "0 lets people book until the meeting starts. Usual: 0.",
        0, 336,
    )  # fmt: skip
    kept_released_days = whole_number(
        "Kept places are open to everybody this many days before the meeting",
        "Where a meeting keeps places for a side, what nobody of that side has taken by then goes to all. A meeting "
        "can name another day. Usual: 5.",
        0, 60,
    )  # fmt: skip
    first_reminder_days = whole_number(
        "The first reminder goes out this many days before the meeting",
        "To everybody with a place, with the agenda and how to join. 0 sends none. Usual: 7.",
        0, 60,
    )  # fmt: skip
    second_reminder_days = whole_number(
        "The second reminder goes out this many days before the meeting",
        "Nearer to the day than the first. 0 sends none. Usual: 1.",
        0, 59,
    )  # fmt: skip
    call_opens_working_days = whole_number(
        "The call for items opens this many working days before the meeting",
        "On that day members are asked what the meeting should take up. Usual: 20.",
        1, 120,
    )  # fmt: skip
    call_closes_working_days = whole_number(
        "The call for items closes this many working days before the meeting",
        "What comes later goes to the meeting after. Usual: 10.",
        0, 119,
    )  # fmt: skip
    call_is_announced = BooleanField(
        "Write to everybody when a call opens",
        description="One letter to each member, in the morning. You can look at it before, and add words of your own.",
    )
    papers_due_working_days = whole_number(
        "Papers are due this many clear working days before the meeting",
        "Clear days count neither the day they come nor the day of the meeting. Bank holidays count as no "
        "working day. Usual: 5.",
        0, 30,
    )  # fmt: skip
    paper_limit_megabytes = whole_number(
        "The largest file that is taken as a paper, in megabytes",
        "Larger ones are refused with a sentence. A paper of 25 megabytes takes a minute on a slow line. Usual: 25.",
        1, 95,
    )  # fmt: skip
    chair_agrees_agendas = BooleanField(
        "The chair agrees each agenda before it is published",
        description="The chair gets a letter with a link, and needs no password. Until one chair has agreed exactly "
        "what is there, nothing is published.",
    )
    officers_may_stand_in = BooleanField(
        "An organiser may say yes in the chair’s place",
        description="To an agenda, and to a paper that came late for a decision. Everyone reads that they did. "
        "Without this, it waits for the chair.",
    )
    asks_for_interests = BooleanField(
        "Ask whoever has booked a place what interests they have",
        description="One screen after booking, skipped in one click. The chair sees the answers beside each item.",
    )
    interests_are_public = BooleanField(
        "Everyone may read the register of interests",
        description="Without this, only people of the forum read it.",
    )
    minutes_due_working_days = whole_number(
        "Minutes are due within this many working days after the meeting",
        "The desk reminds whoever writes them. Usual: 10.",
        1, 60,
    )  # fmt: skip
    chair_sees_minutes = BooleanField(
        "The chair agrees the minutes before they are circulated",
        description="The chair gets a letter with a link, and needs no password. Without this, the chair can still be "
        "asked each time.",
    )
    quorum_least = number_or_nothing(
        "At least this many members",
        "A member organisation counts once, however many speak for it; so does a lay member. Usual: nothing, and "
        "there is no quorum.",
        1, 500,
    )  # fmt: skip
    quorum_percent = number_or_nothing(
        "At least this share of all members, in per cent",
        "Rounded up. With both, the larger of the two is needed. Usual: nothing.",
        1, 100,
    )  # fmt: skip
    quorum_each_side = number_or_nothing(
        "At least this many on each side",
        "Of the voluntary sector, and of commissioners. Usual: nothing.",
        1, 100,
    )  # fmt: skip
    takes_votes = BooleanField(
        "The forum votes",
        description="The minute-taker can record a motion with counts by side. Without this, decisions are by "
        "consensus.",
    )
    sends_digests = BooleanField(
        "Remind people of their actions, once a week at most",
        description="One letter, to those who have an action that is due. It can be answered without signing in.",
    )
    digest_weekday = SelectField(
        "The day on which it comes",
        description="People can choose another day for themselves. Usual: Monday.",
        choices=[SelectChoice(str(day), name) for day, name in enumerate(WEEKDAYS, start=1)],
        coerce=int,
        default=1,
    )
    draft_minutes_are_public = BooleanField(
        "Everyone may read circulated minutes before they are approved",
        description="They are marked as a draft. Without this, only people of the forum read them.",
    )
    answered_proposals_are_public = BooleanField(
        "Everyone may read a proposal once it has its answer",
        description="Without this, only people of the forum read proposals.",
    )
    members_see_who_is_coming = BooleanField(
        "Members see the names of those who are coming",
        description="Without this, they see numbers by side, and only officers see names.",
    )
    asks_how_it_was = BooleanField(
        "Ask those who came how it was",
        description="Four questions, in a letter after each meeting. Answers are shown without names, and from "
        "five on.",
    )
    needs_kept_days = whole_number(
        "What people need on the day is deleted this many days after the meeting",
        "Access and diet. Only the organisers of the meeting see it until then. Usual: 30.",
        1, 365,
    )  # fmt: skip

    @property
    def as_given(self) -> dict[str, Any]:
        """The columns of the forum that the form speaks of."""
        values = {**self.data, "booking_closes_before": timedelta(hours=self.booking_closes_hours.data)}
        del values["booking_closes_hours"]
        return {
            key: value or "" if isinstance(value, str | None) and key not in MAY_BE_NOTHING else value
            for key, value in values.items()
        }
