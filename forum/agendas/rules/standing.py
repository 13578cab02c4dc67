"""The items with which every agenda of a forum begins: its own template, or the usual ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from forum.agendas.models import AgendaItem, Part, Purpose, Standing, StandingItem, Visibility
from forum.agendas.rules.order import NewItem
from forum.foundation.refusals import Refusal
from forum.foundation.words import HARD, date_of, day_and_month

LAST_MEETING = "{last meeting}"
"""What a title of the template may hold: it becomes the day of the meeting before."""

MOST_STANDING = 20
"""How many items a template may have."""

_NOT_KNOWN = "the last meeting"

USUAL = (
    NewItem(
        "Welcome and apologies", Purpose.INFORM, timedelta(minutes=5), Standing.WELCOME, part=Part.OPENING
    ),
    NewItem(
        "Interests to declare", Purpose.INFORM, timedelta(minutes=5), Standing.DECLARATIONS, part=Part.OPENING
    ),
    NewItem(
        f"Minutes of {LAST_MEETING} and open actions",
        Purpose.DECIDE, timedelta(minutes=10), Standing.MINUTES, part=Part.OPENING,
    ),
    NewItem(
        "Any other business and the next meeting",
        Purpose.DISCUSS, timedelta(minutes=10), Standing.ANY_OTHER_BUSINESS, part=Part.CLOSING,
    ),
)  # fmt: skip
"""What stands on the agendas of a forum that has said nothing else."""


class TooManyStanding(Refusal):
    message = f"An agenda begins with {MOST_STANDING} items at most."


class NothingStanding(Refusal):
    message = "Leave one item at least: an agenda needs something to begin with."


class ChangedByAnother(Refusal):
    message = "Somebody else has changed these items meanwhile. They stand below as they are now; change them again."


class NoEarlierAgenda(Refusal):
    message = "There is no earlier agenda to begin from."


class HasMatters(Refusal):
    message = "This agenda has items of its own already. Put others on one by one."


@dataclass(frozen=True)
class StandingGiven:
    """One line of the template as it was handed in; `reference` is empty for a new one."""

    reference: str
    title: str
    purpose: Purpose
    length: timedelta
    standing: Standing | None
    section: str
    is_closing: bool


def check_template(given: Sequence[StandingGiven]) -> None:
    """Refuse a template that is empty or endless. Raises `NothingStanding` or `TooManyStanding`."""
    if not given:
        raise NothingStanding
    if len(given) > MOST_STANDING:
        raise TooManyStanding


def titled(title: str, last_meeting_on: date | None) -> str:
    """A title of the template with the day of the meeting before in it."""
    return title.replace(LAST_MEETING, day_and_month(last_meeting_on) if last_meeting_on else _NOT_KNOWN)


def standing_items(last_meeting_on: date | None, template: Iterable[StandingItem] = ()) -> list[NewItem]:
    """What an agenda begins with; `last_meeting_on` names the minutes."""
    lines = [
        NewItem(
            one.title, one.purpose, one.length, one.standing, one.section,
            Part.CLOSING if one.is_closing else Part.OPENING,
        )
        for one in template
    ] or USUAL  # fmt: skip
    in_parts = [one for part in Part for one in lines if one.part is part]
    return [replace(one, title=titled(one.title, last_meeting_on)) for one in in_parts]


def comes_again(item: AgendaItem) -> bool:
    """Whether an item of an earlier agenda is a pattern for the next: not withdrawn, and open to its readers."""
    return not item.is_withdrawn and item.visibility is not Visibility.CLOSED


def renewed_title(item: AgendaItem, was: date | None, now: date) -> str:
    """The title of an earlier item for the next agenda: `Minutes of 18 June` becomes `Minutes of 17 September`.

    `was` is the day of the meeting before the earlier one, `now` that of the earlier one itself.
    """
    title = item.title
    if not item.is_standing:
        return title
    for worded in (date_of, day_and_month):
        for said in (worded(was), worded(was).replace(HARD, " ")) if was else (_NOT_KNOWN,):
            if said in title:
                return title.replace(said, worded(now) if was else day_and_month(now))
    return title


def check_only_standing(items: Sequence[AgendaItem]) -> None:
    """Refuse to fill an agenda that has been worked on. Raises `HasMatters`."""
    if any(not item.is_standing and item.part is None or item.number is not None for item in items):
        raise HasMatters
