"""Making copies of published agendas: what takes too long for one transaction."""

import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from forum.agendas import operations, queries, rules
from forum.agendas.models import AgendaVersion, DocumentCopy, DocumentKind
from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.documents import make_agenda, make_pack
from forum.foundation.jobs import is_waited_for
from forum.foundation.refusals import Refusal
from forum.foundation.storage import KeptFile, arriving_folder, keep_file, path_of

MOST_BYTES = 2 * 1024**3
"""How large a copy may be: far more than the papers of a meeting."""
SAID_EVERY = 0.5
"""Seconds between two notes of how far a pack is."""
TROUBLE = "It could not be put together. The forum’s log says why."


class ClaimIsLost(RuntimeError):
    """Another worker has taken over what this one was making."""


def agenda_copy(version: AgendaVersion, sight: rules.Sight, now: datetime) -> DocumentCopy:
    """The agenda as PDF, as this sight sees it: the copy that is kept, or one that is made now.

    Raises `DocumentWentWrong`, and `NoRoomLeft` when it cannot be kept.
    """
    shared = rules.widest_shared(queries.published(version.id, version.digest), sight)
    paper = queries.get_on_paper(version, shared, now)
    made_of = paper.made_of(DocumentKind.AGENDA)
    copy = queries.find_copy(version, DocumentKind.AGENDA, made_of)
    if copy is not None and queries.is_there(copy):
        return copy
    pdf = make_agenda(paper.agenda, made_at=version.published_at)
    file = keep_file(BytesIO(pdf), most=MOST_BYTES)
    return operations.keep_agenda_copy(version, made_of, shared, file, now=now)


@is_waited_for
def make_waiting_pack(now: datetime) -> bool:
    """Make the pack that has waited longest, if one waits. Returns whether any did."""
    if not queries.is_anything_waiting(now):
        return False
    copy = operations.claim_copy(now=now)
    if copy is not None:
        _make(copy, now)
    return True


def _make(copy: DocumentCopy, now: datetime) -> None:
    copy_id, tries, version = copy.id, copy.tries, copy.version
    paper, made_at = queries.get_on_paper(version, rules.kept_sight(copy), now), version.published_at
    db.session.rollback()  # nothing is read while the papers are put together
    try:
        file, pages = _put_together(paper, made_at, _teller(copy_id, tries))
    except ClaimIsLost:
        return
    except Refusal as refusal:
        operations.fail_copy(copy_id, tries, str(refusal), now=clock.now())
    except (RuntimeError, OSError, subprocess.SubprocessError):
        operations.fail_copy(copy_id, tries, TROUBLE, now=clock.now())
        raise
    else:
        operations.finish_copy(copy_id, tries, file, pages, now=clock.now())


def _put_together(
    paper: rules.OnPaper, made_at: datetime, tell: Callable[[int, int], None]
) -> tuple[KeptFile, int]:  # fmt: skip
    files = {key: path_of(digest) for key, digest in paper.files.items()}
    with NamedTemporaryFile(dir=arriving_folder()) as place:  # one that is left there goes after a day
        to = Path(place.name)
        pack = make_pack(paper.agenda, files, to, made_at=made_at, why_not=paper.why_not, tell=tell)
        with to.open("rb") as made:  # anew: the binder may have put another file in its place
            return keep_file(made, most=MOST_BYTES), pack.pages


def _teller(copy_id: int, tries: int) -> Callable[[int, int], None]:
    """What notes how far a pack is, not more often than somebody can read it. Raises `ClaimIsLost`."""
    said_at = 0.0

    def tell(done: int, pages: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at < SAID_EVERY:
            return
        said_at = time.monotonic()
        if not operations.note_progress(copy_id, tries, done, pages, now=clock.now()):
            raise ClaimIsLost

    return tell
