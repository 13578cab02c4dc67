"""Fetching a feed again: what has changed is sent, what has not is not, and dates never go back."""

import gzip
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from sqlalchemy import select

from forum.actions.models import Action, ActionOwner, ActionState
from forum.booking import operations as booking
from forum.booking.models import Joining
from forum.calendars import operations, rules
from forum.calendars.models import Edition
from forum.foundation import clock
from forum.foundation.database import db, operation
from forum.journal.operations import note
from forum.meetings import operations as meetings
from forum.meetings.models import MeetingState
from forum.meetings.rules import plan_of
from forum.membership import operations as membership
from tests.browsing import Browser
from tests.calendars.conftest import PUBLIC
from tests.calendars.reading import events, moment, strictly
from tests.makers import NOW, TODAY, keep, make_meeting, make_series, make_venue

HOUR = timedelta(hours=1)


def validators(answer):
    """The tag and the date of an answer."""
    return answer.headers["ETag"], parsedate_to_datetime(answer.headers["Last-Modified"])


@pytest.fixture
def meeting(forum):
    """A published meeting in a hall."""
    return make_meeting(forum, venue=make_venue(forum))


# ---- Asking whether anything changed ------------------------------------------------------------------------


@pytest.fixture(params=["public", "series", "own", "meeting"])
def address(request, meeting, ada, own_address, browse):
    """The address of each kind of feed. These tests are of the door, so one database is enough (`browse`)."""
    return {
        "public": lambda: PUBLIC,
        "series": lambda: f"/calendars/series/{meeting.series.slug}.ics",
        "own": lambda: own_address(ada.person),
        "meeting": lambda: f"/meetings/{meeting.reference}.ics",
    }[request.param]()


def test_an_answer_has_all_that_programs_need(address, fetch):
    answer = fetch(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["ETag"].startswith('"')
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) <= NOW


def test_head_answers_as_get_does(address, fetch, database):
    got, headed = fetch(address), Browser(database).client.head(address)
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control"):
        assert headed.headers[name] == got.headers[name]
    assert headed.status_code == 200
    assert headed.data == b""


@pytest.mark.parametrize("asked, status", [
    ("{tag}", 304),
    ('"other", {tag}', 304),
    ("W/{tag}", 304),
    ('W/"other", W/{tag}', 304),
    ("*", 304),
    ('"other"', 200),
    ("nonsense", 200),
])  # fmt: skip
def test_the_tag_decides(asked, status, address, fetch):
    tag, _ = validators(fetch(address))
    answer = fetch(address, If_None_Match=asked.format(tag=tag))
    assert answer.status_code == status
    assert answer.headers["ETag"] == tag
    assert (answer.data == b"") == (status == 304)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("asked, status", [
    (timedelta(0), 304),
    (timedelta(seconds=-1), 200),
    (timedelta(days=-3650), 200),
    ("yesterday or so", 200),
])  # fmt: skip
def test_without_a_tag_the_date_decides(asked, status, address, fetch):
    _, since = validators(fetch(address))
    written = asked if isinstance(asked, str) else format_datetime(since + asked, usegmt=True)
    answer = fetch(address, If_Modified_Since=written)
    assert answer.status_code == status
    assert (answer.data == b"") == (status == 304)


def test_with_a_tag_the_date_says_nothing(address, fetch):
    tag, since = validators(fetch(address))
    date_written = format_datetime(since, usegmt=True)
    assert fetch(address, If_None_Match='"other"', If_Modified_Since=date_written).status_code == 200
    assert (
        fetch(address, If_None_Match=tag, If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status_code
        == 304
    )


@pytest.mark.parametrize("encoding, is_gzip", [
    (None, False), ("", False), ("identity", False), ("gzip;q=0", False), ("br", False),
    ("gzip", True), ("br, gzip;q=0.5", True), ("*", True),
])  # fmt: skip
def test_an_answer_is_compressed_for_those_who_ask(encoding, is_gzip, address, fetch):
    plain = fetch(address)
    answer = fetch(address, **({} if encoding is None else {"Accept_Encoding": encoding}))
    assert (answer.headers.get("Content-Encoding") == "gzip") is is_gzip
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert (gzip.decompress(answer.data) if is_gzip else answer.data) == plain.data
    again = fetch(address, If_None_Match=answer.headers["ETag"], Accept_Encoding=encoding or "identity")
    assert (again.status_code, again.headers["ETag"]) == (304, answer.headers["ETag"])
    crossed = fetch(address, If_None_Match=answer.headers["ETag"])
    assert (crossed.status_code, crossed.headers["ETag"]) == (304, answer.headers["ETag"])


@pytest.mark.parametrize("headers", [
    {"Accept": "text/html"}, {"User_Agent": ""}, {"Accept_Language": "cy"}, {"Accept": "application/json"},
])  # fmt: skip
def test_whoever_asks_gets_the_same_octets(headers, address, fetch):
    assert fetch(address, **headers).data == fetch(address).data


def test_who_is_signed_in_gets_the_same_and_no_cookie(address, fetch, ada, browse):
    answer = browse(ada.person).get(address)
    assert answer.data == fetch(address).data
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("address", [PUBLIC, f"{PUBLIC}?forum=XYZ", f"{PUBLIC}?x=1"])
def test_public_answers_may_be_kept_for_a_while(address, forum, fetch):
    assert fetch(address).headers["Cache-Control"] == "public, max-age=900"
    assert fetch(address).data == fetch().data


def test_a_feed_that_has_not_changed_costs_one_small_question(meeting, ada, fetch, own_address, counted):
    for address in (PUBLIC, own_address(ada.person)):
        tag, _ = validators(fetch(address))
        with counted() as asked:
            assert fetch(address, If_None_Match=tag).status_code == 304
        assert sum(statement.lstrip().startswith(("SELECT", "WITH")) for statement in asked.statements) == 1


def test_a_feed_asks_as_often_for_many_meetings_as_for_one(meeting, forum, cleo, fetch, counted):
    fetch()
    counts = []
    for day in (7, 14, 21):
        make_meeting(forum, starts_at=NOW + timedelta(days=day), venue=make_venue(forum, f"Hall {day}"))
        with counted() as asked:
            assert fetch().status_code == 200
        counts.append(asked.count)
    assert counts[0] == counts[1] == counts[2]


# ---- While nothing changes ----------------------------------------------------------------------------------


def test_while_nothing_changes_everything_stays_as_it_is(address, fetch):
    first = fetch(address)
    for later in (timedelta(seconds=1), timedelta(minutes=90), timedelta(hours=13, minutes=59)):
        with clock.stopped_at(NOW + later):
            again = fetch(address)
        assert again.data == first.data
        assert validators(again) == validators(first)


def test_a_draft_and_reading_a_page_are_no_changes(meeting, forum, cleo, fetch):
    first = validators(fetch())
    draft = make_meeting(forum, published_at=None, starts_at=NOW + timedelta(days=60))
    meetings.change_meeting(draft, replace(plan_of(draft), title="Another title"), by=cleo, now=NOW + HOUR)
    fetch("/meetings")
    with clock.stopped_at(NOW + 2 * HOUR):
        assert validators(fetch()) == first


# ---- After each change that shows ---------------------------------------------------------------------------


def change(meeting, cleo, now, **values):
    meetings.change_meeting(meeting, replace(plan_of(meeting), **values), by=cleo, now=now)


@operation
def move_action(action, now, **values):
    """Change an action as its own operations do."""
    for name, value in values.items():
        setattr(action, name, value)
    action.changed_at = now
    note(None, "changed an action", action, now=now)


PUBLIC_CHANGES = {
    "another title": lambda it, now: change(it.meeting, it.cleo, now, title="Who decides"),
    "another lead": lambda it, now: change(it.meeting, it.cleo, now, lead="Come early."),
    "another time": lambda it, now: change(it.meeting, it.cleo, now, starts=time(11), ends=time(13)),
    "called off": lambda it, now: booking.call_off_meeting(it.meeting, because="Flood.", by=it.cleo, now=now),
    "the venue is renamed": lambda it, now: meetings.change_venue(
        it.meeting.venue, name="Orchard House", address="1 Mill Road", town="Huntingdon", access="", by=it.cleo, now=now
    ),
    "the forum is renamed": lambda it, now: membership.change_settings(
        it.forum, name="Fen Edge Forum", by=it.cleo, now=now
    ),
    "another meeting is published": lambda it, now: meetings.publish_meeting(it.draft, by=it.cleo, now=now),
}  # fmt: skip


class Stage:
    """What the changes change."""

    def __init__(self, **things):
        self.__dict__.update(things)


@pytest.fixture
def it(forum, meeting, ada, ben, cleo):
    """A forum with a meeting and a draft; Ada has the only place, Ben waits, both have an action."""
    meetings.change_meeting(meeting, replace(plan_of(meeting), places=1), by=cleo, now=NOW - HOUR)
    places = {
        who: booking.book_place(
            meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW - HOUR
        )
        for who in (ada, ben)
    }
    action = Action(reference="A-2026-001", forum=forum, meeting=meeting, text="Publish", due_on=date(2026, 12, 1),
                    raised_at=NOW - HOUR, changed_at=NOW - HOUR)  # fmt: skip
    owner = ActionOwner(action=action, person=ben.person)
    keep(action, owner)
    draft = make_meeting(forum, published_at=None, starts_at=NOW + timedelta(days=70))
    return Stage(forum=forum, meeting=meeting, draft=draft, ada=ada, ben=ben, cleo=cleo, places=places, action=action,
                 owner=owner)  # fmt: skip


@pytest.mark.parametrize("apart", [timedelta(0), HOUR])
@pytest.mark.parametrize("what", PUBLIC_CHANGES)
def test_whatever_changes_in_public_is_fetched(what, apart, it, fetch):
    first = fetch()
    tag, since = validators(first)
    PUBLIC_CHANGES[what](it, NOW + apart)
    with clock.stopped_at(NOW + apart):
        second = fetch(If_None_Match=tag)
        by_date = fetch(If_Modified_Since=format_datetime(since, usegmt=True))

    assert second.status_code == by_date.status_code == 200
    assert second.data != first.data
    assert validators(second)[0] != tag
    assert validators(second)[1] > since


@pytest.mark.parametrize("what", [what for what in PUBLIC_CHANGES if "another meeting" not in what])
def test_what_changed_says_so_itself(what, it, fetch, fetched):
    (before,) = fetched()
    file_before = validators(fetch(f"/meetings/{it.meeting.reference}.ics"))
    PUBLIC_CHANGES[what](it, NOW + HOUR)
    (after,) = fetched()

    for name in ("DTSTAMP", "LAST-MODIFIED"):
        assert moment(after.raw(name)) > moment(before.raw(name))
    counts = "time" in what or "off" in what
    assert (int(after.raw("SEQUENCE")) > int(before.raw("SEQUENCE"))) is counts
    file_after = validators(fetch(f"/meetings/{it.meeting.reference}.ics"))
    assert file_after[0] != file_before[0]
    assert file_after[1] > file_before[1]


def test_nothing_moves_for_a_meeting_that_did_not_change(it, forum, fetched):
    other = make_meeting(forum, starts_at=NOW + timedelta(days=40), venue=None)
    before = next(event for event in fetched() if event.raw("UID") == other.uid)
    change(it.meeting, it.cleo, NOW + HOUR, title="Who decides")
    assert next(event for event in fetched() if event.raw("UID") == other.uid) == before


OWN_CHANGES = {
    **{what: PUBLIC_CHANGES[what] for what in PUBLIC_CHANGES if "another meeting" not in what},
    "a place comes free": lambda it, now: booking.cancel_booking(
        it.places[it.ada], by=it.ada.person, now=now
    ),
    "the turn is given up": lambda it, now: booking.cancel_booking(
        it.places[it.ben], by=it.ben.person, now=now
    ),
    "the action moves": lambda it, now: move_action(it.action, now, due_on=date(2026, 12, 8), times_moved=1),
    "the action has no date": lambda it, now: move_action(it.action, now, due_on=None),
    "the action is closed": lambda it, now: move_action(it.action, now, state=ActionState.CLOSED),
    "the action is dropped": lambda it, now: move_action(it.action, now, state=ActionState.DROPPED),
    "the action goes to somebody else": lambda it, now: hand_over(it, now),
}


@operation
def hand_over(it, now):
    """Give Ben's action to Ada, without a trace on the action itself."""
    it.owner.person = it.ada.person
    note(None, "handed an action over", it.owner, now=now)


@pytest.mark.parametrize("what", OWN_CHANGES)
def test_whatever_changes_for_a_person_is_fetched(what, it, fetch, own_address):
    own = own_address(it.ben.person)
    first = fetch(own)
    tag, since = validators(first)
    assert len(events(strictly(first.data))) == 2

    OWN_CHANGES[what](it, NOW)
    second = fetch(own, If_None_Match=tag)

    assert second.status_code == 200
    assert second.data != first.data
    assert validators(second)[1] > since
    assert fetch(own, If_Modified_Since=format_datetime(since, usegmt=True)).status_code == 200


@pytest.mark.parametrize("starts_at, state, leaves_on", [
    (datetime(2025, 11, 12, 10, tzinfo=UTC), MeetingState.CONFIRMED, date(2026, 12, 1)),
    (datetime(2026, 11, 20, 10, tzinfo=UTC), MeetingState.CANCELLED, date(2026, 12, 21)),
])  # fmt: skip
def test_what_leaves_the_window_of_time_is_a_change_on_that_day(starts_at, state, leaves_on, forum, fetch):
    make_meeting(forum)
    make_meeting(forum, starts_at=starts_at, state=state)
    first = fetch()
    midnight = datetime(leaves_on.year, leaves_on.month, leaves_on.day, tzinfo=UTC)
    with clock.stopped_at(midnight - timedelta(seconds=1)):
        assert validators(fetch()) == validators(first)
    with clock.stopped_at(midnight):
        left = fetch(If_None_Match=validators(first)[0])
    assert left.status_code == 200
    assert first.data.count(b"BEGIN:VEVENT") == 2 == left.data.count(b"BEGIN:VEVENT") + 1
    assert validators(left)[1] > validators(first)[1]
    with clock.stopped_at(midnight + timedelta(hours=5)):
        assert validators(fetch()) == validators(left)


def test_a_changed_back_feed_never_dates_back(it, fetch):
    dates = [validators(fetch())[1]]
    for title in ("Who decides", it.meeting.title, "Who decides", it.meeting.title):
        change(it.meeting, it.cleo, NOW, title=title)
        dates.append(validators(fetch())[1])
    assert dates == sorted(set(dates))


def test_two_fetches_at_once_agree_on_the_edition(forum):
    first = operations.keep_edition("meetings", "a" * 32, now=NOW)
    assert operations.keep_edition("meetings", "a" * 32, now=NOW + HOUR) == first
    assert operations.keep_edition("meetings", "b" * 32, now=NOW) == first + timedelta(seconds=1)
    assert db.session.scalars(select(Edition.digest)).all() == ["b" * 32]


@pytest.mark.parametrize("earlier, now, since", [
    (None, NOW + timedelta(milliseconds=900), NOW),
    (NOW, NOW + HOUR, NOW + HOUR),
    (NOW, NOW, NOW + timedelta(seconds=1)),
    (NOW + HOUR, NOW, NOW + HOUR + timedelta(seconds=1)),  # a clock that was set back
])  # fmt: skip
def test_an_edition_is_dated_later_than_the_one_before(earlier, now, since):
    assert rules.edition_begins(earlier, now) == since


@pytest.mark.parametrize("today, first", [
    (TODAY, date(2025, 11, 1)), (date(2028, 2, 29), date(2027, 2, 1)), (date(2027, 1, 31), date(2026, 1, 1)),
])  # fmt: skip
def test_past_meetings_are_held_from_the_first_of_a_month(today, first):
    assert rules.past_begins(today) == first
    assert today - first >= timedelta(days=365)


def test_each_feed_has_its_own_digest():
    told = [("meetings", "a", "https://x"), ("series/a", "a", "https://x"), ("meetings", "b", "https://x"),
            ("meetings", "a", "https://y")]  # fmt: skip
    assert len({rules.digest_of_feed(*one) for one in told}) == len(told)


def test_series_that_hold_the_same_number_of_meetings_do_not_share_an_answer(forum, fetch):
    for name in ("Evenings", "Mornings"):
        make_meeting(forum, series=make_series(forum, name), title=name, starts_at=NOW + timedelta(days=9))
    answers = [fetch(f"/calendars/series/fen-{name}.ics").data for name in ("evenings", "mornings")]
    assert b"SUMMARY:Evenings" in answers[0] and b"SUMMARY:Mornings" in answers[1]
