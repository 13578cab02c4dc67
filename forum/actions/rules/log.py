"""The rules of the action log. They judge what they are handed: no database, no request, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forum.actions.models import Action
from forum.foundation.contacts import has_contact_details
from forum.foundation.refusals import Refusal
from forum.foundation.withheld_names import public_words
from forum.foundation.words import date_of
from forum.membership.names import named
from forum.organisations.models import Organisation
from forum.people.models import Person

SOON = 14
"""Within how many days an action is due soon."""

MOST_WORDS = 4000
"""How long a text may be, in characters: a page of A4."""

LONGEST_TEAM = 100
"""How long the name of a team may be, in characters."""


class ActionNeedsText(Refusal):
    message = "Write what is to be done."


class ActionNeedsOwner(Refusal):
    message = "Say whose action it is: an organisation, a person, a team, or all members."


class TeamNameIsLong(Refusal):
    message = "Keep the name of a team under 100 characters, without an address or telephone number."


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
    check_owners(owners)
    if len(text) > MOST_WORDS:
        raise TooManyWords


def check_owners(owners: Sequence[Owner]) -> None:
    """Refuse no owner at all, and a team whose name is none. Raises `ActionNeedsOwner`, `TeamNameIsLong`."""
    if not owners:
        raise ActionNeedsOwner
    for owner in owners:
        if len(owner.team) > LONGEST_TEAM or has_contact_details(owner.team):
            raise TeamNameIsLong


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
