"""What the tests of agendas begin with."""

from datetime import timedelta

from forum.agendas import operations
from forum.agendas.models import Agenda, AgendaItem, Purpose
from forum.foundation.database import db, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person
from forum.strategy.models import Commitment
from tests.makers import NOW


def begin(meeting: Meeting, by: Person) -> Agenda:
    """An agenda with the standing items."""
    return operations.begin_agenda(meeting, by=by, now=NOW)


def commitment(code: str) -> Commitment:
    """A commitment of the strategy that `makers.make_strategy` made."""
    return db.session.query(Commitment).filter_by(code=code).one()


def add(agenda: Agenda, title: str, by: Person, minutes: int = 20, **values) -> AgendaItem:
    """An item added by hand."""
    values.setdefault("purpose", Purpose.DISCUSS)
    return operations.add_item(
        agenda, title=title, length=timedelta(minutes=minutes), by=by, now=NOW, **values
    )  # fmt: skip


def titles(agenda: Agenda) -> list[str]:
    """The titles in order."""
    db.session.expire_all()
    return [item.title for item in agenda.items]


def change(item: AgendaItem, by: Person, **values) -> None:
    """Change some of what an item is and leave the rest."""
    now = {
        "title": item.title, "purpose": item.purpose, "length": item.length, "summary": item.summary,
        "visibility": item.visibility, "public_title": item.public_title, "closed_because": item.closed_because,
    }  # fmt: skip
    operations.change_item(item, **{**now, **values}, by=by, now=NOW)


@operation
def alter(row, **values) -> None:
    """Set columns of a row as they are, in one transaction."""
    for name, value in values.items():
        setattr(row, name, value)
    note(None, "altered for a test", row, now=NOW)
