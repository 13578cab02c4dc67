"""What an organiser fills in to set up a year of meetings at once."""

import hashlib
from collections.abc import Sequence
from datetime import date

from wtforms import (
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from forum.foundation.fields import MONTHS, WEEKDAYS, TimeField
from forum.meetings.models import Form, Series, Venue
from forum.meetings.rules import MOST_DATES, Pasted, Pattern, Plan, Sitting, Which, days_of, read_list
from forum.overview.forms.meetings import HowItIsHeld, series_to_choose

MOST_LETTERS = 20_000
MOST_PROBLEMS = 10


class LinesField(TextAreaField):
    """A long text of which each line is read by itself, so that each may be wrong in its own way."""

    says_all = True
    """Every sentence about it is said, not the first alone."""


def _year(label: str, hint: str) -> IntegerField:
    return IntegerField(
        label,
        description=hint,
        validators=[Optional(), NumberRange(2000, 2200, "Give a year, such as 2027.")],
    )


class YearForm(HowItIsHeld):
    """Many meetings of one series: by a pattern, or by a list of their dates."""

    which = SelectField("Which", choices=[SelectChoice(one.value, one.value.capitalize()) for one in Which],
                        default=Which.THIRD.value)  # fmt: skip
    weekday = SelectField("Weekday", choices=[SelectChoice(str(number), name.capitalize()) for number, name
                                              in enumerate(WEEKDAYS)], default="3")  # fmt: skip
    months = SelectMultipleField("Months", choices=[SelectChoice(str(number), name.capitalize()) for number, name
                                                    in enumerate(MONTHS, 1)])  # fmt: skip
    from_year = _year("From the year", "")
    to_year = _year("To the year", "")
    how_many = IntegerField(
        "At most so many dates",
        validators=[Optional(), NumberRange(1, MOST_DATES, f"Give a number from 1 to {MOST_DATES}.")],
    )
    dates = LinesField(
        "Dates, one a line",
        description="As you have them: Thu 17 Dec 2026, 17/12/2026 10:00-12:00, or 2026-12-17.",
        validators=[Length(max=MOST_LETTERS, message=f"Paste at most {MOST_LETTERS:,} letters at a time.")],
    )
    starts = TimeField("Start at", description="Such as 10:00 or 2.30pm")
    ends = TimeField("End at", description="On the same day")
    series = SelectField("Series", validators=[Optional()])
    new_series = StringField(
        "Name of the new series",
        description="Such as Quarterly meeting. It stands in the address and in calendars.",
        validators=[Length(max=80, message="Give the series a name of at most 80 letters.")],
    )
    title = StringField(
        "Title",
        description="Leave it empty for the name of the series. Each gets its topic later.",
        validators=[Length(max=200, message="Keep it to 200 letters.")],
    )
    chosen = SelectMultipleField("Dates to plan", validate_choice=False)
    seen = HiddenField()

    @classmethod
    def asking(cls, series: Sequence[Series], venues: Sequence[Venue], today: date) -> "YearForm":
        """The form as sent, or a new one that speaks of this year and the next."""
        form = cls.from_request(form=Form.HYBRID.value, from_year=today.year, to_year=today.year + 1)
        form.offer_venues(venues)
        form.series.choices = series_to_choose(series)
        return form

    def validate_months(self, field: SelectMultipleField) -> None:
        """Dates come from the pattern or from the list, never from both."""
        if field.data and self.dates.data:
            raise ValidationError(
                "Choose one way: take the ticks off the months, or empty the list of dates."
            )
        if not field.data and not self.dates.data:
            raise ValidationError("Tick the months, or paste a list of dates.")

    def validate_dates(self, field: LinesField) -> None:
        """Each line that cannot be read is said."""
        if field.errors or not field.data:
            return
        pasted = self.pasted
        problems = pasted.problems
        if not problems and not pasted.sittings:
            problems = ["No date stands in this list."]
        if problems:
            more = len(problems) - MOST_PROBLEMS
            rest = [f"{more} more line{'s' if more > 1 else ''} cannot be read."] if more > 0 else []
            field.errors = [*problems[:MOST_PROBLEMS], *rest]

    def validate_ends(self, field: TimeField) -> None:
        """Both times or none, and in their order."""
        if self.starts.errors or field.errors:
            return
        if (self.starts.data is None) is not (field.data is None):
            raise ValidationError("Give both times. Leave both empty while only the dates are fixed.")
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError("The meetings end before they start. Check the two times.")

    def validate_new_series(self, field: StringField) -> None:
        """A new series needs its name."""
        if not self.series.data and not field.data:
            raise ValidationError("Give the new series a name, or choose one above.")

    @property
    def pasted(self) -> Pasted:
        """The list as it was read."""
        return read_list(self.dates.data or "", self.starts.data, self.ends.data)

    def pattern(self, today: date) -> Pattern:
        """The pattern that was filled in. Without a first year it begins now."""
        return Pattern(
            Which(self.which.data),
            int(self.weekday.data),
            frozenset(int(number) for number in self.months.data),
            self.from_year.data or today.year,
            self.to_year.data,
            self.how_many.data,
        )

    def sittings(self, today: date) -> list[Sitting]:
        """The days that were asked for. Raises what `days_of` raises."""
        if self.dates.data:
            return self.pasted.sittings
        return [Sitting(on, self.starts.data, self.ends.data) for on in days_of(self.pattern(today), today)]

    def plan(self, sitting: Sitting, venues: Sequence[Venue], name: str) -> Plan:
        """The plan of one of them, provisional; `name` is the title where none was given."""
        return Plan(
            title=self.title.data or name,
            on=sitting.on,
            starts=sitting.starts,
            ends=sitting.ends,
            is_provisional=sitting.starts is not None,
            **self.how(venues),
        )

    def has_seen(self, plans: Sequence[Plan], series: str) -> bool:
        """Whether these very plans were looked at before. If not, they are from now on."""
        told = [
            (series, *(plan.__dict__ | {"venue": plan.venue and plan.venue.reference}).items())
            for plan in plans
        ]
        mark = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
        was_seen = self.seen.data == mark
        self.seen.data = mark
        self.seen.raw_data = [mark]
        return was_seen
