"""Finding what the pages of published minutes show beside the version itself."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from forum.decisions.models import Recommendation, RecommendationAnswer
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.minutes.models import Minutes, MinutesVersion
from forum.people.models import NAME_ERASED, Person


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


@dataclass(frozen=True)
class Named:
    """Somebody, as far as a record shows them."""

    shown_name: str


_names = select(Person.reference, Person.name, Person.erased_at)


def names_called(references: Collection[str]) -> dict[str, Named]:
    """The names of the people with these references as they may be shown now, by reference."""
    if not references:
        return {}
    found = db.session.execute(_names.where(Person.reference.in_(references)))
    return {row.reference: Named(NAME_ERASED if row.erased_at else row.name) for row in found}
