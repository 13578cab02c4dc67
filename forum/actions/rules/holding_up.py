"""What holds an action up, and what will close it: another action, an item of a meeting to come, a paper."""

from collections.abc import Sequence

from forum.actions.models import Action
from forum.agendas.models import AgendaItem, Paper
from forum.foundation.refusals import Refusal
from forum.foundation.words import date_of


class NoSuchActionToWaitFor(Refusal):
    message = "There is no action {reference}. Write its number as in A-2026-031."
    about = "waits_for"


class WaitsForItself(Refusal):
    message = "{reference} cannot wait for itself."
    about = "waits_for"


class WaitsInACircle(Refusal):
    message = "{other} waits for {reference} already, so neither would ever begin."
    about = "waits_for"


class WaitsForWhatHasEnded(Refusal):
    message = "{other} is {state}, so there is nothing to wait for."
    about = "waits_for"


class OneOfTheTwo(Refusal):
    message = "Choose an item or a paper, not both."


class NothingClosesIt(Refusal):
    message = "Nothing says yet that {reference} is done by an item or a paper."


class NotThisItem(Refusal):
    message = "{reference} is to be done by another item."


def check_waits_for(action: Action, other: Action, behind: Sequence[Action]) -> None:
    """Refuse to wait for itself, for what has ended, or for what waits for this: `behind` is what `other` waits for."""
    if other.id == action.id:
        raise WaitsForItself(reference=action.reference)
    if not other.is_live:
        raise WaitsForWhatHasEnded(other=other.reference, state=other.state.value)
    if any(one.id == action.id for one in behind):
        raise WaitsInACircle(other=other.reference, reference=action.reference)


def item_words(item: AgendaItem) -> str:
    """`item 4 of 14 March 2027`."""
    meeting = item.agenda.meeting
    return f"{f'item {item.number}' if item.number else 'an item'} of {date_of(meeting.on)}"


def closing_words(action: Action) -> str:
    """How an action is to be done, where that is known: `Will be done by item 4 of 14 March 2027`; else nothing."""
    if action.heard_at_item is not None:
        return f"Will be done by {item_words(action.heard_at_item)}"
    return "Will be done by a paper" if action.done_by_paper is not None else ""


def outcome_when_heard(item: AgendaItem) -> str:
    """What stands ready as the outcome of what an item has done: `Heard as item 4 of 14 March 2027.`"""
    return f"Heard as {item_words(item)}."


def outcome_of_paper(paper: Paper) -> str:
    """The same for a paper: `Done by the paper “Grants in 2027”.`"""
    return f"Done by the paper “{paper.title}”."


def freed_words(other: Action) -> str:
    """What stands in the history of an action once what it waited for has ended."""
    how = "is done" if other.state.value == "closed" else f"was {other.state.value}"
    return f"{other.reference} {how}, and this no longer waits for it."
