"""Papers for tests: a PDF that says something, taken into the store, and handed in for an item."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from forum.agendas import operations, rules
from forum.agendas.models import AgendaItem, Paper, Proposal
from forum.foundation.storage import MB, keep_file
from forum.people.models import Person
from tests.files import a_pdf
from tests.makers import NOW

LATE = datetime(2026, 12, 11, 9, 0, tzinfo=UTC)
"""Two days after papers for the meeting of 17 December were due: five clear working days before, on the 9th."""


def pdf_given(*texts: str, **values: Any) -> rules.VersionGiven:
    """A PDF that was taken into the store."""
    kept = keep_file(BytesIO(a_pdf(*texts, is_tagged=True)), most=MB)
    known = {
        "kind": "PDF", "name": "paper.pdf", "media_type": "application/pdf", "pages": len(texts),
        "has_text": True, "has_tags": True,
    }  # fmt: skip
    return rules.VersionGiven(digest=kept.digest, size=kept.size, **{**known, **values})


def hand_in(
    whose: AgendaItem | Proposal, title: str, by: Person | None, now: datetime = NOW, **values: Any
) -> Paper:
    """A paper of an item or a proposal, which says what it is called."""
    if now >= LATE:
        values.setdefault("late_because", "The survey stayed open.")
    return operations.add_paper(whose, pdf_given(title), title=title, by=by, now=now, **values)
