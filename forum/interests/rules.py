"""What the register of interests asks, when an entry counts, and what is said of a declaration."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forum.foundation.refusals import Refusal
from forum.foundation.words import capital, date_of, month_and_year
from forum.interests.models import Declaration, Effect, Interest, InterestKind

ASKED_AGAIN_AFTER = timedelta(days=365)
"""A year after somebody last said that their entries are right, a letter asks them again."""

KINDS = {
    InterestKind.FINANCIAL: "Financial: money, a job, a contract or a grant",
    InterestKind.PROFESSIONAL: "Professional: a post without pay, such as trustee or adviser",
    InterestKind.PERSONAL: "Personal: family, friends, or somewhere you use yourself",
}
EFFECTS = {
    Effect.STAYS: "Stay, speak and decide with the others",
    Effect.SPEAKS: "Stay and speak, but not decide",
    Effect.LEAVES: "Leave while it is discussed",
}
WHAT_HAPPENED = {
    Effect.STAYS: "Stayed and took part",
    Effect.SPEAKS: "Spoke, but did not decide",
    Effect.LEAVES: "Left for the item",
}
TO_COME = {
    Effect.STAYS: "stays and takes part",
    Effect.SPEAKS: "speaks but does not decide",
    Effect.LEAVES: "leaves for the item",
}


class EndsBeforeItBegins(Refusal):
    message = "The last day cannot come before the first."
    about = "until_on"


class AlreadyCorrected(Refusal):
    message = "This has been corrected already. Correct the newer one."


class AlreadyStruck(Refusal):
    message = "This was marked as an error. It stays as it is."


class HasEnded(Refusal):
    message = "This interest has ended already. If that is wrong, correct it."


class SayWhy(Refusal):
    message = "Say why, in a few words. Both what was said and why it changed are kept."
    about = "because"


class NotOnThisAgenda(Refusal):
    message = "This item is not on the agenda any more. Choose another, or the meeting as a whole."


class OnlyTheHost(Refusal):
    message = "Only the forum's host declares as an organisation. A person declares for themself."


def check_days(from_on: date | None, until_on: date | None) -> None:
    """Refuse a last day before the first. Raises `EndsBeforeItBegins`."""
    if from_on is not None and until_on is not None and until_on < from_on:
        raise EndsBeforeItBegins


def check_reason(because: str) -> None:
    """Refuse a change of the record without a reason. Raises `SayWhy`."""
    if not because.strip():
        raise SayWhy


def is_live(interest: Interest, today: date, corrected: Collection[int]) -> bool:
    """Whether an entry counts on a day; `corrected` are the numbers of those that a newer entry corrects."""
    if interest.struck_at is not None or interest.id in corrected:
        return False
    return interest.until_on is None or interest.until_on >= today


@dataclass(frozen=True)
class Line:
    """One entry of the register as pages show it."""

    interest: Interest
    whose: str
    kind: str  # "Financial, indirect"
    days: str  # "since May 2019", "March 2018 to June 2024"
    is_live: bool
    mark: str  # why it no longer counts; empty where it does


def line_of(interest: Interest, today: date, corrected: Collection[int]) -> Line:
    """An entry in words."""
    return Line(
        interest=interest,
        whose=whose(interest),
        kind=capital(interest.kind.value) + (", indirect" if interest.is_indirect else ""),
        days=days_in_words(interest.from_on, interest.until_on),
        is_live=is_live(interest, today, corrected),
        mark=_mark(interest, today, corrected),
    )


def whose(thing: Interest | Declaration) -> str:
    """The person or the organisation that has the interest, as they are known today."""
    if thing.person is not None:
        return thing.person.shown_name
    return thing.organisation.known_as if thing.organisation is not None else ""


def days_in_words(from_on: date | None, until_on: date | None) -> str:
    """`since May 2019`, `until June 2024`, `May 2019 to June 2024`, or nothing."""
    if from_on is not None and until_on is not None:
        return f"{month_and_year(from_on)} to {month_and_year(until_on)}"
    if until_on is not None:
        return f"until {month_and_year(until_on)}"
    return f"since {month_and_year(from_on)}" if from_on is not None else ""


def _mark(interest: Interest, today: date, corrected: Collection[int]) -> str:
    if interest.struck_at is not None:
        return f"Entered in error: {interest.struck_because}"
    if interest.id in corrected:
        return "Corrected by a newer entry"
    if interest.until_on is not None and interest.until_on < today:
        return f"Ended on {date_of(interest.until_on)}"
    return ""


@dataclass(frozen=True)
class Declared:
    """One declaration as pages show it."""

    declaration: Declaration
    who: str
    nature: str
    effect: str  # "leaves for the item", or what happened once that was recorded
    is_recorded: bool
    counts: bool  # neither corrected nor withdrawn
    mark: str


def declared(declaration: Declaration, corrected: Collection[int]) -> Declared:
    """A declaration in words; `corrected` are the numbers of those that a newer one corrects."""
    recorded = declaration.recorded_effect
    effect = WHAT_HAPPENED[recorded] if recorded else capital(TO_COME[declaration.effect])
    mark = ""
    if declaration.withdrawn_at is not None:
        mark = f"Withdrawn: {declaration.withdrawn_because}"
    elif declaration.id in corrected:
        mark = "Corrected below"
    return Declared(
        declaration=declaration,
        who=whose(declaration),
        nature=declaration.nature,
        effect=effect,
        is_recorded=recorded is not None,
        counts=not mark,
        mark=mark,
    )


def those_that_count(declarations: Sequence[Declaration]) -> list[Declaration]:
    """The declarations that hold: neither corrected by a newer one nor withdrawn."""
    corrected = {one.corrects_id for one in declarations}
    return [one for one in declarations if one.withdrawn_at is None and one.id not in corrected]


def in_one_line(declaration: Declaration) -> str:
    """`Delia Marsh: trustee of the Fen Trust. Leaves for the item`: for the chair, and for the run-sheet."""
    effect = declaration.recorded_effect
    words = WHAT_HAPPENED[effect] if effect else capital(TO_COME[declaration.effect])
    return f"{whose(declaration)}: {declaration.nature.rstrip('.')}. {words}"
