"""What narrows the registers. These forms only ask, so they are read from the address."""

from collections.abc import Sequence
from itertools import groupby

from wtforms import SelectChoice, SelectField, StringField

from forum.decisions.queries import Answered, WantedDecisions, WantedRecommendations, Which
from forum.decisions.rules import Tally
from forum.foundation.forms import ForumForm
from forum.foundation.words import date_of
from forum.meetings.models import Meeting
from forum.strategy.models import Commitment

WHICH = {
    Which.ALL: "All",
    Which.CONFIRMED: "Confirmed",
    Which.IMPLEMENTED: "Implemented",
    Which.SUPERSEDED: "Superseded",
    Which.RESCINDED: "Rescinded",
    Which.NO_ACTION: "Without an action",
    Which.REVIEW: "Waiting for a review",
    Which.WITHDRAWN: "Taken back",
}
ANSWERED = {
    Answered.ALL: "All",
    Answered.WAITING: "Waiting",
    Answered.OVERDUE: "Overdue",
    Answered.ACCEPTED: "Accepted",
    Answered.PARTLY: "Accepted in part",
    Answered.NOT_ACCEPTED: "Not accepted",
}
MOST_WORDS = 100
"""Characters of what is looked for."""


class _Narrowing(ForumForm):
    def answers(self) -> dict[str, str]:
        """What the address answers to each question; what is no answer is passed over."""
        self.validate()
        return {field.name: "" if field.errors else field.data or "" for field in self}

    def asked(self) -> dict[str, str]:
        """The same without what asks for nothing: what the address of the same list as a file holds."""
        return {name: answer for name, answer in self.answers().items() if answer not in ("", "all")}


class RegisterForm(_Narrowing):
    """Words, how a decision stands, theme or commitment, and when."""

    words = StringField("Words or number")
    state = SelectField(
        "State", default=Which.ALL.value, choices=[SelectChoice(k.value, v) for k, v in WHICH.items()]
    )
    theme = SelectField("Theme or commitment", default="")
    when = SelectField("Year or meeting", default="")

    def offer(self, commitments: Sequence[Commitment], meetings: Sequence[Meeting]) -> None:
        """Let these commitments and their themes, and these meetings and their years, be chosen from."""
        self.theme.choices = [SelectChoice("", "Any")]
        for theme, of_theme in groupby(commitments, lambda one: one.theme):
            self.theme.choices.append(SelectChoice(theme.slug, "All of this theme", optgroup=theme.title))
            self.theme.choices += [
                SelectChoice(
                    f"{one.strategy.slug}/{one.code}", f"{one.code} {one.title}", optgroup=theme.title
                )
                for one in of_theme
            ]
        years = dict.fromkeys(str(one.on.year) for one in meetings)
        self.when.choices = [
            SelectChoice("", "Any time"),
            *(SelectChoice(year, year, optgroup="Years") for year in years),
            *(SelectChoice(one.reference, f"{date_of(one.on)}, {one.title}", optgroup="Meetings") for one in meetings),
        ]  # fmt: skip

    def wanted(self) -> WantedDecisions:
        """What is asked for; what the address has that is no answer is passed over."""
        answers = self.answers()
        when, theme = answers["when"], answers["theme"]
        is_year = when.isascii() and when.isdigit()
        return WantedDecisions(
            which=Which(answers["state"] or Which.ALL),
            theme="" if "/" in theme else theme,
            commitment=theme if "/" in theme else "",
            meeting="" if is_year else when,
            year=int(when) if is_year else None,
            words=answers["words"][:MOST_WORDS],
        )


class RecommendationsForm(_Narrowing):
    """Words, how the answer stands, whose it is, and from which year."""

    words = StringField("Words or number")
    answer = SelectField(
        "Answer", default=Answered.ALL.value, choices=[SelectChoice(k.value, v) for k, v in ANSWERED.items()]
    )
    organisation = SelectField("Organisation", default="")
    year = SelectField("Year", default="")

    def offer(self, tally: Sequence[Tally], years: Sequence[int]) -> None:
        """Let these organisations and years be chosen from."""
        self.organisation.choices = [
            SelectChoice("", "Any"), *(SelectChoice(one.reference, one.known_as) for one in tally)
        ]  # fmt: skip
        self.year.choices = [SelectChoice("", "Any"), *(SelectChoice(str(year), str(year)) for year in years)]

    def wanted(self) -> WantedRecommendations:
        """What is asked for; what the address has that is no answer is passed over."""
        answers = self.answers()
        return WantedRecommendations(
            answered=Answered(answers["answer"] or Answered.ALL),
            organisation=answers["organisation"],
            year=int(answers["year"]) if answers["year"] else None,
            words=answers["words"][:MOST_WORDS],
        )
