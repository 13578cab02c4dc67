"""What somebody fills in who answers an invitation, and what an organiser chooses who writes one."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from forum.booking.models import Joining
from forum.booking.rules import WHOM, Whom
from forum.foundation.forms import ForumForm
from forum.membership.models import Representative
from forum.organisations.models import Side

LONGEST_NEEDS = 1000
_TOO_LONG = f"Say it in at most {LONGEST_NEEDS:,} letters."


class AnswerForm(ForumForm):
    """For whom they come, how, and what they need. What has one answer only is not asked.

    What a person had remembered is never shown here: whoever holds the letter would read it.
    """

    speaks_for = RadioField("For whom do you come?", validators=[InputRequired("Choose for whom you come.")])
    joining = RadioField(
        "How will you join?",
        validators=[InputRequired("Choose whether you come to the room or join online.")],
    )
    as_remembered = BooleanField("Arrange what you remember that I need", default=True)
    access = TextAreaField("Access", validators=[Length(max=LONGEST_NEEDS, message=_TOO_LONG)])
    diet = TextAreaField("Diet", validators=[Length(max=LONGEST_NEEDS, message=_TOO_LONG)])

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
        form = cls.from_request(speaks_for=first.reference)
        if len(speakers) > 1:
            form.speaks_for.choices = [SelectChoice(one.reference, _for_whom(one)) for one in speakers]
        else:
            del form.speaks_for
        if len(ways) > 1:
            form.joining.choices = [SelectChoice(way.value, way.value.capitalize()) for way in ways]
        else:
            del form.joining
        if has_remembered:
            del form.access, form.diet
        else:
            del form.as_remembered
        return form

    def speaker(self, speakers: Sequence[Representative]) -> Representative:
        """For whom they come, as chosen, or the only one."""
        if "speaks_for" not in self:
            return speakers[0]
        return next((one for one in speakers if one.reference == self.speaks_for.data), speakers[0])

    def way(self, ways: Sequence[Joining]) -> Joining:
        """How they join: as chosen, or the only way."""
        return Joining(self.joining.data) if "joining" in self else ways[0]


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


def _for_whom(one: Representative) -> str:
    return one.organisation.known_as if one.organisation else "Myself, as a lay member"
