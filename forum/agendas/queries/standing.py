"""Finding the forum's own template of an agenda, agendas to begin like, and what hangs on an item."""

from functools import cache

from sqlalchemy import Table, exists, or_, select
from sqlalchemy.orm import selectinload

from forum.agendas.models import (
    Agenda,
    AgendaItem,
    ItemCommitment,
    Paper,
    PaperOpened,
    PaperVersion,
    Presenter,
    ReviewComment,
    StandingItem,
)
from forum.agendas.queries.items import _WITH_EVERYTHING
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum


def standing_items_of(forum: Forum) -> list[StandingItem]:
    """The lines of a forum's own template in their order; empty where it has the usual ones."""
    return list(
        db.session.scalars(
            select(StandingItem)
            .where(StandingItem.forum_id == forum.id)
            .order_by(StandingItem.position, StandingItem.id)
        )
    )


def agenda_before(meeting: Meeting) -> Agenda | None:
    """The last agenda of the same series before this meeting, with its items; None where there is none."""
    return db.session.scalar(
        select(Agenda)
        .join(Agenda.meeting)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.on < meeting.on,
            Meeting.state != MeetingState.CANCELLED,
            exists().where(AgendaItem.agenda_id == Agenda.id),
        )
        .options(selectinload(Agenda.items).options(*_WITH_EVERYTHING))
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
    )


def every_paper_of(item: AgendaItem) -> list[Paper]:
    """The papers of an item, other forms before what they are forms of."""
    return list(
        db.session.scalars(
            select(Paper)
            .where(Paper.item_id == item.id)
            .options(selectinload(Paper.versions))
            .order_by(Paper.alternative_of_id.is_(None), Paper.id)
        )
    )


def openings_of(paper: Paper) -> list[PaperOpened]:
    """Who has opened a paper."""
    return list(
        db.session.scalars(
            select(PaperOpened)
            .join(PaperVersion, PaperVersion.id == PaperOpened.version_id)
            .where(PaperVersion.paper_id == paper.id)
            .order_by(PaperOpened.id)
        )
    )


def comments_on(item: AgendaItem) -> list[ReviewComment]:
    """What the chair remarked about an item."""
    return list(
        db.session.scalars(
            select(ReviewComment).where(ReviewComment.item_id == item.id).order_by(ReviewComment.id)
        )
    )


@cache
def _others() -> list[tuple[Table, str]]:
    """The tables of later features that point at items, and by which column."""
    own = {one.__table__ for one in (AgendaItem, ItemCommitment, Paper, Presenter, ReviewComment)}
    return [
        (table, key.parent.name)
        for table in db.metadata.sorted_tables
        if table not in own
        for key in table.foreign_keys
        if key.column.table is AgendaItem.__table__
    ]


def is_spoken_of(item: AgendaItem) -> bool:
    """Whether anything else points at an item: another item, a declaration, a question, a line of the minutes."""
    other = AgendaItem.__table__.alias()
    asked = [
        exists().where(or_(other.c.continues_id == item.id, other.c.merged_into_id == item.id)),
        *(exists().where(table.c[column] == item.id) for table, column in _others()),
    ]
    return bool(db.session.scalar(select(or_(*asked))))
