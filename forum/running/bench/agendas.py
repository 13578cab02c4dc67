"""Agendas for the benchmark: one that is being built, with two hundred things in its queue."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select

from forum.agendas.models import (
    Agenda,
    AgendaItem,
    Backing,
    Proposal,
    ProposalState,
    Purpose,
    Visibility,
)
from forum.agendas.operations import add_item, begin_agenda
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Representative
from forum.people.models import Person
from forum.strategy.models import Commitment, CommitmentKind, Theme

OF_EACH = 30
"""How many proposals wait, how many items were not reached, recommendations unanswered, and decisions to review."""

IN_ALL = 200

ITEMS = 12
"""How many items stand on the agenda beside the queue, besides those that always do."""


def building_with_a_queue(forum: Forum, meeting: Meeting, organiser: Person, moment: datetime) -> Meeting:
    """Begin the agenda of a meeting, and let as much wait for it as its queue shows."""
    agenda = begin_agenda(meeting, by=organiser, now=moment)
    for number in range(ITEMS):
        add_item(
            agenda, title=f"Matter {number}", purpose=Purpose.DISCUSS, length=timedelta(minutes=10),
            by=organiser, now=moment,
        )  # fmt: skip
    before = db.session.scalars(
        select(Meeting)
        .where(Meeting.forum_id == forum.id, Meeting.on < day_in_london(moment))
        .where(Meeting.id.not_in(select(Agenda.meeting_id)))
        .order_by(Meeting.on.desc())
        .limit(1)
    ).one()
    speakers = db.session.scalars(
        select(Representative)
        .where(Representative.organisation_id.is_not(None))
        .order_by(Representative.id)
        .limit(OF_EACH)
    ).all()
    theme = db.session.scalars(select(Theme).order_by(Theme.id).limit(1)).one()
    today = day_in_london(moment)
    with db.engine.begin() as connection:
        proposals = [
            {"reference": new_reference(), "forum_id": forum.id, "meeting_id": meeting.id, "person_id": one.person_id,
             "representative_id": one.id, "title": f"What member {number} asks for", "why": "We need it.",
             "purpose": Purpose.DISCUSS, "length": timedelta(minutes=15), "state": ProposalState.SUBMITTED,
             "reason": "", "made_at": moment - timedelta(days=3)}
            for number, one in enumerate(speakers)
        ]  # fmt: skip
        numbers = connection.execute(insert(Proposal).returning(Proposal.id), proposals).scalars().all()
        connection.execute(insert(Backing), [
            {"proposal_id": number, "person_id": one.person_id, "representative_id": one.id, "made_at": moment}
            for number in numbers for one in speakers[:5]])  # fmt: skip
        earlier = connection.execute(
            insert(Agenda).returning(Agenda.id), {"meeting_id": before.id}
        ).scalar_one()
        connection.execute(insert(AgendaItem), [
            {"reference": new_reference(), "agenda_id": earlier, "position": number, "number": str(number),
             "section": "", "title": f"Not reached {number}", "summary": "", "purpose": Purpose.DISCUSS,
             "length": timedelta(minutes=15), "visibility": Visibility.PUBLIC, "why_here": "", "no_paper_because": "",
             "withdrawn_because": "", "not_reached_because": "The meeting ran out of time"}
            for number in range(1, OF_EACH + 1)])  # fmt: skip
        connection.execute(insert(Recommendation), [
            {"reference": f"R-1999-{number:03}", "forum_id": forum.id, "meeting_id": before.id,
             "organisation_id": forum.host_id, "text": f"Pay small providers within {number} days.",
             "due_on": today - timedelta(days=number), "made_at": moment, "published_at": moment, "answer_text": "",
             "changed_at": moment} for number in range(1, OF_EACH + 1)])  # fmt: skip
        connection.execute(insert(Decision), [
            {"reference": f"D-1999-{number:03}", "forum_id": forum.id, "meeting_id": before.id,
             "text": f"Grant rounds are told {number} weeks ahead.", "method": "consensus",
             "state": DecisionState.CONFIRMED, "state_because": "", "review_on": today - timedelta(days=number),
             "taken_at": moment, "published_at": moment, "changed_at": moment}
            for number in range(1, OF_EACH + 1)])  # fmt: skip
        connection.execute(insert(Commitment), [
            {"strategy_id": theme.strategy_id, "theme_id": theme.id, "code": f"BE{number}",
             "kind": CommitmentKind.COMMITMENT, "title": f"What the strategy promises besides, number {number}",
             "text": "A promise.", "pages": [], "position": 100 + number, "is_withdrawn": False}
            for number in range(1, IN_ALL - 4 * OF_EACH + 1)])  # fmt: skip
    db.session.rollback()
    return meeting
