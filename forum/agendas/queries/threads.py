"""Finding an item across meetings: what it goes on with, and what went on with it."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.agendas.models import Agenda, AgendaItem, Presenter
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState

MOST_OFFERED = 120


def earlier_items(meeting: Meeting) -> list[AgendaItem]:
    """The items with which one of this meeting may go on: of the forum's meetings before it, newest first.

    Items of governance come each time by themselves, so they are not among them.
    """
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.agenda)
            .join(Agenda.meeting)
            .where(
                Meeting.forum_id == meeting.forum_id,
                Meeting.on < meeting.on,
                Meeting.state != MeetingState.CANCELLED,
                AgendaItem.number.is_not(None),
                AgendaItem.withdrawn_at.is_(None),
                AgendaItem.standing.is_(None),
            )
            .options(contains_eager(AgendaItem.agenda).contains_eager(Agenda.meeting))
            .order_by(Meeting.on.desc(), Meeting.id.desc(), AgendaItem.position, AgendaItem.id)
            .limit(MOST_OFFERED)
        )
    )


_WITH_MEETING = (
    joinedload(AgendaItem.agenda)
    .joinedload(Agenda.meeting)
    .options(joinedload(Meeting.forum), joinedload(Meeting.series)),
    selectinload(AgendaItem.presenters).joinedload(Presenter.person),
)


def get_published_item(reference: str) -> AgendaItem:
    """An item that was published, with its meeting. Raises `NoResultFound`."""
    return db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.reference == reference, AgendaItem.number.is_not(None))
        .options(*_WITH_MEETING)
    ).one()


def items_joined_with(item: AgendaItem) -> Sequence[AgendaItem]:
    """All items that hang together with one, through any number of meetings, the oldest first; itself too.

    Up to where it began, and from there down to all that went on with it. What is among them that nobody may see
    is for whoever asks to leave out.
    """
    up = (
        select(AgendaItem.id, AgendaItem.continues_id)
        .where(AgendaItem.id == item.id)
        .cte("up", recursive=True)
    )
    up = up.union(select(AgendaItem.id, AgendaItem.continues_id).join(up, AgendaItem.id == up.c.continues_id))
    begins = or_(up.c.continues_id.is_(None), up.c.id == item.id)
    down = select(up.c.id).where(begins).cte("down", recursive=True)
    down = down.union(select(AgendaItem.id).join(down, AgendaItem.continues_id == down.c.id))
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(AgendaItem.id.in_(select(down.c.id)))
        .options(*_WITH_MEETING)
        .order_by(Meeting.on, Meeting.id, AgendaItem.position, AgendaItem.id)
    ).all()
