"""How members came to the last meetings, in words and shapes: by organisation, by sector, and who stays away."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forum.attendance.rules import TOO_OFTEN, Body, Stood, Turnout, missed_in_a_row
from forum.foundation.words import count_of, listed, short_month
from forum.meetings.models import Meeting
from forum.membership.models import Membership, Term
from forum.organisations.models import Sector, Side


class Shape(StrEnum):
    """What stands in the table for one member and one meeting: each has its shape and its words."""

    CAME = "came"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    NO_WORD = "no word"
    WAITED = "waited"
    NOT_INVITED = "not invited"
    NOT_A_MEMBER = "not a member then"
    NOT_KNOWN = "not known"


MEANINGS = {
    Shape.CAME: ("Came", "the number says how many people"),
    Shape.APOLOGIES: ("Apologies", "they sent word, or gave their place back"),
    Shape.ABSENT: ("Absent", "they had a place and did not come"),
    Shape.NO_WORD: ("No word", "they were invited and did not come"),
    Shape.WAITED: ("Waited", "for a place, and none came free"),
    Shape.NOT_INVITED: ("–", "not invited"),
}
"""What the key says of each shape. Where somebody was no member, or nobody was marked, nothing stands."""

_SHAPES = {
    Turnout.PRESENT: Shape.CAME,
    Turnout.APOLOGIES: Shape.APOLOGIES,
    Turnout.ABSENT: Shape.ABSENT,
    Turnout.DID_NOT_COME: Shape.NO_WORD,
    Turnout.WAITED: Shape.WAITED,
}
_IN_FULL = {
    Shape.APOLOGIES: "Apologies",
    Shape.ABSENT: "Had a place and did not come",
    Shape.NO_WORD: "Invited and did not come",
    Shape.WAITED: "Waited for a place",
    Shape.NOT_INVITED: "Not invited",
    Shape.NOT_A_MEMBER: "Not a member then",
    Shape.NOT_KNOWN: "Nobody was marked",
}

LAY = "lay"
"""What stands in the address for lay members, beside the sectors."""


@dataclass(frozen=True)
class Cell:
    """How one member stood at one meeting."""

    shape: Shape
    came: int = 0
    substitutes: int = 0

    @property
    def words(self) -> str:
        """What the table says, as short as can be; nothing where there is nothing to say."""
        if self.shape is Shape.CAME:
            return f"{self.came} came"
        return MEANINGS[self.shape][0] if self.shape in MEANINGS else ""

    @property
    def instead(self) -> str:
        """`substitute`, or of several how many of them are."""
        if not self.substitutes:
            return ""
        return (
            "substitute" if self.came == self.substitutes == 1 else count_of(self.substitutes, "substitute")
        )

    @property
    def in_full(self) -> str:
        """The same for other programs and for screen readers."""
        if self.shape is not Shape.CAME:
            return _IN_FULL[self.shape]
        return f"{self.words}, {self.instead}" if self.instead else self.words


@dataclass(frozen=True)
class Row:
    """One member, and how they stood at each meeting, in the order of the meetings."""

    membership: Membership
    cells: Sequence[Cell]
    missed: int = 0  # in a row, up to the last meeting; only where the organiser looks

    @property
    def name(self) -> str:
        """The name as it is today."""
        return name_of(self.membership)

    @property
    def kind(self) -> str:
        """The sector, in words; a lay member’s is that."""
        organisation = self.membership.organisation
        return organisation.sector.words if organisation else "Lay member"

    @property
    def was_looked_for(self) -> bool:
        """Whether they were expected at any of these meetings, or came."""
        return any(cell.shape in _SHAPES.values() for cell in self.cells)

    @property
    def is_flagged(self) -> bool:
        """Whether the organiser is told."""
        return self.missed >= TOO_OFTEN


def body_of(membership: Membership) -> Body:
    """Who is looked for at meetings."""
    return Body(membership.organisation_id, membership.person_id)


def was_member(terms: Iterable[Term], on: date) -> bool:
    """Whether a membership was alive on a day."""
    return any(term.from_on <= on and (term.until_on is None or term.until_on >= on) for term in terms)


def rows_of(
    memberships: Iterable[Membership],
    meetings: Sequence[Meeting],
    stood: Mapping[int, Mapping[Body, Stood]],
    missed: Mapping[Body, int],
    today: date,
) -> list[Row]:
    """Everybody who is a member today or was one at any of these meetings, by name."""
    days = [today, *(meeting.on for meeting in meetings)]
    rows = [
        Row(
            membership,
            [_cell(membership, meeting, stood) for meeting in meetings],
            missed.get(body_of(membership), 0),
        )
        for membership in memberships
        if any(was_member(membership.terms, on) for on in days)
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.membership.id))


def _cell(membership: Membership, meeting: Meeting, stood: Mapping[int, Mapping[Body, Stood]]) -> Cell:
    if meeting.id not in stood:
        return Cell(Shape.NOT_KNOWN)
    own = stood[meeting.id].get(body_of(membership))
    if own is not None:
        return Cell(_SHAPES[own.turnout], own.came, own.substitutes)
    return Cell(Shape.NOT_INVITED if was_member(membership.terms, meeting.on) else Shape.NOT_A_MEMBER)


class Which(StrEnum):
    """Which members the table shows."""

    LOOKED_FOR = "expected"  # at one of these meetings at least, or they came
    ALL = "all"
    MISSED = "missed"


def narrowed(rows: Iterable[Row], sector: str, which: Which) -> list[Row]:
    """The rows of one sector, or of lay members, or of all; and of these those who were asked for."""
    wanted: Callable[[Row], bool] = {
        Which.LOOKED_FOR: lambda row: row.was_looked_for or row.is_flagged,
        Which.ALL: lambda row: True,
        Which.MISSED: lambda row: row.is_flagged,
    }[which]
    return [row for row in rows if (not sector or _sector_of(row) == sector) and wanted(row)]


def _sector_of(row: Row) -> str:
    return row.membership.organisation.sector.value if row.membership.organisation else LAY


SECTORS = [*((sector.value, sector.plural) for sector in Sector), (LAY, "Lay members")]
"""What the table can be narrowed to."""


# ---- Who stays away -----------------------------------------------------------------------------------------


def missed_by(
    memberships: Iterable[Membership],
    meetings: Sequence[Meeting],
    stood: Mapping[int, Mapping[Body, Stood]],
    today: date,
) -> dict[Body, int]:
    """How many meetings each member of today has missed in a row without a word; `meetings` are newest first.

    A meeting counts only for whoever was a member then.
    """
    return {
        body_of(membership): missed_in_a_row(
            _turnout(stood.get(meeting.id, {}), body_of(membership))
            for meeting in meetings
            if was_member(membership.terms, meeting.on)
        )
        for membership in memberships
        if was_member(membership.terms, today)
    }


def _turnout(stood: Mapping[Body, Stood], body: Body) -> Turnout | None:
    own = stood.get(body)
    return own.turnout if own else None


def may_be_flagged(meetings: Iterable[Meeting], stood: Mapping[int, Mapping[Body, Stood]]) -> set[Body]:
    """Who has missed enough meetings, in a row or not: the others need no looking up."""
    missed = Counter(
        body
        for meeting in meetings
        for body, own in stood.get(meeting.id, {}).items()
        if missed_in_a_row([own.turnout])
    )
    return {body for body, count in missed.items() if count >= TOO_OFTEN}


def name_of(membership: Membership) -> str:
    """What a member is called today."""
    if membership.organisation is not None:
        return membership.organisation.known_as
    return membership.person.shown_name if membership.person else ""


def who_is_flagged(missed: Iterable[tuple[Membership, int]]) -> list[tuple[str, int]]:
    """Who has missed too many meetings in a row, by name as it is today, and how many."""
    found = [(name_of(membership), count) for membership, count in missed if count >= TOO_OFTEN]
    return sorted(found, key=lambda one: (one[0].casefold(), one[1]))


def who_stays_away(flagged: Sequence[tuple[str, int]]) -> str:
    """`Fenland X has missed three meetings in a row`; of several how many they are. Empty for nobody."""
    if not flagged:
        return ""
    if len(flagged) == 1:
        name, missed = flagged[0]
        return f"{name} has missed {_number(missed)} meetings in a row"
    return f"{count_of(len(flagged), 'member')} have missed {_number(TOO_OFTEN)} meetings in a row or more"


def _number(count: int) -> str:
    words = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
    return words.get(count, str(count))


def names_in_short(names: Sequence[str], most: int = 3) -> str:
    """The first names of a list, and how many more there are."""
    if len(names) <= most:
        return listed(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


# ---- By sector ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turnup:
    """How many people came to one meeting, by side."""

    meeting: Meeting
    is_known: bool
    voluntary: int = 0
    commissioners: int = 0
    others: int = 0

    @property
    def total(self) -> int:
        """How many came in all."""
        return self.voluntary + self.commissioners + self.others


def by_sector(meetings: Iterable[Meeting], came: Mapping[int, Mapping[Side, int]]) -> list[Turnup]:
    """How many people came to each meeting, by side; one where nobody was marked is not known."""
    return [
        Turnup(
            meeting,
            meeting.id in came,
            *(
                came.get(meeting.id, {}).get(side, 0)
                for side in (Side.VOLUNTARY, Side.COMMISSIONERS, Side.OTHERS)
            ),
        )
        for meeting in meetings
    ]


@dataclass(frozen=True)
class Bar:
    """One meeting in the picture: under it its day, as short as can be."""

    label: str
    voluntary: int
    commissioners: int
    others: int
    total: int


def bars_of(sectors: Iterable[Turnup]) -> list[Bar]:
    """The picture of how many came; a meeting where nobody was marked has no bar."""
    return [
        Bar(
            f"{one.meeting.on.day} {short_month(one.meeting.on)}",
            one.voluntary,
            one.commissioners,
            one.others,
            one.total,
        )
        for one in sectors
    ]


# ---- Lists for other programs -------------------------------------------------------------------------------


def table_for_files(
    rows: Iterable[Row], meetings: Sequence[Meeting], *, with_missed: bool
) -> tuple[list[str], list[list[str | int | None]]]:
    """The same table for other programs: a column for each meeting, and for the organiser what was missed in a row."""
    header = ["Member", "Sector", *(f"{meeting.on.isoformat()} {meeting.title}" for meeting in meetings)]
    lines: list[list[str | int | None]] = []
    for row in rows:
        line: list[str | int | None] = [row.name, row.kind, *(cell.in_full for cell in row.cells)]
        lines.append([*line, row.missed] if with_missed else line)
    return ([*header, "Missed in a row"] if with_missed else header), lines
