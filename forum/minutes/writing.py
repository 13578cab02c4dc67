"""What the operations on lines share: the edition that watchers ask for, and what a line holds and outlives it.

Each is called inside an operation.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from forum.actions.operations import correct_action, raise_action, withdraw_action
from forum.actions.rules import Owner
from forum.decisions.models import Decision
from forum.decisions.operations import (
    correct_recommendation,
    link_action,
    record_decision,
    record_recommendation,
    record_vote,
    reword_decision,
    reword_vote,
    take_back_recommendation,
    take_back_vote,
    withdraw_decision,
)
from forum.decisions.rules import VoteGiven
from forum.foundation.database import db
from forum.minutes import queries, rules
from forum.minutes.models import Entry, EntryKind, Minutes
from forum.organisations.models import Organisation
from forum.people.models import Person


def touch(minutes: Minutes) -> None:
    """Raise the edition of minutes: whoever watches sees that a line, or something beside it, has changed.

    It is a count that needs no journal of its own, so it is raised where it lies. Called inside an operation.
    """
    db.session.execute(update(Minutes).where(Minutes.id == minutes.id).values(edition=Minutes.edition + 1))


def give_thing(
    entry: Entry,
    *,
    owners: Sequence[Owner] = (),
    owners_as_said: str = "",
    due_as_said: str = "",
    carries_out: Decision | None = None,
    to: Organisation | None = None,
    vote: VoteGiven | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Make what a line of its kind holds, under the next number. A note, question or declaration holds nothing.

    Raises `RecommendationNeedsBody`, `VoteNeedsCounts`, and what making each thing raises.
    """
    minutes, item, text = entry.minutes, entry.item, entry.text
    meeting = minutes.meeting
    if entry.kind is EntryKind.DECISION:
        quorum = queries.quorum_at(minutes, item, entry.written_at)
        entry.decision = record_decision(meeting, text, item=item, quorum=quorum, by=by, now=now)
    elif entry.kind is EntryKind.ACTION:
        entry.action = raise_action(
            meeting,
            text,
            owners=owners,
            owners_as_said=owners_as_said,
            due_as_said=due_as_said,
            item=item,
            by=by,
            now=now,
        )
        if carries_out is not None:
            link_action(carries_out, entry.action, by=by, now=now)
    elif entry.kind is EntryKind.RECOMMENDATION:
        if to is None:
            raise rules.RecommendationNeedsBody
        entry.recommendation = record_recommendation(
            meeting, text, to=to, due_as_said=due_as_said, item=item, is_line=True, by=by, now=now
        )
    elif entry.kind is EntryKind.VOTE:
        if vote is None:
            raise rules.VoteNeedsCounts
        quorum = queries.quorum_at(minutes, item, entry.written_at)
        entry.vote = record_vote(meeting, vote, item=item, quorum=quorum, by=by, now=now)
        entry.decision = entry.vote.decision
    if entry.decision is not None:
        entry.decision.taken_at = entry.written_at  # when it was resolved, though its line was turned later


def reword_thing(
    entry: Entry,
    text: str,
    *,
    owners: Sequence[Owner] = (),
    owners_as_said: str | None = None,
    due_as_said: str = "",
    to: Organisation | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Put right what a line holds. Raises what putting each thing right raises, such as `CirculatedTextStays`."""
    if entry.vote is not None:
        reword_vote(entry.vote, text, by=by, now=now)
    elif entry.decision is not None:
        reword_decision(entry.decision, text, by=by, now=now)
    elif entry.action is not None:
        correct_action(
            entry.action,
            text=text,
            owners=owners,
            owners_as_said=owners_as_said,
            due_as_said=due_as_said,
            by=by,
            now=now,
        )
    elif entry.recommendation is not None:
        correct_recommendation(
            entry.recommendation,
            text,
            to=to or entry.recommendation.organisation,
            due_as_said=due_as_said,
            by=by,
            now=now,
        )


def take_back_thing(entry: Entry, *, by: Person, now: datetime) -> bool:
    """Take back what a line holds; its number stays. Returns whether it held something.

    Raises what everyone has read already: it is not taken back, but ended with a reason where it stands.
    """
    if entry.vote is not None:
        take_back_vote(entry.vote, by=by, now=now)
    elif entry.decision is not None:
        withdraw_decision(entry.decision, by=by, now=now)
    elif entry.action is not None:
        withdraw_action(entry.action, by=by, now=now)
    elif entry.recommendation is not None:
        take_back_recommendation(entry.recommendation, by=by, now=now)
    else:
        return False
    return True
