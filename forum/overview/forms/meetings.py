"""What an organiser fills in to plan or change a meeting."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import URL, AnyOf, DataRequired, InputRequired, Length, Optional, ValidationError

from forum.foundation.clock import in_london
from forum.foundation.fields import DayField, TimeField
from forum.foundation.forms import ForumForm
from forum.meetings.models import Balance, Form, Meeting, Series, Venue
from forum.meetings.rules import Plan, moment_on, plan_of

MOST_PLACES = 5000


def _in_range(form: ForumForm, field: IntegerField) -> None:
    """A number that was read must be one of places; what could not be read has its sentence already."""
    if field.data is not None and not 0 <= field.data <= MOST_PLACES:
        raise ValidationError(f"Give a number of places from 0 to {MOST_PLACES:,}.")


def _number(label: str) -> IntegerField:
    return IntegerField(label, validators=[Optional(), _in_range])


SHARES = ("most_voluntary", "kept_voluntary", "most_commissioners", "kept_commissioners")
"""The questions about how the sides share the places; those for online places end in `_online`."""


class HowItIsHeld(ForumForm):
    """How a meeting is held and joined, and how its places are shared: the same for one and for a year of them."""

    form = RadioField("How is it held?", validators=[InputRequired("Choose how it is held.")])
    venue = SelectField("Venue", validators=[Optional()])
    places = _number("Places in the room")
    joining_link = StringField(
        "Joining link",
        description="Only people with an online place see it.",
        validators=[
            Optional(),
            URL(message="Give the whole address of the link, beginning with https://."),
            Length(max=1000, message="Keep it to 1,000 letters."),
        ],
    )
    dial_in = StringField(
        "Joining by telephone",
        description="The number and its code. Only people with an online place see it.",
        validators=[Length(max=200, message="Keep it to 200 letters.")],
    )
    places_online = _number("Online places")
    most_voluntary = _number("At most for the voluntary sector")
    kept_voluntary = _number("Kept for the voluntary sector")
    most_commissioners = _number("At most for commissioners")
    kept_commissioners = _number("Kept for commissioners")
    most_voluntary_online = _number("Online, at most for the voluntary sector")
    kept_voluntary_online = _number("Online, kept for the voluntary sector")
    most_commissioners_online = _number("Online, at most for commissioners")
    kept_commissioners_online = _number("Online, kept for commissioners")
    is_open_to_public = BooleanField(
        "Open to the public",
        description="Anybody can ask for a place then. It is theirs once they answer a letter.",
    )

    def offer_venues(self, venues: Sequence[Venue]) -> None:
        """The answers that the questions about form and venue have."""
        self.form.choices = [SelectChoice(kind.value, kind.value.capitalize()) for kind in Form]
        self.venue.choices = [
            SelectChoice("", "Not fixed yet"),
            *(SelectChoice(venue.reference, f"{venue.name}, {venue.town}") for venue in venues),
        ]

    def how(self, venues: Sequence[Venue]) -> dict[str, Any]:
        """What was filled in here, as a plan has it."""
        return {
            "form": Form(self.form.data),
            "venue": next((venue for venue in venues if venue.reference == self.venue.data), None),
            "joining_link": self.joining_link.data or None,
            "dial_in": self.dial_in.data or None,
            "places": self.places.data or 0,
            "places_online": self.places_online.data or 0,
            "balance": self._balance(""),
            "balance_online": self._balance("_online"),
            "is_open_to_public": bool(self.is_open_to_public.data),
        }

    def _balance(self, ending: str) -> Balance:
        shares = {name: self[name + ending].data for name in SHARES}
        return Balance(
            **{name: value or 0 if name.startswith("kept") else value for name, value in shares.items()}
        )

    @property
    def shares_places(self) -> bool:
        """Whether anything is said of how the sides share the places."""
        asked = [self[name + ending] for name in SHARES for ending in ("", "_online")]
        return any(field.data is not None or field.errors for field in asked)


class MeetingForm(HowItIsHeld):
    """One meeting. Times may wait until they are fixed; everything but title and date may come later."""

    series = SelectField("Series", validators=[Optional()])
    new_series = StringField(
        "Name of the new series",
        description="Such as Quarterly meeting. It stands in the address and in calendars.",
        validators=[Length(max=80, message="Give the series a name of at most 80 letters.")],
    )
    title = StringField(
        "Title",
        description="The topic, as people would say it: How community transport is bought, and who decides",
        validators=[
            DataRequired("Give the meeting a title."),
            Length(max=200, message="Keep it to 200 letters."),
        ],
    )
    on = DayField(
        "Date",
        description="Such as 17 December 2026 or 17/12/2026. Leave the times empty while only the date is fixed.",
        validators=[InputRequired("Give the date.")],
    )
    starts = TimeField("Starts at", description="Such as 10:00 or 2.30pm", validators=[Optional()])
    ends = TimeField("Ends at", validators=[Optional()])
    is_provisional = BooleanField(
        "The times are planned but not sure yet",
        description="The meeting stays provisional, and nobody can book until you confirm it.",
    )
    lead = TextAreaField(
        "What it is about, in a sentence or two",
        validators=[Length(max=600, message="Keep it to 600 letters.")],
    )
    who_for = TextAreaField("Who it is for", validators=[Length(max=600, message="Keep it to 600 letters.")])
    kept_until_on = DayField("Kept places are open to all from", validators=[Optional()])
    opens_on = DayField(
        "Booking opens on", description="Leave it empty to open it when you publish.", validators=[Optional()]
    )
    opens = TimeField("Opens at", validators=[Optional()])
    closes_on = DayField(
        "Booking closes on", description="Leave it empty for the forum’s usual time.", validators=[Optional()]
    )
    closes = TimeField("Closes at", validators=[Optional()])
    for_the_record = BooleanField("It has been held: keep it for the record")
    seen = HiddenField()

    @classmethod
    def asking(
        cls, series: Sequence[Series], venues: Sequence[Venue], meeting: Meeting | None = None
    ) -> "MeetingForm":
        """The form for a new meeting, or filled in from one that is to be changed."""
        form = cls.from_request(**(_values(meeting) if meeting else {"form": Form.HYBRID.value}))
        form.offer_venues(venues)
        if meeting is not None:
            del form.series, form.new_series
        else:
            form.series.choices = series_to_choose(series)
        return form

    def validate_new_series(self, field: StringField) -> None:
        """A new series needs its name."""
        if not self.series.data and not field.data:
            raise ValidationError("Give the new series a name, or choose one above.")

    def validate_opens(self, field: TimeField) -> None:
        """A time alone does not say on which day."""
        if field.data and not self.opens_on.data:
            raise ValidationError("Give the day on which booking opens too.")

    def validate_closes(self, field: TimeField) -> None:
        """A time alone does not say on which day."""
        if field.data and not self.closes_on.data:
            raise ValidationError("Give the day on which booking closes too.")

    def plan(self, venues: Sequence[Venue]) -> Plan:
        """What was filled in. Raises `ClocksChange` for a time in the hour of a change of the clocks."""
        return Plan(
            title=self.title.data or "",
            on=self.on.data or date.min,  # asked for above: a plan is made of a valid form alone
            starts=self.starts.data,
            ends=self.ends.data,
            is_provisional=bool(self.is_provisional.data and self.starts.data),
            lead=self.lead.data or "",
            who_for=self.who_for.data or "",
            kept_until_on=self.kept_until_on.data,
            booking_opens_at=_moment(self.opens_on.data, self.opens.data or time(9), "opens"),
            booking_closes_at=_moment(self.closes_on.data, self.closes.data or time(17), "closes"),
            **self.how(venues),
        )

    @property
    def says_what_is_rare(self) -> bool:
        """Whether anything was filled in, or is wrong, among the questions that lie closed."""
        rare = (self.who_for, self.is_open_to_public, self.opens_on, self.opens, self.closes_on, self.closes,
                self.for_the_record)  # fmt: skip
        return any(field.data or field.errors for field in rare)

    def has_seen(self, said: Sequence[str]) -> bool:
        """Whether these sentences were shown before: the second time they are taken as read."""
        if not said:
            return True
        mark = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
        if self.seen.data == mark:
            return True
        self.seen.data = mark
        self.seen.raw_data = [mark]
        return False


def series_to_choose(series: Sequence[Series]) -> list[SelectChoice]:
    """The series that there are, and a new one."""
    return [*(SelectChoice(one.slug, one.name) for one in series), SelectChoice("", "A new series")]


def _moment(on: date | None, at: time, question: str) -> datetime | None:
    return None if on is None else moment_on(on, at, question)


class TogetherForm(ForumForm):
    """Which meetings are confirmed, published, or both."""

    meetings = SelectMultipleField("Meetings", validate_choice=False)
    do = HiddenField(validators=[AnyOf(("confirm", "publish", "both"), "Choose what to do with them.")])

    @property
    def confirms(self) -> bool:
        """Whether they are to be confirmed."""
        return self.do.data in ("confirm", "both")

    @property
    def publishes(self) -> bool:
        """Whether they are to be published."""
        return self.do.data in ("publish", "both")


class CallOffForm(ForumForm):
    """Why a meeting is called off."""

    because = TextAreaField(
        "Why is it called off?",
        description="The reason goes into the letters, and stands on the meeting’s page.",
        validators=[
            DataRequired("Say why the meeting is called off."),
            Length(max=600, message="Keep it to 600 letters."),
        ],
    )


def _values(meeting: Meeting) -> dict[str, object]:
    plan = plan_of(meeting)
    opens = in_london(plan.booking_opens_at) if plan.booking_opens_at else None
    closes = in_london(plan.booking_closes_at) if plan.booking_closes_at else None
    shares = {
        name + ending: getattr(balance, name) if name.startswith("most") else getattr(balance, name) or None
        for ending, balance in (("", plan.balance), ("_online", plan.balance_online))
        for name in SHARES
    }
    return {
        "title": plan.title, "on": plan.on, "starts": plan.starts, "ends": plan.ends,
        "is_provisional": plan.is_provisional, "form": plan.form.value,
        "venue": plan.venue.reference if plan.venue else "", "places": plan.places,
        "places_online": plan.places_online, "joining_link": plan.joining_link or "",
        "dial_in": plan.dial_in or "", "lead": plan.lead, "who_for": plan.who_for,
        "is_open_to_public": plan.is_open_to_public, "kept_until_on": plan.kept_until_on,
        "opens_on": opens.date() if opens else None, "opens": opens.time() if opens else None,
        "closes_on": closes.date() if closes else None, "closes": closes.time() if closes else None, **shares,
    }  # fmt: skip
