"""Finding what minutes would say if they went out now, who got the letters of a version, and what waits."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from forum.agendas.models import Agenda, AgendaItem, Standing
from forum.agendas.rules import digest_of
from forum.attendance.queries import attendance_of, find_list, present_at, stepped_out_at
from forum.attendance.rules import Listed
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState
from forum.meetings.models import Meeting
from forum.minutes import published
from forum.minutes.models import Entry, Minutes, MinutesState, MinutesVersion
from forum.minutes.queries.corrections import accepted_corrections
from forum.minutes.queries.rivals import open_rivals
from forum.minutes.queries.taking import entries_of, find_version, numbered_items
from forum.minutes.rules import Check, things_to_check
from forum.people.models import Person


@dataclass(frozen=True)
class Draft:
    """Minutes as they would go out now, with the version before and what to look at first."""

    minutes: Minutes
    items: list[tuple[str, AgendaItem]]
    entries: list[Entry]
    attendance: list[Listed]
    before: MinutesVersion | None
    content: dict[str, Any]
    digest: str
    checks: list[Check]

    @property
    def is_new(self) -> bool:
        """Whether it says anything else than the version before."""
        return self.before is None or self.before.digest != self.digest


def get_draft(minutes: Minutes, *, state: MinutesState = MinutesState.CIRCULATED) -> Draft:
    """The minutes as they would go out now in this state: approved ones list what was corrected."""
    meeting = minutes.meeting
    items, entries = numbered_items(meeting), entries_of(minutes)
    attendance = attendance_of(meeting)
    before = find_version(meeting)
    content = published.content_of(
        minutes,
        items,
        entries,
        attendance,
        stepped_out=stepped_out_at(meeting),
        heads=find_list(meeting),
    )
    content = published.keep_as_circulated(content, before.content if before else None)
    if state is MinutesState.APPROVED:
        numbers = {item.id: (number, item) for number, item in items}
        content = published.with_corrections(content, accepted_corrections(minutes), numbers)
    checks = things_to_check(items, entries, attendance, open_rivals(minutes))
    return Draft(minutes, items, entries, attendance, before, content, digest_of(content), checks)


def last_number(minutes: Minutes) -> int:
    """The number of the last version of minutes, withheld or not; 0 before the first."""
    return (
        db.session.scalar(
            select(func.coalesce(func.max(MinutesVersion.number), 0)).where(
                MinutesVersion.minutes_id == minutes.id
            )
        )
        or 0
    )


def held_versions(minutes: Minutes) -> list[MinutesVersion]:
    """The versions of minutes that hold, with what they say, the newest first."""
    return list(
        db.session.scalars(
            select(MinutesVersion)
            .where(MinutesVersion.minutes_id == minutes.id, MinutesVersion.withheld_at.is_(None))
            .order_by(MinutesVersion.number.desc())
        )
    )


def people_who_were_there(meeting: Meeting) -> list[Person]:
    """The people who were at a meeting and whose name still stands, in the order of the list."""
    return [mark.person for mark in present_at(meeting) if mark.person and mark.person.erased_at is None]


# ---- Approval -----------------------------------------------------------------------------------------------


def minutes_to_approve(at: Meeting) -> list[Minutes]:
    """The minutes of earlier meetings of the forum that wait for the approval of this one or a later one."""
    return list(
        db.session.scalars(
            select(Minutes)
            .join(Minutes.meeting)
            .where(
                Meeting.forum_id == at.forum_id, Meeting.on < at.on, Minutes.state == MinutesState.CIRCULATED
            )
            .options(joinedload(Minutes.meeting))
            .order_by(Meeting.on, Minutes.id)
        )
    )


def find_approval_item(at: Meeting) -> AgendaItem | None:
    """The item under which a meeting approves minutes, where its agenda has one."""
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.agenda)
        .where(
            Agenda.meeting_id == at.id,
            AgendaItem.standing == Standing.MINUTES,
            AgendaItem.withdrawn_at.is_(None),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    ).first()


# ---- The letters of a version -------------------------------------------------------------------------------


def key_of_letter(version: MinutesVersion, person_reference: str) -> str:
    """What makes the letter of a version to one person one letter for ever."""
    return f"{_begins(version)}{person_reference}"


def _begins(version: MinutesVersion) -> str:
    return f"minutes circulated:{version.minutes.meeting.reference}:{version.number}:"


def _is_letter_of(version: MinutesVersion) -> ColumnElement[bool]:
    return Letter.key.startswith(_begins(version), autoescape=True)


_LEFT = (LetterState.SENT, LetterState.BEING_SENT, LetterState.UNCERTAIN)


@dataclass(frozen=True)
class LettersOut:
    """How the letters of a version stand."""

    sent: int
    waiting: int


def letters_of(version: MinutesVersion) -> LettersOut:
    """How many letters of a version have left, or may have, and how many still wait."""
    rows = db.session.execute(
        select(Letter.state, func.count()).where(_is_letter_of(version)).group_by(Letter.state)
    )
    counted = {row[0]: row[1] for row in rows}
    return LettersOut(sum(counted.get(one, 0) for one in _LEFT), counted.get(LetterState.WAITING, 0))


def waiting_letters_of(version: MinutesVersion) -> list[Letter]:
    """The letters of a version that have not left yet."""
    return list(
        db.session.scalars(
            select(Letter)
            .where(_is_letter_of(version), Letter.state == LetterState.WAITING)
            .order_by(Letter.id)
        )
    )


def people_who_got(version: MinutesVersion) -> list[Person]:
    """Whoever has got a letter of a version, and is still known to us."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Letter, Letter.to_reference == Person.reference)
            .where(_is_letter_of(version), Letter.state.in_(_LEFT), Person.erased_at.is_(None))
            .distinct()
            .order_by(Person.id)
        )
    )
