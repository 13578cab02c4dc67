"""What somebody hands in as a paper: a file or a link, whether it comes in time, and what is amiss with it."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from forum.agendas.models import AgendaItem, Paper, PaperForm, PaperVersion, Proposal, Purpose, Visibility
from forum.agendas.rules.paper_refusals import (
    AddressHasPassword,
    AddressIsOdd,
    LatePaperNeedsReason,
    PaperMustBePublic,
)
from forum.agendas.rules.papers import Accepted, acceptance_of, is_declined, newest, papers_due_on
from forum.foundation.clock import day_in_london
from forum.foundation.file_names import safe_name
from forum.foundation.inspection import FileKind, Inspected
from forum.foundation.storage import KeptFile
from forum.foundation.words import HARD, count_of, day
from forum.meetings.models import Meeting

LINK = "Link"
"""What people call a version that is a page on the web."""
LONGEST_ADDRESS = 2000


@dataclass(frozen=True)
class VersionGiven:
    """A file that was taken in, or a link: what becomes a version of a paper."""

    kind: str
    name: str  # what the file is called; of a link, its host
    digest: str | None = None
    address: str | None = None
    media_type: str = ""
    size: int = 0
    pages: int | None = None
    has_text: bool | None = None
    has_tags: bool | None = None


def file_given(kept: KeptFile, found: Inspected, name: str) -> VersionGiven:
    """What a file makes that its sender calls `name`."""
    return VersionGiven(
        kind=found.kind.in_words,
        name=safe_name(name, found.extension),
        digest=kept.digest,
        media_type=found.media_type,
        size=kept.size,
        pages=found.pages,
        has_text=found.has_text,
        has_tags=found.has_tags,
    )


_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")


def link_given(typed: str) -> VersionGiven:
    """What an address makes. Its form is checked, and nothing is fetched.

    Raises `AddressIsOdd` or `AddressHasPassword`.
    """
    address = typed.strip()
    if not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
        address = f"https://{address}"
    if _BLANK.search(address) or "\\" in address or len(address) > LONGEST_ADDRESS:
        raise AddressIsOdd
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
        plain = (host or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise AddressIsOdd from None
    if parts.username is not None or parts.password is not None:
        raise AddressHasPassword
    if parts.scheme not in ("http", "https") or not _is_name_of_host(plain):
        raise AddressIsOdd
    return VersionGiven(kind=LINK, name=plain.removeprefix("www."), address=address)


def _is_name_of_host(host: str) -> bool:
    """Whether it is a name on the web, such as `gov.uk`, and no number or machine of somebody's own."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return re.fullmatch(r"([a-z0-9-]+\.)+[a-z][a-z0-9-]+\.?", host) is not None
    return False


# ---- In time ------------------------------------------------------------------------------------------------


def paper_due_on(item: AgendaItem | None, proposal: Proposal | None) -> date | None:
    """The last day on which a paper of an item is in time; of a proposal, for the meeting that it is meant for."""
    meeting: Meeting | None = item.agenda.meeting if item else proposal.meeting if proposal else None
    return papers_due_on(meeting) if meeting else None


def due_in_words(due: date, working_days: int) -> str:
    """`by Wednesday 9 December 2026, 5 clear working days before`."""
    days = f"{working_days} clear working day{'' if working_days == 1 else 's'}"
    return f"by {day(due)}, {days.replace(' ', HARD, 1)} before"


def check_late_reason(due: date | None, late_because: str, now: datetime) -> None:
    """Refuse a paper that comes too late without a word why. Raises `LatePaperNeedsReason`."""
    if due is not None and day_in_london(now) > due and not late_because.strip():
        raise LatePaperNeedsReason(day=day(due))


def check_readers(item: AgendaItem | None, visibility: Visibility) -> None:
    """Refuse a paper for members alone of what may lead to a contract. Raises `PaperMustBePublic`.

    Procurement Act 2023, section 16: nobody who takes part has an unfair advantage.
    """
    if item is not None and item.regime is not None and visibility is not Visibility.PUBLIC:
        raise PaperMustBePublic


def waits_for_chair(paper: Paper, item: AgendaItem | None, now: datetime) -> bool:
    """Whether a paper may come out only with the chair's word: it is late, and the forum is asked to decide."""
    version = newest(paper)
    return (
        version is not None
        and version.is_late
        and item is not None
        and item.purpose is Purpose.DECIDE
        and not item.is_withdrawn
        and not paper.is_withdrawn
        and not item.agenda.meeting.is_over(now)
        and acceptance_of(paper) is Accepted.NOT_ASKED
    )


def late_papers(papers: Iterable[Paper], now: datetime) -> list[Paper]:
    """The papers that came late for a decision and that the chair has not accepted, in their order."""
    return [one for one in papers if waits_for_chair(one, one.item, now)]


def has_said_no(paper: Paper) -> bool:
    """Whether the chair did not accept the paper as it stands."""
    return is_declined(paper) and acceptance_of(paper) is Accepted.NOT_ASKED


# ---- What is amiss ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Amiss:
    """What keeps people from reading a file, and how it is mended."""

    what: str
    how: str


NO_TEXT = Amiss(
    "This PDF has no text that can be searched or read out: it is a scan or a picture.",
    "Save the PDF from the program in which it was written. For a scan, run “Recognise text” first.",
)
NO_TAGS = Amiss(
    "This PDF does not say what is a heading, a list or a table, so a screen reader cannot find its way in it.",
    "In Word choose File, Save As, PDF, and under Options tick “Document structure tags for accessibility”. "
    "“Print to PDF” leaves them out.",
)


def what_is_amiss(version: PaperVersion | VersionGiven) -> tuple[Amiss, ...]:
    """What is amiss with a version. It is taken all the same."""
    if version.has_text is False:
        return (NO_TEXT,)
    return (NO_TAGS,) if version.has_tags is False else ()


# ---- In words -----------------------------------------------------------------------------------------------

FORM_NAMES = {
    PaperForm.EASY_READ: "Easy read",
    PaperForm.LARGE_PRINT: "Large print",
    PaperForm.PLAIN_TEXT: "Plain text",
    PaperForm.AUDIO: "A recording",
    PaperForm.SIGN_LANGUAGE: "British Sign Language",
    PaperForm.OTHER_LANGUAGE: "Another language",
}
"""The other forms of a paper, as people choose them."""


def size_in_words(size: int) -> str:
    """`120 kB`, `1.1 MB`."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))}{HARD}kB"
    megabytes = size / 1_000_000
    return f"{megabytes:.1f}{HARD}MB" if megabytes < 9.95 else f"{round(megabytes)}{HARD}MB"


def about_file(kind: str, pages: int | None, size: int, host: str = "") -> str:
    """`PDF, 14 pages, 380 kB`, or `Link to gov.uk`."""
    if kind == LINK:
        return f"{LINK} to {host}"
    what = "slide" if kind == FileKind.PPTX.in_words else "page"
    parts = [kind, count_of(pages, what) if pages else "", size_in_words(size) if size else ""]
    return ", ".join(part for part in parts if part)


def about_version(version: PaperVersion | VersionGiven) -> str:
    """What stands in grey beside a version."""
    return about_file(version.kind, version.pages, version.size, version.name)


def is_released_now(paper: Paper, now: datetime) -> bool:
    """Whether anybody may read what a paper is called and says.

    Of what may lead to a contract nobody does before its release, not those who run the forum either: Procurement
    Act 2023, section 16.
    """
    if not may_lead_to_contract(paper):
        return True
    return paper.published_at is not None and any(has_its_moment(one, now) for one in paper.versions)


def is_version_released(paper: Paper, version: PaperVersion, now: datetime) -> bool:
    """Whether anybody may read what is said of one version: what changed in it, and where a link leads."""
    return not may_lead_to_contract(paper) or has_its_moment(version, now)


def about_held(paper: Paper, version: PaperVersion, now: datetime) -> str:
    """What stands beside a version on the desk. Before its release nobody reads where a link leads."""
    return about_version(version) if is_version_released(paper, version, now) or not version.address else LINK


def may_lead_to_contract(paper: Paper) -> bool:
    """Whether what a paper belongs to may lead to a contract."""
    regime = paper.item.regime if paper.item else paper.proposal.regime if paper.proposal else None
    return regime is not None


def has_its_moment(version: PaperVersion, now: datetime) -> bool:
    """Whether the moment has come at which everybody gets a version."""
    return version.release_at is not None and version.release_at <= now


def paper_called(paper: Paper, now: datetime) -> str:
    """What a paper may be called on the desk and by who handed it in."""
    if is_released_now(paper, now):
        return paper.title
    return f"A paper received on {day(paper.made_at)}"


def day_received(version: PaperVersion) -> str:
    """The day on which a version came, in words."""
    return day(version.received_at)
