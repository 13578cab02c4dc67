"""Asking for papers, reminding of them, and letting go of files that no row names."""

from datetime import datetime, timedelta

from forum.agendas import letters, queries, rules
from forum.agendas.models import Agenda, Presenter
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.foundation.storage import sweep
from forum.journal.operations import note
from forum.people.models import Person

SWEPT_EVERY = timedelta(hours=1)
_last_swept: list[datetime] = []


@operation
def ask_for_papers(agenda: Agenda, *, again: bool = False, by: Person, now: datetime) -> int:
    """Ask those who present for their papers by letter: who was not asked yet; `again`: all who gave none.

    Returns how many letters were written. Raises `MeetingIsCalledOff` or `NobodyToAskForPapers`.
    """
    hold(agenda)
    if agenda.meeting.is_cancelled:
        raise rules.MeetingIsCalledOff
    wanted = rules.to_ask_for_papers(agenda.items, queries.papers_of(agenda), again=again)
    if not wanted or agenda.meeting.is_over(now):
        raise rules.NobodyToAskForPapers
    for presents in wanted:
        for presenter in presents:
            hold(presenter)
            presenter.papers_asked_at = now
        post(letters.asked_for_papers(presents[0], presents))
    db.session.flush()
    note(by, "asked for papers", agenda, now=now)
    return len(wanted)


@falls_due
@operation
def remind_of_papers(now: datetime) -> int:
    """Remind those who were asked for papers and gave none, once, two working days before they are due.

    Returns how many letters were written.
    """
    today = day_in_london(now)
    asked = queries.asked_for_papers(today, today + rules.LOOKS_AHEAD)
    has = queries.items_with_papers({one.item_id for one in asked})
    due = [one for one in asked if one.item_id not in has and rules.is_time_to_remind(one, now)]
    return sum(_remind(presents) for presents in rules.by_person(due))


def _remind(presents: list[Presenter]) -> bool:
    return post(letters.asked_for_papers(presents[0], presents, again=True))


@falls_due
@operation
def let_go_of_files(now: datetime) -> int:
    """Remove files that no paper and no document names, once an hour. Returns how many went."""
    if _last_swept and timedelta(0) <= now - _last_swept[0] < SWEPT_EVERY:
        return 0
    _last_swept[:] = [now]
    return sweep(queries.digests_in_use(), now)
