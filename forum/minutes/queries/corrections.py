"""Finding the corrections that those who were there suggest, and the answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.minutes.models import (
    Correction,
    CorrectionAnswer,
    Entry,
    Minutes,
    MinutesState,
    MinutesVersion,
)
from forum.people.models import Person

_WITH_ALL: tuple[ORMOption, ...] = (
    joinedload(Correction.by),
    joinedload(Correction.organisation),
    joinedload(Correction.item),
    joinedload(Correction.version).defer(MinutesVersion.content),
    joinedload(Correction.entry).options(
        joinedload(Entry.decision),
        joinedload(Entry.action),
        joinedload(Entry.recommendation),
        joinedload(Entry.vote),
        joinedload(Entry.item),
    ),
)


def corrections_of(minutes: Minutes, *, by: Person | None = None) -> list[Correction]:
    """The corrections suggested to minutes, of everybody or of one person, in the order in which they came."""
    found = (
        select(Correction)
        .join(Correction.version)
        .where(MinutesVersion.minutes_id == minutes.id)
        .options(*_WITH_ALL)
        .order_by(Correction.id)
    )
    if by is not None:
        found = found.where(Correction.by_id == by.id)
    return list(db.session.scalars(found))


def accepted_corrections(minutes: Minutes) -> list[Correction]:
    """The corrections that were accepted, in the order in which they were."""
    return [
        one
        for one in sorted(corrections_of(minutes), key=lambda one: (one.answered_at or one.made_at, one.id))
        if one.answer is CorrectionAnswer.ACCEPTED
    ]


def get_correction(minutes: Minutes, reference: str) -> Correction:
    """A correction to these minutes. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Correction)
        .join(Correction.version)
        .where(MinutesVersion.minutes_id == minutes.id, Correction.reference == reference)
        .options(*_WITH_ALL)
    ).one()


def find_correction_sent_as(sent_key: str) -> Correction | None:
    """The correction that a form carried under this key."""
    return db.session.scalar(select(Correction).where(Correction.sent_key == sent_key))


@dataclass(frozen=True)
class Counted:
    """How many corrections were suggested to minutes, and what became of them."""

    open: int = 0
    accepted: int = 0
    declined: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.open + self.accepted + self.declined


def count_corrections(several: Sequence[Minutes]) -> dict[int, Counted]:
    """How the corrections to some minutes stand, by the number of the minutes."""
    rows = db.session.execute(
        select(MinutesVersion.minutes_id, Correction.answer, func.count())
        .join(Correction.version)
        .where(MinutesVersion.minutes_id.in_([one.id for one in several]))
        .group_by(MinutesVersion.minutes_id, Correction.answer)
    )
    found: dict[int, dict[CorrectionAnswer | None, int]] = {one.id: {} for one in several}
    for number, answer, count in rows:
        found[number][answer] = count
    return {
        number: Counted(
            counts.get(None, 0),
            counts.get(CorrectionAnswer.ACCEPTED, 0),
            counts.get(CorrectionAnswer.DECLINED, 0),
        )
        for number, counts in found.items()
    }


def meetings_with_corrections(forum: Forum) -> list[tuple[Meeting, int]]:
    """The meetings of a forum to whose minutes corrections wait for an answer, and how many, the longest ago first."""
    rows = db.session.execute(
        select(Meeting, func.count(Correction.id))
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(MinutesVersion, MinutesVersion.minutes_id == Minutes.id)
        .join(Correction, Correction.version_id == MinutesVersion.id)
        .where(
            Meeting.forum_id == forum.id,
            Minutes.state != MinutesState.APPROVED,
            Correction.answer.is_(None),
        )
        .group_by(Meeting.id)
        .order_by(Meeting.on, Meeting.id)
    )
    return [(meeting, count) for meeting, count in rows]
