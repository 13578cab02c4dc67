"""Finding what an agenda would be if it were published now, and who got the letters of a version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.agendas import rules
from forum.agendas.models import Agenda, AgendaVersion, Review, ReviewComment
from forum.agendas.queries.items import get_agenda
from forum.agendas.queries.papers import papers_of
from forum.agendas.queries.proposals import unanswered_in_time
from forum.agendas.queries.versions import find_last_version, find_version
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState
from forum.meetings.models import Meeting
from forum.people.models import NAME_ERASED, Person


def get_draft(meeting: Meeting) -> rules.Draft:
    """The agenda of a meeting as it would be published now. Raises `NoResultFound` before one was begun."""
    agenda = get_agenda(meeting)
    last = find_last_version(meeting)
    return rules.Draft(
        agenda=agenda,
        papers=papers_of(agenda),
        unanswered=unanswered_in_time(meeting),
        reviews=reviews_of(agenda),
        before=find_version(meeting) if last is not None and last.is_withheld else last,
        last=last,
    ).put_together()


_reviews_of = (
    select(Review)
    .where(Review.agenda_id == bindparam("agenda"))
    .options(
        joinedload(Review.person),
        joinedload(Review.agreed_by),
        selectinload(Review.comments).joinedload(ReviewComment.item),
    )
    .order_by(Review.id)
)


def reviews_of(agenda: Agenda) -> list[Review]:
    """Every asking of a chair about an agenda with its remarks, in the order in which they were asked."""
    return list(db.session.scalars(_reviews_of, {"agenda": agenda.id}))


@dataclass(frozen=True)
class Agreed:
    """Who agreed an agenda before it was published, as everybody may read it."""

    at: datetime
    in_place_of_chair: bool
    by: str


# Made once: every page of an agenda asks this one.
_agreed = (
    select(Review.agreed_at, Review.person_id, Review.agreed_by_id, Person.name, Person.erased_at)
    .join(Review.agenda)
    .join(Person, Person.id == Review.agreed_by_id)
    .where(
        Agenda.meeting_id == bindparam("meeting"),
        Review.agreed_digest == bindparam("digest"),
        Review.agreed_at.is_not(None),
    )
    .order_by(Review.id)
)


def find_agreed(meeting: Meeting, digest: str) -> Agreed | None:
    """Who agreed exactly what the version with this digest says; a chair's own word before one in a chair's place."""
    rows = db.session.connection().execute(_agreed, {"meeting": meeting.id, "digest": digest})
    found = [
        Agreed(at, chair != by, name if erased_at is None else NAME_ERASED)
        for at, chair, by, name, erased_at in rows
        if at is not None
    ]
    return min(found, key=lambda one: one.in_place_of_chair) if found else None


def items_and_papers_out(agenda: Agenda) -> set[str]:
    """The references of all items and papers that stand in a version of an agenda which holds."""
    found: set[str] = set()
    for version in db.session.scalars(
        select(AgendaVersion).where(AgendaVersion.agenda_id == agenda.id, AgendaVersion.withheld_at.is_(None))
    ):
        for item in rules.published_items(version):
            found.add(item.reference)
            found.update(one.reference for paper in item.papers for one in (paper, *paper.alternatives))
    return found


# ---- The letters of a version -------------------------------------------------------------------------------


def key_of_letter(version: AgendaVersion, person_reference: str) -> str:
    """What makes the letter of a version to one person one letter for ever."""
    return f"{_begins(version)}{person_reference}"


def _begins(version: AgendaVersion) -> str:
    return f"agenda {version.agenda.meeting.reference} v{version.number} "


def _is_letter_of(version: AgendaVersion) -> ColumnElement[bool]:
    is_about = (Letter.about == version.agenda.meeting.reference) & (Letter.kind == "agenda")
    return is_about & Letter.key.startswith(_begins(version), autoescape=True)


@dataclass(frozen=True)
class LettersOut:
    """How the letters of a version stand."""

    sent: int
    waiting: int

    @property
    def all(self) -> int:
        """How many there are."""
        return self.sent + self.waiting


def letters_of(version: AgendaVersion) -> LettersOut:
    """How many letters of a version have left, or may have, and how many still wait."""
    rows = db.session.execute(
        select(Letter.state, func.count()).where(_is_letter_of(version)).group_by(Letter.state)
    )
    counted = {row[0]: row[1] for row in rows}
    left = (LetterState.SENT, LetterState.BEING_SENT, LetterState.UNCERTAIN)
    return LettersOut(sum(counted.get(one, 0) for one in left), counted.get(LetterState.WAITING, 0))


def waiting_letters_of(version: AgendaVersion) -> list[Letter]:
    """The letters of a version that have not left yet."""
    return list(
        db.session.scalars(
            select(Letter)
            .where(_is_letter_of(version), Letter.state == LetterState.WAITING)
            .order_by(Letter.id)
        )
    )


def people_who_got(version: AgendaVersion) -> list[Person]:
    """Whoever has got a letter of a version, and is still known to us."""
    left = (LetterState.SENT, LetterState.BEING_SENT, LetterState.UNCERTAIN)
    return list(
        db.session.scalars(
            select(Person)
            .join(Letter, Letter.to_reference == Person.reference)
            .where(_is_letter_of(version), Letter.state.in_(left), Person.erased_at.is_(None))
            .distinct()
            .order_by(Person.id)
        )
    )
