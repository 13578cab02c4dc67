"""Whose an action is, and by when: questions that several pages ask in the same way."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import HiddenField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length

from forum.actions.due import Due, in_words, is_plain
from forum.actions.rules import LONGEST_TEAM, Owner
from forum.foundation.forms import ForumForm

MOST_OWNERS = 20
"""How many owners a form has boxes for."""


class OwnersQuestion(ForumForm):
    """Any number of owners, each in a box of its own, and teams by their names.

    Every box has the name `owner`. The button `another_owner` brings one more and keeps what was typed.
    """

    owner = SelectMultipleField("Owner", default=(), validate_choice=False)
    team = StringField(
        "Or a team that is no member",
        description="By its name, such as planning team or partners. Put a comma between several.",
        validators=[Length(max=4 * LONGEST_TEAM, message="Keep it under 400 characters.")],
    )
    another_owner = HiddenField()

    needs_owner = True
    """Whether the form is refused without one."""

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether each answer is well formed, and somebody was chosen where somebody must be."""
        is_whole = bool(super().validate(extra_validators))
        if self.needs_owner and not self.chosen():
            self.owner.errors = [*self.owner.errors, "Choose whose action it is."]
            return False
        return is_whole

    def offer(self, owners: Sequence[Owner]) -> None:
        """Let these be chosen from, people and organisations apart."""
        self._owners = {owner.key: owner for owner in owners if not owner.team}
        self.owner.choices = [
            SelectChoice(owner.key, owner.label, optgroup=owner.group) for owner in self._owners.values()
        ]

    @property
    def wants_another(self) -> bool:
        """Whether one more box was asked for; then nothing is done yet."""
        return bool(self.another_owner.data)

    @property
    def boxes(self) -> list[str]:
        """What stands in each box: every owner chosen so far, and an empty one where none was or another is wanted."""
        chosen = [key for key in self.owner.data or () if key in self._owners][:MOST_OWNERS]
        return [*chosen, ""] if self.wants_another or not chosen else chosen

    def chosen(self) -> list[Owner]:
        """The owners that were chosen and the teams that were typed, each once."""
        teams = [" ".join(name.split()) for name in (self.team.data or "").split(",")]
        keys = dict.fromkeys(key for key in self.owner.data or () if key in self._owners)
        return [
            *(self._owners[key] for key in keys),
            *(Owner(team=name) for name in dict.fromkeys(teams) if name),
        ]


class DueQuestion(ForumForm):
    """A date as people say it. What can mean several days is shown as it is understood before it is kept."""

    due = StringField("By when?")
    understood = HiddenField()  # the day that was shown for it: by the script while typing, or by the page

    understanding = ""
    """What the page asks about, in words."""

    def must_ask(self, understood: Due, today: date) -> bool:
        """Whether the person has yet to be shown what their words mean. Then the form carries it in words."""
        key = understood.on.isoformat() if understood.on else "none"
        if is_plain(self.due.data or "") or self.understood.data == key:
            return False
        self.understood.data = key
        self.understanding = in_words(understood, today)
        return True


class DueNeeded(DueQuestion):
    """The same where a date must be given."""

    due = StringField("By when?", validators=[DataRequired("Give the new date, such as 30 November.")])
