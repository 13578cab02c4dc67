"""Finding what an item is made from: who may present it, and what it may serve."""

from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from forum.foundation.database import db
from forum.membership.models import Forum, Membership, Representative, Term
from forum.strategy.models import Commitment, Strategy, Theme


def representatives_of(forum: Forum, on: date) -> list[Representative]:
    """Everyone who may speak for a live member of a forum on a day, lay members too, by name."""
    lay = Representative.organisation_id.is_(None) & (Membership.person_id == Representative.person_id)
    found = db.session.scalars(
        select(Representative)
        .join(Membership, or_(Membership.organisation_id == Representative.organisation_id, lay))
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Membership.forum_id == forum.id,
            *(
                and_(row.from_on <= on, or_(row.until_on.is_(None), row.until_on >= on))
                for row in (Representative, Term)
            ),
        )
        .options(joinedload(Representative.person), joinedload(Representative.organisation))
        .distinct()
    )
    return sorted(found, key=lambda one: (one.person.name, one.id))


def commitments_by_theme() -> list[tuple[Theme, list[Commitment]]]:
    """Every theme of every strategy with its commitments and gaps, as the files order them."""
    found: dict[Theme, list[Commitment]] = {}
    for commitment in db.session.scalars(
        select(Commitment)
        .join(Commitment.theme)
        .join(Commitment.strategy)
        .where(Commitment.is_withdrawn.is_(False))
        .options(joinedload(Commitment.theme), joinedload(Commitment.strategy))
        .order_by(
            Strategy.published_on.desc(), Strategy.id, Theme.position, Commitment.position, Commitment.id
        )
    ):
        found.setdefault(commitment.theme, []).append(commitment)
    return list(found.items())
