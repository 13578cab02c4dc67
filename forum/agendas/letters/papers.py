"""The letters about papers: asking for them, the chair's word on a late one, and that one was withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime

from forum.agendas import rules
from forum.agendas.letters.presenting import addressee_of, link_for
from forum.agendas.models import Paper, Presenter
from forum.foundation.inspection import TAKEN
from forum.foundation.post import Letter, link, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.foundation.words import day_and_month
from forum.meetings.models import Meeting
from forum.people.models import Person


def asked_for_papers(presenter: Presenter, presents: Sequence[Presenter], *, again: bool = False) -> Letter:
    """What is asked of somebody who presents: their papers, with the link that takes them. `again`: a reminder."""
    meeting = presenter.item.agenda.meeting
    due = rules.papers_due_on(meeting)
    subject = "A reminder: your paper" if again else "Your paper"
    return write_letter(
        "agendas/paper_reminder" if again else "agendas/papers_asked",
        to=addressee_of(presenter),
        subject=f"{subject} for {day_and_month(meeting.on)}, by {day_and_month(due)}",
        kind="paper reminder" if again else "papers asked",
        sender=meeting.forum,
        about=meeting,
        key=key_of_reminder(presenter, due) if again else None,
        meeting=meeting,
        items=[one.item for one in presents],
        due=due,
        due_in_words=rules.due_in_words(due, meeting.forum.papers_due_working_days),
        taken=TAKEN,
        most=meeting.forum.paper_limit_megabytes,
        papers_at=link(link_for("papers", presenter)),
    )


def key_of_reminder(presenter: Presenter, due: date) -> str:
    """By what a reminder is known: one for each person and due day, however many items they present."""
    who = presenter.person.reference if presenter.person else presenter.reference
    return f"paper reminder {presenter.item.agenda.meeting.reference} {who} {due.isoformat()}"


# ---- The chair's word ---------------------------------------------------------------------------------------


def _purpose(chair: Person) -> str:
    return f"late paper: {chair.reference}"


def late_link(paper: Paper, chair: Person) -> str:
    """Where a chair says yes or no to a late paper without signing in, without its beginning."""
    key = sign(_purpose(chair), paper.reference, paper.link_secret)
    return f"/papers/{paper.reference}/late/{chair.reference}/{key}"


def is_late_key(paper: Paper, chair: Person, key: str) -> bool:
    """Whether a key lets this chair say yes or no to this paper."""
    return is_signed(_purpose(chair), paper.reference, paper.link_secret, key)


def late_paper(paper: Paper, meeting: Meeting, chair: Person, now: datetime) -> Letter:
    """To the chair: a paper for a decision came late; take it or not."""
    version = rules.newest(paper)
    called = rules.paper_called(paper, now)
    return write_letter(
        "agendas/late_paper",
        to=chair,
        subject=f"A late paper for a decision on {day_and_month(meeting.on)}: {called}",
        kind="late paper",
        sender=meeting.forum,
        about=meeting,
        paper=paper,
        called=called,
        item=paper.item,
        meeting=meeting,
        days=rules.days_late(version) if version else 0,
        answer_at=link(late_link(paper, chair)),
    )


def late_paper_declined(paper: Paper, meeting: Meeting, to: Person, now: datetime) -> Letter:
    """To the organisers: the chair does not take a late paper, and why."""
    called = rules.paper_called(paper, now)
    return write_letter(
        "agendas/late_paper_declined",
        to=to,
        subject=f"Not accepted: {called}, for {day_and_month(meeting.on)}",
        kind="late paper declined",
        sender=meeting.forum,
        about=meeting,
        paper=paper,
        called=called,
        meeting=meeting,
    )


# ---- Withdrawn ----------------------------------------------------------------------------------------------


def paper_withdrawn(paper: Paper, meeting: Meeting, to: Person) -> Letter:
    """To somebody who opened a paper: it was withdrawn, and why."""
    return write_letter(
        "agendas/paper_withdrawn",
        to=to,
        subject=f"A paper for {day_and_month(meeting.on)} was withdrawn: {paper.title}",
        kind="paper withdrawn",
        sender=meeting.forum,
        about=meeting,
        paper=paper,
        item=paper.item,
        meeting=meeting,
    )
