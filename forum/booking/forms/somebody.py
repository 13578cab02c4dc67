"""What an organiser fills in to book for anybody: somebody known, a new colleague, a guest."""

from collections.abc import Sequence

from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from forum.booking.forms.fields import (
    WithWays,
    access_field,
    diet_field,
    email_field,
    for_whom,
    from_field,
    joining_field,
    name_field,
)
from forum.booking.models import Guest, Joining
from forum.foundation.forms import ForumForm
from forum.foundation.words import capital
from forum.membership.models import Representative

NO_HOW = "Choose how they will join."
WITHOUT = "Without an address they get no letter."


class SomebodyForm(WithWays):
    """How somebody joins whom the forum knows, and what they need."""

    joining = joining_field("How will they join?", NO_HOW)
    access = access_field("What do they need to take part?")
    diet = diet_field("What should we know about food and drink?")


class NewColleagueForm(WithWays):
    """Somebody who acts for a member from now on."""

    name = name_field("Name", "Give their name.")
    email = email_field(description=WITHOUT)
    joining = joining_field("How will they join?", NO_HOW)
    access = access_field("What do they need to take part?")
    diet = diet_field("What should we know about food and drink?")


class GuestForm(WithWays):
    """Somebody who represents no member."""

    name = name_field("Name", "Give their name.")
    email = email_field(description=WITHOUT)
    guest = RadioField(
        "As what do they come?", coerce=Guest, validators=[InputRequired("Choose as what they come.")]
    )
    guest_from = from_field("From where?", "An organisation, or a place. You can leave it empty.")
    joining = joining_field("How will they join?", NO_HOW)
    access = access_field("What do they need to take part?")
    diet = diet_field("What should we know about food and drink?")

    def ask_as_what(self, kinds: Sequence[Guest]) -> None:
        """Offer these kinds of guests."""
        self.guest.choices = [SelectChoice(kind.value, capital(kind.value)) for kind in kinds]


class PublicForm(WithWays):
    """Somebody of the public: who they are, where our letter reaches them, how they join."""

    name = name_field("Your name", "Write your name.")
    email = email_field(
        "Write your e-mail address.", "We send a letter there. One click in it books your place."
    )
    guest_from = from_field("Where are you from?", "An organisation, or a place. You can leave it empty.")
    joining = joining_field("How will you join?", "Choose whether you come to the room or join online.")
    access = access_field("What do you need to take part?")
    diet = diet_field("What should we know about food and drink?")

    @classmethod
    def asking(cls, ways: Sequence[Joining]) -> "PublicForm":
        """The form for a meeting that can be joined in these ways."""
        form = cls.from_request()
        form.ask_how(ways)
        return form


class ForWhomForm(ForumForm):
    """For whom somebody speaks, where their letter's address is known to speak for several."""

    who = RadioField("For whom do you speak?", validators=[InputRequired("Choose for whom you speak.")])

    @classmethod
    def asking(cls, speakers: Sequence[Representative]) -> "ForWhomForm":
        """The form for somebody who may speak for these; with one or none of them nothing is asked."""
        form = cls.from_request()
        if len(speakers) > 1:
            form.who.choices = [SelectChoice(one.reference, for_whom(one)) for one in speakers]
        else:
            del form.who
        return form
