"""What the tests of items that may lead to a contract begin with."""

from dataclasses import dataclass, field
from datetime import timedelta

from forum.agendas.models import Agenda, AgendaItem, Paper, Regime
from forum.agendas.operations import publish_agenda
from forum.agendas.rules import Particulars
from forum.engagement import operations, queries, rules
from forum.engagement.models import Question
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.organisations.models import Organisation
from forum.people.models import Person
from tests.agendas.stage import add, begin
from tests.makers import NOW, make_meeting
from tests.papers import hand_in

LATER = NOW + timedelta(days=2)
"""When what waits comes out."""


@dataclass
class Stage:
    """A published item that may lead to a contract of the commissioner's."""

    meeting: Meeting
    agenda: Agenda
    item: AgendaItem
    by: Person
    papers: list[Paper] = field(default_factory=list)

    @property
    def page(self) -> str:
        """Where everyone reads about it."""
        return f"/items/{self.item.reference}/engagement"

    def hand_in(self, title: str, **values: object) -> Paper:
        """One more paper."""
        return hand_in(self.item, title, self.by, **values)

    def publish(self, now=NOW) -> None:
        """Publish the agenda, or publish it again."""
        publish_agenda(self.agenda, by=self.by, now=now)

    def ask(self, text: str, person: Person, answer: str = "", now=NOW) -> Question:
        """A question, with its answer if there is one."""
        question = operations.ask_question(self.item, text, person=person, now=now)
        if answer:
            operations.answer_question(question, answer, by=self.by, now=now)
        return question

    def release(self, at=None, now=NOW):
        """Let out what waits."""
        return operations.release(self.item, at, by=self.by, now=now)

    def out(self, now=NOW) -> list[str]:
        """The questions that everyone reads."""
        return [one.text for one in queries.questions_out(self.item, now).things]


def play(forum, by: Person, *papers: str, buyer: Organisation | None = None, publish: bool = True) -> Stage:
    """A meeting with an item under the Procurement Act, with these papers; its agenda is out."""
    meeting = make_meeting(forum)
    agenda = begin(meeting, by)
    item = add(agenda, "Day care from 2028", by, more=Particulars(regime=Regime.PROCUREMENT_ACT))
    stage = Stage(meeting, agenda, item, by)
    stage.papers = [stage.hand_in(title) for title in papers]
    if buyer is not None:
        operations.keep_facts(item, rules.FactsGiven(organisation=buyer), by=by, now=NOW)
    if publish:
        stage.publish()
    db.session.rollback()
    return stage
