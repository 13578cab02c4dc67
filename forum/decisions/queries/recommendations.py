"""Finding recommendations, narrowed and in pages; the tally of them; and what was answered before."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from forum.agendas.models import AgendaItem, Presenter
from forum.decisions.models import Recommendation, RecommendationAnswer, RecommendationCommitment
from forum.decisions.queries.register import seen_by
from forum.decisions.queries.words import has_words
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.foundation.withheld_names import public_words
from forum.journal.models import JournalEntry
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_officer
from forum.organisations.models import Organisation
from forum.people.models import Anyone
from forum.strategy.models import Commitment


class Answered(StrEnum):
    """How an answer stands in a list; the value stands in addresses."""

    ALL = "all"
    WAITING = "waiting"
    OVERDUE = "overdue"
    ACCEPTED = "accepted"
    PARTLY = "in-part"
    NOT_ACCEPTED = "not-accepted"


@dataclass(frozen=True)
class WantedRecommendations:
    """What somebody asked of the register: how the answer stands, whose it is, from which year, which words."""

    answered: Answered = Answered.ALL
    organisation: str = ""
    year: int | None = None
    words: str = ""


_WHOLE: tuple[ORMOption, ...] = (
    joinedload(Recommendation.meeting).joinedload(Meeting.forum),
    joinedload(Recommendation.forum),
    joinedload(Recommendation.organisation),
    joinedload(Recommendation.item).selectinload(AgendaItem.presenters).joinedload(Presenter.person),
    selectinload(Recommendation.commitments)
    .joinedload(RecommendationCommitment.commitment)
    .options(joinedload(Commitment.theme), joinedload(Commitment.strategy)),
)

WAITS = and_(Recommendation.answer.is_(None), Recommendation.withdrawn_at.is_(None))
"""Whether an answer is still asked for."""


def recommendations_visible_to(person: Anyone, forum: Forum) -> ColumnElement[bool]:
    """Which recommendations a person may see; one that was taken back is seen by officers alone."""
    seen = seen_by(person, forum, Recommendation)
    return seen if is_officer(person, forum) else and_(seen, Recommendation.withdrawn_at.is_(None))


def find_recommendation(reference: str) -> Recommendation | None:
    """The recommendation with this number."""
    return db.session.scalar(
        select(Recommendation).where(Recommendation.reference == reference).options(*_WHOLE)
    )


def get_recommendation(reference: str) -> Recommendation:
    """The recommendation with this number. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Recommendation).where(Recommendation.reference == reference).options(*_WHOLE)
    ).one()


def page_of_recommendations(
    person: Anyone,
    forum: Forum,
    wanted: WantedRecommendations = WantedRecommendations(),
    *,
    today: date | None = None,
    number: int = 1,
    size: int = A_PAGE,
) -> ListPage[Recommendation]:
    """One page of the register as a person may see it: without an answer first, the longest due first of these.

    `today` tells what is overdue, where that is asked for.
    """
    found = _wanted(person, forum, wanted, today)
    total = db.session.scalar(found.with_only_columns(func.count(Recommendation.id))) or 0
    rows = db.session.scalars(
        found.order_by(
            WAITS.desc(),
            case((WAITS, Recommendation.due_on), else_=None).asc().nulls_last(),
            Recommendation.made_at.desc(),
            Recommendation.id.desc(),
        )
        .offset((number - 1) * size)
        .limit(size)
        .options(*_WHOLE)
    )
    return ListPage(list(rows), number, total, size)


def _wanted(
    person: Anyone, forum: Forum, wanted: WantedRecommendations, today: date | None
) -> Select[Recommendation]:
    found = select(Recommendation).where(recommendations_visible_to(person, forum))
    if wanted.answered is not Answered.ALL:
        found = found.where(_stands(wanted.answered, today))
    if wanted.organisation:
        found = found.where(
            Recommendation.organisation_id
            == select(Organisation.id).where(Organisation.reference == wanted.organisation).scalar_subquery()
        )
    if wanted.year is not None:
        found = found.join(Recommendation.meeting).where(
            Meeting.on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31))
        )
    if wanted.words:
        found = found.where(has_words(Recommendation, wanted.words))
    return found


def _stands(answered: Answered, today: date | None) -> ColumnElement[bool]:
    if answered is Answered.WAITING:
        return WAITS
    if answered is Answered.OVERDUE:
        return and_(WAITS, Recommendation.due_on < today)
    return (
        Recommendation.answer
        == {
            Answered.ACCEPTED: RecommendationAnswer.ACCEPTED,
            Answered.PARTLY: RecommendationAnswer.PARTLY,
            Answered.NOT_ACCEPTED: RecommendationAnswer.NOT_ACCEPTED,
        }[answered]
    )


def tally_rows(person: Anyone, forum: Forum) -> list[Row[Any]]:
    """Each recommendation that a person may see and that stands, in few columns, by the organisation's name."""
    return list(
        db.session.execute(
            select(
                Organisation.reference,
                Organisation.known_as,
                Recommendation.answer,
                Recommendation.due_on,
                Recommendation.published_at,
                Recommendation.first_answered_on,
            )
            .join(Recommendation.organisation)
            .where(recommendations_visible_to(person, forum), Recommendation.withdrawn_at.is_(None))
            .order_by(func.lower(Organisation.known_as), Organisation.id, Recommendation.id)
        )
    )


def years_of_recommendations(person: Anyone, forum: Forum) -> list[int]:
    """The years of the meetings that recommended something which a person may see, the newest first."""
    days = db.session.scalars(
        select(Meeting.on)
        .where(
            Meeting.id.in_(select(Recommendation.meeting_id).where(recommendations_visible_to(person, forum)))
        )
        .order_by(Meeting.on.desc(), Meeting.id)
    )
    return list(dict.fromkeys(day.year for day in days))


def answers_journalled(recommendation: Recommendation) -> list[JournalEntry]:
    """What the journal keeps of each answer to a recommendation, in the order given."""
    return list(
        db.session.scalars(
            select(JournalEntry)
            .where(
                JournalEntry.thing == Recommendation.__name__,
                JournalEntry.reference == recommendation.reference,
                JournalEntry.act == ANSWERED,
            )
            .options(joinedload(JournalEntry.by))
            .order_by(JournalEntry.id)
        )
    )


ANSWERED = "answered a recommendation"
"""What the journal says of an answer."""


def find_same_recommendation(meeting: Meeting, text: str, to: Organisation) -> Recommendation | None:
    """A recommendation of a meeting in the same words to the same organisation."""
    return db.session.scalar(
        select(Recommendation)
        .where(
            Recommendation.meeting_id == meeting.id,
            Recommendation.text == public_words(text),
            Recommendation.organisation_id == to.id,
            Recommendation.withdrawn_at.is_(None),
        )
        .order_by(Recommendation.id)
        .limit(1)
    )


def unpublished_recommendations(meeting: Meeting) -> list[Recommendation]:
    """The recommendations of a meeting that no circulated minutes brought out yet."""
    return list(
        db.session.scalars(
            select(Recommendation)
            .where(
                Recommendation.meeting_id == meeting.id,
                Recommendation.published_at.is_(None),
                Recommendation.withdrawn_at.is_(None),
            )
            .order_by(Recommendation.id)
            .options(*_WHOLE)
        )
    )
