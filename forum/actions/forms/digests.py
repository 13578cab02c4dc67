"""What owners answer by the links in their weekly letter, and on which day they would have it."""

from wtforms import SelectChoice, SelectField, StringField, TextAreaField

from forum.actions.models import Said
from forum.actions.rules.digests import WEEKDAYS, Share
from forum.foundation.forms import ForumForm

_ABOUT = {
    Said.ON_TRACK: "What has happened so far?",
    Said.DONE: "What was done?",
    Said.DATE_MOVED: "Why does it take longer?",
    Said.NOT_MINE: "Whose may it be, and why?",
}


class DigestForm(ForumForm):
    """One answer about one action of a digest. What it needs beside, a rule says."""

    action = StringField("Action")
    answer = StringField("Answer")
    due = StringField("By when?")
    text = TextAreaField("What has happened so far?")
    seen = StringField("The date as it was understood")

    def ask_about(self, said: Said | None, share: Share | None) -> None:
        """Ask for the words that belong to an answer."""
        if said is not None:
            self.text.label.text = _ABOUT[said]


class DigestDayForm(ForumForm):
    """On which day of the week somebody would have their letter about actions."""

    weekday = SelectField("Which day suits you for your actions letter?", default="")

    def offer(self, of_forum: int) -> None:
        """Let the forum's day be chosen, or another one."""
        self.weekday.choices = [
            SelectChoice("", f"The forum’s day ({WEEKDAYS[of_forum - 1]})"),
            *(SelectChoice(str(number), day) for number, day in enumerate(WEEKDAYS, 1)),
        ]

    def chosen(self) -> int | None:
        """The number of the day, 1 for Monday; None for the forum's."""
        return int(self.weekday.data) if self.weekday.data else None
