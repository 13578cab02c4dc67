"""What is asked again and again while minutes are taken: whether they changed, and whether a line came before."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.exc import NoResultFound

from forum.agendas.models import Agenda, AgendaItem
from forum.foundation.database import db, look
from forum.meetings.models import Meeting
from forum.minutes.models import Entry, Minutes, MinutesState


@dataclass(frozen=True)
class Edition:
    """How often the lines of minutes have changed, and how the minutes stand."""

    number: int
    state: MinutesState


_edition = select(Minutes.edition, Minutes.state).where(Minutes.meeting_id == bindparam("meeting"))


def get_edition(meeting: Meeting) -> Edition:
    """The edition of the minutes of a meeting, as it is kept now. Raises `NoResultFound` before they were begun."""
    rows = look(_edition, {"meeting": meeting.id})
    if not rows:
        raise NoResultFound("These minutes have not been begun.")
    number, state = tuple(rows[0])
    return Edition(number, state)


def get_item_of(meeting: Meeting, reference: str) -> AgendaItem:
    """An item under which minutes are written, alone. Raises `NoResultFound`."""
    return db.session.scalars(
        select(AgendaItem)
        .join(Agenda, Agenda.id == AgendaItem.agenda_id)
        .where(Agenda.meeting_id == meeting.id, AgendaItem.reference == reference)
    ).one()


def find_entry_by_key(minutes: Minutes, key: str) -> Entry | None:
    """The line that came under this key before, whatever it says: a key of the page's script is given to one line."""
    return db.session.scalar(
        select(Entry)
        .where(Entry.minutes_id == minutes.id, Entry.sent_key.startswith(f"{key}:", autoescape=True))
        .order_by(Entry.id)
        .limit(1)
    )
