"""Finding what a person's own page shows, in a number of questions that does not grow with what they have."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from forum.actions.models import LIVE_STATES, Action, ActionOwner
from forum.agendas.models import Proposal
from forum.booking.models import Booking, BookingState
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Membership, Officer, Representative, Term
from forum.people.models import Person

SUGGESTIONS_SHOWN = 5


@dataclass(frozen=True)
class ActsFor:
    """For whom a person acts, and in which forums that is a live member."""

    representative: Representative
    forums: frozenset[int]


def bookings_to_come(person: Person, today: date) -> list[Booking]:
    """A person's places and turns on waiting lists from today on, and those that ended with their meeting."""
    meeting = joinedload(Booking.meeting)
    return list(
        db.session.scalars(
            select(Booking)
            .join(Meeting, Meeting.id == Booking.meeting_id)
            .where(
                Booking.person_id == person.id,
                or_(Booking.state != BookingState.CANCELLED, Booking.called_off),
                Meeting.on >= today,
            )
            .options(
                meeting.joinedload(Meeting.venue),
                meeting.joinedload(Meeting.forum),
                joinedload(Booking.representative).joinedload(Representative.organisation),
            )
            .order_by(Meeting.on, Meeting.starts_at, Booking.id)
        )
    )


def acts_for(person: Person, today: date) -> list[ActsFor]:
    """For whom a person acts today, an organisation or themself as a lay member, the longest first."""
    live = (
        select(Membership.forum_id, Membership.organisation_id, Membership.person_id)
        .join(Term, Term.membership_id == Membership.id)
        .where(_holds_on(Term, today))
        .subquery()
    )
    is_lay = and_(Representative.organisation_id.is_(None), live.c.person_id == Representative.person_id)
    rows = db.session.execute(
        select(Representative, live.c.forum_id)
        .outerjoin(live, or_(live.c.organisation_id == Representative.organisation_id, is_lay))
        .where(Representative.person_id == person.id, _holds_on(Representative, today))
        .options(joinedload(Representative.organisation))
        .order_by(Representative.from_on, Representative.id)
    ).all()
    found: dict[Representative, set[int]] = {}
    for representative, forum_id in rows:
        found.setdefault(representative, set()).update([forum_id] if forum_id else [])
    return [ActsFor(representative, frozenset(forums)) for representative, forums in found.items()]


def offices_held(person: Person, today: date) -> list[Officer]:
    """The offices that a person holds today, with their forums."""
    return list(
        db.session.scalars(
            select(Officer)
            .where(Officer.person_id == person.id, _holds_on(Officer, today))
            .options(joinedload(Officer.forum))
            .order_by(Officer.forum_id, Officer.from_on, Officer.id)
        )
    )


def newest_suggestions(person: Person) -> list[Proposal]:
    """What a person suggested in any forum, the newest first: the last few."""
    return list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.person_id == person.id)
            .options(joinedload(Proposal.meeting))
            .order_by(Proposal.made_at.desc(), Proposal.id.desc())
            .limit(SUGGESTIONS_SHOWN)
        )
    )


def actions_to_do(person: Person, acting: list[ActsFor]) -> list[Action]:
    """What a person, or an organisation that they act for, still has to do in any forum, the first due first."""
    owns = [ActionOwner.person_id == person.id]
    for each in acting:
        organisation_id = each.representative.organisation_id
        if organisation_id and each.forums:
            owns.append(
                and_(ActionOwner.organisation_id == organisation_id, Action.forum_id.in_(sorted(each.forums)))
            )
    return list(
        db.session.scalars(
            select(Action)
            .where(
                Action.state.in_(LIVE_STATES),
                exists().where(ActionOwner.action_id == Action.id, or_(*owns)),
            )
            .options(joinedload(Action.meeting))
            .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
        )
    )


def _holds_on(model: type[Representative] | type[Term] | type[Officer], on: date) -> ColumnElement[bool]:
    return and_(model.from_on <= on, or_(model.until_on.is_(None), model.until_on >= on))
