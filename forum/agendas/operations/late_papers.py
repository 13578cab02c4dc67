"""The chair's word on papers that came late for a decision."""

from datetime import datetime

from forum.agendas import letters, rules
from forum.agendas.models import Paper
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Office
from forum.membership.queries import officers_of
from forum.people.models import Person


@operation
def ask_chair_about(paper: Paper, *, by: Person | None, now: datetime) -> int:
    """Ask each chair by letter about a late paper; where there is none, the vice-chairs. It may be asked again.

    Returns how many letters were written; 0 where nobody holds the office. Raises `PaperIsNotLate`.
    """
    meeting = _hold_waiting(paper, now)
    officers = officers_of(meeting.forum, day_in_london(now))
    chairs = [one.person for one in officers if one.office is Office.CHAIR]
    chairs = chairs or [one.person for one in officers if one.office is Office.VICE_CHAIR]
    for chair in chairs:
        post(letters.late_paper(paper, meeting, chair, now))
    if chairs:
        paper.chair_asked_at = now
        note(by, "asked the chair about a late paper", paper, now=now)
    return len(chairs)


@operation
def accept_late(paper: Paper, *, in_place: bool, by: Person, now: datetime) -> None:
    """Accept a late paper for a decision. `in_place`: an organiser does it in the chair's place, and all read so.

    Said twice, it is said once. Raises `PaperIsNotLate`.
    """
    hold(paper)
    if rules.acceptance_of(paper) is not rules.Accepted.NOT_ASKED:
        return
    _hold_waiting(paper, now)
    paper.accepted_at, paper.accepted_by, paper.accepted_in_place = now, by, in_place
    paper.declined_at, paper.declined_because = None, ""
    note(by, "accepted a late paper", paper, now=now)


@operation
def decline_late(paper: Paper, *, because: str = "", by: Person, now: datetime) -> None:
    """Do not accept a late paper; the organisers learn it by letter. Raises `PaperIsNotLate`."""
    meeting = _hold_waiting(paper, now)
    if rules.has_said_no(paper) and paper.declined_because == because:
        return
    paper.declined_at, paper.declined_because = now, because
    for officer in officers_of(meeting.forum, day_in_london(now)):
        if officer.office is Office.ORGANISER and officer.person_id != by.id:
            post(letters.late_paper_declined(paper, meeting, officer.person, now))
    note(by, "did not accept a late paper", paper, now=now)


def _hold_waiting(paper: Paper, now: datetime) -> Meeting:
    """Hold a paper that waits for the chair, and return its meeting. Raises `PaperIsNotLate`."""
    hold(paper)
    db.session.expire(paper, ["versions"])
    if paper.item is None or not rules.waits_for_chair(paper, paper.item, now):
        raise rules.PaperIsNotLate
    return paper.item.agenda.meeting
