"""The chair's sheet of a meeting: each item with its time, who speaks and whose interests touch it; who is expected."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from forum.agendas.models import AgendaItem, Presenter, Visibility
from forum.agendas.rules import (
    Draft,
    ItemAsPublished,
    computed_times,
    full_name_of,
    has_confirmed,
    how_stands,
    items_in,
    paper_rows,
)
from forum.agendas.rules.paper_rows import NowOf, PaperRow
from forum.agendas.rules.shown import what_became
from forum.booking.models import Apologies, Booking, BookingState, Joining
from forum.booking.rules import side_of_booking
from forum.foundation.documents import (
    ExpectedLine,
    ExpectedSide,
    InterestLine,
    PaperLine,
    RunLine,
    RunSheet,
    SpeakerLine,
)
from forum.foundation.words import (
    capital,
    clock_time,
    count_of,
    date_of,
    day,
    listed,
    time_range,
    whole_minutes,
)
from forum.interests.models import Declaration
from forum.interests.rules import declared, those_that_count
from forum.meetings.models import Meeting
from forum.organisations.models import Side
from forum.overview.rules.meeting_people import apologies_of, as_what, from_where

SIDES = {
    Side.VOLUNTARY: "Voluntary sector",
    Side.COMMISSIONERS: "Commissioners",
    Side.OTHERS: "Lay members, guests and officers",
}
NOTES = {Visibility.MEMBERS: "For members", Visibility.CLOSED: "Closed"}


def run_sheet(
    draft: Draft,
    *,
    now_of: NowOf,
    declarations: Sequence[Declaration],
    bookings: Sequence[Booking],
    apologies: Iterable[Apologies],
    address: str,
    base: str,
    now: datetime,
) -> RunSheet:
    """The sheet of a meeting as it stands, for those who see all of its agenda."""
    meeting = draft.agenda.meeting
    pairs = in_order(draft)
    counting = those_that_count(declarations)
    presents = _presents(pairs)
    coming = [one for one in bookings if one.state is BookingState.CONFIRMED]
    begin = computed_times(meeting.starts_at, [shown for _, shown in pairs])
    numbers = {shown.reference: shown.number for _, shown in pairs}
    items = [
        _line(meeting, item, shown, begins_at, numbers, counting, now_of=now_of, base=base, now=now)
        for (item, shown), begins_at in zip(pairs, begin, strict=True)
    ]
    return RunSheet(
        title=meeting.title,
        forum=meeting.forum.name,
        date=day(meeting.on),
        items=items,
        times=time_range(meeting.starts_at, meeting.ends_at) if meeting.starts_at and meeting.ends_at else "",
        place=meeting.place_in_words,
        version=which_version(draft),
        made=f"as of {date_of(now)}, {clock_time(now)}",
        mark=draft.digest if not draft.is_new else "",
        address=address,
        counts=expected_in_words(bookings),
        expected=[
            ExpectedSide(
                heading, [_expected(one, presents) for one in coming if side_of_booking(one) is side]
            )
            for side, heading in SIDES.items()
        ],
        apologies=[", ".join(part for part in apologies_of(one) if part) for one in apologies],
        general=[_interest(one) for one in counting if one.item is None],
        notes=["This meeting has been called off."] if meeting.is_cancelled else [],
    )


def in_order(draft: Draft) -> list[tuple[AgendaItem, ItemAsPublished]]:
    """The items as they are taken: in the order printed, or in the one that was settled at the meeting."""
    pairs = list(zip(draft.agenda.items, items_in(draft.content, draft.digest), strict=True))
    return sorted(pairs, key=lambda pair: pair[0].taken_as or pair[0].position)


def which_version(draft: Draft) -> str:
    """Of which agenda the sheet is: of the version that is out, or of what is being built."""
    if draft.before is None:
        return "This agenda has not been published yet."
    published = f"Version {draft.before.number}, published {date_of(draft.before.published_at)}"
    return f"{published}, with changes that have not been published" if draft.is_new else published


def expected_in_words(bookings: Sequence[Booking]) -> str:
    """`23 expected: 14 of the voluntary sector, 7 commissioners and 2 others. 3 people wait for a place.`"""
    coming = [one for one in bookings if one.state is BookingState.CONFIRMED]
    waiting = sum(one.state is BookingState.WAITING for one in bookings)
    if not coming:
        return ""
    of = {side: sum(side_of_booking(one) is side for one in coming) for side in Side}
    sides = {
        Side.VOLUNTARY: f"{of[Side.VOLUNTARY]} of the voluntary sector",
        Side.COMMISSIONERS: count_of(of[Side.COMMISSIONERS], "commissioner"),
        Side.OTHERS: count_of(of[Side.OTHERS], "other"),
    }
    words = listed(said for side, said in sides.items() if of[side])
    waits = f" {count_of(waiting, 'person waits', 'people wait')} for a place." if waiting else ""
    return f"{len(coming)} expected: {words}.{waits}"


def _line(
    meeting: Meeting,
    item: AgendaItem,
    shown: ItemAsPublished,
    begins_at: datetime | None,
    numbers: Mapping[str, str],
    declarations: Sequence[Declaration],
    *,
    now_of: NowOf,
    base: str,
    now: datetime,
) -> RunLine:
    if shown.is_withdrawn:
        return RunLine(shown.number, shown.title, state=what_became(shown, numbers))
    papers = paper_rows(shown, now_of, now)
    waiting = [PaperLine(papers.waits)] if papers.waits else []
    return RunLine(
        number=shown.number,
        title=shown.title,
        from_time=clock_time(begins_at) if begins_at else "",
        until_time=clock_time(begins_at + shown.length) if begins_at else "",
        minutes=whole_minutes(shown.length),
        purpose="" if shown.is_standing else capital(shown.purpose.value),
        presenters=[_speaker(one, meeting, now.date()) for one in item.presenters],
        papers=[_paper(row, base) for row in papers.rows] + waiting,
        declarations=[_interest(one) for one in declarations if one.item_id == item.id],
        note=NOTES.get(shown.visibility, ""),
        closed_because=shown.closed_because or "",
    )


def _speaker(presenter: Presenter, meeting: Meeting, today: date) -> SpeakerLine:
    stands = how_stands(presenter, meeting, today)
    return SpeakerLine(full_name_of(presenter), stands.words, has_confirmed(presenter, meeting))


def _paper(row: PaperRow, base: str) -> PaperLine:
    late = f"{row.late}: {row.late_because}" if row.late and row.late_because else row.late
    waits = "The chair has not accepted it for the decision." if row.late and not row.accepted else ""
    note = " ".join(part for part in (row.gone, late, row.accepted or waits) if part)
    return PaperLine(
        row.title, row.about, f"{base}{row.href}" if row.href else "", note, is_withdrawn=not row.href
    )


def _interest(declaration: Declaration) -> InterestLine:
    said = declared(declaration, ())
    return InterestLine(said.who, f"{said.nature.rstrip('.')}.", f"{said.effect}.")


def _presents(pairs: Sequence[tuple[AgendaItem, ItemAsPublished]]) -> Mapping[int, list[str]]:
    """The numbers of the items that somebody presents, by the person's number in the database."""
    found: dict[int, list[str]] = {}
    for item, shown in pairs:
        for presenter in item.presenters:
            if presenter.person_id is not None and not shown.is_withdrawn:
                found.setdefault(presenter.person_id, []).append(shown.number)
    return found


def _expected(booking: Booking, presents: Mapping[int, list[str]]) -> ExpectedLine:
    numbers = presents.get(booking.person_id, [])
    kind = as_what(booking)
    notes = [
        f"Presents item{'s' if len(numbers) > 1 else ''} {listed(numbers)}" if numbers else "",
        kind if kind != "Representative" else "",
        "Online" if booking.joining is Joining.ONLINE else "",
    ]
    return ExpectedLine(
        booking.person.shown_name, from_where(booking), ", ".join(note for note in notes if note)
    )  # fmt: skip
