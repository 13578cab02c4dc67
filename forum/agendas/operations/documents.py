"""Copies of published agendas as documents: asked for, claimed by a worker, made or failed, and let go."""

from datetime import datetime

from sqlalchemy import update

from forum.agendas import queries, rules
from forum.agendas.models import AgendaVersion, CopyState, DocumentCopy, DocumentKind
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.storage import KeptFile

MOST_TRIES = 3
"""How often a copy is begun that its worker does not live to finish."""


@operation
def ask_for_pack(version: AgendaVersion, sight: rules.Sight, *, now: datetime) -> DocumentCopy | None:
    """Ask for the pack of a version as this sight sees it. One that is there or under way is enough.

    None where no paper is a PDF. One that failed, or whose file has gone, waits to be made again.
    """
    hold(version)
    shared = rules.widest_shared(queries.published(version.id, version.digest), sight)
    paper = queries.get_on_paper(version, shared, now)
    if not paper.files:
        return None
    made_of = paper.made_of(DocumentKind.PACK)
    copy = queries.find_copy(version, DocumentKind.PACK, made_of)
    if copy is None:
        copy = _new(version, DocumentKind.PACK, made_of, shared, now)
    elif not rules.is_under_way(copy) and not queries.is_there(copy):
        copy.state, copy.asked_at, copy.tries, copy.trouble = CopyState.WAITING, now, 0, ""
        copy.claimed_at, copy.pages_done, copy.pages = None, 0, 0
    db.session.flush()
    return copy


@operation
def keep_agenda_copy(
    version: AgendaVersion, made_of: str, sight: rules.Sight, file: KeptFile, *, now: datetime
) -> DocumentCopy:
    """Keep that the agenda was set as PDF: the next who asks for the same gets this file."""
    hold(version)
    copy = queries.find_copy(version, DocumentKind.AGENDA, made_of)
    if copy is None:
        copy = _new(version, DocumentKind.AGENDA, made_of, sight, now)
    copy.state, copy.made_at, copy.digest, copy.size = CopyState.MADE, now, file.digest, file.size
    db.session.flush()
    return copy


def _new(
    version: AgendaVersion, kind: DocumentKind, made_of: str, sight: rules.Sight, now: datetime
) -> DocumentCopy:  # fmt: skip
    copy = DocumentCopy(
        version=version, kind=kind, made_of=made_of, sight=rules.sight_as_kept(sight), asked_at=now
    )  # fmt: skip
    db.session.add(copy)
    return copy


# ---- By the worker ----------------------------------------------------------------------------------------------


@operation
def claim_copy(*, now: datetime) -> DocumentCopy | None:
    """Claim the pack that has waited longest, or that a worker left behind. None when there is none.

    One that no worker lives to finish has failed. What it says may have changed since it was asked for: it is made
    of what there is now, and goes where that is there already, or where its version was withheld.
    """
    copy = queries.next_waiting(now)
    if copy is None:
        return None
    if copy.tries >= MOST_TRIES:
        copy.state = CopyState.FAILED
        copy.trouble = f"It was begun {MOST_TRIES} times and never finished."
        return None
    if copy.version.is_withheld:
        db.session.delete(copy)
        return None
    made_of = queries.get_on_paper(copy.version, rules.kept_sight(copy), now).made_of(copy.kind)
    if made_of != copy.made_of and queries.find_copy(copy.version, copy.kind, made_of) is not None:
        db.session.delete(copy)
        return None
    copy.made_of, copy.state, copy.claimed_at, copy.tries = made_of, CopyState.MAKING, now, copy.tries + 1
    copy.pages_done = copy.pages = 0
    db.session.flush()
    return copy


@operation
def note_progress(copy_id: int, tries: int, done: int, pages: int, *, now: datetime) -> bool:
    """Note how far a worker is with a copy. False where another has taken it over, or nobody wants it any more."""
    return _of_claim(copy_id, tries, claimed_at=now, pages_done=done, pages=pages)


@operation
def finish_copy(copy_id: int, tries: int, file: KeptFile, pages: int, *, now: datetime) -> bool:
    """Note that a copy is made. False where another worker has taken it over."""
    return _of_claim(
        copy_id, tries, state=CopyState.MADE, made_at=now, digest=file.digest, size=file.size,
        pages=pages, pages_done=pages, trouble="",
    )  # fmt: skip


@operation
def fail_copy(copy_id: int, tries: int, trouble: str, *, now: datetime) -> bool:
    """Note in a sentence why a copy could not be made. False where another worker has taken it over."""
    return _of_claim(copy_id, tries, state=CopyState.FAILED, claimed_at=now, trouble=trouble)


def _of_claim(copy_id: int, tries: int, **values: object) -> bool:
    claimed = (
        DocumentCopy.id == copy_id, DocumentCopy.tries == tries, DocumentCopy.state == CopyState.MAKING
    )  # fmt: skip
    changed = db.session.execute(
        update(DocumentCopy).where(*claimed).values(**values).returning(DocumentCopy.id)
    )  # fmt: skip
    return changed.first() is not None


@falls_due
@operation
def forget_copies(now: datetime) -> int:
    """Let go of copies of versions that were withheld, and of old ones. Returns how many went.

    Their files go when the store is swept.
    """
    gone = queries.copies_to_forget(now)
    for copy in gone:
        db.session.delete(copy)
    return len(gone)
