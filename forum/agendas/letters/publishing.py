"""The letters that an agenda is out, that it has changed, and that a version of it was withheld."""

from forum.agendas import rules
from forum.agendas.models import AgendaVersion
from forum.foundation.post import ToMany
from forum.foundation.words import date_of
from forum.meetings.models import Meeting


def agenda_published(meeting: Meeting, out: rules.Published) -> ToMany:
    """The agenda is out, or has changed: with the items and the changes as every member may see them.

    `out` is the version, or the draft as it would be published.
    """
    when = date_of(meeting.on)
    subject = f"The agenda for {when}" if out.number == 1 else f"The agenda for {when} has changed"
    items = rules.seen_items(out.items, rules.MEMBERS)
    return ToMany(
        "agendas/agenda_published",
        subject=f"{subject}: {meeting.title}",
        kind="agenda",
        sender=meeting.forum,
        about=meeting,
        words={
            "meeting": meeting,
            "number": out.number,
            "since": out.since,
            "changes": rules.changes_seen(out.changes, rules.MEMBERS),
            "items": [item for item in items if not item.is_withdrawn],
        },
    )


def agenda_withheld(version: AgendaVersion, because: str, now_shown: int | None) -> ToMany:
    """A version was published by mistake: whoever got it is asked not to rely on it.

    `now_shown` is the number of the version that everybody sees instead, if there is one.
    """
    meeting = version.agenda.meeting
    return ToMany(
        "agendas/agenda_withheld",
        subject=f"Please set aside version {version.number} of the agenda for {date_of(meeting.on)}",
        kind="agenda withheld",
        sender=meeting.forum,
        about=meeting,
        words={"meeting": meeting, "number": version.number, "because": because, "now_shown": now_shown},
    )
