"""Finding agendas as they are put together, and their items."""

from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.agendas.models import (
    Agenda,
    AgendaItem,
    ItemCommitment,
    Presenter,
)
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum
from forum.strategy.models import Commitment

_WITH_EVERYTHING = (
    selectinload(AgendaItem.commitments).joinedload(ItemCommitment.commitment).options(
        joinedload(Commitment.theme), joinedload(Commitment.strategy)
    ),
    selectinload(AgendaItem.presenters).options(joinedload(Presenter.person), joinedload(Presenter.organisation)),
    selectinload(AgendaItem.continues),
)  # fmt: skip


_agenda_of = (
    select(Agenda)
    .where(Agenda.meeting_id == bindparam("meeting"))
    .options(selectinload(Agenda.items).options(*_WITH_EVERYTHING))
)


def find_agenda(meeting: Meeting) -> Agenda | None:
    """The agenda that is being put together for a meeting, with its items in order and all that hangs on them."""
    return db.session.scalar(_agenda_of, {"meeting": meeting.id})


def get_agenda(meeting: Meeting) -> Agenda:
    """The agenda of a meeting. Raises `NoResultFound` before one was begun."""
    agenda = find_agenda(meeting)
    if agenda is None:
        raise NoResultFound("This meeting has no agenda yet.")
    return agenda


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting in the order in which they are taken, without those that were withdrawn."""
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.agenda)
            .where(Agenda.meeting_id == meeting.id, AgendaItem.withdrawn_at.is_(None))
            .options(*_WITH_EVERYTHING)
            .order_by(AgendaItem.position, AgendaItem.id)
        )
    )


def get_item(agenda: Agenda, reference: str) -> AgendaItem:
    """One item of an agenda. Raises `NoResultFound`."""
    return db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.agenda_id == agenda.id, AgendaItem.reference == reference)
        .options(*_WITH_EVERYTHING)
    ).one()


def find_item(agenda: Agenda, reference: str) -> AgendaItem | None:
    """One item of an agenda, if it is on it."""
    return db.session.scalar(
        select(AgendaItem)
        .where(AgendaItem.agenda_id == agenda.id, AgendaItem.reference == reference)
        .options(*_WITH_EVERYTHING)
    )


def find_item_of(agenda: Agenda, commitment: Commitment) -> AgendaItem | None:
    """The item of an agenda that takes up a commitment, if one does."""
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaItem.commitments)
        .where(
            AgendaItem.agenda_id == agenda.id,
            AgendaItem.withdrawn_at.is_(None),
            ItemCommitment.commitment_id == commitment.id,
        )
        .order_by(AgendaItem.position, AgendaItem.id)
        .limit(1)
    )


def every_presenter_of(item: AgendaItem) -> list[Presenter]:
    """Everyone who was ever to present an item, those withdrawn too."""
    return list(
        db.session.scalars(select(Presenter).where(Presenter.item_id == item.id).order_by(Presenter.id))
    )


def items_of_commitment(commitment: Commitment) -> list[AgendaItem]:
    """The items that took up a commitment on published agendas of published meetings, newest meeting first.

    Ask `policy.shown_title` for the title of each: one of them may be closed to whoever looks.
    """
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.commitments)
            .join(AgendaItem.agenda)
            .join(Agenda.meeting)
            .where(
                ItemCommitment.commitment_id == commitment.id,
                AgendaItem.number.is_not(None),
                AgendaItem.withdrawn_at.is_(None),
                Meeting.published_at.is_not(None),
            )
            .options(
                contains_eager(AgendaItem.agenda).contains_eager(Agenda.meeting).joinedload(Meeting.series),
                selectinload(AgendaItem.presenters).options(
                    joinedload(Presenter.person), joinedload(Presenter.organisation)
                ),
            )
            .order_by(Meeting.on.desc(), Meeting.id.desc(), AgendaItem.position, AgendaItem.id)
        )
    )


def raised_on(forum: Forum, besides: Meeting) -> Select[int, date]:
    """For each commitment that a forum has had on an agenda, the last day of it; `besides` one meeting."""
    return raised_in(forum.id, besides.id)


def raised_in(forum_id: Any, meeting_id: Any) -> Select[int, date]:
    """The same by the numbers of forum and meeting, or by what will stand for them in a statement made once."""
    return (
        select(ItemCommitment.commitment_id.label("commitment_id"), func.max(Meeting.on).label("last_on"))
        .join(ItemCommitment.item)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(
            Meeting.forum_id == forum_id,
            Meeting.id != meeting_id,
            Meeting.state != MeetingState.CANCELLED,
            AgendaItem.number.is_not(None),
            AgendaItem.withdrawn_at.is_(None),
        )
        .group_by(ItemCommitment.commitment_id)
    )


def last_raised_on(commitment: Commitment, meeting: Meeting) -> date | None:
    """The day of the last meeting before this one that had a commitment on its agenda."""
    every = raised_on(meeting.forum, meeting).where(
        ItemCommitment.commitment_id == commitment.id, Meeting.on < meeting.on
    )
    found = db.session.execute(every).first()
    return found.last_on if found else None


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The meeting of the same series that came before this one."""
    return db.session.scalar(
        select(Meeting)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.on < meeting.on,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
    )
