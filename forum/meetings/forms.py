"""What an organiser fills in about a venue."""

from typing import Any

from wtforms import RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from forum.foundation.forms import ForumForm
from forum.meetings.models import Venue

_KNOWN = {"yes": True, "no": False, "": None}


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=f"Use {letters:,} letters at most.")


def _yes_or_no(label: str) -> RadioField:
    """A question that may be answered with "not known", which is not the same as no."""
    choices = [SelectChoice("yes", "Yes"), SelectChoice("no", "No"), SelectChoice("", "Not known yet")]
    return RadioField(label, choices=choices, default="", validators=[Optional()])


class VenueForm(ForumForm):
    """A venue: what it is called, where it is, how to get in."""

    name = StringField("Name", validators=[DataRequired("Give the venue’s name."), _at_most(120)])
    address = StringField(
        "Address",
        description="Such as Mill Road, Huntingdon PE29 3AB",
        validators=[DataRequired("Give the address."), _at_most(300)],
    )
    town = StringField(
        "Town or village",
        description="Short lists show only this.",
        validators=[DataRequired("Give the town or village."), _at_most(80)],
    )
    is_step_free = _yes_or_no("Can a wheelchair get everywhere without a step?")
    has_hearing_loop = _yes_or_no("Is there a hearing loop?")
    nearest_stop = StringField(
        "Nearest stop",
        description="Such as Mill Road, bus 66, 3 minutes on foot",
        validators=[_at_most(200)],
    )
    parking = StringField(
        "Parking",
        description="Such as 20 spaces behind the hall, 2 of them for blue badges",
        validators=[_at_most(200)],
    )
    access = TextAreaField(
        "What else helps to get in",
        description="Which door, where the toilets are, whom to ring",
        validators=[_at_most(1000)],
    )

    @classmethod
    def asking(cls, venue: Venue | None = None) -> "VenueForm":
        """The form for a new venue, or filled in from one that is to be mended."""
        if venue is None:
            return cls.from_request()
        words = {known: word for word, known in _KNOWN.items()}
        return cls.from_request(
            name=venue.name, address=venue.address, town=venue.town, nearest_stop=venue.nearest_stop,
            parking=venue.parking, access=venue.access, is_step_free=words[venue.is_step_free],
            has_hearing_loop=words[venue.has_hearing_loop],
        )  # fmt: skip

    @property
    def as_given(self) -> dict[str, Any]:
        """What was filled in, as the venue keeps it."""
        values = {name: value or "" for name, value in self.data.items()}
        return {
            **values,
            "is_step_free": _KNOWN[values["is_step_free"]],
            "has_hearing_loop": _KNOWN[values["has_hearing_loop"]],
        }
