"""The parts of an action of all members: who has one, and who has done it."""

from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from forum.actions.models import Action, ActionTick
from forum.actions.rules import MemberPart
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.membership.models import Membership, Term


def parts_of(action: Action, today: date) -> list[MemberPart]:
    """The part of each member of the day on which an action was raised, in the order of their names.

    Who joined later has none; who has left since is marked.
    """
    raised_on = day_in_london(action.raised_at)
    memberships = db.session.scalars(
        select(Membership)
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Membership.forum_id == action.forum_id,
            Term.from_on <= raised_on,
            or_(Term.until_on.is_(None), Term.until_on >= raised_on),
        )
        .options(joinedload(Membership.organisation), joinedload(Membership.person))
        .distinct()
        .order_by(Membership.id)
    ).all()
    still = set(
        db.session.scalars(
            select(Term.membership_id).where(
                Term.membership_id.in_([one.id for one in memberships]),
                and_(Term.from_on <= today, or_(Term.until_on.is_(None), Term.until_on >= today)),
            )
        )
    )
    ticks = db.session.scalars(
        select(ActionTick).where(ActionTick.action_id == action.id).options(joinedload(ActionTick.by))
    ).all()
    of_organisation = {tick.organisation_id: tick for tick in ticks if tick.organisation_id is not None}
    of_person = {tick.person_id: tick for tick in ticks if tick.person_id is not None}
    parts = [
        MemberPart(
            organisation=one.organisation,
            person=one.person,
            has_left=one.id not in still,
            tick=of_person.get(one.person_id or 0) or of_organisation.get(one.organisation_id or 0),
        )
        for one in memberships
    ]
    return sorted(parts, key=lambda part: (part.name.casefold(), part.key))
