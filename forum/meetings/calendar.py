"""The meeting written as a calendar object, for letters and feeds alike: models in, iCalendar out."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from forum.foundation.calendar import (
    Entry,
    Mailbox,
    Method,
    Part,
    Status,
    day_after,
    shortened,
    write_calendar,
    write_invitation,
)
from forum.meetings.models import Form, Meeting

LEAD_IN_A_FEED = 300
"""Octets of what a meeting says of itself in a feed; its page says the rest."""

LEAD_IN_A_LETTER = 4000

_E_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


class Standing(StrEnum):
    """How a person's claim on a place stands."""

    HAS_PLACE = "has a place"
    WAITS = "waits"
    ENDED = "ended"


@dataclass(frozen=True)
class OwnPlace:
    """A person's own claim on a place at a meeting, as their calendar shows it."""

    standing: Standing
    is_online: bool
    sequence: int  # grows with each change of the claim, also when a place is given up and taken again
    changed_at: datetime
    page: str  # the whole address of the booking's page
    is_asked: bool = False  # whether they have to say again that they come, since the meeting moved

    @property
    def part(self) -> Part:
        """What is known of their answer."""
        if self.is_asked:
            return Part.ASKED
        return _PARTS[self.standing]


_PARTS = {
    Standing.HAS_PLACE: Part.ACCEPTED,
    Standing.WAITS: Part.TENTATIVE,
    Standing.ENDED: Part.DECLINED,
}


def entry_of(
    meeting: Meeting, base: str, own: OwnPlace | None = None, *, lead: int = LEAD_IN_A_FEED
) -> Entry:
    """A meeting as an entry: for everyone, or for the person who has a place.

    `base` begins every address. The joining link is only for a confirmed place; e-mail addresses that somebody
    typed stay out of what everyone reads. Nothing here depends on today, so an unchanged meeting reads the same.
    """
    has_place = own is not None and own.standing is Standing.HAS_PLACE and not meeting.is_cancelled
    joins_online = meeting.form is Form.ONLINE or (own is not None and own.is_online)
    link = meeting.joining_link if has_place and joins_online else None
    page = f"{base}/meetings/{meeting.reference}"
    moments = [meeting.changed_at, meeting.forum.renamed_at, own.changed_at if own else None]
    span: tuple[datetime | date, datetime | date] = meeting.on, day_after(meeting.on)
    if meeting.starts_at is not None and meeting.ends_at is not None:
        span = meeting.starts_at, meeting.ends_at
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence + (own.sequence if own else 0),
        made_at=meeting.made_at,
        changed_at=max(moment for moment in moments if moment),
        status=_status(meeting, own),
        title=_for_everyone(_title(meeting, own), own),
        starts=span[0],
        ends=span[1],
        text=_text(meeting, own, page, link, lead),
        page=page,
        place=_for_everyone(_place(meeting, joins_online), own),
        joining_link=link,
        is_busy=has_place,
    )


def write_file(meeting: Meeting, base: str) -> bytes:
    """The file of one meeting, to be opened once."""
    return write_calendar(
        _for_everyone(meeting.title, None), [entry_of(meeting, base, lead=LEAD_IN_A_LETTER)]
    )


def invitation(
    meeting: Meeting,
    base: str,
    own: OwnPlace,
    *,
    organiser: Mailbox,
    to: Mailbox,
    asks_answer: bool = True,
    now: datetime,
) -> tuple[str, str]:
    """What the letter about a place, or about a change, carries: an object and its method."""
    entry = entry_of(meeting, base, own, lead=LEAD_IN_A_LETTER)
    written = write_invitation(
        entry, Method.REQUEST, organiser=organiser, to=to, part=own.part, asks_answer=asks_answer, now=now
    )
    return written, Method.REQUEST.value


def cancellation(
    meeting: Meeting, base: str, own: OwnPlace, *, organiser: Mailbox, to: Mailbox, now: datetime
) -> tuple[str, str]:
    """What the letter about a meeting called off, or a place given up, carries: an object and its method."""
    entry = entry_of(meeting, base, own, lead=LEAD_IN_A_LETTER)
    part = Part.TENTATIVE if meeting.is_cancelled else own.part  # nobody declined what was called off
    written = write_invitation(entry, Method.CANCEL, organiser=organiser, to=to, part=part, now=now)
    return written, Method.CANCEL.value


def _status(meeting: Meeting, own: OwnPlace | None) -> Status:
    if meeting.is_cancelled or (own is not None and own.standing is Standing.ENDED):
        return Status.CANCELLED
    is_sure = meeting.is_confirmed and (own is None or own.standing is Standing.HAS_PLACE)
    return Status.CONFIRMED if is_sure else Status.TENTATIVE


def _title(meeting: Meeting, own: OwnPlace | None) -> str:
    """The title, with in words what many programs do not read from the status."""
    if meeting.is_cancelled:
        return f"CANCELLED: {meeting.title}"
    if own is not None and own.standing is Standing.WAITS:
        return f"Waiting list: {meeting.title}"
    return meeting.title if meeting.is_confirmed else f"Provisional: {meeting.title}"


def _place(meeting: Meeting, joins_online: bool) -> str:
    if joins_online:
        return "Online"
    return f"{meeting.venue.name}, {meeting.venue.address}" if meeting.venue else "Place to be fixed"


def _text(meeting: Meeting, own: OwnPlace | None, page: str, link: str | None, lead: int) -> str:
    about = shortened(_for_everyone(meeting.lead, own), lead)
    series = f"{meeting.series.name}, {meeting.forum.name}."
    hybrid = "In the room or online." if meeting.form is Form.HYBRID and own is None else ""
    parts = (about, f"{series} {hybrid}".strip(), _own_words(meeting, own, link), _way_on(own, page))
    return _for_everyone("\n\n".join(part for part in parts if part), own)


def _own_words(meeting: Meeting, own: OwnPlace | None, link: str | None) -> str:
    """What the person should know of their own place."""
    if meeting.is_cancelled:
        return "This meeting has been called off."
    if own is None:
        return "" if meeting.is_confirmed else "The date is provisional."
    if own.standing is Standing.ENDED:
        return f"Your booking is cancelled:\n{own.page}"
    if own.standing is Standing.WAITS:
        return f"You are on the waiting list. Your booking:\n{own.page}"
    where = [f"You have an online place. Join here:\n{link}" if link else "You have a place."]
    if meeting.dial_in and (own.is_online or meeting.form is Form.ONLINE):
        where.append(f"By telephone: {meeting.dial_in}")
    if own.is_asked:
        where.append("The meeting has moved. Please say whether you still come.")
    return "\n".join([*where, f"If you cannot come after all:\n{own.page}"])


def _way_on(own: OwnPlace | None, page: str) -> str:
    return f"{'Agenda and papers' if own else 'Booking, agenda and papers'}:\n{page}"


def _for_everyone(words: str, own: OwnPlace | None) -> str:
    """Words without the e-mail addresses that somebody typed into them, where everyone may read them."""
    return _E_MAIL.sub("(e-mail address left out)", words) if own is None else words
