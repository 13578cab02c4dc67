"""Finding what stands around a published agenda today and is no part of it: papers, earlier items, the order taken."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from forum.agendas import rules
from forum.agendas.models import Agenda, AgendaItem
from forum.agendas.queries.papers import papers_now
from forum.foundation.database import db
from forum.meetings.models import Meeting

# Made once: putting a statement together takes longer than asking it, and every page of a meeting asks these.
_taken = (
    select(AgendaItem.reference, AgendaItem.taken_as, AgendaItem.not_reached_because)
    .join(AgendaItem.agenda)
    .where(
        Agenda.meeting_id == bindparam("meeting"),
        or_(AgendaItem.taken_as.is_not(None), AgendaItem.not_reached_because.is_not(None)),
    )
    .order_by(AgendaItem.position, AgendaItem.id)
)
_earlier = (
    select(AgendaItem.reference, AgendaItem.number, AgendaItem.visibility, Meeting.on)
    .join(AgendaItem.agenda)
    .join(Agenda.meeting)
    .where(
        AgendaItem.reference.in_(bindparam("references", expanding=True)),
        AgendaItem.number.is_not(None),
        Meeting.published_at.is_not(None),
    )
    .order_by(AgendaItem.id)
)


def around(
    meeting: Meeting,
    items: Sequence[rules.ItemAsPublished],
    sight: rules.Sight,
    moment: datetime,
    *,
    as_published: bool = False,
) -> rules.Around:
    """What stands around the items of an agenda that were seen through this sight, at a moment.

    What there is nothing of is not asked for: most agendas cost one question more, for their papers.
    """
    has_begun = meeting.on <= moment.date()
    return rules.Around(
        moment=moment,
        now_of=papers_now(paper for item in items for paper in item.papers),
        earlier=_earlier_of(items, sight),
        taken=_taken_at(meeting) if has_begun else {},
        as_published=as_published,
    )


def _taken_at(meeting: Meeting) -> dict[str, rules.Taken]:
    rows = db.session.connection().execute(_taken, {"meeting": meeting.id})
    return {row.reference: rules.Taken(row.taken_as, row.not_reached_because) for row in rows}


def _earlier_of(items: Sequence[rules.ItemAsPublished], sight: rules.Sight) -> dict[str, rules.Earlier]:
    """The earlier items with which these go on, where whoever looks may see them: a hidden one leaves no trace."""
    wanted = sorted({item.continues for item in items if item.continues})
    if not wanted:
        return {}
    rows = db.session.connection().execute(_earlier, {"references": wanted})
    return {
        row.reference: rules.Earlier(row.number, row.on)
        for row in rows
        if rules.is_seen(sight, row.visibility)
    }
