"""An agenda on paper, and the sheet by which the chair runs the meeting."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from forum.foundation.documents.typesetting import make_pdf


@dataclass(frozen=True)
class PaperLine:
    """One paper under its item, in words."""

    title: str
    about: str = ""
    """What kind it is, and how long and large: "PDF, 8 pages, 240 kB"."""
    address: str = ""
    """Where it can be had, in full."""
    note: str = ""
    """What must be known of it, such as "2 days late: waiting for figures"."""
    summary: str = ""
    is_withdrawn: bool = False
    key: str = ""
    """By what a pack knows its file."""
    is_other_form: bool = False
    """Such as easy read or large print. A pack leads to it and has it not."""


@dataclass(frozen=True)
class ItemLine:
    """One item of an agenda, in words."""

    number: str
    title: str
    time: str = ""
    minutes: int = 0
    purpose: str = ""
    presenters: Sequence[str] = ()
    summary: str = ""
    commitments: Sequence[str] = ()
    papers: Sequence[PaperLine] = ()
    no_paper: str = ""
    """Why there is none, or which come later, where that is worth saying."""
    why_here: str = ""
    remarks: Sequence[str] = ()
    """What is rare: until when everybody may answer, that it may lead to a contract."""
    note: str = ""
    """Such as "Members only"."""
    closed_because: str = ""
    state: str = ""
    """Of an item that is not taken: "Withdrawn. It keeps its number." Then nothing else of it is shown."""
    is_standing: bool = False


@dataclass(frozen=True)
class AgendaSection:
    """Items under one heading, or under none."""

    items: Sequence[ItemLine]
    heading: str = ""


@dataclass(frozen=True)
class AgendaDocument:
    """An agenda on paper. Everything is in words, as people read it, and masked already for who will read it."""

    title: str
    forum: str
    date: str
    sections: Sequence[AgendaSection]
    times: str = ""
    place: str = ""
    version: str = ""
    """ "Version 2, published 9 December 2026". """
    version_short: str = ""
    """ "Version 2", for the foot of each page. """
    mark: str = ""
    address: str = ""
    changed_since: str = "What changed since the version before"
    changes: Sequence[str] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class SpeakerLine:
    """Who presents an item, and whether they said that they will."""

    words: str
    state: str = ""
    is_confirmed: bool = True


@dataclass(frozen=True)
class InterestLine:
    """An interest that somebody declared, and what follows from it."""

    who: str
    interest: str
    effect: str = ""


@dataclass(frozen=True)
class RunLine:
    """One item as the chair takes it."""

    number: str
    title: str
    from_time: str = ""
    until_time: str = ""
    minutes: int = 0
    purpose: str = ""
    presenters: Sequence[SpeakerLine] = ()
    papers: Sequence[PaperLine] = ()
    declarations: Sequence[InterestLine] = ()
    note: str = ""
    closed_because: str = ""
    state: str = ""


@dataclass(frozen=True)
class ExpectedLine:
    """Somebody who is expected."""

    name: str
    organisation: str = ""
    note: str = ""


@dataclass(frozen=True)
class ExpectedSide:
    """Those of one side who are expected."""

    heading: str
    people: Sequence[ExpectedLine]


@dataclass(frozen=True)
class RunSheet:
    """The chair's sheet of a meeting."""

    title: str
    forum: str
    date: str
    items: Sequence[RunLine]
    times: str = ""
    place: str = ""
    version: str = ""
    made: str = ""
    """As of when it is, for the foot of each page."""
    mark: str = ""
    address: str = ""
    counts: str = ""
    """Who is expected, in numbers."""
    expected: Sequence[ExpectedSide] = ()
    apologies: Sequence[str] = ()
    general: Sequence[InterestLine] = ()
    """Interests that touch no one item."""
    notes: Sequence[str] = field(default_factory=tuple)


def make_agenda(agenda: AgendaDocument, *, made_at: datetime) -> bytes:
    """Set an agenda as accessible PDF, A4, in the order given. Sections without items are left out."""
    return make_pdf(
        "agenda",
        asdict(agenda),
        title=f"Agenda: {agenda.title}, {agenda.date}",
        made_at=made_at,
        parts=["_agenda"],
    )


def make_run_sheet(sheet: RunSheet, *, made_at: datetime) -> bytes:
    """Set the chair's sheet as accessible PDF, A4: a table of the items with room to write, then who is expected."""
    return make_pdf(
        "run_sheet",
        asdict(sheet),
        title=f"Run-sheet: {sheet.title}, {sheet.date}",
        made_at=made_at,
        parts=["_agenda"],
    )
