"""The list as rows, on paper and in other programs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from forum.attendance.models import Presence
from forum.attendance.rules.lists import SIDES, Listed, kind_in_words, side_of_listed
from forum.booking.models import Guest
from forum.foundation.words import capital
from forum.membership.models import Office
from forum.organisations.models import Organisation, Side
from forum.people.models import Person

COLUMNS = (
    "Name",
    "Organisation",
    "Side",
    "Attendance",
    "How they joined",
    "Arrived",
    "Left",
    "Instead of",
    "Why it was changed",
)
"""The headings of the list as a file."""

Row = Sequence[str | datetime | None]

ON_BADGES = {
    Guest.SPEAKER: "Speaker",
    Guest.JOINING: "Guest",
    Guest.PUBLIC: "Member of the public",
    Guest.OTHER: "Guest",
}
"""What a badge says of a guest."""

RANK = (Office.CHAIR, Office.VICE_CHAIR, Office.ORGANISER, Office.MINUTE_TAKER)
"""Which office a badge names where somebody holds several."""


def by_side(listed: Iterable[Listed]) -> list[Listed]:
    """The same, those of one side together, in the order in which they stand."""
    order = list(SIDES)
    return sorted(listed, key=lambda one: order.index(side_of_listed(one)))


def sides_of(listed: Iterable[Listed]) -> list[tuple[Side, list[Listed]]]:
    """The same, each side with its own; one without any is left out."""
    own: dict[Side, list[Listed]] = {side: [] for side in SIDES}
    for one in listed:
        own[side_of_listed(one)].append(one)
    return [(side, people) for side, people in own.items() if people]


def counts_of(listed: Iterable[Listed]) -> dict[Presence, int]:
    """How many stand in each way."""
    counts = dict.fromkeys(Presence, 0)
    for one in listed:
        counts[one.presence] += 1
    return counts


def rows_for_files(
    listed: Iterable[Listed], silent: Iterable[tuple[Organisation | None, Sequence[Person]]]
) -> Iterator[Row]:
    """The list as rows under `COLUMNS`; at its end who was invited, gave no word and did not come."""
    for one in listed:
        yield (
            one.name if one.person else "",
            one.body if one.person else one.name,
            SIDES[side_of_listed(one)],
            kind_in_words(one) if one.substitute_for is None else "Present as a substitute",
            ("Online" if one.is_online else "In the room") if one.presence is Presence.PRESENT else "",
            one.arrived_at,
            one.left_at,
            one.substitute_for.shown_name if one.substitute_for else "",
            one.because,
        )
    for organisation, people in silent:
        for person in people:
            body = organisation.known_as if organisation else "Lay member"
            side = SIDES[organisation.side if organisation else Side.OTHERS]
            yield (person.shown_name, body, side, "Invited and did not come", "", None, None, "", "")


def in_the_room(listed: Iterable[Listed]) -> list[Listed]:
    """Who comes, or came, to the room: whom a sheet and badges are for."""
    return [
        one
        for one in listed
        if one.person and not one.is_online and one.presence in (Presence.EXPECTED, Presence.PRESENT)
    ]


def note_on_sheet(one: Listed) -> str:
    """What stands in small letters under a name: instead of whom they come."""
    return f"instead of {one.substitute_for.shown_name}" if one.substitute_for else ""


def words_on_badge(one: Listed, office: Office | None) -> tuple[str, str]:
    """For whom somebody is there, and what they are, on a badge."""
    guest = one.booking.guest if one.booking else None
    if office is not None:
        line = capital(office.value)
    elif guest is not None:
        line = ON_BADGES[guest]
    else:
        line = "Lay member" if one.is_lay else ""
    is_said_already = one.body.lower() in {line.lower(), "officer of the forum", "lay member"}
    return ("" if is_said_already and line else one.body), line
