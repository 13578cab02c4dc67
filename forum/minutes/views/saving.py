"""One line as it was typed: understood and kept, in the same way for the form and for the page's script."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.actions.due import NextMeetingIsNotFixed, NoSuchDate
from forum.actions.rules import Owner
from forum.agendas.models import AgendaItem
from forum.decisions.models import Decision
from forum.foundation.clock import now
from forum.foundation.refusals import Refusal
from forum.meetings.queries import following_meeting
from forum.minutes import line, operations, rules
from forum.minutes.forms import LineForm
from forum.minutes.models import Entry, EntryKind, Minutes
from forum.people.models import Person

ABOUT_THE_DATE = (NoSuchDate, NextMeetingIsNotFixed)


def save_line(
    form: LineForm,
    minutes: Minutes,
    item: AgendaItem,
    candidates: Sequence[line.Candidate],
    decisions: Sequence[Decision],
    person: Person,
) -> Entry:
    """Keep what was typed as a line under an item.

    Raises a `Refusal` about the field `line` or `due` where it cannot be understood or kept.
    """
    meeting = minutes.meeting
    speaks_of_next = "next" in f"{form.typed} {form.due.data or ''}".lower()
    following = following_meeting(meeting) if speaks_of_next else None
    try:
        said = line.understand(
            form.typed,
            EntryKind(form.kind.data),
            said_on=meeting.on,
            next_meeting_on=following.on if following else None,
        )
        to, owners = None, list[Owner]()
        if said.kind is EntryKind.RECOMMENDATION:
            to = line.body_called(said.names, candidates, chosen=form.chosen())
        elif said.kind is EntryKind.ACTION:
            owners = line.owners_called(said.names, candidates, chosen=form.chosen())
        return operations.write_entry(
            minutes,
            item,
            said.kind,
            said.text,
            owners=owners,
            owners_as_said=said.owners_as_said,
            to=to,
            due_as_said=said.due_as_said or form.due.data or "",
            carries_out=next((one for one in decisions if one.reference == form.carries_out.data), None),
            sent_key=form.sent_key.data or None,
            by=person,
            now=now(),
        )
    except ABOUT_THE_DATE as refusal:
        raise refusal.at("due" if form.due.data else "line") from None
    except Refusal as refusal:
        raise refusal.at(refusal.about or "line") from None


def save_in_pieces(form: LineForm, minutes: Minutes, item: AgendaItem, person: Person) -> None:
    """Keep what is too long for one line as notes, a paragraph each. Sent twice, each is kept once."""
    key = form.sent_key.data or None
    operations.write_lines(minutes, item, form.pieces, sent_key=key, by=person, now=now())


@dataclass(frozen=True)
class Choice:
    """What would settle a refusal: the words of its button, and the line or lines that are sent then."""

    words: str
    lines: list[str]


def choices_for(form: LineForm, refusal: Refusal) -> list[Choice]:
    """What would settle a refusal: whom a name may mean, or several lines in place of one that is too long."""
    if isinstance(refusal, line.NameNeedsChoice):
        return [
            Choice(line.choice_words(owner), [line.written_out(form.typed, refusal.name, owner)])
            for owner in refusal.choices
        ]
    if isinstance(refusal, rules.LineIsTooLong):
        return [Choice(f"Save it as {len(form.pieces)} notes", form.pieces)]
    return []
