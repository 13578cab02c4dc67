"""The list of a meeting: who is on it, how they stand, and how it is put in words."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from forum.attendance.models import Attendance, Presence
from forum.booking.models import Apologies, Booking, Joining
from forum.foundation.words import HARD, capital, clock_time, count_of, time_range
from forum.organisations.models import Organisation, Side
from forum.people.models import Person

SIDES = {
    Side.VOLUNTARY: "Voluntary sector",
    Side.COMMISSIONERS: "Commissioners",
    Side.OTHERS: "Lay members and others",
}
"""The sides, as the headings of a list call them, in their order."""


@dataclass(frozen=True)
class Mark:
    """Whether somebody was there, for whom they spoke, how and when; and instead of whom, if of anybody."""

    person: Person
    organisation: Organisation | None
    presence: Presence
    is_lay: bool = False
    is_online: bool = False
    guest_from: str = ""
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    substitute_for: Person | None = None
    arrived_at_item_id: int | None = None  # during which item they came, where they came late
    left_at_item_id: int | None = None


@dataclass(frozen=True)
class Listed:
    """Somebody on the list of a meeting, and how they stand; nobody by name where an organisation sent apologies."""

    person: Person | None
    organisation: Organisation | None
    presence: Presence
    is_lay: bool = False
    is_online: bool = False
    guest_from: str = ""
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    substitute_for: Person | None = None
    because: str = ""
    booking: Booking | None = None
    row: Attendance | None = None

    @property
    def name(self) -> str:
        """The name, or that of the organisation."""
        if self.person is not None:
            return self.person.shown_name
        return self.organisation.known_as if self.organisation else ""

    @property
    def body(self) -> str:
        """For whom they are there, in words; empty where the organisation is the name."""
        if self.person is None:
            return ""
        known_as = self.organisation.known_as if self.organisation else None
        return body_in_words(known_as, self.is_lay, self.guest_from)

    @property
    def person_id(self) -> int | None:
        """The number of the person."""
        return self.person.id if self.person else None

    @property
    def arrived_at_item_id(self) -> int | None:
        """The number of the item during which they came, where they came late."""
        return self.row.arrived_at_item_id if self.row else None

    @property
    def left_at_item_id(self) -> int | None:
        """The number of the item during which they left."""
        return self.row.left_at_item_id if self.row else None


def list_of(
    bookings: Iterable[Booking],
    apologies: Iterable[Apologies],
    rows: Iterable[Attendance],
    lay: Collection[int] = (),
) -> list[Listed]:
    """Who was, or is to be, at a meeting: by name, those without a name last. `lay` are the numbers of lay members.

    Who was marked stands as they were marked; else whoever sent apologies, then whoever has a place. What the
    apologies of an organisation say of nobody in particular stands by itself, unless somebody of it came.
    """
    booked = {booking.person_id: booking for booking in bookings}
    found = [_from_row(row, booked.get(row.person_id)) for row in rows if _is_shown(row, booked)]
    known = {one.person_id for one in found}
    came = {one.organisation for one in found if one.presence is Presence.PRESENT}
    for sent in apologies:
        if sent.person_id is None and sent.organisation not in came:
            found.append(Listed(None, sent.organisation, Presence.APOLOGIES))
        elif sent.person_id is not None and sent.person_id not in known:
            known.add(sent.person_id)
            booking = booked.get(sent.person_id)
            is_lay = sent.organisation is None and sent.person_id in lay
            found.append(
                Listed(sent.person, sent.organisation, Presence.APOLOGIES, is_lay=is_lay, booking=booking)
            )
    found += [_from_booking(booking) for booking in booked.values() if booking.person_id not in known]
    return sorted_list(found)


def _is_shown(row: Attendance, booked: Collection[int]) -> bool:
    """Whether a row says anything: one whose mark was taken back does so only of whoever has a place."""
    return row.presence is not Presence.EXPECTED or row.person_id in booked


def _from_row(row: Attendance, booking: Booking | None) -> Listed:
    return Listed(
        row.person,
        row.organisation,
        row.presence,
        row.is_lay,
        row.is_online,
        row.guest_from,
        row.arrived_at,
        row.left_at,
        row.substitute_for,
        row.because,
        booking,
        row,
    )


def _from_booking(booking: Booking) -> Listed:
    speaks = booking.representative
    return Listed(
        booking.person,
        speaks.organisation if speaks else None,
        Presence.EXPECTED,
        is_lay=speaks is not None and speaks.organisation_id is None,
        is_online=booking.joining is Joining.ONLINE,
        guest_from=booking.guest_from or (booking.guest.value if booking.guest else ""),
        substitute_for=booking.substitute_for,
        booking=booking,
    )


def sorted_list(listed: Iterable[Listed]) -> list[Listed]:
    """The same by name, those without a name last."""
    return sorted(listed, key=lambda one: (one.person is None, one.name.casefold(), one.person_id or 0))


def side_of_listed(one: Listed) -> Side:
    """The side on which somebody is counted; lay members, guests and officers are on neither of the two."""
    return one.organisation.side if one.organisation else Side.OTHERS


def kind_in_words(one: Listed) -> str:
    """How somebody stands: `Here`, `Here instead of Ben Holt`, `Apologies`, `Did not come`, `Not marked`."""
    if one.presence is Presence.PRESENT:
        instead = f" instead of {one.substitute_for.shown_name}" if one.substitute_for else ""
        return f"{'Present online' if one.is_online else 'Present'}{instead}"
    return {
        Presence.APOLOGIES: "Apologies",
        Presence.ABSENT: "Did not come",
        Presence.EXPECTED: "Not marked",
    }[one.presence]


def times_in_words(arrived_at: datetime | None, left_at: datetime | None) -> str:
    """`10:04`, `10:04 to 11:30`, `until 11:30`; empty where nobody noted a time."""
    if left_at is None:
        return clock_time(arrived_at) if arrived_at else ""
    return time_range(arrived_at, left_at) if arrived_at else f"until {clock_time(left_at)}"


def body_in_words(organisation: str | None, is_lay: bool, guest_from: str) -> str:
    """For whom somebody is there: the organisation, `Lay member`, from where a guest comes, or `Officer`."""
    if organisation:
        return organisation
    if is_lay:
        return "Lay member"
    return capital(guest_from) if guest_from else "Officer of the forum"


def here_in_words(present: Collection[Attendance | Listed]) -> str:
    """`12 voluntary sector, 9 commissioners, 2 lay members`."""
    sides = Counter(_side(mark) for mark in present)
    parts = [
        f"{sides['voluntary']}{HARD}voluntary sector" if sides["voluntary"] else "",
        count_of(sides["commissioners"], "commissioner") if sides["commissioners"] else "",
        count_of(sides["lay"], "lay member") if sides["lay"] else "",
        count_of(sides["others"], "other", "others") if sides["others"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _side(mark: Attendance | Listed) -> str:
    if mark.organisation is None:
        return "lay" if mark.is_lay else "others"
    side = mark.organisation.side
    return {Side.VOLUNTARY: "voluntary", Side.COMMISSIONERS: "commissioners"}.get(side, "others")


# ---- The sign-in page: three hundred names at once, so each is as little as can be --------------------------


class Line(NamedTuple):
    """Somebody on the sign-in page."""

    who: str  # the person's reference
    name: str
    body: str  # for whom they are there, in words
    side: Side
    presence: Presence
    is_online: bool
    arrived_at: datetime | None
    left_at: datetime | None
    code: str  # the reference of their booking, as the QR code says it; empty without one

    @property
    def state(self) -> str:
        """`here`, `left`, or empty for whoever is still to come."""
        if self.presence is not Presence.PRESENT:
            return ""
        return "left" if self.left_at else "here"


@dataclass(frozen=True)
class Group:
    """The names of one side."""

    side: Side
    heading: str
    lines: list[Line]
    here: int


def groups_of(lines: Sequence[Line]) -> list[Group]:
    """The names of the sign-in page by side, each in the order of the alphabet; a side without any is left out."""
    by_side: dict[Side, list[Line]] = {side: [] for side in SIDES}
    for line in sorted(lines, key=lambda line: (line.name.casefold(), line.who)):
        by_side[line.side].append(line)
    return [Group(side, SIDES[side], own, count_lines(own)) for side, own in by_side.items() if own]


def count_lines(lines: Iterable[Line]) -> int:
    """How many of these are here now."""
    return sum(line.presence is Presence.PRESENT and line.left_at is None for line in lines)


def lines_called(lines: Iterable[Line], typed: str) -> list[Line]:
    """Those in whose name or organisation each typed word is found, as the page's script finds them."""
    words = bare(typed).split()
    return [line for line in lines if all(word in bare(f"{line.name} {line.body}") for word in words)]


def bare(text: str) -> str:
    """A text as it is looked for: small letters, without accents."""
    bare = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).lower()
