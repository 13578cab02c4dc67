"""The letter that an agenda is out, or has changed."""

from forum.agendas import rules
from forum.agendas.models import AgendaVersion
from forum.foundation.post import Letter, write_letter
from forum.foundation.words import date_of
from forum.meetings.models import Meeting
from forum.people.models import Person


def agenda_published(version: AgendaVersion, meeting: Meeting, to: Person) -> Letter:
    """The agenda is out, or has changed: with the items as every member may see them."""
    items = rules.seen_items(rules.published_items(version), rules.MEMBERS)
    when = date_of(meeting.on)
    subject = f"The agenda for {when}" if version.number == 1 else f"The agenda for {when} has changed"
    return write_letter(
        "agendas/agenda_published",
        to=to,
        subject=f"{subject}: {meeting.title}",
        kind="agenda",
        sender=meeting.forum,
        about=meeting,
        meeting=meeting,
        version=version,
        items=[item for item in items if not item.is_withdrawn],
    )
