"""What people fill in about actions."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from forum.actions.forms.owning import DueNeeded, OwnersQuestion
from forum.agendas.models import AgendaItem, Paper
from forum.foundation.forms import ForumForm
from forum.foundation.words import date_of

LONGEST = Length(max=4000, message="Keep it under 4,000 characters.")


class ReportForm(ForumForm):
    """What an owner adds to "on track" or "done", if anything. What may stand there a rule says."""

    text = TextAreaField("What has happened so far?")


class MoreTimeForm(DueNeeded):
    """Another date, and why."""

    reason = TextAreaField("Why?", validators=[DataRequired("Say why, in a few words."), LONGEST])


class ReasonForm(ForumForm):
    """A reason alone: not mine, held up, dropped, opened again."""

    reason = TextAreaField("Why?", validators=[DataRequired("Say why, in a few words."), LONGEST])


class HeldUpForm(ReasonForm):
    """What an action waits for: in words, and another action if it is one."""

    waits_for = StringField(
        "The number of that action", description="Such as A-2026-031.", validators=[Length(max=40)]
    )


class CloseForm(ForumForm):
    """What came of an action."""

    outcome = TextAreaField(
        "What came of it?", validators=[DataRequired("Say what came of it, in a sentence or two."), LONGEST]
    )


class HandOverForm(OwnersQuestion):
    """To whom an action goes, and why."""

    reason = TextAreaField("Why?", validators=[DataRequired("Say why, in a few words."), LONGEST])


class EvidenceForm(ForumForm):
    """What shows that an action is done, or how far it is."""

    words = StringField(
        "What does it show?",
        validators=[
            DataRequired("Say in a few words what it shows."),
            Length(max=300, message="Keep it short."),
        ],
    )
    address = StringField(
        "Address of the page",
        description="Such as https://www.gov.uk/guidance.",
        validators=[Length(max=2000)],
    )
    paper = SelectField("Or a paper of the forum", default="")

    def offer(self, papers: Sequence[Paper]) -> None:
        """Let these be chosen from, the newest meeting first."""
        self._papers = {paper.reference: paper for paper in papers}
        self.paper.choices = [
            SelectChoice("", "None"), *(SelectChoice(one.reference, words_of_paper(one)) for one in papers)
        ]  # fmt: skip

    def chosen(self) -> Paper | None:
        """The paper that was chosen."""
        return self._papers.get(self.paper.data or "")


class ClosingForm(ForumForm):
    """What will close an action: an item of a meeting to come, or a paper."""

    closed_by = SelectField("It is done once", default="")

    def offer(self, items: Sequence[AgendaItem], papers: Sequence[Paper]) -> None:
        """Let these be chosen from, in the order of their meetings."""
        self._things: dict[str, AgendaItem | Paper] = {f"item:{one.reference}": one for one in items}
        self._things |= {f"paper:{one.reference}": one for one in papers}
        self.closed_by.choices = [
            SelectChoice("", "Somebody confirms it"),
            *(
                SelectChoice(
                    f"item:{one.reference}",
                    f"{date_of(one.agenda.meeting.on)}: {f'{one.number}. ' if one.number else ''}{one.title}",
                    optgroup="This item is heard",
                )
                for one in items
            ),
            *(
                SelectChoice(f"paper:{one.reference}", words_of_paper(one), optgroup="This paper is out")
                for one in papers
            ),
        ]

    def item(self) -> AgendaItem | None:
        """The item that was chosen."""
        one = self._things.get(self.closed_by.data or "")
        return one if isinstance(one, AgendaItem) else None

    def paper(self) -> Paper | None:
        """The paper that was chosen."""
        one = self._things.get(self.closed_by.data or "")
        return one if isinstance(one, Paper) else None


def words_of_paper(paper: Paper) -> str:
    """`17 December 2026: Grants in 2027`."""
    meeting = paper.item.agenda.meeting if paper.item is not None else None
    return f"{date_of(meeting.on)}: {paper.title}" if meeting else paper.title
