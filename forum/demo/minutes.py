"""The minutes of the demo forum's meetings, and what became of the actions."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from forum.actions.models import Action, Said
from forum.actions.operations import close_action, move_due_date, report_on_action
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.agendas.models import Agenda, AgendaItem, Standing
from forum.attendance.models import Presence
from forum.attendance.operations import mark_attendance
from forum.attendance.queries import attendance_of
from forum.attendance.rules import Mark
from forum.decisions.models import Decision, Recommendation, RecommendationAnswer
from forum.decisions.operations import answer_recommendation
from forum.demo import after, story
from forum.demo.clockwork import at
from forum.foundation.clock import london_moment
from forum.foundation.database import db
from forum.foundation.words import date_of
from forum.meetings.models import Meeting
from forum.minutes.models import EntryKind, Minutes, MinutesState
from forum.minutes.operations import (
    approve_minutes,
    circulate_minutes,
    end_minutes,
    start_minutes,
    write_entry,
)
from forum.organisations.models import Organisation

if TYPE_CHECKING:
    from forum.demo.stage import Stage

KINDS = {
    "note": EntryKind.NOTE,
    "q": EntryKind.QUESTION,
    "d": EntryKind.DECISION,
    "r": EntryKind.RECOMMENDATION,
    "a": EntryKind.ACTION,
    "declaration": EntryKind.DECLARATION,
}


def take_minutes(stage: "Stage", sitting: story.Sitting, meeting: Meeting, now: datetime) -> None:
    """Minute a meeting of the story as it went, circulate it a week later, and follow its actions until today."""
    assert meeting.starts_at is not None  # noqa: S101 - it was held
    by = stage.minute_taker
    minutes = start_minutes(meeting, by=by, now=meeting.starts_at)
    _mark_who_is_there(minutes, stage, meeting.starts_at + timedelta(minutes=4))
    if sitting is story.PAST[-1]:
        after.come_and_go(stage, meeting, _items(meeting), meeting.starts_at)
    moment = meeting.starts_at + timedelta(minutes=6)
    actions: list[tuple[Action, story.Said]] = []
    asked: list[tuple[Recommendation, story.Said]] = []
    for item in _items(meeting):
        decision: Decision | None = None
        for line in _lines(stage, sitting, meeting, item, moment):
            moment += timedelta(minutes=3, seconds=17)
            entry = write_entry(
                minutes, item, KINDS[line.kind], line.text, owners=_owners(stage, line), due_as_said=line.due,
                carries_out=decision if line.carries_out_last else None, to=_asked(stage, line), by=by, now=moment,
            )  # fmt: skip
            decision = entry.decision or decision
            if entry.action is not None:
                actions.append((entry.action, line))
            if entry.recommendation is not None:
                asked.append((entry.recommendation, line))
    end_minutes(minutes, by=by, now=meeting.starts_at + timedelta(hours=2))
    at(meeting.starts_at + timedelta(days=8, hours=5), circulate_minutes, minutes, by=by)
    for action, line in actions:
        _follow(stage, action, line, meeting, now)
    for recommendation, line in asked:
        if line.answered:
            at(meeting.starts_at + timedelta(days=38), answer_recommendation, recommendation,
               RecommendationAnswer.ACCEPTED, text=line.answered, by=stage.people[line.owner].person)  # fmt: skip


def _items(meeting: Meeting) -> list[AgendaItem]:
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.agenda)
            .where(Agenda.meeting_id == meeting.id, AgendaItem.withdrawn_at.is_(None))
            .order_by(AgendaItem.position)
        )
    )


def _lines(
    stage: "Stage", sitting: story.Sitting, meeting: Meeting, item: AgendaItem, now: datetime
) -> list[story.Said]:
    """What was said under an item: the story's lines, or what is said at every meeting."""
    if item.standing is Standing.WELCOME:
        return [story.Said(f"{stage.chair.name} welcomed everyone. Apologies were noted.")]
    if item.standing is Standing.DECLARATIONS:
        return [story.Said("No other interest was declared than those minuted under their items.")]
    if item.standing is Standing.MINUTES:
        return [_approve_the_last(stage, meeting, now)]
    if item.standing is not None:
        return [
            story.Said("The date of the next meeting stands in the calendar. There was no other business.")
        ]
    return [line for matter in sitting.matters if matter.title == item.title for line in matter.said]


def _approve_the_last(stage: "Stage", meeting: Meeting, now: datetime) -> story.Said:
    waiting = db.session.scalar(
        select(Minutes)
        .join(Minutes.meeting)
        .where(Minutes.state == MinutesState.CIRCULATED, Meeting.on < meeting.on)
        .order_by(Meeting.on.desc())
        .limit(1)
    )
    if waiting is None:
        return story.Said(
            "This was the forum’s first meeting with an action log; there were no minutes to approve."
        )
    approve_minutes(waiting, meeting, by=stage.chair, now=now)
    return story.Said(f"The minutes of {date_of(waiting.meeting.on)} were approved as a correct record.")


def _mark_who_is_there(minutes: Minutes, stage: "Stage", now: datetime) -> None:
    """Nearly everyone who booked came; one in nine did not."""
    marks = []
    for number, found in enumerate(attendance_of(minutes.meeting)):
        presence = found.presence
        if presence is Presence.EXPECTED:
            presence = Presence.ABSENT if number % 9 == 8 else Presence.PRESENT
        if found.person is not None:
            marks.append(Mark(found.person, found.organisation, presence, found.is_lay, found.is_online))
    marks.append(Mark(stage.chair, None, Presence.PRESENT))
    marks.append(Mark(stage.organiser, stage.forum.host, Presence.PRESENT))
    for mark in marks:
        mark_attendance(minutes.meeting, mark, by=stage.minute_taker, now=now)


def _asked(stage: "Stage", line: story.Said) -> Organisation | None:
    return stage.people[line.owner].organisation if line.kind == "r" else None


def _owners(stage: "Stage", line: story.Said) -> list[Owner]:
    if not line.owner or line.kind == "r":
        return []
    if line.owner == "all":
        return [ALL_MEMBERS]
    speaks = stage.person_for(line.owner)
    return [
        Owner(person=speaks.person, organisation=speaks.organisation, is_lay=speaks.organisation_id is None)
    ]


def _follow(stage: "Stage", action: Action, line: story.Said, meeting: Meeting, now: datetime) -> None:
    """What was said of an action in the weeks after, by its owner; an officer confirms that it is done."""
    owner = stage.person_for(line.owner).person if line.owner not in {"", "all"} else stage.organiser
    for days, said, words in line.progress:
        moment = london_moment(meeting.on, time(12)) + timedelta(days=days)
        if moment > now:
            continue
        if said == "closed":
            officer = stage.chair if owner.id == stage.organiser.id else stage.organiser
            at(moment, close_action, action, words, by=officer)
        elif said == "date moved":
            later = (moment + timedelta(days=33)).date()
            move_due_date(action, f"{later.day} {later:%B %Y}", reason=words, by=owner, now=moment)
        else:
            report_on_action(action, Said(said), text=words, by=owner, now=moment)
