"""Finding who says “us too” to a proposal."""

from collections.abc import Collection

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from forum.agendas import rules
from forum.agendas.models import Backing, Proposal
from forum.foundation.database import db
from forum.membership.models import Representative
from forum.people.models import Person


def backed(proposals: Collection[Proposal]) -> dict[int, rules.Backed]:
    """How many organisations and lay members say “us too”, by the proposal's number. One question for any many."""
    if not proposals:
        return {}
    alone = case((Representative.organisation_id.is_(None), Backing.person_id))
    rows = db.session.execute(
        select(
            Backing.proposal_id,
            func.count(Representative.organisation_id.distinct()),
            func.count(alone.distinct()),
        )
        .outerjoin(Representative, Representative.id == Backing.representative_id)
        .where(Backing.proposal_id.in_([one.id for one in proposals]), Backing.withdrawn_at.is_(None))
        .group_by(Backing.proposal_id)
    )
    return {number: rules.Backed(organisations, alone) for number, organisations, alone in rows}


def backers_of(proposals: Collection[Proposal]) -> list[Backing]:
    """Who says “us too” to some proposals now, the first one first, with person and organisation."""
    return list(
        db.session.scalars(
            select(Backing)
            .where(
                Backing.proposal_id.in_([one.id for one in proposals]), Backing.withdrawn_at.is_(None)
            )
            .options(
                joinedload(Backing.person),
                joinedload(Backing.proposal),
                joinedload(Backing.representative).joinedload(Representative.organisation),
            )
            .order_by(Backing.made_at, Backing.id)
        )
    )  # fmt: skip


def find_backing(proposal: Proposal, person: Person) -> Backing | None:
    """What a person once said to a proposal, taken back or not."""
    return db.session.scalar(
        select(Backing).where(Backing.proposal_id == proposal.id, Backing.person_id == person.id)
    )
