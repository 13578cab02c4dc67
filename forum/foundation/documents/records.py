"""Records on paper: a heading, some lines, and tables of who and what."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from forum.foundation.documents.typesetting import make_pdf


@dataclass(frozen=True)
class RecordTable:
    """One part of a record: four columns, the first two narrow."""

    heading: str
    columns: tuple[str, str, str, str]
    rows: Sequence[tuple[str, str, str, str]]
    none: str
    """What stands where there is no row."""


@dataclass(frozen=True)
class RecordDocument:
    """A record, all in words."""

    title: str
    kind: str
    """What the record is, above its title."""
    lines: Sequence[str]
    tables: Sequence[RecordTable]
    foot: str = ""


def make_record(record: RecordDocument, *, made_at: datetime) -> bytes:
    """Set a record as accessible PDF, A4, its tables in the order given."""
    return make_pdf("record", asdict(record), title=f"{record.kind}: {record.title}", made_at=made_at)
