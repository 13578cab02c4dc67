"""The people of a meeting: as what they come, what they need, and all of them as a list for other programs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.booking.models import Apologies, Booking, BookingState, Guest, Joining, Needs
from forum.booking.rules import side_of_booking
from forum.foundation.files import Cell
from forum.foundation.words import capital


class Which(StrEnum):
    """The lists of people that a meeting has beside those who come and those who wait."""

    APOLOGIES = "apologies"
    UNANSWERED = "unanswered"
    MOVED = "moved"
    UNSURE = "unsure"
    NEEDS = "needs"


# ---- As what somebody comes -----------------------------------------------------------------------------------


def as_what(booking: Booking) -> str:
    """As what somebody comes: a representative, a lay member, an officer, a guest, or instead of somebody."""
    if booking.guest is not None:
        kind = "Guest" if booking.guest is Guest.OTHER else capital(booking.guest.value)
    elif booking.representative is None:
        kind = "Officer of the forum"
    else:
        kind = "Representative" if booking.representative.organisation else "Lay member"
    if booking.substitute_for is None:
        return kind
    return f"Substitute for {booking.substitute_for.shown_name}"


def from_where(booking: Booking) -> str:
    """For whom somebody speaks, or from where a guest comes; empty for who stands for themself."""
    if booking.representative is not None and booking.representative.organisation is not None:
        return booking.representative.organisation.known_as
    return booking.guest_from


def still_comes(booking: Booking) -> str:
    """What somebody answered when the meeting moved; empty where nobody asked."""
    if booking.asked_again_at is None:
        return ""
    return "Has not said yet" if booking.awaits_answer else "Still comes"


def apologies_of(apologies: Apologies) -> tuple[str, str]:
    """Whose apologies they are, and who comes instead: a name and a quiet line."""
    whose = apologies.person.shown_name if apologies.person else ""
    organisation = apologies.organisation.known_as if apologies.organisation else ""
    instead = f"{apologies.substitute.shown_name} comes instead" if apologies.substitute else ""
    name = whose or organisation
    return name, ", ".join(part for part in (organisation if whose else "", instead) if part)


# ---- What people need -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """One thing that people need, in their own words, and who they are."""

    words: str
    names: Sequence[str]

    @property
    def count(self) -> int:
        """How many need it."""
        return len(self.names)


def needs_counted(needs: Iterable[tuple[Needs, str]]) -> tuple[list[Need], list[Need]]:
    """What people need, with the number of those who said the same: access and diet apart, most said first.

    `needs` come with the name of each person. What differs in capitals or a full stop alone is the same.
    """
    pairs = list(needs)
    return (
        _counted((each.access, name) for each, name in pairs),
        _counted((each.diet, name) for each, name in pairs),
    )


def _counted(said: Iterable[tuple[str, str]]) -> list[Need]:
    words: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for text, name in said:
        key = " ".join(text.split()).strip(" .").casefold()
        if key:
            words.setdefault(key, capital(" ".join(text.split())))
            names.setdefault(key, []).append(name)
    found = [Need(words[key], names[key]) for key in words]
    return sorted(found, key=lambda need: (-need.count, need.words.casefold()))


# ---- Lists for other programs -----------------------------------------------------------------------------------


HEADER = ("Name", "Comes as", "From", "Side", "Joins", "State", "In line", "Booked", "After the move")
NEEDS_HEADER = ("Access needs", "Diet")


def rows_for_files(
    bookings: Iterable[Booking], needs: dict[int, Needs] | None
) -> tuple[list[str], list[list[Cell]]]:
    """Everybody with a place and everybody who waits, as a list for other programs; `needs` None: without them.

    The bookings come in the order in which they were made, so that the place in line can be counted.
    """
    header = [*HEADER, *(NEEDS_HEADER if needs is not None else ())]
    rows = []
    line = dict.fromkeys(Joining, 0)
    for booking in bookings:
        waits = booking.state is BookingState.WAITING
        line[booking.joining] += waits
        row: list[Cell] = [
            booking.person.shown_name,
            as_what(booking),
            from_where(booking),
            capital(side_of_booking(booking).value),
            capital(booking.joining.value),
            "Waiting" if waits else "Has a place",
            line[booking.joining] if waits else None,
            booking.made_at,
            still_comes(booking),
        ]
        if needs is not None:
            own = needs.get(booking.id)
            row += [own.access if own else "", own.diet if own else ""]
        rows.append(row)
    return header, rows
