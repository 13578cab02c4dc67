"""The facts of a preliminary market engagement notice, put together for the commissioner to check.

What a notice says: Procurement Act 2023, section 17, and Procurement Regulations 2024, regulation 17. We never send
one: the commissioner does.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from forum.agendas.models import AgendaItem
from forum.agendas.rules import link_given
from forum.engagement.models import Engagement
from forum.engagement.rules.refusals import AddressIsNotSafe
from forum.foundation.clock import day_in_london
from forum.foundation.files import Cell
from forum.foundation.refusals import Refusal
from forum.foundation.words import HARD, date_of, day_and_time
from forum.foundation.words import day as day_of
from forum.organisations.models import Organisation

NEVER_SENT = "The forum sends no notice. The commissioner checks these facts and publishes the notice itself."


@dataclass(frozen=True)
class FactsGiven:
    """The facts as they were filled in."""

    organisation: Organisation | None = None
    subject: str = ""
    how_to_take_part: str = ""
    contact: str = ""
    value: str = ""
    tender_on: date | None = None
    questions_until_on: date | None = None
    ocds_id: str | None = None
    notice_number: str | None = None
    notice_address: str | None = None


@dataclass(frozen=True)
class Fact:
    """One fact of a notice; without words it is missing."""

    name: str
    words: str
    question: str = ""  # the question of the form that asks for it; empty: it comes from elsewhere
    is_asked: bool = True  # whether a notice must have it

    @property
    def is_missing(self) -> bool:
        """Whether the notice asks for it and nobody has said it."""
        return self.is_asked and not self.words


def facts_of_notice(item: AgendaItem, engagement: Engagement | None, title: str, now: datetime) -> list[Fact]:
    """All that a notice would say, in its order, what is missing too. `title` is that of the published item."""
    meeting, given = item.agenda.meeting, engagement
    body = given.organisation if given else None
    held = meeting.is_over(now)
    when = day_and_time(meeting.starts_at, meeting.ends_at) if meeting.starts_at else day_of(meeting.on)
    process = [
        f"{'Discussed' if held else 'To be discussed'} in public at “{meeting.title}”, {when}.",
        f"Place: {meeting.place_in_words}.",
    ]
    numbers = ", ".join(one.org_id for one in body.identifiers if one.ended_on is None) if body else ""
    return [
        Fact("Contracting authority", body.legal_name if body else "", "organisation"),
        Fact("Its number in a register", numbers, is_asked=False),
        Fact("Contact", given.contact if given else "", "contact"),
        Fact("Title", title),
        Fact("Unique identifier of the procurement", (given.ocds_id or "") if given else "", "ocds_id"),
        Fact("What might be bought", given.subject if given else "", "subject"),
        Fact("How suppliers are engaged", " ".join(process)),
        Fact("How to take part", given.how_to_take_part if given else "", "how_to_take_part"),
        Fact(
            "Engagement closes" if closes_on(item, given) >= day_in_london(now) else "Engagement closed",
            date_of(closes_on(item, given)),
        ),
        Fact("Value as estimated", given.value if given else "", "value", is_asked=False),
        Fact(
            "A tender might come out",
            date_of(given.tender_on) if given and given.tender_on else "",
            "tender_on",
            is_asked=False,
        ),
        Fact("Notice", (given.notice_number or "") if given else "", "notice_number", is_asked=False),
    ]


def closes_on(item: AgendaItem, engagement: Engagement | None) -> date:
    """The day on which the engagement ends: the meeting's, or the last day for questions if that is later."""
    last = engagement.questions_until_on if engagement else None
    return max(item.agenda.meeting.on, last) if last else item.agenda.meeting.on


def as_text(title: str, facts: list[Fact]) -> str:
    """The facts as plain text, to be pasted into whatever system the commissioner uses."""
    lines = [f"Facts for a preliminary market engagement notice: {title}", NEVER_SENT, ""]
    for fact in facts:
        lines += [fact.name, fact.words or ("(missing)" if fact.is_missing else "(not given)"), ""]
    return "\n".join(lines).replace(HARD, " ")


def as_rows(facts: list[Fact]) -> list[tuple[Cell, ...]]:
    """The facts as rows of a list: name, words, and whether it is missing."""
    return [(one.name, one.words.replace(HARD, " "), "missing" if one.is_missing else "") for one in facts]


# ---- What is well formed ------------------------------------------------------------------------------------

_OCDS = re.compile(r"ocds-[a-z0-9]{6}-[a-z0-9][a-z0-9._/-]{0,79}")
_NOTICE = re.compile(r"(?:(\d{4})/S 000-(\d{6})|(\d{6})-(\d{4}))")


def read_ocds_id(typed: str) -> str:
    """An Open Contracting identifier, such as `ocds-h6vhtk-04d2b1`. Raises `ValueError` with a sentence."""
    text = typed.strip().lower()
    if not _OCDS.fullmatch(text):
        raise ValueError("Give the whole identifier, such as ocds-h6vhtk-04d2b1. It stands on the notice.")
    return text


def read_notice_number(typed: str) -> str:
    """The number of a notice on Find a Tender, `2026/S 000-012345` or `012345-2026`, as it was given.

    Raises `ValueError` with a sentence.
    """
    text = " ".join(typed.split()).upper()
    if not _NOTICE.fullmatch(text):
        raise ValueError("Give the number as Find a Tender writes it: 012345-2026, or 2026/S 000-012345.")
    return text


def check_notice_address(typed: str) -> str:
    """The address of a notice: a page on the web, over https. Raises `AddressIsNotSafe`."""
    try:
        address = link_given(typed).address or ""
    except Refusal as refusal:
        raise AddressIsNotSafe from refusal
    if urlsplit(address).scheme != "https":
        raise AddressIsNotSafe
    return address


def address_of_notice(engagement: Engagement) -> str:
    """Where a notice is read: the address given, or where Find a Tender has the number; empty for neither."""
    if engagement.notice_address:
        return engagement.notice_address
    found = _NOTICE.fullmatch(engagement.notice_number or "")
    if found is None:
        return ""
    number, year = (found[2], found[1]) if found[1] else (found[3], found[4])
    return f"https://www.find-tender.service.gov.uk/Notice/{number}-{year}"
