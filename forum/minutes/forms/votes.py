"""What is filled in about a vote: the motion, the counts of each side, and what came of it."""

from collections.abc import Sequence

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
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from forum.attendance.rules import Listed
from forum.decisions.rules import MOST_MOTION, MOST_VOTES, VoteGiven, Votes
from forum.foundation.forms import ForumForm
from forum.people.models import Person

COUNT = [
    Optional(),
    NumberRange(min=0, max=MOST_VOTES, message=f"Give a whole number up to {MOST_VOTES:,} for each count."),
]
LONGEST = Length(max=MOST_MOTION, message="Keep it under 4,000 characters.")
SIDES = ("voluntary", "commissioners", "lay")


def _count(words: str) -> IntegerField:
    return IntegerField(words, default=0, validators=COUNT)


class VoteForm(ForumForm):
    """A vote as it was taken. What is left empty counts as nobody."""

    motion = TextAreaField(
        "The motion",
        description="As it was put. Where it is carried, these words are the decision.",
        validators=[DataRequired("Write the motion that was put to the vote."), LONGEST],
    )
    for_voluntary = _count("For, voluntary sector")
    for_commissioners = _count("For, commissioners")
    for_lay = _count("For, lay members and others")
    against_voluntary = _count("Against, voluntary sector")
    against_commissioners = _count("Against, commissioners")
    against_lay = _count("Against, lay members and others")
    abstained_voluntary = _count("Abstained, voluntary sector")
    abstained_commissioners = _count("Abstained, commissioners")
    abstained_lay = _count("Abstained, lay members and others")
    is_checked = BooleanField("The counts are right")
    proposed_by = SelectField("Proposed by", default="")
    seconded_by = SelectField("Seconded by", default="")
    reservations = TextAreaField(
        "Reservations",
        description="Who had one, and which, as they wish it recorded. Everyone can read it.",
        validators=[LONGEST],
    )
    outcome = RadioField(
        "What came of it?",
        choices=[
            SelectChoice("", "As counted: carried where more are for than against, and not by a tie"),
            SelectChoice("carried", "Carried all the same"),
            SelectChoice("lost", "Not carried all the same"),
        ],
        default="",
    )
    because = StringField("Why?", description="Such as: the chair’s casting vote.", validators=[LONGEST])
    sent_key = HiddenField(validators=[Length(max=60)])

    def offer(self, present: Sequence[Listed]) -> None:
        """Let those who are present be chosen as proposer and seconder."""
        self._people = {one.person.reference: one.person for one in present if one.person is not None}
        choices = [
            SelectChoice(one.person.reference, f"{one.name}, {one.body}")
            for one in present
            if one.person is not None
        ]
        for field in (self.proposed_by, self.seconded_by):
            field.choices = [SelectChoice("", "Not recorded"), *choices]

    def given(self) -> VoteGiven:
        """The vote that was filled in."""
        return VoteGiven(
            motion=self.motion.data or "",
            in_favour=self._votes("for"),
            against=self._votes("against"),
            abstained=self._votes("abstained"),
            is_carried={"carried": True, "lost": False}.get(self.outcome.data or ""),
            because=self.because.data or "",
            proposed_by=self._person(self.proposed_by),
            seconded_by=self._person(self.seconded_by),
            reservations=self.reservations.data or "",
        )

    def _votes(self, way: str) -> Votes:
        return Votes(*(self[f"{way}_{side}"].data or 0 for side in SIDES))

    def _person(self, field: SelectField) -> Person | None:
        return self._people.get(field.data or "")
