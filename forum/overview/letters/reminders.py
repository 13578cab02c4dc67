"""Reminders of a meeting: to those with a place, with the agenda as they may see it, and to those who wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forum.agendas.rules import ItemAsPublished
from forum.booking.calendar import object_for_letter
from forum.booking.letters import facts_of
from forum.booking.links import ways_on
from forum.booking.models import Booking
from forum.foundation.post import Letter, link, own_address, write_letter
from forum.foundation.words import capital, near_date
from forum.overview.rules.reminders import Due, far_off, key_of


@dataclass(frozen=True)
class AgendaNow:
    """How far the agenda of a meeting is: its items as one person may see them, or the day on which it comes out."""

    items: Sequence[ItemAsPublished] = ()
    comes_out_on: date | None = None


def reminder(booking: Booking, found: Due, agenda: AgendaNow, *, now: datetime) -> Letter:
    """To somebody with a place: when, where, how to get in, the agenda, and how to give the place up."""
    return _write("reminder", booking, found, now=now, agenda=agenda)


def reminder_of_line(booking: Booking, found: Due, position: int, *, now: datetime) -> Letter:
    """To somebody who waits: where they stand in line, and how to leave it."""
    return _write("reminder_of_line", booking, found, now=now, position=position)


def _write(template: str, booking: Booking, found: Due, *, now: datetime, **words: Any) -> Letter:
    meeting = booking.meeting
    when = far_off(found.days_left)
    says = "Reminder" if template == "reminder" else "You are on the waiting list"
    return write_letter(
        f"overview/{template}",
        to=booking.person,
        subject=f"{says}, {when}: {meeting.title}, {near_date(meeting.on, now)}",
        kind="reminder" if template == "reminder" else "reminder to those waiting",
        sender=meeting.forum,
        about=meeting,
        key=key_of(booking, found),
        calendar=object_for_letter(booking, base=link(""), mail_from=own_address(), now=now),
        booking=booking,
        **facts_of(booking),
        links=ways_on(booking, link),
        when=capital(when),
        **words,
    )
