"""Finding what the pages of published minutes show beside the version itself."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from forum.decisions.models import Recommendation, RecommendationAnswer
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.minutes.models import Minutes, MinutesVersion


def read_versions(meeting: Meeting) -> list[MinutesVersion]:
    """Every version of the minutes of a meeting with how they were approved, without content; newest first."""
    return list(
        db.session.scalars(
            select(MinutesVersion)
            .join(MinutesVersion.minutes)
            .where(Minutes.meeting_id == meeting.id)
            .options(
                defer(MinutesVersion.content),
                joinedload(MinutesVersion.minutes).options(
                    joinedload(Minutes.meeting), joinedload(Minutes.approved_at_meeting)
                ),
            )
            .order_by(MinutesVersion.number.desc())
        )
    )


def answers_to(numbers: Collection[str]) -> dict[str, RecommendationAnswer]:
    """What was answered to recommendations by now, by their numbers; those without an answer are left out."""
    if not numbers:
        return {}
    found = db.session.execute(
        select(Recommendation.reference, Recommendation.answer).where(
            Recommendation.reference.in_(numbers), Recommendation.answer.is_not(None)
        )
    )
    return {row[0]: row[1] for row in found if row[1] is not None}
