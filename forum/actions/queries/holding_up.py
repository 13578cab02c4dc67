"""What an action waits for, what waits for it, what is due at a meeting, and what shows how far it is."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.actions.models import LIVE_STATES, Action, Evidence
from forum.actions.queries.seeing import WHOLE
from forum.agendas.models import Agenda, AgendaItem, Paper, Presenter, Visibility
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum


def find_action(forum: Forum, reference: str) -> Action | None:
    """The action of a forum with this number, as somebody may type it: `a-2026-31`."""
    letter, _, rest = reference.strip().upper().partition("-")
    year, _, number = rest.rpartition("-")
    exact = f"{letter}-{year}-{number.zfill(3)}"
    return db.session.scalar(
        select(Action).where(
            Action.forum_id == forum.id, Action.reference.in_([exact, reference.strip().upper()])
        )
    )


def waiting_for(action: Action) -> list[Action]:
    """The live actions that wait for another one, the first raised first."""
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.waits_for_id == action.id, Action.state.in_(LIVE_STATES))
            .options(*WHOLE)
            .order_by(Action.id)
        )
    )


def what_it_waits_for(action: Action) -> list[Action]:
    """The actions that one waits for, one behind the other, at most as many as make no circle."""
    behind: list[Action] = []
    other = action.waits_for_action
    while other is not None and other not in behind and other is not action:
        behind.append(other)
        other = other.waits_for_action
    return behind


def due_at(meeting: Meeting) -> list[Action]:
    """The live actions that are due at a meeting, whenever that is."""
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.due_meeting_id == meeting.id, Action.state.in_(LIVE_STATES))
            .options(*WHOLE)
            .order_by(Action.id)
        )
    )


def evidence_of(action: Action) -> list[Evidence]:
    """What was added as evidence, the latest first, with what was taken back."""
    return list(
        db.session.scalars(
            select(Evidence)
            .where(Evidence.action_id == action.id)
            .options(
                joinedload(Evidence.paper)
                .joinedload(Paper.item)
                .options(
                    selectinload(AgendaItem.presenters).joinedload(Presenter.person),
                    joinedload(AgendaItem.agenda).joinedload(Agenda.meeting).joinedload(Meeting.forum),
                ),
                joinedload(Evidence.added_by),
                joinedload(Evidence.withdrawn_by),
            )
            .order_by(Evidence.added_at.desc(), Evidence.id.desc())
        )
    )


def get_evidence(action: Action, reference: str) -> Evidence:
    """One piece of evidence of an action. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Evidence).where(Evidence.action_id == action.id, Evidence.reference == reference)
    ).one()


MOST = 100
"""How many items or papers are offered to choose from."""


def items_to_come(forum: Forum, today: date) -> list[AgendaItem]:
    """The items of the meetings to come and of today's, drafts too, the nearest first."""
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.agenda)
            .join(Agenda.meeting)
            .where(
                Meeting.forum_id == forum.id,
                Meeting.on >= today,
                Meeting.state != MeetingState.CANCELLED,
                AgendaItem.withdrawn_at.is_(None),
            )
            .options(contains_eager(AgendaItem.agenda).contains_eager(Agenda.meeting))
            .order_by(Meeting.on, AgendaItem.position, AgendaItem.id)
            .limit(MOST)
        )
    )


def _papers(forum: Forum) -> Select[Paper]:
    return (
        select(Paper)
        .join(Paper.item)
        .join(AgendaItem.agenda)
        .join(Agenda.meeting)
        .where(
            Meeting.forum_id == forum.id,
            Paper.withdrawn_at.is_(None),
            Paper.alternative_of_id.is_(None),
            AgendaItem.withdrawn_at.is_(None),
        )
        .options(contains_eager(Paper.item).contains_eager(AgendaItem.agenda).contains_eager(Agenda.meeting))
        .limit(MOST)
    )


def papers_to_come(forum: Forum, today: date) -> list[Paper]:
    """The papers of the meetings to come and of today's, also those that are not out yet, the nearest first."""
    return list(
        db.session.scalars(
            _papers(forum)
            .where(Meeting.on >= today, Meeting.state != MeetingState.CANCELLED)
            .order_by(Meeting.on, AgendaItem.position, AgendaItem.id, Paper.position, Paper.id)
        )
    )


def papers_out(forum: Forum) -> list[Paper]:
    """The papers that everyone can read, those of the latest meeting first."""
    return list(
        db.session.scalars(
            _papers(forum)
            .where(
                Paper.published_at.is_not(None),
                Paper.visibility == Visibility.PUBLIC,
                AgendaItem.visibility == Visibility.PUBLIC,
            )
            .order_by(Meeting.on.desc(), AgendaItem.position, AgendaItem.id, Paper.position, Paper.id)
        )
    )
