"""While a meeting lasts its minutes say what is taken now, and what was not reached; the next ones find it."""

from datetime import timedelta

import pytest

from forum.agendas.models import AgendaItem
from forum.agendas.rules import EVERYONE, ReasonIsMissing
from forum.foundation.database import db, operation
from forum.journal.operations import note
from forum.minutes import operations, published, rules
from forum.minutes.models import MinutesState
from tests.makers import NOW, make_agenda, make_meeting
from tests.minutes.writing import mark, mark_all, write


@pytest.fixture
def agenda(meeting):
    return make_agenda(meeting, "Welcome", "Vans", "Buses", "Trains")


@pytest.fixture
def here(meeting):
    return f"/desk/meetings/{meeting.reference}/minutes"


def at(agenda, title):
    db.session.expire_all()
    return next(item for item in agenda.items if item.title == title)


@operation
def approve(minutes):
    minutes.state = MinutesState.APPROVED
    note(None, "approved for a test", minutes, now=NOW)


def test_the_chair_takes_an_item_now_and_the_next_one_follows(minutes, agenda, here, mina, chas, browse):
    write(minutes, agenda.items[0], mina)
    trains = at(agenda, "Trains")
    chair = browse(chas)
    assert "Take this now" in chair.page(f"{here}/{trains.reference}").words

    page = chair.send(f"{here}/{trains.reference}/take-now")

    assert "Taken second." in page.words
    assert page.links["Next: item 2"] == f"{here}/{at(agenda, 'Vans').reference}#line"
    assert "Next: item 4" in chair.page(f"{here}/{agenda.items[0].reference}").links
    page = chair.send(f"{here}/{trains.reference}/as-printed")
    assert "Taken second." not in page.words
    assert at(agenda, "Trains").taken_as is None


def test_what_nothing_was_written_under_is_not_reached_with_a_reason(minutes, agenda, here, mina, browse):
    for title in ("Welcome", "Vans", "Buses"):
        write(minutes, at(agenda, title), mina)
    trains = at(agenda, "Trains")
    minute_taker = browse(mina)
    page = minute_taker.page(f"{here}/end")
    assert "Nothing is written under item 4, Trains" in page.words
    assert "Not reached, because" in page.words

    sent = {"from": "end", "because": "The meeting ran out of time"}
    page = minute_taker.send(f"{here}/{trains.reference}/not-reached", sent)
    assert "Nothing is written under item 4" not in page.words
    assert "4. Trains. The meeting ran out of time" in page.words
    assert (
        "Not reached: the meeting ran out of time." in minute_taker.page(f"{here}/{trains.reference}").words
    )

    page = minute_taker.send(f"{here}/{trains.reference}/reached", {"from": "end"})
    assert "Nothing is written under item 4" in page.words
    page = minute_taker.send(f"{here}/{trains.reference}/not-reached", {"because": " "})
    assert "Say why" in page.notices[0]


def test_a_line_means_that_it_was_reached(minutes, agenda, mina):
    trains = agenda.items[3]
    operations.leave_item_for_next(minutes, trains, "No time", by=mina, now=NOW)
    write(minutes, trains, mina)
    assert at(agenda, "Trains").not_reached_because is None
    with pytest.raises(rules.SomethingIsWritten):
        operations.leave_item_for_next(minutes, at(agenda, "Trains"), "No time", by=mina, now=NOW)


def test_minutes_that_are_ended_or_approved_take_nothing_now(minutes, agenda, mina):
    trains = agenda.items[3]
    with pytest.raises(ReasonIsMissing):
        operations.leave_item_for_next(minutes, trains, "", by=mina, now=NOW)
    operations.end_minutes(minutes, by=mina, now=NOW)
    with pytest.raises(rules.MeetingHasEnded):
        operations.take_item_now(minutes, trains, by=mina, now=NOW)
    operations.leave_item_for_next(minutes, trains, "No time", by=mina, now=NOW)
    operations.reach_item_after_all(minutes, trains, by=mina, now=NOW)
    approve(minutes)
    for act in (operations.take_item_as_printed, operations.reach_item_after_all):
        with pytest.raises(rules.MinutesAreApproved):
            act(minutes, trains, by=mina, now=NOW)
    with pytest.raises(rules.MinutesAreApproved):
        operations.leave_item_for_next(minutes, trains, "No time", by=mina, now=NOW)


def test_minutes_that_go_out_say_in_which_place_and_what_was_not_reached(
    minutes, agenda, ada, mina, cleo, browse
):
    write(minutes, agenda.items[0], mina)
    operations.take_item_now(minutes, agenda.items[3], by=mina, now=NOW)
    write(minutes, agenda.items[3], mina, "Trains were late.")
    write(minutes, agenda.items[1], mina)
    operations.leave_item_for_next(minutes, agenda.items[2], "The hall closed", by=mina, now=NOW)
    mark_all(minutes.meeting, mina, mark(ada))
    operations.end_minutes(minutes, by=mina, now=NOW)
    version = operations.circulate_minutes(minutes, by=cleo, now=NOW)

    words = browse().page(f"/meetings/{minutes.meeting.reference}/minutes").words
    assert "4. Trains Taken second." in words
    assert "3. Buses Not reached: the hall closed." in words
    assert "taken_as" not in str(version.content["items"][0])
    shown = published.as_shown(version.content, EVERYONE, {})
    assert [item.taken for item in shown.items] == ["", "", "", "Taken second"]


def test_a_telephone_number_in_a_reason_stops_the_minutes(minutes, agenda, mina):
    operations.leave_item_for_next(minutes, agenda.items[3], "Ring 01223 496 000", by=mina, now=NOW)
    checks = rules.things_to_check([("4", agenda.items[3])], [], [])
    assert [check.stops for check in checks if check.item] == [True]


def test_members_say_nothing_of_it(minutes, agenda, here, ada, browse):
    trains = agenda.items[3].reference
    for act in ("take-now", "as-printed", "not-reached", "reached"):
        assert browse(ada.person).post(f"{here}/{trains}/{act}").status_code == 403
    assert browse(ada.person).post(f"{here}/NOTHING/take-now").status_code == 403


def test_an_item_of_another_meeting_is_not_there(minutes, forum, here, mina, browse):
    other = make_agenda(make_meeting(forum, starts_at=NOW + timedelta(days=9)), "Ships").items[0]
    assert browse(mina).post(f"{here}/{other.reference}/take-now").status_code == 404
    assert db.session.get(AgendaItem, other.id).taken_as is None
