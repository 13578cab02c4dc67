"""Where minutes stand on their way to approval: for their page on the desk, and beside what everyone reads."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from forum.agendas.models import AgendaItem, Standing
from forum.agendas.rules import digest_of
from forum.foundation.clock import day_in_london, now
from forum.foundation.words import day, in_days
from forum.meetings.models import Meeting
from forum.minutes import queries, rules
from forum.minutes.models import Minutes, MinutesState, MinutesVersion
from forum.minutes.policy import (
    may_answer_corrections,
    may_circulate_minutes,
    may_record_approval,
    may_suggest_corrections,
)
from forum.people.models import Anyone


def due_words(minutes: Minutes, today: date) -> str:
    """`Members get them by Tuesday 8 December 2026, in 14 days`; empty once they are out."""
    if minutes.state not in (MinutesState.DRAFTING, MinutesState.WITH_CHAIR):
        return ""
    due = rules.minutes_due_on(minutes.meeting)
    return f"Members get them by {day(due)}, {in_days(due, today)}."


def desk_steps(minutes: Minutes, person: Anyone) -> dict[str, Any]:
    """What the page of minutes on the desk shows of the way to approval."""
    meeting = minutes.meeting
    found = queries.corrections_of(minutes)
    return {
        "due": due_words(minutes, day_in_london(now())),
        "corrections": queries.count_corrections([minutes])[minutes.id],
        "last_correction": found[-1] if found else None,
        "remarks": sum(one.seen_to_at is None for one in queries.minutes_remarks_of(minutes)),
        "newest": next((one.number for one in queries.held_versions(minutes)), None),
        "may_answer": may_answer_corrections(person, meeting),
        "may_approve": may_record_approval(person, meeting),
        "may_run": may_circulate_minutes(person, meeting),
    }


def approval_here(meeting: Meeting, item: AgendaItem, person: Anyone) -> dict[str, Any] | None:
    """What the page of an item shows of the approval of earlier minutes; None where the item is for something else."""
    if item.standing is not Standing.MINUTES:
        return None
    waiting = queries.minutes_to_approve(meeting)
    return {
        "waiting": waiting,
        "counts": queries.count_corrections(waiting),
        "approved": queries.minutes_approved_at(meeting),
        "may_approve": may_record_approval(person, meeting),
    }


def around_version(
    version: MinutesVersion, versions: Sequence[MinutesVersion], person: Anyone
) -> dict[str, Any]:
    """What stands beside a version: corrections by their number alone, who agreed it, what was put right, its check.

    `versions` are all that the person may know of, the newest first.
    """
    minutes = version.minutes
    counts = queries.count_corrections([minutes])[minutes.id]
    agreed = queries.find_minutes_agreed(minutes, version.digest)
    return {
        "corrections": counts,
        "agreed": agreed if agreed is not None and agreed.is_in_place else None,
        "put_right": [one for one in reversed(versions) if one.because and one.withheld_at is None],
        "is_whole": digest_of(version.content) == version.digest,
        "may_suggest": minutes.state is not MinutesState.APPROVED
        and may_suggest_corrections(person, minutes.meeting),
        "may_run": may_circulate_minutes(person, minutes.meeting),
    }
