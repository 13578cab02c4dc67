"""What people fill in to book for themselves, and for a colleague."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from forum.booking.forms.fields import (
    WithWays,
    access_field,
    diet_field,
    for_whom,
    from_field,
    joining_field,
)
from forum.booking.models import Joining, RememberedNeeds
from forum.membership.models import Representative

FEW = 6
"""So many colleagues are shown one below the other; more stand in a list that opens."""


class BookingForm(WithWays):
    """For whom one speaks, how one joins, and what one needs. What has one answer only is not asked."""

    who = RadioField("For which organisation?", validators=[InputRequired("Choose for which organisation.")])
    guest_from = from_field("Where are you from?", "An organisation, or a place. You can leave it empty.")
    joining = joining_field("How will you join?", "Choose whether you come to the room or join online.")
    access = access_field("What do you need to take part?")
    diet = diet_field("What should we know about food and drink?")
    remember = BooleanField("Remember this for next time")

    @classmethod
    def asking(
        cls,
        speakers: Sequence[Representative],
        ways: Sequence[Joining],
        remembered: RememberedNeeds | None,
        *,
        is_guest: bool,
        first: Representative | None = None,
    ) -> "BookingForm":
        """The form for somebody who may speak for these, `first` marked, filled in from what is remembered."""
        form = cls.from_request(
            access=remembered.access if remembered else "",
            diet=remembered.diet if remembered else "",
            remember=remembered is not None,
        )
        form.ask_how(ways)
        if len(speakers) > 1:
            form.who.choices = [SelectChoice(one.reference, for_whom(one)) for one in speakers]
            if not form.who.raw_data:
                form.who.data = (first or speakers[0]).reference
        else:
            del form.who
        if not is_guest:
            del form.guest_from
        return form

    def speaker(self, speakers: Sequence[Representative]) -> Representative | None:
        """For whom they speak, as chosen, or the only one; nobody for an officer who speaks for nobody."""
        if "who" not in self:
            return speakers[0] if speakers else None
        return next((one for one in speakers if one.reference == self.who.data), speakers[0])


class ColleagueForm(WithWays):
    """Which colleague comes, how, and what they need. Nothing is filled in from what they told us before."""

    who = RadioField("Who is coming?", validators=[InputRequired("Choose who is coming.")])
    joining = joining_field("How will they join?", "Choose whether they come to the room or join online.")
    access = access_field("What do they need to take part?")
    diet = diet_field("What should we know about food and drink?")

    @classmethod
    def asking(cls, colleagues: Sequence[Representative], ways: Sequence[Joining]) -> "ColleagueForm":
        """The form for these colleagues."""
        form = cls.from_request()
        form.ask_how(ways)
        choices = [SelectChoice(one.reference, one.person.shown_name) for one in colleagues]
        if len(colleagues) > FEW:
            choices = [SelectChoice("", "Choose a colleague"), *choices]
        form.who.choices = choices
        return form

    def colleague(self, colleagues: Sequence[Representative]) -> Representative | None:
        """Who was chosen; nobody before that."""
        return next((one for one in colleagues if one.reference == self.who.data), None)
