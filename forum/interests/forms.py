"""What people fill in about their interests."""

from collections.abc import Iterable, Sequence

from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from forum.foundation.fields import DayField
from forum.foundation.forms import ForumForm
from forum.interests.models import Effect, Interest, InterestKind
from forum.interests.rules import EFFECTS, KINDS, WHAT_HAPPENED, days_in_words

WHOLE_MEETING = "meeting"


class InterestForm(ForumForm):
    """One entry of the register."""

    in_whom = StringField(
        "In which organisation or matter?",
        validators=[
            InputRequired("Name the organisation or matter."),
            Length(max=200, message="Use 200 letters at most."),
        ],
    )
    nature = TextAreaField(
        "What is the interest?",
        description="Such as: trustee since 2019; my partner works there; we deliver its transport contract.",
        validators=[
            InputRequired("Say in a few words what the interest is."),
            Length(max=1000, message="Use 1,000 letters at most."),
        ],
    )
    kind = RadioField(
        "What kind is it?",
        choices=[SelectChoice(kind.value, words) for kind, words in KINDS.items()],
        coerce=InterestKind,
        validators=[InputRequired("Choose what kind it is.")],
    )
    is_indirect = BooleanField("It is indirect: through somebody close to me, or another body")
    from_on = DayField(
        "From", description="Such as 1 May 2019. Leave it if you do not know.", validators=[Optional()]
    )
    until_on = DayField("Until", description="Leave it while it lasts.", validators=[Optional()])


class EndForm(ForumForm):
    """When an interest ended, or that it never was one."""

    how = RadioField(
        "What happened?",
        choices=[
            SelectChoice("ended", "It has ended"),
            SelectChoice("error", "It was entered in error"),
        ],
        validators=[InputRequired("Choose what happened.")],
    )
    until_on = DayField("Its last day", description="If it has ended.", validators=[Optional()])
    because = StringField(
        "What was wrong?",
        description="If it was entered in error. The entry stays, with your words.",
        validators=[Length(max=300, message="Use 300 letters at most.")],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for the answer that goes with what was chosen."""
        is_well = super().validate(extra_validators)
        if is_well and self.how.data == "ended" and self.until_on.data is None:
            self.until_on.errors = ["Give its last day."]
            return False
        return is_well


class _WhatIsDeclared(ForumForm):
    """What somebody declares, and what follows from it."""

    nature = TextAreaField(
        "What is the interest?",
        description="One sentence is enough: “We deliver this contract now.”",
        validators=[
            InputRequired("Say in a few words what the interest is."),
            Length(max=1000, message="Use 1,000 letters at most."),
        ],
    )
    effect = RadioField(
        "What do you mean to do?",
        choices=[SelectChoice(effect.value, words) for effect, words in EFFECTS.items()],
        coerce=Effect,
        default=Effect.SPEAKS,
        validators=[InputRequired("Choose what you mean to do. The chair may still decide otherwise.")],
    )


class DeclareForm(_WhatIsDeclared):
    """One screen: on which items, what, and what follows."""

    items = SelectMultipleField(
        "On which items?",
        validators=[InputRequired("Choose an item, or the meeting as a whole.")],
    )
    interest = SelectField("From your register", default="")

    def offer(self, items: Iterable[tuple[str, str]], interests: Sequence[Interest]) -> None:
        """Fill in the items, as pairs of reference and words, and what stands in the register."""
        chosen = [SelectChoice(reference, words) for reference, words in items]
        if not chosen:
            del self.items
        else:
            self.items.choices = [*chosen, SelectChoice(WHOLE_MEETING, "The meeting as a whole")]
        self.interest.choices = [
            SelectChoice("", "None of these"),
            *(
                SelectChoice(
                    one.reference, ", ".join(filter(None, (one.in_whom, days_in_words(one.from_on, None))))
                )
                for one in interests
            ),
        ]
        self.entered = {one.reference: f"{one.in_whom}: {one.nature}" for one in interests}
        if not interests:
            del self.interest

    def validate(self, extra_validators: object = None) -> bool:
        """Take the words of the register where an entry was chosen and nothing was added to it."""
        if "interest" in self and not self.nature.data:
            self.nature.data = self.entered.get(self.interest.data, "")
            self.nature.raw_data = [self.nature.data]
        return super().validate(extra_validators)

    def chosen_items(self) -> list[str]:
        """The references of the items chosen; none for the meeting as a whole."""
        if "items" not in self:
            return []
        return [reference for reference in self.items.data if reference != WHOLE_MEETING]


class TakeDownForm(DeclareForm):
    """The same, taken down by an officer for somebody in the room or for the host."""

    who = SelectField("Who declares it?", validators=[InputRequired("Choose who declares it.")])

    def offer_people(self, people: Iterable[tuple[str, str]], host: tuple[str, str]) -> None:
        """Fill in who may have an interest: people by reference and name, and the host."""
        self.who.choices = [
            SelectChoice("", "Choose"),
            SelectChoice(host[0], host[1], optgroup="The host, as an organisation"),
            *(SelectChoice(reference, name, optgroup="People") for reference, name in people),
        ]


class CorrectForm(_WhatIsDeclared):
    """A declaration said anew, or taken back."""

    is_error = BooleanField("It was made in error: take it back")
    because = StringField(
        "Why is it taken back?",
        description="Only if it was made in error. Both are kept.",
        validators=[Length(max=300, message="Use 300 letters at most.")],
    )


WHAT_HAPPENED_CHOICES = [
    ("", "Not recorded yet"),
    *((effect.value, words) for effect, words in WHAT_HAPPENED.items()),
]
"""What the chair or an officer records at the item, as pairs of value and words."""
