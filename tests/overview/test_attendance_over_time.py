"""Attendance over time: how members came, sent word or stayed away, and who misses meeting after meeting."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from forum.attendance.models import Attendance, Presence
from forum.attendance.queries import how_bodies_stood, invited_and_did_not_come
from forum.attendance.rules import Body, Stood, Turnout, missed_in_a_row, turnout_of
from forum.booking.models import Apologies, Booking, BookingState, Invitation, Joining
from forum.foundation.post import Letter, LetterState
from forum.foundation.references import slug_of
from forum.meetings.models import MeetingState
from forum.membership.models import Membership, Term
from forum.membership.operations import end_membership
from forum.membership.queries import get_membership
from forum.organisations.models import FormerName, Organisation, Sector, Side
from forum.overview.queries.attendance_over_time import SHOWN, meetings_that_were_held, who_has_missed
from forum.overview.rules import attendance_over_time as rules
from forum.overview.rules.attendance_over_time import Cell, Shape
from forum.overview.rules.desk import Desk, tasks
from forum.people.models import Person
from tests.makers import NOW, TODAY, keep, make_meeting, make_person, make_representative

CAME, SORRY, ABSENT = Turnout.PRESENT, Turnout.APOLOGIES, Turnout.ABSENT
NO_WORD, WAITED = Turnout.DID_NOT_COME, Turnout.WAITED


# ---- Rules: three in a row ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "newest_first, missed",
    [
        ([], 0),
        ([NO_WORD, NO_WORD, NO_WORD], 3),
        ([ABSENT, NO_WORD, ABSENT, ABSENT], 4),
        ([NO_WORD, NO_WORD, CAME, NO_WORD], 2),
        ([CAME, NO_WORD, NO_WORD, NO_WORD], 0),
        ([SORRY, NO_WORD, NO_WORD, NO_WORD], 0),
        ([NO_WORD, SORRY, NO_WORD, NO_WORD], 1),
        ([WAITED, NO_WORD, NO_WORD, NO_WORD], 0),
        ([NO_WORD, None, NO_WORD, None, None, ABSENT], 3),
        ([None, None, None, None], 0),
    ],
)
def test_missing_in_a_row_ends_with_word_or_presence_and_passes_over_what_nobody_asked(newest_first, missed):
    assert missed_in_a_row(newest_first) == missed


def membership(*terms, organisation=1):
    kept = [SimpleNamespace(from_on=first, until_on=last) for first, last in terms]
    named = SimpleNamespace(known_as="Fenland X", sector=Sector.VCSE) if organisation else None
    return SimpleNamespace(
        id=1,
        organisation_id=organisation,
        person_id=None if organisation else 7,
        organisation=named,
        person=None if organisation else SimpleNamespace(shown_name="Lena Ferris"),
        terms=kept,
    )


def meetings_of(*days):
    return [SimpleNamespace(id=number, on=on, title="About") for number, on in enumerate(days, 1)]


NEWEST_FIRST = meetings_of(date(2026, 9, 17), date(2026, 6, 18), date(2026, 3, 19), date(2025, 12, 18))
ALL_MISSED = {meeting.id: {Body(1): Stood(NO_WORD)} for meeting in NEWEST_FIRST}


def missed(*terms, stood=ALL_MISSED, today=TODAY):
    return rules.missed_by([membership(*terms)], NEWEST_FIRST, stood, today)


def test_meetings_before_a_membership_and_in_its_gaps_do_not_count():
    assert missed((date(2024, 1, 1), None)) == {Body(1): 4}
    assert missed((date(2026, 4, 1), None)) == {Body(1): 2}
    assert missed((date(2025, 1, 1), date(2026, 3, 18)), (date(2026, 5, 1), None)) == {Body(1): 3}


def test_who_is_no_member_today_is_not_looked_at():
    assert missed((date(2024, 1, 1), date(2026, 11, 1))) == {}
    assert missed((date(2026, 12, 1), None)) == {}


def test_lay_members_are_looked_at_for_themselves():
    stood = {meeting.id: {Body(None, 7): Stood(ABSENT)} for meeting in NEWEST_FIRST}
    found = rules.missed_by(
        [membership((date(2024, 1, 1), None), organisation=None)], NEWEST_FIRST, stood, TODAY
    )
    assert found == {Body(None, 7): 4}


def test_only_who_missed_often_enough_is_looked_up():
    stood = {1: {Body(1): Stood(NO_WORD), Body(2): Stood(NO_WORD)}, 2: {Body(1): Stood(ABSENT)},
             3: {Body(1): Stood(ABSENT), Body(2): Stood(SORRY)}}  # fmt: skip
    assert rules.may_be_flagged(NEWEST_FIRST, stood) == {Body(1)}


def test_the_organiser_reads_a_name_or_how_many_they_are():
    assert rules.who_stays_away([]) == ""
    assert rules.who_stays_away([("Fenland X", 3)]) == "Fenland X has missed three meetings in a row"
    assert rules.who_stays_away([("Fenland X", 11)]) == "Fenland X has missed 11 meetings in a row"
    several = [("Fenland X", 3), ("Fenland Y", 5)]
    assert rules.who_stays_away(several) == "2\u00a0members have missed three meetings in a row or more"


def test_one_task_on_the_desk_whoever_they_are():
    desk = Desk(SimpleNamespace(), TODAY, runs=True, takes_minutes=False, missed=[("Fenland X", 3)])
    task = next(task for task in tasks(desk) if "missed" in task.what)
    assert (task.what, task.href) == (
        "Fenland X has missed three meetings in a row", "/desk/attendance?which=missed#members")  # fmt: skip
    many = Desk(
        SimpleNamespace(), TODAY, runs=True, takes_minutes=False, missed=[(f"X{n}", 3) for n in range(5)]
    )
    task = next(task for task in tasks(many) if "missed" in task.what)
    assert task.why.startswith("X0, X1, X2 and 2 more. ")
    assert not [task for task in tasks(Desk(SimpleNamespace(), TODAY, True, False)) if "missed" in task.what]


# ---- Rules: words and shapes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, words, in_full",
    [
        (Cell(Shape.CAME, 2), "2 came", "2 came"),
        (Cell(Shape.CAME, 1, 1), "1 came", "1 came, substitute"),
        (Cell(Shape.CAME, 3, 1), "3 came", "3 came, 1\u00a0substitute"),
        (Cell(Shape.APOLOGIES), "Apologies", "Apologies"),
        (Cell(Shape.ABSENT), "Absent", "Had a place and did not come"),
        (Cell(Shape.NO_WORD), "No word", "Invited and did not come"),
        (Cell(Shape.WAITED), "Waited", "Waited for a place"),
        (Cell(Shape.NOT_INVITED), "–", "Not invited"),
        (Cell(Shape.NOT_A_MEMBER), "", "Not a member then"),
        (Cell(Shape.NOT_KNOWN), "", "Nobody was marked"),
    ],
)
def test_each_way_has_its_words(cell, words, in_full):
    assert (cell.words, cell.in_full) == (words, in_full)


def test_who_waited_in_vain_is_neither_absent_nor_silent():
    asked = {"sent_apologies": False, "was_invited": True}
    assert turnout_of((), had_place=False, waited=True, **asked) is WAITED
    assert turnout_of((), had_place=True, waited=True, **asked) is ABSENT
    assert turnout_of([Presence.PRESENT], had_place=False, waited=True, **asked) is CAME


def test_a_meeting_at_which_nobody_was_marked_says_nothing():
    one = membership((date(2026, 6, 1), None))
    row = rules.rows_of([one], NEWEST_FIRST, {1: {Body(1): Stood(CAME, 2, 1)}, 2: {}, 3: {}}, {}, TODAY)[0]
    assert [cell.shape for cell in row.cells] == [
        Shape.CAME, Shape.NOT_INVITED, Shape.NOT_A_MEMBER, Shape.NOT_KNOWN]  # fmt: skip


def test_who_was_never_a_member_in_those_days_has_no_row():
    gone = membership((date(2020, 1, 1), date(2024, 1, 1)))
    left = membership((date(2020, 1, 1), date(2026, 6, 30)))
    assert rules.rows_of([gone], NEWEST_FIRST, {}, {}, TODAY) == []
    assert len(rules.rows_of([left], NEWEST_FIRST, {}, {}, TODAY)) == 1


# ---- Signs: both databases ----------------------------------------------------------------------------------


@pytest.fixture
def held(forum):
    """Makes a meeting that was held so many months ago."""

    def make(months=1, **values):
        return make_meeting(forum, starts_at=datetime(2026, 11 - months, 17, 9, 0, tzinfo=UTC), **values)

    return make


def mark(meeting, speaks, presence=Presence.PRESENT, person=None, **values):
    keep(
        Attendance(
            meeting=meeting, person=person or speaks.person, organisation=speaks.organisation,
            is_lay=speaks.organisation is None, presence=presence, **values,
        )
    )  # fmt: skip


def book(meeting, speaks, state=BookingState.CONFIRMED, **values):
    keep(
        Booking(meeting=meeting, person=speaks.person, representative=speaks, state=state,
                joining=Joining.IN_THE_ROOM, made_at=NOW, changed_at=NOW, **values)
    )  # fmt: skip


def invite(meeting, speaks):
    keep(Invitation(meeting=meeting, person=speaks.person, representative=speaks, invited_at=NOW))


def apologise(meeting, speaks, **values):
    keep(
        Apologies(
            meeting=meeting, person=speaks.person, organisation=speaks.organisation, sent_at=NOW, **values
        )
    )


def stood(meeting, speaks):
    body = Body(speaks.organisation_id) if speaks.organisation_id else Body(None, speaks.person_id)
    found = how_bodies_stood([meeting]).stood[meeting.id].get(body)
    return found.turnout if found else None


def test_each_sign_is_read_for_organisations_and_for_lay_members(forum, ada, ben, cora, lena, held):
    meeting = held()
    second = make_representative(forum, "Bea Second", ben.organisation)
    mark(meeting, ben)
    mark(meeting, ben, person=second.person, substitute_for=make_person("Bert Away"))
    assert stood(meeting, cora) is None and stood(meeting, lena) is None
    invite(meeting, cora)
    invite(meeting, lena)
    assert stood(meeting, cora) is NO_WORD and stood(meeting, lena) is NO_WORD
    book(meeting, cora, BookingState.WAITING)
    assert stood(meeting, cora) is WAITED
    book(meeting, ada)
    assert stood(meeting, ada) is ABSENT
    apologise(meeting, lena)
    assert stood(meeting, lena) is SORRY
    assert how_bodies_stood([meeting]).stood[meeting.id][Body(ben.organisation_id)] == Stood(CAME, 2, 1)


def test_a_place_given_back_is_a_word_and_apologies_taken_back_are_none(forum, ada, ben, cora, held):
    meeting = held()
    mark(meeting, ben)
    invite(meeting, cora)
    book(meeting, cora, BookingState.CANCELLED)
    assert stood(meeting, cora) is SORRY
    book(meeting, cora)  # and comes after all
    assert stood(meeting, cora) is ABSENT
    invite(meeting, ada)
    apologise(meeting, ada, withdrawn_at=NOW)
    assert stood(meeting, ada) is NO_WORD


@pytest.mark.parametrize(
    "states, counts",
    [
        ([LetterState.SENT], True),
        ([LetterState.WAITING], True),
        ([LetterState.UNCERTAIN], True),
        ([LetterState.STOPPED], False),
        ([LetterState.REFUSED], False),
        ([LetterState.STOPPED, LetterState.SENT], True),  # invited anew
        ([LetterState.SENT, LetterState.STOPPED], True),  # the reminder was stopped
    ],
)
def test_who_never_got_the_letter_was_not_invited(forum, ada, ben, held, states, counts):
    meeting = held()
    mark(meeting, ben)
    invite(meeting, ada)
    for number, state in enumerate(states):
        keep(
            Letter(message_id=f"<{number}@forum.example>", kind=("invitation", "invitation reminder")[number],
                   about=meeting.reference, sender="", to_reference=ada.person.reference, to_name="Ada", subject="",
                   text="", state=state, made_at=NOW, due_at=NOW)
        )  # fmt: skip
    assert stood(meeting, ada) is (NO_WORD if counts else None)
    assert bool(invited_and_did_not_come(meeting)) is counts


def test_somebody_else_of_an_organisation_who_came_is_enough(forum, ada, held):
    meeting = held()
    book(meeting, ada)
    mark(meeting, ada, Presence.ABSENT)
    mark(meeting, ada, person=make_person("Abe Instead"), substitute_for=ada.person)
    assert stood(meeting, ada) is CAME


def test_people_are_counted_by_side_with_guests_and_officers_among_others(forum, ada, cora, lena, held):
    meeting = held()
    for one in (ada, cora, lena):
        mark(meeting, one)
    keep(
        Attendance(
            meeting=meeting, person=make_person("Gus Guest"), presence=Presence.PRESENT, guest_from="York"
        )
    )
    keep(Attendance(meeting=meeting, person=make_person("Sol Sorry"), presence=Presence.APOLOGIES))
    assert how_bodies_stood([meeting]).came == {
        meeting.id: {Side.VOLUNTARY: 1, Side.COMMISSIONERS: 1, Side.OTHERS: 2}}  # fmt: skip


def test_what_was_called_off_or_not_marked_or_is_to_come_counts_for_nobody(forum, ada, ben, held):
    for months in (1, 2, 3):
        meeting = held(months)
        invite(meeting, ada)
        if months > 1:
            mark(meeting, ben)
    called_off = held(4, state=MeetingState.CANCELLED)
    invite(called_off, ada)
    mark(called_off, ben)
    invite(make_meeting(forum), ada)
    assert [(one.organisation, count) for one, count in who_has_missed(forum, NOW) if count > 2] == []
    last = held(5)
    invite(last, ada)
    mark(last, ben)
    assert [(one.organisation, count) for one, count in who_has_missed(forum, NOW)] == [(ada.organisation, 3)]


def test_eight_meetings_and_two_hundred_members_ask_as_often_as_one(forum, held, counted, browse, cleo):
    def fill(number):
        bodies, rows = [], []
        for n in range(number):
            name = f"Number {number}.{n}"
            body = Organisation(
                reference=slug_of(name), legal_name=name, known_as=name, sector=Sector.VCSE, made_at=NOW
            )
            membership = Membership(forum_id=forum.id, organisation=body, applied_on=TODAY)
            rows += [body, membership, Term(membership=membership, from_on=date(2024, 1, 1))]
            bodies.append((body, Person(name=f"Rep {name}", made_at=NOW)))
        keep(*rows, *(person for _, person in bodies))
        return bodies

    def come(meeting, bodies):
        keep(*(Attendance(meeting_id=meeting.id, person_id=person.id, organisation_id=body.id,
                          presence=Presence.PRESENT) for body, person in bodies))  # fmt: skip

    def questions():
        browser = browse(cleo)
        with counted() as asked:
            assert browser.page("/desk/attendance?which=all").status == 200
        return asked.count

    come(held(), fill(1))
    few = questions()
    bodies = fill(200)
    for months in range(2, 10):
        come(held(months), bodies)
    assert questions() == few


# ---- Pages --------------------------------------------------------------------------------------------------


@pytest.fixture
def away(forum, ada, ben, cora, lena, held):
    """Three meetings to which Ben's organisation and the lay member were invited, and gave no word."""
    meetings = [held(months) for months in (3, 2, 1)]
    for meeting in meetings:
        mark(meeting, ada)
        invite(meeting, ben)
        invite(meeting, lena)
    apologise(meetings[-1], lena)
    return meetings


def test_the_organiser_is_told_who_stays_away_and_nobody_else_is(away, ben, cleo, chas, mina, browse):
    told = "Fenland Carers’ Link has missed three meetings in a row"
    page = browse(cleo).page("/desk/attendance")
    assert told in page.words and "Missed 3 in a row" in page.words
    assert told in browse(cleo).page("/desk").words
    for officer in (chas, mina):
        for address in (
            "/desk/attendance",
            "/desk/attendance?which=missed",
            "/desk/attendance?which=all",
            "/desk",
        ):
            page = browse(officer).page(address)
            assert page.status == 200
            assert "in a row" not in page.words, address
        text = browse(officer).get("/desk/attendance.csv?which=missed").get_data(as_text=True)
        assert "Missed" not in text and "in a row" not in text


@pytest.mark.parametrize("word", ["presence", "apologies"])
def test_word_ends_the_row_on_the_page_and_on_the_desk(away, ben, cleo, browse, word):
    if word == "presence":
        mark(away[-1], ben)
    else:
        apologise(away[-1], ben)
    assert "in a row" not in browse(cleo).page("/desk").words
    assert "has missed" not in browse(cleo).page("/desk/attendance").words


def test_members_and_visitors_do_not_open_it(away, ada, drew, browse):
    for person in (ada.person, drew):
        assert browse(person).page("/desk/attendance").status == 403
        assert browse(person).get("/desk/attendance.csv").status_code == 403
    assert browse().get("/desk/attendance").status_code in {302, 401}


def test_the_table_says_each_in_words_and_the_present_name(forum, away, ada, ben, cora, cleo, browse):
    book(away[0], cora)
    keep(FormerName(organisation_id=ada.organisation_id, name="Fen Lifts", until_on=date(2026, 10, 1)))
    page = browse(cleo).page("/desk/attendance")
    for words in ("1 came", "Apologies", "Absent", "No word", "Lena Ferris", "Black Fen Community Transport"):
        assert words in page.words
    assert "Fen Lifts" not in page.words


def test_it_is_narrowed_by_sector_and_to_those_who_stay_away(away, cleo, browse):
    browser = browse(cleo)
    lay = browser.page("/desk/attendance?sector=lay").html
    assert "Lena Ferris" in lay and "Black Fen Community Transport" not in lay
    missed = browser.page("/desk/attendance?which=missed").html
    assert ">Fenland Carers’ Link<" in missed and "Lena Ferris" not in missed
    assert "Host" in browser.page("/desk/attendance?which=all").html
    assert browser.page("/desk/attendance?sector=nowhere&which=rubbish&meetings=x&page=-1").status == 200


def test_older_meetings_stand_on_another_page(forum, held, ada, cleo, browse):
    for number in range(SHOWN + 1):
        meeting = make_meeting(forum, starts_at=NOW - timedelta(days=30 * (number + 1)))
        mark(meeting, ada)
    newest = meetings_that_were_held(forum, NOW)
    assert (len(newest.things), newest.total) == (SHOWN, SHOWN + 1)
    page = browse(cleo).page("/desk/attendance")
    assert "Earlier meetings" in page.words and "Later meetings" not in page.words
    page = browse(cleo).page("/desk/attendance?meetings=2")
    assert "Later meetings" in page.words and "Earlier meetings" not in page.words
    assert "There are no earlier meetings." in browse(cleo).page("/desk/attendance?meetings=3").words


def test_a_forum_that_has_not_met_says_so(forum, cleo, browse):
    page = browse(cleo).page("/desk/attendance")
    assert "No meeting has been held yet." in page.words
    assert browse(cleo).get("/desk/attendance.csv").status_code == 200


def test_a_meeting_that_nobody_marked_leads_to_where_it_is_done(forum, held, cleo, browse):
    meeting = held()
    page = browse(cleo).page("/desk/attendance")
    assert "Nobody was marked." in page.words
    assert f"/desk/meetings/{meeting.reference}/attendance" in page.html


def test_the_same_table_is_handed_over_as_csv_and_as_xlsx(away, cleo, browse):
    answer = browse(cleo).get("/desk/attendance.csv?sector=vcse")
    assert answer.headers["Cache-Control"] == "private, no-store"
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert lines[0][:2] == ["Member", "Sector"] and lines[0][-1] == "Missed in a row"
    assert lines[0][2].startswith("2026-08-17 ")
    assert lines[1:] == [
        ["Black Fen Community Transport", "Voluntary sector", "1 came", "1 came", "1 came", "0"],
        ["Fenland Carers’ Link", "Voluntary sector", *["Invited and did not come"] * 3, "3"],
    ]
    answer = browse(cleo).get("/desk/attendance.xlsx")
    assert answer.get_data()[:2] == b"PK"


def test_a_membership_that_ended_is_held_to_nothing(forum, away, ben, cleo, browse):
    end_membership(get_membership(forum, ben.organisation), on=date(2026, 11, 1), by=cleo, now=NOW)
    assert "has missed" not in browse(cleo).page("/desk/attendance").words
    assert "has missed" not in browse(cleo).page("/desk").words
