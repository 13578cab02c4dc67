"""How an action stands, whose it is and what was said of it, in words."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from forum.actions.models import LIVE_STATES, Action, ActionOwner, ActionState, Report, Said
from forum.actions.rules.log import SOON, Owner, Rag
from forum.foundation.words import capital, day_and_month, in_days, near_date
from forum.membership.names import named


class Dated(Protocol):
    """An action, or as much of one as says how it stands."""

    @property
    def state(self) -> ActionState: ...

    @property
    def due_on(self) -> date | None: ...


def rag(action: Dated, today: date) -> Rag:
    """How an action stands today. The words always say it in days, so the colour is never the only sign."""
    if action.state is ActionState.CLOSED:
        return Rag("green", "Closed")
    if action.state not in LIVE_STATES:
        return Rag("none", capital(action.state.value))
    if action.state is ActionState.SAID_TO_BE_DONE:
        return Rag("green", "Said to be done")
    if action.due_on is None:
        return Rag("none", "No date yet")
    days = (action.due_on - today).days
    kind = "red" if days < 0 else "amber" if days <= SOON else "green"
    return Rag(kind, capital(in_days(action.due_on, today)))


def state_words(action: Action, today: date) -> str:
    """How an action stands, for the thread: `due in 8 days`, `closed on 3 November`."""
    if action.is_live or action.ended_at is None:
        words = rag(action, today).words
        return words[:1].lower() + words[1:]
    return f"{action.state.value} on {near_date(action.ended_at, today)}"


def owner_words(owner: ActionOwner, has_left: bool = False, has_ended: bool = False) -> str:
    """`Delia Marsh, Black Fen Community Transport`; `Jo Ferris, lay member`; `The planning team`; `All members`.

    `has_left` is whether the person acts for the organisation no more, `has_ended` whether that is a member no more.
    """
    if owner.is_all_members:
        return "All members"
    if owner.team:
        return owner.team
    words = named(owner.person, owner.organisation, is_lay=owner.is_lay, has_left=has_left)
    return f"{words} (no longer a member)" if has_ended and not has_left else words


def as_owner(owner: ActionOwner) -> Owner:
    """An owner of an action as it could be handed to another."""
    return Owner(owner.person, owner.organisation, owner.is_lay, owner.is_all_members, owner.team)


def owners_words(action: Action, left: Collection[tuple[int | None, int | None]] = ()) -> list[str]:
    """Each owner of an action, as pages and letters name them; `left` are those of `queries.who_left`."""
    return [
        owner_words(
            owner,
            has_left=(owner.person_id, owner.organisation_id) in left and owner.person_id is not None,
            has_ended=(None, owner.organisation_id) in left and owner.organisation_id is not None,
        )
        for owner in action.owners
    ]


def as_typed(action: Action) -> str:
    """The owners as they were typed, where that is not just what was understood: `Cora / Hamish`; else nothing."""
    typed = {_plain(part) for part in _BETWEEN_OWNERS.split(action.owners_as_said) if part.strip()}
    understood = set()
    for owner in action.owners:
        alone = owner.person.shown_name if owner.person else owner_words(owner)
        understood.add(_plain(alone if _plain(alone) in typed else owner_words(owner)))
    return "" if typed == understood or not typed else action.owners_as_said


_BETWEEN_OWNERS = re.compile(r"\s*(?:[/;,&]|\band\b)\s*", re.IGNORECASE)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def state_after(state: ActionState, said: Said) -> ActionState:
    """How an action stands once somebody said how it stands."""
    return {
        Said.ON_TRACK: ActionState.IN_PROGRESS,
        Said.HELD_UP: ActionState.BLOCKED,
        Said.DONE: ActionState.SAID_TO_BE_DONE,
    }.get(said, state)


def times_nothing_new(reports: Sequence[Report]) -> int:
    """How often in a row there was nothing new when it was asked; the latest report stands first."""
    return next(
        (number for number, report in enumerate(reports) if report.said is not Said.NO_UPDATE), len(reports)
    )


def is_owned_by(action: Action, person_id: int | None, organisation_ids: Collection[int]) -> bool:
    """Whether one of the owners is this person, or a body that they act for.

    What all members own is nobody's own: an officer answers for it.
    """
    return any(
        (person_id is not None and owner.person_id == person_id) or owner.organisation_id in organisation_ids
        for owner in action.owners
    )


_HEADINGS = {
    Said.ON_TRACK: "On track",
    Said.HELD_UP: "Held up",
    Said.NO_UPDATE: "Nothing new",
    Said.FREED: "What it waited for is done",
    Said.DONE: "Said to be done",
    Said.NOT_MINE: "“It is not mine”",
    Said.HANDED_OVER: "Handed over",
    Said.CLOSED: "Closed",
    Said.DROPPED: "Dropped",
    Said.REOPENED: "Opened again",
    Said.WITHDRAWN: "Taken back before the minutes were circulated",
}


def report_heading(report: Report) -> str:
    """What a report says, as the heading of its line: `Due date moved to 30 November`."""
    if report.said is Said.DATE_MOVED:
        return (
            f"Due date moved to {day_and_month(report.due_on)}" if report.due_on else "No due date any more"
        )
    return _HEADINGS[report.said]


def reporter_words(report: Report) -> str:
    """Who said it: `Owen Tregarth, County Council`."""
    return named(report.by, report.organisation, is_lay=report.is_lay)


def moved_words(times: int) -> str:
    """`moved once`, `moved 3 times`."""
    return "moved once" if times == 1 else f"moved {times} times"
