"""Finding questions, releases that fall due, and what the record holds."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from forum.agendas.models import Agenda, AgendaItem, Paper, PaperOpened, PaperVersion
from forum.engagement.models import Question, Release
from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.foundation.post import Letter
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation
from forum.people.models import Person

ANSWERS_A_PAGE = 20


def get_question(reference: str) -> Question:
    """One question with its item. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Question)
        .where(Question.reference == reference.upper())
        .options(
            joinedload(Question.item)
            .joinedload(AgendaItem.agenda)
            .joinedload(Agenda.meeting)
            .joinedload(Meeting.forum)
        )
    ).one()


def questions_of(item: AgendaItem) -> list[Question]:
    """Every question about an item, the oldest first. For whoever answers, and for operations."""
    return list(
        db.session.scalars(
            select(Question).where(Question.item_id == item.id).order_by(Question.asked_at, Question.id)
        )
    )


def _out(item: AgendaItem, now: datetime) -> Select[Question]:
    return select(Question).where(Question.item_id == item.id, Question.release_at <= now)


def questions_out(item: AgendaItem, now: datetime, page: int = 1) -> ListPage[Question]:
    """The questions that everybody reads, with their answers: the newest release first, a page at a time."""
    total = db.session.scalar(select(func.count()).select_from(_out(item, now).subquery())) or 0
    found = db.session.scalars(
        _out(item, now)
        .order_by(Question.release_at.desc(), Question.asked_at, Question.id)
        .limit(ANSWERS_A_PAGE)
        .offset((page - 1) * ANSWERS_A_PAGE)
    )
    return ListPage(list(found), page, total, ANSWERS_A_PAGE)


def count_coming(item: AgendaItem, now: datetime) -> dict[datetime | None, int]:
    """How many answers wait, by the moment at which they come out; None: no moment is set."""
    rows = db.session.execute(
        select(Question.release_at, func.count().label("waiting"))
        .where(
            Question.item_id == item.id,
            Question.answer != "",
            Question.withdrawn_at.is_(None),
            or_(Question.release_at.is_(None), Question.release_at > now),
        )
        .group_by(Question.release_at)
    )
    return {row.release_at: row.waiting for row in rows}


def count_unanswered(item: AgendaItem) -> int:
    """How many questions have no answer yet."""
    return (
        db.session.scalar(
            select(func.count(Question.id)).where(
                Question.item_id == item.id, Question.answer == "", Question.withdrawn_at.is_(None)
            )
        )
        or 0
    )


def questions_page(item: AgendaItem, page: int = 1) -> ListPage[Question]:
    """Every question for whoever answers: those without an answer first, then the newest; a page at a time."""
    base = select(Question).where(Question.item_id == item.id)
    total = db.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    is_done = or_(Question.answer != "", Question.withdrawn_at.is_not(None))
    found = db.session.scalars(
        base.order_by(is_done, Question.asked_at.desc(), Question.id.desc())
        .limit(ANSWERS_A_PAGE)
        .offset((page - 1) * ANSWERS_A_PAGE)
    )
    return ListPage(list(found), page, total, ANSWERS_A_PAGE)


def own_questions(item: AgendaItem, person: Person, now: datetime) -> list[Question]:
    """What somebody asked themself and that is not out yet, the oldest first."""
    return list(
        db.session.scalars(
            select(Question)
            .where(
                Question.item_id == item.id,
                Question.person_id == person.id,
                or_(Question.release_at.is_(None), Question.release_at > now),
            )
            .order_by(Question.asked_at, Question.id)
        )
    )


def find_same_question(item: AgendaItem, person: Person | None, text: str) -> Question | None:
    """The same question by the same person, or taken down with these words: a form that was sent twice."""
    return db.session.scalars(
        select(Question)
        .where(
            Question.item_id == item.id,
            Question.text == text,
            Question.person_id == person.id if person else Question.person_id.is_(None),
            Question.withdrawn_at.is_(None),
        )
        .order_by(Question.id)
    ).first()


# ---- Releases -----------------------------------------------------------------------------------------------


def find_coming(item: AgendaItem, now: datetime) -> Release | None:
    """The release of an item whose moment is set and has not come: there is one at most."""
    return db.session.scalars(
        select(Release)
        .where(Release.item_id == item.id, Release.release_at > now)
        .order_by(Release.release_at, Release.id)
    ).first()


def releases_to_tell(now: datetime) -> list[Release]:
    """The releases whose moment has come and of which nobody was told, the oldest first."""
    return list(
        db.session.scalars(
            select(Release)
            .where(Release.told_at.is_(None), Release.release_at <= now)
            .options(
                joinedload(Release.item)
                .joinedload(AgendaItem.agenda)
                .joinedload(Agenda.meeting)
                .joinedload(Meeting.forum)
            )
            .order_by(Release.release_at, Release.id)
        )
    )


# ---- The record ---------------------------------------------------------------------------------------------


def key_of_letter(release: Release, person_reference: str) -> str:
    """Of one release each person has one letter ever."""
    return f"release {release.reference} {person_reference}"


def letters_about(releases: Collection[Release]) -> list[tuple[Letter, int | None, str]]:
    """The letters about releases, with the number and the name of whom each went to."""
    if not releases:
        return []
    rows = db.session.execute(
        select(Letter, Person)
        .outerjoin(Person, Person.reference == Letter.to_reference)
        .where(or_(*(Letter.key.startswith(key_of_letter(one, ""), autoescape=True) for one in releases)))
        .order_by(Letter.id)
    )
    return [
        (letter, person.id if person else None, person.shown_name if person else letter.to_name)
        for letter, person in rows
    ]


def openings_of(item: AgendaItem) -> list[PaperOpened]:
    """Who opened which version of the item's papers while signed in, and when first; the earliest first."""
    return list(
        db.session.scalars(
            select(PaperOpened)
            .join(PaperOpened.version)
            .join(PaperVersion.paper)
            .where(Paper.item_id == item.id)
            .options(
                joinedload(PaperOpened.version).joinedload(PaperVersion.paper), joinedload(PaperOpened.person)
            )
            .order_by(PaperOpened.opened_at, PaperOpened.id)
        )
    )


def bodies_of(people: Sequence[int], on: date) -> dict[int, str]:
    """For whom people act on a day, by their number: `County Council; The Fen Trust`, or `Lay member`."""
    rows = db.session.execute(
        select(Representative.person_id, Organisation.known_as)
        .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
        .where(
            Representative.person_id.in_(people),
            Representative.from_on <= on,
            or_(Representative.until_on.is_(None), Representative.until_on >= on),
        )
        .order_by(Organisation.known_as, Representative.id)
    )
    found: dict[int, list[str]] = {}
    for person_id, name in rows:
        found.setdefault(person_id, []).append(name or "Lay member")
    return {person_id: "; ".join(dict.fromkeys(names)) for person_id, names in found.items()}
