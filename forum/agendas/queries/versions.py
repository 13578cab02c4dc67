"""Finding agendas as they were published, and the names that stand in them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import NoResultFound

from forum.agendas import rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaVersion,
    Presenter,
)
from forum.foundation.database import db
from forum.foundation.keeping import Kept
from forum.meetings.models import Meeting
from forum.people.models import NAME_ERASED, Person


def find_version(meeting: Meeting, number: int | None = None) -> AgendaVersion | None:
    """A published agenda of a meeting: the newest that is not withheld, or the one with this number.

    The one with a number may be withheld (`is_withheld`): then nothing of what it says may be shown.
    """
    query = select(AgendaVersion).join(AgendaVersion.agenda).where(Agenda.meeting_id == meeting.id)
    query = query.where(
        AgendaVersion.withheld_at.is_(None) if number is None else AgendaVersion.number == number
    )
    return db.session.scalar(query.order_by(AgendaVersion.number.desc()).limit(1))


_last = (
    select(AgendaVersion)
    .join(AgendaVersion.agenda)
    .where(Agenda.meeting_id == bindparam("meeting"))
    .order_by(AgendaVersion.number.desc())
    .limit(1)
)


def find_last_version(meeting: Meeting) -> AgendaVersion | None:
    """The agenda of a meeting that was published last, even if it is withheld: the next number follows its."""
    return db.session.scalar(_last, {"meeting": meeting.id})


def get_version(meeting: Meeting, number: int | None = None) -> AgendaVersion:
    """A published agenda of a meeting. Raises `NoResultFound`."""
    version = find_version(meeting, number)
    if version is None:
        raise NoResultFound("This agenda has not been published.")
    return version


def items_as_published(items: Collection[AgendaItem]) -> dict[str, rules.ItemAsPublished]:
    """How these items stand in the newest version of their agendas, by reference; in one question for all."""
    newest = (
        select(func.max(AgendaVersion.id))
        .where(
            AgendaVersion.agenda_id.in_({item.agenda_id for item in items}),
            AgendaVersion.withheld_at.is_(None),
        )
        .group_by(AgendaVersion.agenda_id)
    )
    versions = db.session.scalars(select(AgendaVersion).where(AgendaVersion.id.in_(newest)))
    return {item.reference: item for version in versions for item in rules.published_items(version)}


def came_out_marked(item: AgendaItem) -> bool:
    """Whether a version that is not withheld told everybody that an item may lead to a contract."""
    versions = db.session.execute(
        select(AgendaVersion.id, AgendaVersion.digest).where(
            AgendaVersion.agenda_id == item.agenda_id, AgendaVersion.withheld_at.is_(None)
        )
    )
    return any(
        one.reference == item.reference and one.regime is not None
        for id_, digest in versions
        for one in published(id_, digest).items
    )


_published: Kept[rules.Published] = Kept()


def published(version_id: int, digest: str) -> rules.Published:
    """A version by its number in the database and its digest, ready to be shown.

    Read once in the life of the process, since a version never changes. Whether it was withheld meanwhile is for
    whoever asks to know.
    """
    return _published.get((version_id, digest), lambda: _read(version_id))


def _read(version_id: int) -> rules.Published:
    version = db.session.get_one(AgendaVersion, version_id)
    return rules.Published(
        number=version.number,
        published_at=version.published_at,
        digest=version.digest,
        changes=rules.changes_in(version.changes),
        since=version.since,
        items=rules.published_items(version),
    )


class VersionLine(NamedTuple):
    """One line of the list of versions."""

    id: int
    number: int
    digest: str
    published_at: datetime
    withheld_at: datetime | None

    @property
    def is_withheld(self) -> bool:
        """Whether what it says is not shown any more."""
        return self.withheld_at is not None


_lines = (
    select(
        AgendaVersion.id,
        AgendaVersion.number,
        AgendaVersion.digest,
        AgendaVersion.published_at,
        AgendaVersion.withheld_at,
    )
    .join(AgendaVersion.agenda)
    .where(Agenda.meeting_id == bindparam("meeting"))
    .order_by(AgendaVersion.number.desc())
)


def versions_of(meeting: Meeting) -> list[VersionLine]:
    """Every published agenda of a meeting, newest first; those that are withheld too, and marked as such."""
    rows = db.session.connection().execute(_lines, {"meeting": meeting.id})
    return [VersionLine(*row) for row in rows]


# Made once: putting a statement together takes longer than asking it, and every page of a meeting asks this one.
_names = (
    select(Presenter.reference, Presenter.name, Person.name.label("known_as"), Person.erased_at)
    .outerjoin(Presenter.person)
    .where(Presenter.reference.in_(bindparam("references", expanding=True)))
)


def presenter_names(references: Iterable[str]) -> dict[str, str]:
    """The names behind the presenters of a published agenda, as they may be shown today."""
    wanted = list(references)
    if not wanted:
        return {}
    rows = db.session.connection().execute(_names, {"references": wanted})
    return {
        reference: (given if name is None else name) if erased_at is None else NAME_ERASED
        for reference, given, name, erased_at in rows
    }
