"""Finding what the forum recommended, where it is shown along the thread."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from forum.decisions.models import Recommendation, RecommendationCommitment
from forum.decisions.queries import recommendations_visible_to
from forum.foundation.database import db
from forum.membership.models import Forum
from forum.people.models import Anyone
from forum.strategy.models import Commitment


def recommended_about(commitment: Commitment, person: Anyone, forum: Forum) -> list[Recommendation]:
    """What a forum recommended in service of a commitment, as a person may see it, the oldest first."""
    serves = exists().where(
        RecommendationCommitment.recommendation_id == Recommendation.id,
        RecommendationCommitment.commitment_id == commitment.id,
    )
    return _found(serves, person, forum)


def recommended_under(items: Collection[int], person: Anyone, forum: Forum) -> list[Recommendation]:
    """What was recommended under these items, by their numbers in the database."""
    return _found(Recommendation.item_id.in_(items), person, forum) if items else []


def recommended_at(meetings: Collection[int], person: Anyone, forum: Forum) -> list[Recommendation]:
    """What was recommended at these meetings, by their numbers in the database."""
    return _found(Recommendation.meeting_id.in_(meetings), person, forum) if meetings else []


def _found(which: ColumnElement[bool], person: Anyone, forum: Forum) -> list[Recommendation]:
    return list(
        db.session.scalars(
            select(Recommendation)
            .where(which, Recommendation.withdrawn_at.is_(None), recommendations_visible_to(person, forum))
            .options(joinedload(Recommendation.organisation), joinedload(Recommendation.meeting))
            .order_by(Recommendation.id)
        )
    )
