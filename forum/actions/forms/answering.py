"""What people fill in about actions."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from forum.actions.rules import Owner
from forum.foundation.forms import ForumForm

LONGEST = Length(max=4000, message="Keep it under 4,000 characters.")


class ReportForm(ForumForm):
    """What an owner adds to "on track" or "done", if anything. What may stand there a rule says."""

    text = TextAreaField("What has happened so far?")


class MoreTimeForm(ForumForm):
    """Another date, and why."""

    due = StringField("By when?", validators=[DataRequired("Give the new date, such as 30 November.")])
    reason = TextAreaField("Why?", validators=[DataRequired("Say why, in a few words."), LONGEST])


class ReasonForm(ForumForm):
    """A reason alone: not mine, held up, dropped, opened again."""

    reason = TextAreaField("Why?", validators=[DataRequired("Say why, in a few words."), LONGEST])


class CloseForm(ForumForm):
    """What came of an action."""

    outcome = TextAreaField(
        "What came of it?", validators=[DataRequired("Say what came of it, in a sentence or two."), LONGEST]
    )


class HandOverForm(ForumForm):
    """To whom an action goes, to one owner or to two, and why."""

    owner = SelectField("Owner", default="", validators=[DataRequired("Choose whose action it is.")])
    second_owner = SelectField("And a second owner, if there is one", default="")
    reason = TextAreaField("Why?", validators=[DataRequired("Say why, in a few words."), LONGEST])

    def offer(self, owners: Sequence[Owner]) -> None:
        """Let these be chosen from."""
        self._owners = {owner.key: owner for owner in owners}
        choices = [SelectChoice(owner.key, owner.label, optgroup=owner.group) for owner in owners]
        self.owner.choices = [SelectChoice("", "Choose"), *choices]
        self.second_owner.choices = [SelectChoice("", "Nobody else"), *choices]

    def chosen(self) -> list[Owner]:
        """The owners that were chosen, each once."""
        keys = dict.fromkeys(key for key in (self.owner.data, self.second_owner.data) if key)
        return [self._owners[key] for key in keys if key in self._owners]
