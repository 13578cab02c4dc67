"""What somebody fills in who answers an invitation, and what an organiser chooses who writes one."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from forum.booking.forms.fields import WithWays, access_field, diet_field, for_whom, joining_field
from forum.booking.models import Joining
from forum.booking.rules import WHOM, Whom
from forum.foundation.forms import ForumForm
from forum.membership.models import Representative
from forum.organisations.models import Side


class AnswerForm(WithWays):
    """For whom they come, how, and what they need. What has one answer only is not asked.

    What a person had remembered is never shown here: whoever holds the letter would read it.
    """

    who = RadioField("For which organisation?", validators=[InputRequired("Choose for which organisation.")])
    joining = joining_field("How will you join?", "Choose whether you come to the room or join online.")
    as_remembered = BooleanField("Arrange what you remember that I need", default=True)
    access = access_field("What do you need to take part?")
    diet = diet_field("What should we know about food and drink?")
    remember = BooleanField("Remember this for next time")

    @classmethod
    def asking(
        cls,
        speakers: Sequence[Representative],
        ways: Sequence[Joining],
        *,
        first: Representative,
        has_remembered: bool,
    ) -> "AnswerForm":
        """The form with what has to be asked of a person who may speak for these; `first` is marked."""
        form = cls.from_request(who=first.reference)
        form.ask_how(ways)
        if len(speakers) > 1:
            form.who.choices = [SelectChoice(one.reference, for_whom(one)) for one in speakers]
        else:
            del form.who
        if has_remembered:
            del form.access, form.diet, form.remember
        else:
            del form.as_remembered
        return form

    def speaker(self, speakers: Sequence[Representative]) -> Representative:
        """For whom they come, as chosen, or the only one."""
        if "who" not in self:
            return speakers[0]
        return next((one for one in speakers if one.reference == self.who.data), speakers[0])


class WhomForm(ForumForm):
    """Whom an organiser invites. It only asks, so it is read from the address."""

    whom = RadioField(
        "Whom do you invite?",
        default=Whom.EVERYBODY.value,
        choices=[SelectChoice(whom.value, words) for whom, words in WHOM.items()],
    )

    def wanted(self) -> Whom:
        """Whom to invite; everybody where nothing that is known was asked for."""
        return Whom(self.whom.data) if self.validate() and self.whom.data else Whom.EVERYBODY


class WhoIsRemindedForm(ForumForm):
    """Who is reminded. It only asks, so it is read from the address."""

    side = RadioField(
        "Who is reminded?",
        default="",
        choices=[
            SelectChoice("", "Everybody who has not answered"),
            SelectChoice(Side.COMMISSIONERS.value, "Only commissioners"),
        ],
    )

    def wanted(self) -> Side | None:
        """The side to remind; None for everybody, and for what is no side."""
        return Side(self.side.data) if self.validate() and self.side.data else None
