"""Beginning an agenda: with the forum's standing items, or like the one before."""

from datetime import datetime

from forum.agendas import queries, rules
from forum.agendas.models import Agenda, AgendaItem
from forum.agendas.operations.ordering import remove_item
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person


@operation
def begin_agenda(meeting: Meeting, *, like: Agenda | None = None, by: Person, now: datetime) -> Agenda:
    """Begin the agenda of a meeting with the forum's standing items, or `like` an earlier one.

    One that was begun before is left as it is.
    """
    hold(meeting)
    agenda = queries.find_agenda(meeting)
    if agenda is not None:
        return agenda
    agenda = Agenda(meeting=meeting)
    agenda.items.extend(_like(like) if like else _as_always(meeting))
    agenda.number_places()
    db.session.add(agenda)
    db.session.flush()
    note(by, f"began an agenda{' like the one before' if like else ''}", agenda, now=now)
    return agenda


@operation
def fill_like(agenda: Agenda, earlier: Agenda, *, by: Person, now: datetime) -> None:
    """Make an agenda that has only standing items like an earlier one. Raises `HasMatters`."""
    hold(agenda)
    rules.check_only_standing(agenda.items)
    for item in list(agenda.items):
        remove_item(item, by=by, now=now)
    agenda.items.extend(_like(earlier))
    agenda.number_places()
    db.session.flush()
    note(by, "filled an agenda like the one before", agenda, now=now)


# ---- The parts ----------------------------------------------------------------------------------------------


def _as_always(meeting: Meeting) -> list[AgendaItem]:
    before = queries.meeting_before(meeting)
    template = queries.standing_items_of(meeting.forum)
    return [
        AgendaItem(
            title=new.title,
            purpose=new.purpose,
            length=new.length,
            standing=new.standing,
            section=new.section,
            part=new.part,
        )
        for new in rules.standing_items(before.on if before else None, template)
    ]


def _like(earlier: Agenda) -> list[AgendaItem]:
    """The items of an earlier agenda anew: what they are, without papers, numbers and what was closed."""
    before = queries.meeting_before(earlier.meeting)
    made = []
    for old in earlier.items:
        if not rules.comes_again(old):
            continue
        item = AgendaItem(
            title=rules.renewed_title(old, before.on if before else None, earlier.meeting.on),
            purpose=old.purpose,
            length=old.length,
            standing=old.standing,
            section=old.section,
            part=old.part,
            visibility=old.visibility,
        )
        if old.is_standing or old.part is not None:
            for position, presenter in enumerate(old.presenters, start=1):
                item.presenters.append(rules.new_presenter(rules.given_again(presenter), position))
        made.append(item)
    return made
