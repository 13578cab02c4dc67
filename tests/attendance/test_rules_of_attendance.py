"""The rules of attendance, without a database: when marks are taken, what needs a reason, who stands on the list."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.attendance import rules
from forum.attendance.models import Attendance, AttendanceList, Presence
from forum.attendance.rules import Line, Mark, Turnout
from forum.booking.models import Apologies, Booking, BookingState, Guest, Joining
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Office, Representative
from forum.organisations.models import Organisation, Sector, Side
from forum.people.models import Person
from tests.makers import NOW

TODAY = date(2026, 11, 24)


def meeting(on=TODAY, state=MeetingState.CONFIRMED):
    return Meeting(on=on, state=state, reference="m")


def somebody(number, name="Ada Marsh"):
    return Person(id=number, reference=f"P{number}", name=name)


def body(name="Black Fen Community Transport", sector=Sector.VCSE):
    return Organisation(id=1, known_as=name, sector=sector)


def booked(person, organisation=None, **values):
    speaks = Representative(person=person, organisation=organisation)
    speaks.organisation_id = organisation.id if organisation else None
    return Booking(person=person, person_id=person.id, representative=speaks, state=BookingState.CONFIRMED,
                   joining=Joining.IN_THE_ROOM, guest_from="", **values)  # fmt: skip


def row(person, presence=Presence.PRESENT, **values):
    return Attendance(person=person, person_id=person.id, presence=presence, is_lay=False, is_online=False,
                      guest_from="", because="", **values)  # fmt: skip


# ---- When ---------------------------------------------------------------------------------------------------


def test_marks_are_taken_on_the_day_alone():
    rules.check_can_tick(meeting(), None, NOW)

    with pytest.raises(rules.TooEarlyToMark, match="Wednesday 25"):
        rules.check_can_tick(meeting(date(2026, 11, 25)), None, NOW)
    with pytest.raises(rules.DayIsOver):
        rules.check_can_tick(meeting(date(2026, 11, 23)), None, NOW)
    with pytest.raises(rules.MeetingWasCalledOff):
        rules.check_can_tick(meeting(state=MeetingState.CANCELLED), None, NOW)


def test_the_day_is_that_of_london():
    summer = meeting(date(2026, 7, 1))

    rules.check_can_tick(summer, None, datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    with pytest.raises(rules.DayIsOver):
        rules.check_can_tick(summer, None, datetime(2026, 7, 1, 23, 30, tzinfo=UTC))


def test_once_the_minutes_are_out_the_door_takes_no_marks_and_the_desk_asks_why():
    circulated = AttendanceList(circulated_at=NOW)

    with pytest.raises(rules.ListIsCirculated):
        rules.check_can_tick(meeting(), circulated, NOW)
    with pytest.raises(rules.ReasonIsMissing):
        rules.check_can_mark(meeting(), circulated, None, " ", NOW)
    rules.check_can_mark(meeting(), circulated, None, "She signed the sheet.", NOW)


def test_an_approved_list_stays_as_it_is():
    approved = AttendanceList(circulated_at=NOW, approved_at=NOW)

    for check in (
        lambda: rules.check_can_tick(meeting(), approved, NOW),
        lambda: rules.check_can_mark(meeting(), approved, None, "A reason", NOW),
    ):
        with pytest.raises(rules.ListIsApproved, match="Say at the next meeting"):
            check()
    assert "stays as it is" in rules.why_no_marks(meeting(), approved, NOW)


@pytest.mark.parametrize(
    ("on", "presence", "needed"),
    [
        (TODAY, Presence.PRESENT, False),
        (date(2026, 11, 23), Presence.PRESENT, True),
        (date(2026, 11, 23), Presence.EXPECTED, False),
        (date(2026, 11, 23), None, False),
    ],
)
def test_a_correction_after_the_day_needs_a_reason_and_a_first_mark_does_not(on, presence, needed):
    was = row(somebody(1), presence) if presence else None

    assert rules.needs_reason(meeting(on), None, was, NOW) is needed


def test_the_link_for_the_door_opens_on_the_day():
    rules.check_door_is_open(meeting(), NOW)
    with pytest.raises(rules.DoorOpensLater):
        rules.check_door_is_open(meeting(date(2026, 11, 25)), NOW)
    with pytest.raises(rules.DoorIsClosed):
        rules.check_door_is_open(meeting(date(2026, 11, 23)), NOW)
    with pytest.raises(rules.MeetingWasCalledOff):
        rules.check_door_is_open(meeting(state=MeetingState.CANCELLED), NOW)


@given(st.integers(0, 10**10).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_a_mark_that_waited_was_made_on_the_day_and_not_in_the_future(tapped_at):
    at = rules.moment_of(tapped_at, meeting(), NOW)

    assert datetime(2026, 11, 24, tzinfo=UTC) <= at <= NOW
    assert at == tapped_at or not datetime(2026, 11, 24, tzinfo=UTC) <= tapped_at <= NOW


# ---- What ---------------------------------------------------------------------------------------------------


def test_nobody_leaves_before_they_arrive_or_stands_in_for_themself():
    ada = somebody(1)
    rules.check_mark(Mark(ada, None, Presence.PRESENT, arrived_at=NOW, left_at=NOW))

    with pytest.raises(rules.LeftBeforeArriving):
        rules.check_mark(
            Mark(ada, None, Presence.PRESENT, arrived_at=NOW, left_at=NOW - timedelta(minutes=1))
        )
    with pytest.raises(rules.SubstituteForThemself):
        rules.check_mark(Mark(ada, None, Presence.PRESENT, substitute_for=ada))


@pytest.mark.parametrize(("name", "organisation", "refusal"), [
    ("", "", rules.NameIsMissing), ("x" * 201, "", rules.NameIsTooLong), ("Sam", "x" * 3000, rules.NameIsTooLong),
])  # fmt: skip
def test_who_walks_in_has_a_name(name, organisation, refusal):
    with pytest.raises(refusal):
        rules.check_walk_in(name, organisation)


def test_the_same_form_sent_twice_has_one_key_and_other_words_another():
    key = rules.key_of("k", "Sam Poole", "Food Bank")

    assert rules.key_of("k", " sam  POOLE", "food bank ") == key
    assert rules.key_of("k", "Sam Pool", "Food Bank") != key != rules.key_of("k", "Sam Poole", "")


@pytest.mark.parametrize("other", ["ada marsh", "Ada  Marsh ", "Ada Märsh"])
def test_names_are_the_same_however_they_are_written(other):
    assert rules.is_same_name("Ada Marsh", other)
    assert not rules.is_same_name("Ada March", other)


# ---- The list -----------------------------------------------------------------------------------------------


def test_who_was_marked_stands_as_marked_then_apologies_then_places():
    ada, ben, cora, drew = (somebody(n, name) for n, name in enumerate(("Ada", "Ben", "Cora", "Drew"), 1))
    listed = rules.list_of(
        [booked(ada), booked(ben), booked(cora)],
        [
            Apologies(person=ben, person_id=2),
            Apologies(person=drew, person_id=4),
            Apologies(person=ada, person_id=1),
        ],
        [row(ada)],
        lay={4},
    )

    assert [(one.name, one.presence.value) for one in listed] == [
        ("Ada", "present"), ("Ben", "apologies"), ("Cora", "expected"), ("Drew", "apologies"),
    ]  # fmt: skip
    assert [one.is_lay for one in listed] == [False, False, True, True]


def test_a_mark_taken_back_shows_of_whoever_has_a_place_alone():
    ada, sam = somebody(1), somebody(2, "Sam")

    listed = rules.list_of([booked(ada)], [], [row(ada, Presence.EXPECTED), row(sam, Presence.EXPECTED)])

    assert [(one.name, one.presence) for one in listed] == [("Ada Marsh", Presence.EXPECTED)]


def test_apologies_of_an_organisation_stand_unless_somebody_of_it_came():
    transport = body()
    sorry = [Apologies(organisation=transport, person_id=None)]

    assert [(one.name, one.body, one.person) for one in rules.list_of([], sorry, [])] == [
        ("Black Fen Community Transport", "", None)
    ]
    came = rules.list_of([], sorry, [row(somebody(1), organisation=transport)])
    assert [one.name for one in came] == ["Ada Marsh"]


def test_how_somebody_stands_is_said_in_words():
    ben = somebody(2, "Ben Holt")
    stand = {
        rules.kind_in_words(one)
        for one in rules.list_of(
            [booked(somebody(5))],
            [],
            [
                row(somebody(1), substitute_for=ben),
                row(somebody(2), Presence.ABSENT),
                row(somebody(3), Presence.APOLOGIES),
            ],
        )
    }

    assert stand == {"Present instead of Ben Holt", "Did not come", "Apologies", "Not marked"}


@pytest.mark.parametrize(("said", "words"), [
    (("Food Bank", False, ""), "Food Bank"), ((None, True, ""), "Lay member"),
    ((None, False, "university of Ely"), "University of Ely"), ((None, False, ""), "Officer of the forum"),
])  # fmt: skip
def test_for_whom_somebody_is_there(said, words):
    assert rules.body_in_words(*said) == words


# ---- The sign-in page ---------------------------------------------------------------------------------------


def line(name, side=Side.VOLUNTARY, presence=Presence.EXPECTED, left_at=None, body="Food Bank"):
    return Line(name, name, body, side, presence, False, None, left_at, "")


def test_names_stand_by_side_and_by_the_alphabet_and_those_here_are_counted():
    lines = [
        line("zoe"), line("Ada", presence=Presence.PRESENT), line("Lena", Side.OTHERS),
        line("Ben", presence=Presence.PRESENT, left_at=NOW),
    ]  # fmt: skip

    groups = rules.groups_of(lines)

    assert [(group.heading, [one.name for one in group.lines], group.here) for group in groups] == [
        ("Voluntary sector", ["Ada", "Ben", "zoe"], 1), ("Lay members and others", ["Lena"], 0),
    ]  # fmt: skip
    assert [one.state for one in groups[0].lines] == ["here", "left", ""]
    assert rules.count_lines(lines) == 1


@pytest.mark.parametrize(("typed", "found"), [
    ("ada", ["Ada Märsh"]), ("MARSH food", ["Ada Märsh"]), ("food", ["Ada Märsh", "Ben O’Hara"]),
    ("o'hara", ["Ben O’Hara"]), ("nobody", []), ("", ["Ada Märsh", "Ben O’Hara"]),
])  # fmt: skip
def test_names_are_found_by_any_words_of_name_and_organisation(typed, found):
    lines = [line("Ada Märsh"), line("Ben O’Hara")]

    assert [one.name for one in rules.lines_called(lines, typed)] == found


@pytest.mark.parametrize(("arrived", "left", "words"), [
    (None, None, ""), (NOW, None, "10:00"), (NOW, NOW + timedelta(hours=1), "10:00 to 11:00"),
    (None, NOW, "until 10:00"),
])  # fmt: skip
def test_times_in_words(arrived, left, words):
    assert rules.times_in_words(arrived, left).replace("\u00a0", " ") == words


# ---- On paper and over time ---------------------------------------------------------------------------------


def test_sheets_and_badges_are_for_those_in_the_room():
    ada, ben, cora = somebody(1), somebody(2, "Ben"), somebody(3, "Cora")
    online = booked(ben)
    online.joining = Joining.ONLINE
    listed = rules.list_of([booked(ada, body()), online], [], [row(cora, Presence.ABSENT)])

    assert [one.name for one in rules.in_the_room(listed)] == ["Ada Marsh"]


@pytest.mark.parametrize(("guest", "office", "words"), [
    (Guest.SPEAKER, None, ("University", "Speaker")), (None, Office.CHAIR, ("University", "Chair")),
    (None, None, ("University", "")),
])  # fmt: skip
def test_a_badge_says_what_somebody_is(guest, office, words):
    booking = Booking(person=somebody(1), person_id=1, joining=Joining.IN_THE_ROOM, guest=guest,
                      guest_from="university", state=BookingState.CONFIRMED)  # fmt: skip
    (one,) = rules.list_of([booking], [], [])

    assert rules.words_on_badge(one, office) == words


def test_a_badge_says_nothing_twice():
    (lay,) = rules.list_of([booked(somebody(1))], [], [])
    officer = Booking(person=somebody(2), person_id=2, joining=Joining.IN_THE_ROOM, guest_from="")
    (chair,) = rules.list_of([officer], [], [])

    assert rules.words_on_badge(lay, None) == ("", "Lay member")
    assert rules.words_on_badge(chair, Office.CHAIR) == ("", "Chair")


@pytest.mark.parametrize(("marks", "signs", "turnout"), [
    ({Presence.PRESENT, Presence.ABSENT}, (True, True, True), Turnout.PRESENT),
    ({Presence.ABSENT}, (True, True, True), Turnout.APOLOGIES),
    ({Presence.APOLOGIES}, (False, True, True), Turnout.APOLOGIES),
    (set(), (False, True, True), Turnout.ABSENT),
    ({Presence.ABSENT}, (False, False, False), Turnout.ABSENT),
    (set(), (False, False, True), Turnout.DID_NOT_COME),
    (set(), (False, False, False), None),
])  # fmt: skip
def test_how_an_organisation_stood(marks, signs, turnout):
    sent, placed, invited = signs

    assert rules.turnout_of(marks, sent_apologies=sent, had_place=placed, was_invited=invited) is turnout
