"""What narrows the table of attendance over time."""

from wtforms import SelectChoice, SelectField

from forum.foundation.forms import ForumForm
from forum.overview.rules.attendance_over_time import SECTORS, Which

WHICH = {Which.LOOKED_FOR: "Expected, or came", Which.ALL: "All", Which.MISSED: "Missed three in a row"}


class AttendanceForm(ForumForm):
    """Whom to show. It only asks, so it is read from the address."""

    sector = SelectField("Sector", default="")
    which = SelectField(
        "Which members",
        default=Which.LOOKED_FOR.value,
        choices=[SelectChoice(key.value, words) for key, words in WHICH.items()],
    )

    def offer(self, *, with_flags: bool) -> None:
        """Let sectors be chosen from; whoever is told who stays away can ask for these alone."""
        self.sector.choices = [SelectChoice("", "Everybody"), *(SelectChoice(*one) for one in SECTORS)]
        if not with_flags:
            self.which.choices = [one for one in self.which.choices if one.value != Which.MISSED.value]

    def wanted(self) -> tuple[str, Which]:
        """The sector and the members asked for; what is no answer is passed over."""
        self.validate()
        sector = "" if self.sector.errors else self.sector.data or ""
        return sector, Which.LOOKED_FOR if self.which.errors else Which(self.which.data)
