"""The minutes of a meeting as a document: on paper, and to be worked on in a word processor."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from forum.foundation.documents.typesetting import make_pdf

EDITION = 1
"""Grows when the same minutes are set in another way: copies that are kept are made anew."""


@dataclass(frozen=True)
class NamedLine:
    """Somebody who was there, or was not."""

    name: str
    body: str = ""
    note: str = ""


@dataclass(frozen=True)
class NamedGroup:
    """Those who were there in one way: "Present", "Online", "Apologies"."""

    heading: str
    people: Sequence[NamedLine]
    counted: str = ""


@dataclass(frozen=True)
class MinutesLine:
    """One line, in words. A decision, an action or a recommendation has a label and stands out."""

    text: str
    time: str = ""
    label: str = ""
    """ "Decision D-2026-014", "Question". """
    address: str = ""
    about: str = ""
    """Whose it is, and by when."""
    remarks: Sequence[str] = ()
    stands_out: bool = False


@dataclass(frozen=True)
class MinutesItem:
    """What was said and decided under one item."""

    number: str
    title: str
    lines: Sequence[MinutesLine] = ()
    note: str = ""
    """ "Taken third.", "Not reached: …", "The minutes of this item are not public.". """


@dataclass(frozen=True)
class CorrectionLine:
    """One correction with which the minutes were approved."""

    where: str
    was: str
    now: str


@dataclass(frozen=True)
class MinutesDocument:
    """The minutes of a meeting, all in words, and masked already for who will read them."""

    title: str
    forum: str
    date: str
    items: Sequence[MinutesItem]
    groups: Sequence[NamedGroup]
    state: str
    """ "Draft, not yet approved", "Approved by the meeting of 17 December 2026 as a correct record". """
    times: str = ""
    place: str = ""
    version: str = ""
    version_short: str = ""
    is_draft: bool = False
    address: str = ""
    mark: str = ""
    notes: Sequence[str] = ()
    corrections: Sequence[CorrectionLine] = ()

    @property
    def name(self) -> str:
        """What the document is called."""
        return f"Minutes: {self.title}, {self.date}"

    def made_of(self) -> str:
        """A digest over all that goes in, names too: who is erased is in no copy made after."""
        written = json.dumps([EDITION, asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


def make_minutes(minutes: MinutesDocument, *, made_at: datetime) -> bytes:
    """Set minutes as accessible PDF, A4. A draft says so at the head of each page."""
    return make_pdf("minutes", asdict(minutes), title=minutes.name, made_at=made_at, parts=["_agenda"])
