"""Finding votes, with who proposed and seconded."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.decisions.models import Decision, Vote
from forum.foundation.database import db


def votes_of(decisions: Collection[Decision]) -> dict[int, Vote]:
    """The vote by which each of these decisions was carried, by the decision's number. Asks nothing without any."""
    numbers = [one.id for one in decisions if one.method == "vote"]
    if not numbers:
        return {}
    found = db.session.scalars(
        select(Vote)
        .where(Vote.decision_id.in_(numbers))
        .options(joinedload(Vote.proposed_by), joinedload(Vote.seconded_by))
        .order_by(Vote.id)
    )
    return {vote.decision_id: vote for vote in found if vote.decision_id is not None}
