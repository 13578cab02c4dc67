"""What the page of a meeting says: what can be done now, where it stands on the thread, what is still to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from forum.agendas.models import Purpose
from forum.agendas.rules import CommitmentAsPublished, ItemAsPublished, address_of
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules import Places, prospects, speaker_of, why_full, why_wait
from forum.foundation.clock import clear_working_days_before, working_days_after
from forum.foundation.words import HARD, count_of, listed, near_date
from forum.meetings.models import Meeting
from forum.membership.models import Representative

Step = dict[str, Any]


class Doing(StrEnum):
    """The one thing that the page offers to do."""

    BOOK = "book"
    WAIT = "wait"
    OWN = "own"
    READ = "read"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Deed:
    """The one filled button of the page, and the sentence above it."""

    doing: Doing
    words: str = ""
    href: str = ""
    said: str = ""


@dataclass(frozen=True)
class Hopes:
    """Whether whoever asks may have a place, and what stands in the way of one, in sentences."""

    has_place: bool = True
    why: str = ""
    by: Joining | None = None  # the only way that is open to them, where there are two


def hopes_of(
    places: Places, waiting: Mapping[Joining, int], speakers: Sequence[Representative] | None
) -> Hopes:
    """What somebody may hope for who speaks for these; None for a visitor, of whom nothing is known yet.

    Where one way to join is closed to them and another is open, they have a place, and read why not the other.
    """
    if speakers is None:
        why = why_full(places)
        return Hopes(why is None, why or "")
    found = prospects([(speaker_of(one), _name(one)) for one in speakers], places, waiting)
    open_, barred = ([one for one in found if one.has_place is wanted] for wanted in (True, False))
    by = open_[0].joining if open_ and barred else None
    return Hopes(bool(open_), why_wait(barred), by)


def _name(one: Representative) -> str | None:
    return one.organisation.known_as if one.organisation else None


def deed(
    meeting: Meeting,
    *,
    own: Booking | None,
    hopes: Hopes,
    closed: str | None,
    may_book: bool,
    minutes_are_out: bool,
    now: datetime,
) -> Deed:
    """What can be done at a meeting now, by whoever asks."""
    if own is not None and not meeting.is_over(now):
        return _own(own)
    if meeting.is_cancelled:
        return Deed(Doing.NOTHING)
    if meeting.is_over(now):
        if minutes_are_out:
            return Deed(
                Doing.READ,
                "Read the minutes",
                f"/meetings/{meeting.reference}/minutes",
                "This meeting is over.",
            )
        return Deed(Doing.NOTHING, said="This meeting is over.")
    if not meeting.is_confirmed:
        return Deed(Doing.NOTHING, said="The date is provisional. Booking opens when it is confirmed.")
    if closed or not meeting.is_published:
        return Deed(Doing.NOTHING, said=closed or "")
    if not may_book:
        return Deed(Doing.NOTHING, said="Places are for those who belong to the forum.")
    book = f"/meetings/{meeting.reference}/book"
    if not hopes.has_place:
        return Deed(Doing.WAIT, "Join the waiting list", book, hopes.why)
    return Deed(Doing.BOOK, f"Book a place {hopes.by.value}" if hopes.by else "Book a place", book, hopes.why)


def _own(own: Booking) -> Deed:
    address = f"/bookings/{own.reference}"
    if own.state is BookingState.WAITING:
        return Deed(Doing.OWN, "Your place on the waiting list", address, "You are on the waiting list.")
    return Deed(Doing.OWN, "Your place", address, f"You have a place {_where(own)}.")


def _where(own: Booking) -> str:
    return own.joining.value


# ---- The thread ---------------------------------------------------------------------------------------------


class HasAction(Protocol):
    """A decision, as far as the thread needs it."""

    @property
    def has_action(self) -> bool: ...


class MayEnd(Protocol):
    """An action, as far as the thread needs it."""

    @property
    def is_live(self) -> bool: ...


@dataclass(frozen=True)
class SoFar:
    """How far a meeting has come on the thread, in numbers."""

    on: date
    has_begun: bool
    decisions: int
    without_action: int
    actions: int
    live: int


def so_far(
    meeting: Meeting, decisions: Sequence[HasAction], actions: Sequence[MayEnd], now: datetime
) -> SoFar:
    """Count what came of a meeting so far."""
    return SoFar(
        on=meeting.on,
        has_begun=meeting.is_over(now) or (meeting.starts_at is not None and meeting.starts_at <= now),
        decisions=len(decisions),
        without_action=sum(not one.has_action for one in decisions),
        actions=len(actions),
        live=sum(action.is_live for action in actions),
    )


def thread_steps(items: Sequence[ItemAsPublished], so_far: SoFar, today: date) -> list[Step]:
    """The thread across the page, from the strategy to the outcome; empty where no item serves a commitment."""
    linked = sorted(
        (item for item in items if item.commitments and not item.is_withdrawn),
        key=lambda item: _in_order(item.number),
    )
    served = list({(one.strategy, one.code): one for item in linked for one in item.commitments}.values())
    served.sort(key=lambda one: (one.strategy, one.theme_title, one.code))
    if not served:
        return []
    strategies, themes = _strategies(served), _themes(served)
    steps: list[Step] = [
        {"stage": _plural("Strategy", "Strategies", strategies), "links": strategies},
        _theme_step(strategies, themes),
        {"stage": _plural("Commitment", "Commitments", served), "links": _codes(served)},
        {
            "stage": _plural("Item", "Items", linked),
            "what": _numbers(linked),
            "state": "here",
            "open": not so_far.decisions,
        },
    ]
    if so_far.decisions:
        steps.append(_decisions(so_far.decisions, so_far.without_action))
    else:
        expected = [item for item in linked if item.purpose is Purpose.DECIDE]
        what = "None recorded" if so_far.has_begun else _expected(expected)
        steps.append({"stage": "Decisions", "what": what, "state": "next", "open": True})
    actions, live = so_far.actions, so_far.live
    if actions:
        steps.append({"stage": "Actions", "what": f"{actions}, {_open(live, actions)}"})
    else:
        what = "None recorded" if so_far.has_begun else f"After {near_date(so_far.on, today)}"
        steps.append({"stage": "Actions", "what": what, "state": "next", "open": True})
    done = actions - live
    steps.append(
        {"stage": "Outcome", "what": f"{done} of {count_of(actions, 'action')} ended"}
        if done
        else {"stage": "Outcome", "what": "None yet", "state": "next"}
    )
    return steps


def _open(live: int, actions: int) -> str:
    if not live:
        return "ended" if actions == 1 else "all ended"
    if live == actions:
        return "still open" if actions == 1 else "all still open"
    return f"{live} still open"


def _plural(one: str, many: str, things: Sequence[object]) -> str:
    return one if len(things) == 1 else many


def _strategies(served: Sequence[CommitmentAsPublished]) -> list[tuple[str, str]]:
    return list(
        {one.strategy: (one.strategy_title, f"/strategies/{one.strategy}") for one in served}.values()
    )


def _themes(served: Sequence[CommitmentAsPublished]) -> list[tuple[str, str]]:
    return list(
        {
            (one.strategy, one.theme): (one.theme_title, f"/strategies/{one.strategy}/{one.theme}")
            for one in served
        }.values()
    )


def _theme_step(strategies: list[tuple[str, str]], themes: list[tuple[str, str]]) -> Step:
    """A theme by its title; several by their number, since their titles are long. They lead to their strategy."""
    if len(themes) == 1:
        return {"stage": "Theme", "links": themes}
    step: Step = {"stage": "Themes", "what": count_of(len(themes), "theme")}
    if len(strategies) == 1:
        step["href"] = strategies[0][1]
    return step


def _codes(served: Sequence[CommitmentAsPublished]) -> list[tuple[str, str]]:
    return [
        (f"{one.code}{HARD}(a{HARD}gap)" if one.is_gap else one.code, address_of(one.strategy, one.code))
        for one in served
    ]


def _in_order(number: str) -> tuple[int, str]:
    """What puts numbers in order: 4, 4a, 5, 10."""
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), number[len(digits) :]


def _numbers(items: Sequence[ItemAsPublished]) -> str:
    numbers = [item.number for item in items]
    if len(numbers) > 2 and all(number.isdigit() for number in numbers):
        first, last = int(numbers[0]), int(numbers[-1])
        if [str(number) for number in range(first, last + 1)] == numbers:
            return f"{first} to {last} of this meeting"
    return f"{listed(numbers)} of this meeting"


def _expected(items: Sequence[ItemAsPublished]) -> str:
    if not items:
        return "None expected"
    word = "item" if len(items) == 1 else "items"
    return f"{len(items)} expected, {word} {listed(item.number for item in items)}"


def _decisions(decided: int, without_action: int) -> Step:
    if not without_action:
        return {
            "stage": "Decisions",
            "what": f"{decided}, each with its action" if decided > 1 else "1, with its action",
        }
    missing = "one" if without_action == 1 else str(without_action)
    if without_action == decided:
        missing = ""
    what = f"{decided}, {missing} with no action yet" if missing else f"{decided}, with no action yet"
    return {"stage": "Decisions", "what": what, "state": "hole"}


# ---- What is still to come ----------------------------------------------------------------------------------


def agenda_due_on(meeting: Meeting) -> date:
    """The day on which the agenda comes out, with its papers."""
    return clear_working_days_before(meeting.on, meeting.forum.papers_due_working_days)


def minutes_due_on(meeting: Meeting) -> date:
    """The day by which the minutes come out."""
    return working_days_after(meeting.on, meeting.forum.minutes_due_working_days)
