"""Finding the copies that were made of published agendas, and putting together what goes into one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from forum.agendas import rules
from forum.agendas.models import AgendaVersion, CopyState, DocumentCopy, DocumentKind
from forum.agendas.queries.around import around
from forum.agendas.queries.versions import find_version, presenter_names, published
from forum.foundation.database import db, look
from forum.foundation.post import link
from forum.foundation.storage import path_of
from forum.foundation.words import day, time_range

CLAIMED = timedelta(minutes=2)
"""How long a worker that is not heard of keeps a copy. While it works it is heard of every second."""
KEPT = timedelta(days=30)
"""How long a copy is kept after it was made. It is made again when somebody asks for it."""


def get_on_paper(version: AgendaVersion, sight: rules.Sight, now: datetime) -> rules.OnPaper:
    """What a document of a version says to this sight now: names as they may be shown today, papers as they stand."""
    meeting = version.agenda.meeting
    whole = published(version.id, version.digest)
    seen = rules.seen_items(whole.items, sight)
    newest = find_version(meeting)
    is_old = newest is None or newest.number != version.number
    starts_at, ends_at = rules.hours_of(version) if is_old else (meeting.starts_at, meeting.ends_at)
    head = rules.Head(
        title=version.content["title"] if is_old else meeting.title,
        forum=meeting.forum.name,
        date=day(meeting.on),
        times=time_range(starts_at, ends_at) if starts_at and ends_at else "",
        place=meeting.place_in_words,
        starts_at=starts_at,
        address=link(f"/meetings/{meeting.reference}/agenda/v{version.number}"),
        base=link(""),
    )
    return rules.on_paper(
        head,
        whole,
        sight,
        names=presenter_names(who.reference for item in seen for who in item.presenters),
        around=around(meeting, seen, sight, now, as_published=is_old),
    )


def find_copy(version: AgendaVersion, kind: DocumentKind, made_of: str) -> DocumentCopy | None:
    """The copy of this kind made, or to be made, of exactly this."""
    return db.session.scalar(
        select(DocumentCopy).where(
            DocumentCopy.version_id == version.id, DocumentCopy.kind == kind, DocumentCopy.made_of == made_of
        )
    )


def find_pack(
    version: AgendaVersion, sight: rules.Sight, now: datetime
) -> tuple[rules.OnPaper, DocumentCopy | None]:
    """What the pack of a version says to this sight now, and the copy of exactly that, if there is one."""
    shared = rules.widest_shared(published(version.id, version.digest), sight)
    paper = get_on_paper(version, shared, now)
    return paper, find_copy(version, DocumentKind.PACK, paper.made_of(DocumentKind.PACK))


def is_there(copy: DocumentCopy | None) -> bool:
    """Whether a copy was made, and its file is in the store."""
    if copy is None or copy.state is not CopyState.MADE or copy.digest is None:
        return False
    return path_of(copy.digest).is_file()


def _waits(now: datetime) -> ColumnElement[bool]:
    left = (DocumentCopy.state == CopyState.MAKING) & (DocumentCopy.claimed_at < now - CLAIMED)
    return or_(DocumentCopy.state == CopyState.WAITING, left)


def is_anything_waiting(now: datetime) -> bool:
    """Whether a copy waits to be made, or was left half made."""
    return bool(look(select(DocumentCopy.id).where(_waits(now)).limit(1)))


def next_waiting(now: datetime) -> DocumentCopy | None:
    """The copy that has waited longest; held, so that no other worker takes it."""
    return db.session.scalar(
        select(DocumentCopy)
        .where(_waits(now))
        .order_by(DocumentCopy.asked_at, DocumentCopy.id)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    )


def copies_to_forget(now: datetime) -> Sequence[DocumentCopy]:
    """Copies of versions that were withheld, and those that were made long ago."""
    return db.session.scalars(
        select(DocumentCopy)
        .join(DocumentCopy.version)
        .where(or_(AgendaVersion.withheld_at.is_not(None), DocumentCopy.asked_at < now - KEPT))
        .order_by(DocumentCopy.id)
        .limit(100)
    ).all()
