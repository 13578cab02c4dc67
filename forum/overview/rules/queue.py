"""The queue beside an agenda: what waits, why it is here in one sentence, and what one click makes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from forum.agendas.models import ProposalState, Purpose
from forum.agendas.rules import Backed, NewItem, proposed_item
from forum.foundation.words import (
    HARD,
    count_of,
    date_of,
    day_and_month,
    month_and_year,
    near_date,
    whole_minutes,
)
from forum.people.models import NAME_ERASED
from forum.strategy.models import CommitmentKind

ANSWER_LENGTH = timedelta(minutes=5)
REVIEW_LENGTH = timedelta(minutes=10)
LONGEST_TITLE = 160


class Waits(NamedTuple):
    """One thing that waits: the button that puts it on, its words, and where it stands."""

    kind: str  # what the button sends: "proposal", "carried", "recommendation", "decision", "commitment"
    value: str
    title: str
    href: str
    why: str
    facts: str  # "15 min, discuss"
    answer: str = ""  # where a proposal is answered otherwise
    leave: str = ""  # where a carried item is not carried further


@dataclass(frozen=True)
class Group:
    """What waits for one reason: some of it, and how many there are in all."""

    key: str
    heading: str
    rows: Sequence[Waits]
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing more of it waits than is shown."""
        return self.total <= len(self.rows)


@dataclass(frozen=True)
class Queue:
    """All that waits for an agenda, in the order in which it needs the organiser."""

    groups: Sequence[Group]

    @property
    def count(self) -> int:
        """How many things wait in all."""
        return sum(group.total for group in self.groups)


def why_waiting(last_on: date | None, is_gap: bool, today: date) -> str:
    """`Last on an agenda on 19 June 2025: not discussed for 17 months.`"""
    if last_on is None:
        return (
            "The strategy does not say. It has been on no agenda yet."
            if is_gap
            else "It has been on no agenda yet."
        )
    if last_on > today:
        return f"On the agenda of {near_date(last_on, today)} already."
    months = months_between(last_on, today)
    since = f"not discussed for {count_of(months, 'month')}" if months else "less than a month ago"
    return f"Last on an agenda on {near_date(last_on, today)}: {since}."


def months_between(since: date, until: date) -> int:
    """How many whole months lie between two days."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def why_asked(row: Any) -> str:
    """`Asked by Delia Marsh, Black Fen Community Transport, on 2 November. 4 organisations say “us too”.`"""
    who = NAME_ERASED if row.erased_at else row.name
    if row.representative_id is not None:
        who += f", {row.known_as or 'lay member'},"
    said = f"Asked by {who} on {day_and_month(row.made_at)}."
    if row.state is ProposalState.DEFERRED:
        said += " Kept for this meeting."
    backed = Backed(row.organisations or 0, row.lay_members or 0).in_words()
    return f"{said} {backed}." if backed else said


def why_carried(history: Iterable[Any], today: date) -> str:
    """`Item 6 of 17 September: the meeting ran out of time; before that item 4 of 18 June.`"""
    told = list(history)
    if not told:
        return ""
    last, *before = told
    because = f": {last.not_reached_because.rstrip('.')}" if last.not_reached_because else ""
    said = f"{_item_of(last, today)}{because}"
    if before:
        earlier = [_item_of(one, today) for one in before]
        said += f"; before that {', '.join(words[:1].lower() + words[1:] for words in earlier)}"
    return f"{said}."


def _item_of(row: Any, today: date) -> str:
    day = near_date(row.on, today)
    return f"Item {row.number} of {day}" if row.number else f"On the agenda of {day}"


def why_unanswered(known_as: str, due_on: date | None, published_at: datetime, today: date) -> str:
    """`To the City Council. An answer was due on 31 October.`"""
    if due_on is not None:
        return f"To {known_as}. An answer was due on {near_date(due_on, today)}."
    return f"To {known_as}. Unanswered since {near_date(published_at, today)}."


def why_due(review_on: date, today: date) -> str:
    """`Its review was due on 5 November.`"""
    return f"Its review {'is' if review_on >= today else 'was'} due on {near_date(review_on, today)}."


def facts_of(length: timedelta, purpose: Purpose) -> str:
    """`15 min, discuss`."""
    return f"{whole_minutes(length)}{HARD}min, {purpose.value}"


def new_answer_item(number: str, text: str) -> NewItem:
    """The item that one click makes of a recommendation without an answer."""
    return NewItem(short_title(number, text), Purpose.DISCUSS, ANSWER_LENGTH)


def new_review_item(number: str, text: str) -> NewItem:
    """The item that one click makes of a decision whose review is due."""
    return NewItem(short_title(number, text), Purpose.DECIDE, REVIEW_LENGTH)


def short_title(number: str, text: str) -> str:
    """`R-2026-005: pay small providers within 10 days`; a long text stops at the end of a word."""
    words = text.strip().splitlines()[0].rstrip(".") if text.strip() else ""
    if len(words) > LONGEST_TITLE:
        words = words[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
    return f"{number}: {words}"


def why_answer_here(number: str, due_on: date | None, published_at: datetime) -> str:
    """Why a recommendation is on the agenda, in the thread: `R-2026-005, no answer since October 2026`."""
    return f"{number}, no answer since {month_and_year(due_on or published_at)}"


def why_review_here(number: str, review_on: date | None) -> str:
    """Why a decision is on the agenda again: `D-2026-003, review due on 5 November 2026`."""
    return f"{number}, review due on {date_of(review_on)}" if review_on else number


# ---- The whole of it ----------------------------------------------------------------------------------------


def queue_of(found: Any, here: str, today: date) -> Queue:
    """The queue in words, from what `queries.queue.find_queue` found; `here` is where the agenda is built."""
    history = {of: list(rows) for of, rows in groupby(found.history, key=lambda row: row.of)}
    groups = [
        Group(
            "proposals", "Proposals to answer", [_proposal(row) for row in found.proposals.rows], found.proposals.total
        ),
        Group(
            "carried", "Carried from earlier meetings",
            [_carried(row, history.get(row.id, []), here, today) for row in found.carried.rows], found.carried.total,
        ),
        Group(
            "recommendations", "Recommendations with no answer",
            [_recommendation(row, today) for row in found.recommendations.rows], found.recommendations.total,
        ),
        Group(
            "reviews", "Decisions to look at again",
            [_decision(row, today) for row in found.reviews.rows], found.reviews.total,
        ),
        Group(
            "longest", "Not discussed for longest",
            [_commitment(row, today) for row in found.longest.rows], found.longest.total,
        ),
        Group("gaps", "Gaps never raised", [_commitment(row, today) for row in found.gaps.rows], found.gaps.total),
    ]  # fmt: skip
    return Queue([group for group in groups if group.rows])


def _proposal(row: Any) -> Waits:
    return Waits(
        "proposal",
        row.reference,
        row.title,
        f"/proposals/{row.reference}",
        why_asked(row),
        facts_of(row.length, row.purpose),
        answer=f"/proposals/{row.reference}#to-answer",
    )


def _carried(row: Any, history: Sequence[Any], here: str, today: date) -> Waits:
    return Waits(
        "carried",
        row.reference,
        row.title,
        f"/items/{row.reference}",
        why_carried(history, today),
        facts_of(row.length, row.purpose),
        leave=f"{here}/carried/{row.reference}/leave",
    )


def _recommendation(row: Any, today: date) -> Waits:
    new = new_answer_item(row.reference, row.text)
    why = why_unanswered(row.known_as, row.due_on, row.published_at, today)
    return Waits(
        "recommendation", row.reference, new.title, f"/recommendations/{row.reference}", why,
        facts_of(new.length, new.purpose),
    )  # fmt: skip


def _decision(row: Any, today: date) -> Waits:
    new = new_review_item(row.reference, row.text)
    return Waits(
        "decision", row.reference, new.title, f"/decisions/{row.reference}", why_due(row.review_on, today),
        facts_of(new.length, new.purpose),
    )  # fmt: skip


def _commitment(row: Any, today: date) -> Waits:
    new = proposed_item(row)
    return Waits(
        "commitment",
        f"{row.slug}/{row.code}",
        f"{row.code} {row.title}",
        f"/strategies/{row.slug}/commitments/{row.code}",
        why_waiting(row.last_on, row.kind is CommitmentKind.GAP, today),
        facts_of(new.length, new.purpose),
    )
