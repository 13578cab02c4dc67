"""What narrows the action log."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length

from forum.actions.queries import ALL_MEMBERS, First, Wanted, Which
from forum.foundation.forms import ForumForm

WHICH = {
    Which.OPEN: "All open",
    Which.OVERDUE: "Overdue",
    Which.SOON: "Due within 14 days",
    Which.BLOCKED: "Waiting for something",
    Which.WITHOUT_DATE: "No date yet",
    Which.SAID_TO_BE_DONE: "Said to be done",
    Which.CLOSED: "Closed",
    Which.DROPPED: "Dropped or taken back",
    Which.ALL: "All",
}
FIRST = {First.OVERDUE: "Most overdue", First.NEWEST: "Newest", First.OWNER: "Owner"}


class LogForm(ForumForm):
    """Words, state, owner, theme, meeting, and what comes first. It only asks, so it is read from the address."""

    q = StringField("Words", validators=[Length(max=200)])
    state = SelectField(
        "State", default=Which.OPEN.value, choices=[SelectChoice(k.value, v) for k, v in WHICH.items()]
    )
    owner = StringField("Owner")  # one of hundreds: the page lists them itself
    theme = SelectField("Theme", default="")
    meeting = StringField("Agreed at")  # likewise
    sort = SelectField(
        "First in the list",
        default=First.OVERDUE.value,
        choices=[SelectChoice(k.value, v) for k, v in FIRST.items()],
    )

    def offer(
        self,
        owners: Sequence[tuple[str, str]],
        themes: Sequence[tuple[str, str]],
        meetings: Sequence[tuple[str, str]],
    ) -> None:
        """Let these owners, themes and meetings be chosen from."""
        self.owners = [("", "Anyone"), *owners, (ALL_MEMBERS, "All members")]
        self.theme.choices = [("", "Any theme"), *themes]
        self.meetings = [("", "Any meeting"), *meetings]

    def wanted(self) -> Wanted:
        """What is asked for; what the address has that is no answer is passed over."""
        self.validate()
        answers = {field.name: "" if field.errors else field.data or "" for field in self}
        for name, offered in (("owner", self.owners), ("meeting", self.meetings)):
            if all(answers[name] != value for value, _ in offered):
                answers[name] = ""
        return Wanted(
            which=Which(answers["state"] or Which.OPEN),
            owner=answers["owner"],
            theme=answers["theme"],
            first=First(answers["sort"] or First.OVERDUE),
            words=" ".join(answers["q"].split()),
            meeting=answers["meeting"],
        )
