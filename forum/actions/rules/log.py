"""The rules of the action log. They judge what they are handed: no database, no request, no clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from forum.actions.models import LIVE_STATES, Action, ActionOwner, ActionState, Report, Said
from forum.foundation.contacts import has_contact_details
from forum.foundation.refusals import Refusal
from forum.foundation.withheld_names import public_words
from forum.foundation.words import capital, date_of, day_and_month, in_days, near_date
from forum.membership.names import named
from forum.organisations.models import Organisation
from forum.people.models import Person

SOON = 14
"""Within how many days an action is due soon."""

MOST_WORDS = 4000
"""How long a text may be, in characters: a page of A4."""


class ActionNeedsText(Refusal):
    message = "Write what is to be done."


class ActionNeedsOwner(Refusal):
    message = "Say whose action it is: an organisation, a person, or all members."


class ActionHasEnded(Refusal):
    message = "{reference} is {state}. Open it again first."


class ActionIsLive(Refusal):
    message = "{reference} is open already."


class ReasonIsMissing(Refusal):
    message = "Say why, in a few words. It stands in the action’s history."


class OutcomeIsMissing(Refusal):
    message = "Say what came of it, in a sentence or two."


class NewDateIsMissing(Refusal):
    message = "Give the new date, such as 30 November."


class NewDateHasPassed(Refusal):
    message = "{day} has passed already. Give a date to come."


class DateIsTheSame(Refusal):
    message = "It is due on {day} already. Give another date."


class OwnersCloseNotTheirOwn(Refusal):
    message = "Owners do not close their own actions. {others} can confirm that it is done."


class AlreadyCirculated(Refusal):
    message = "{reference} stands in minutes that were circulated. Drop it with a reason instead."


class CirculatedTextStays(Refusal):
    message = "{reference} stands in minutes that were circulated, so its words stay as they are."


class ContactDetailsShow(Refusal):
    message = "Take out the e-mail address or telephone number: everyone can read this."


class TooManyWords(Refusal):
    message = "That is too long. Keep it under 4,000 characters."


@dataclass(frozen=True)
class Owner:
    """Whose an action is to be: a person and whom they speak for, an organisation alone, a team, or all members."""

    person: Person | None = None
    organisation: Organisation | None = None
    is_lay: bool = False
    is_all_members: bool = False
    team: str = ""  # known by its name alone: "the planning team", "partners"

    @property
    def label(self) -> str:
        """As lists and sentences name them: `Delia Marsh, Black Fen Community Transport`."""
        if self.is_all_members:
            return "All members"
        return self.team or named(self.person, self.organisation, is_lay=self.is_lay)

    @property
    def group(self) -> str | None:
        """Under which heading a form lists them: people, organisations, teams; all members under none."""
        if self.is_all_members:
            return None
        if self.team:
            return "Teams"
        return "People" if self.person else "Organisations"

    @property
    def key(self) -> str:
        """What stands in a form for this owner."""
        if self.is_all_members:
            return "all-members"
        if self.team:
            return f"team:{self.team}"
        who = self.person.reference if self.person else ""
        return f"{who}:{self.organisation.reference if self.organisation else ''}"


ALL_MEMBERS = Owner(is_all_members=True)


@dataclass(frozen=True)
class Rag:
    """How an action stands: a kind (red, amber, green, none), and the words that always go with it."""

    kind: str
    words: str


# ---- Checks -------------------------------------------------------------------------------------------------


def check_public_words(text: str) -> None:
    """Refuse words for everyone to read that hold an address or a telephone number, or are too many."""
    if len(text) > MOST_WORDS:
        raise TooManyWords
    if has_contact_details(text):
        raise ContactDetailsShow


def check_can_raise(text: str, owners: Sequence[Owner]) -> None:
    """Refuse an action without words or without an owner."""
    if not text.strip():
        raise ActionNeedsText
    if not owners:
        raise ActionNeedsOwner
    if len(text) > MOST_WORDS:
        raise TooManyWords


def check_is_live(action: Action) -> None:
    """Refuse to go on with an action that has ended."""
    if not action.is_live:
        raise ActionHasEnded(reference=action.reference, state=action.state.value)


def check_reason(reason: str) -> None:
    """Refuse a change without a reason, or with one that everyone may not read."""
    if not reason.strip():
        raise ReasonIsMissing
    check_public_words(reason)


def check_new_date(action: Action, on: date | None, today: date) -> date:
    """The new date. Refuses none, one that has passed, and the one that it has already."""
    if on is None:
        raise NewDateIsMissing
    if on < today:
        raise NewDateHasPassed(day=date_of(on))
    if on == action.due_on:
        raise DateIsTheSame(day=date_of(on))
    return on


def check_can_close(action: Action, outcome: str, *, is_owner: bool, others: Sequence[str]) -> bool:
    """Whether it is closed with nobody else to confirm it.

    `others` names the officers who do not own it: where there is one, owners do not close their own.
    """
    check_is_live(action)
    if is_owner and others:
        raise OwnersCloseNotTheirOwn(others=" or ".join(others[:3]))
    if not outcome.strip():
        raise OutcomeIsMissing
    check_public_words(outcome)
    return is_owner


def check_can_reopen(action: Action) -> None:
    """Refuse to open what is open."""
    if action.is_live:
        raise ActionIsLive(reference=action.reference)


def check_can_withdraw(action: Action) -> None:
    """Refuse to take back what everyone has read already."""
    if action.published_at is not None:
        raise AlreadyCirculated(reference=action.reference)


def check_can_reword(action: Action, text: str) -> None:
    """Refuse other words for what everyone has read already."""
    if action.published_at is not None and public_words(text) != action.text:
        raise CirculatedTextStays(reference=action.reference)
    if not text.strip():
        raise ActionNeedsText
    if len(text) > MOST_WORDS:
        raise TooManyWords


# ---- How it stands, in words --------------------------------------------------------------------------------


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


def owner_words(owner: ActionOwner, has_left: bool = False) -> str:
    """`Delia Marsh, Black Fen Community Transport`; `Jo Ferris, lay member`; `The planning team`; `All members`."""
    if owner.is_all_members:
        return "All members"
    if owner.team:
        return owner.team
    return named(owner.person, owner.organisation, is_lay=owner.is_lay, has_left=has_left)


def as_owner(owner: ActionOwner) -> Owner:
    """An owner of an action as it could be handed to another."""
    return Owner(owner.person, owner.organisation, owner.is_lay, owner.is_all_members, owner.team)


def owners_words(action: Action, left: Collection[tuple[int, int]] = ()) -> list[str]:
    """Each owner of an action, as pages and letters name them; `left` are those of `queries.who_left`."""
    return [owner_words(owner, (owner.person_id, owner.organisation_id) in left) for owner in action.owners]


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
        return f"Due date moved to {day_and_month(report.due_on)}" if report.due_on else "No due date any more"
    return _HEADINGS[report.said]


def reporter_words(report: Report) -> str:
    """Who said it: `Owen Tregarth, County Council`."""
    return named(report.by, report.organisation, is_lay=report.is_lay)


def moved_words(times: int) -> str:
    """`moved once`, `moved 3 times`."""
    return "moved once" if times == 1 else f"moved {times} times"
