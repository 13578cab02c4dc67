"""What an organiser fills in to plan or change a meeting."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import URL, DataRequired, InputRequired, Length, Optional, ValidationError

from forum.foundation.clock import in_london
from forum.foundation.fields import DayField, TimeField
from forum.foundation.forms import ForumForm
from forum.meetings.models import Form, Meeting, Series, Venue
from forum.meetings.rules import Plan, moment_on, plan_of

MOST_PLACES = 5000


def _in_range(form: ForumForm, field: IntegerField) -> None:
    """A number that was read must be one of places; what could not be read has its sentence already."""
    if field.data is not None and not 0 <= field.data <= MOST_PLACES:
        raise ValidationError(f"Give a number of places from 0 to {MOST_PLACES:,}.")


class MeetingForm(ForumForm):
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
    form = RadioField("How is it held?", validators=[InputRequired("Choose how it is held.")])
    venue = SelectField("Venue", validators=[Optional()])
    places = IntegerField("Places in the room", validators=[Optional(), _in_range])
    joining_link = StringField(
        "Joining link",
        description="Only people with a place see it.",
        validators=[
            Optional(),
            URL(message="Give the whole address of the link, beginning with https://."),
            Length(max=1000, message="Keep it to 1,000 letters."),
        ],
    )
    places_online = IntegerField("Online places", validators=[Optional(), _in_range])
    lead = TextAreaField(
        "What it is about, in a sentence or two",
        validators=[Length(max=600, message="Keep it to 600 letters.")],
    )
    who_for = TextAreaField("Who it is for", validators=[Length(max=600, message="Keep it to 600 letters.")])
    closes_on = DayField(
        "Booking closes on", description="Leave it empty for the forum’s usual time.", validators=[Optional()]
    )
    closes = TimeField("At", validators=[Optional()])
    for_the_record = BooleanField("It has been held: keep it for the record")
    seen = HiddenField()

    @classmethod
    def asking(
        cls, series: Sequence[Series], venues: Sequence[Venue], meeting: Meeting | None = None
    ) -> "MeetingForm":
        """The form for a new meeting, or filled in from one that is to be changed."""
        form = cls.from_request(**(_values(meeting) if meeting else {"form": Form.HYBRID.value}))
        form.form.choices = [SelectChoice(kind.value, kind.value.capitalize()) for kind in Form]
        form.venue.choices = [
            SelectChoice("", "Not fixed yet"),
            *(SelectChoice(venue.reference, f"{venue.name}, {venue.town}") for venue in venues),
        ]
        if meeting is not None:
            del form.series, form.new_series
        else:
            known = [SelectChoice(one.slug, one.name) for one in series]
            form.series.choices = [*known, SelectChoice("", "A new series")]
        return form

    def validate_new_series(self, field: StringField) -> None:
        """A new series needs its name."""
        if not self.series.data and not field.data:
            raise ValidationError("Give the new series a name, or choose one above.")

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
            form=Form(self.form.data),
            venue=next((venue for venue in venues if venue.reference == self.venue.data), None),
            joining_link=self.joining_link.data or None,
            places=self.places.data or 0,
            places_online=self.places_online.data or 0,
            lead=self.lead.data or "",
            who_for=self.who_for.data or "",
            booking_closes_at=self._closes_at(),
        )

    def _closes_at(self) -> datetime | None:
        if self.closes_on.data is None:
            return None
        return moment_on(self.closes_on.data, self.closes.data or time(17))

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
    closes = in_london(plan.booking_closes_at) if plan.booking_closes_at else None
    return {
        "title": plan.title, "on": plan.on, "starts": plan.starts, "ends": plan.ends,
        "form": plan.form.value, "venue": plan.venue.reference if plan.venue else "",
        "places": plan.places, "places_online": plan.places_online, "joining_link": plan.joining_link or "",
        "lead": plan.lead, "who_for": plan.who_for,
        "closes_on": closes.date() if closes else None, "closes": closes.time() if closes else None,
    }  # fmt: skip
