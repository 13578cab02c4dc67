"""Every kind of letter about a booking, as mail programs get it: read back whole, by parsers other than the writer."""

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import vobject

from forum.booking import operations, queries
from forum.booking.models import Booking, Joining
from forum.booking.rules import SomebodyElse
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.foundation.post.message import message_of
from forum.foundation.words import day_and_time
from forum.meetings.models import Form, Meeting, Venue
from forum.meetings.rules import plan_of
from forum.membership.models import Representative
from forum.people.models import Person
from tests.calendars.reading import events, moment, strictly, with_icalendar, with_node, with_vobject
from tests.makers import NOW, keep, make_meeting, make_representative

OURS = "forum@forum.example"
LINK, DIAL_IN = "https://meet.example/j/9?pwd=a%20b", "020 7946 0000, PIN 12"
TITLE = "How community transport is bought; and, really, who decides"

pytestmark = pytest.mark.usefixtures("replies_read")


@dataclass
class Stage:
    """Who plays in each scene."""

    meeting: Meeting
    ada: Representative
    bea: Representative
    ben: Representative
    cleo: Person
    minutes: int = 0

    @property
    def later(self) -> datetime:
        """A moment after everything that was done so far."""
        self.minutes += 1
        return NOW + timedelta(minutes=self.minutes)

    def book(self, who: Representative, joining: Joining = Joining.IN_THE_ROOM) -> Booking:
        """Book for somebody."""
        return operations.book_place(
            self.meeting, who.person, who, joining=joining, by=who.person, now=self.later
        )

    def change(self, **values: Any) -> None:
        """Change the meeting."""
        plan = replace(plan_of(self.meeting), **values)
        operations.change_meeting(self.meeting, plan, by=self.cleo, now=self.later)


@pytest.fixture
def stage(forum, ada, ben, cleo):
    """A meeting in a hall with one place, and online with one."""
    hall = Venue(
        forum=forum, name="St. Mary’s Hall, East", address="1 Mill Road; Huntingdon, PE29 3AB", town="Huntingdon",
        is_step_free=True, has_hearing_loop=True, nearest_stop="Bus Station", parking="behind the hall",
        access="Ring at the side door.",
    )  # fmt: skip
    keep(hall)
    meeting = make_meeting(
        forum, title=TITLE, form=Form.HYBRID, venue=hall, places=1, places_online=1, joining_link=LINK, dial_in=DIAL_IN,
        starts_at=datetime(2027, 4, 22, 13, 0, tzinfo=UTC),  # in summer: 14:00 in London
    )  # fmt: skip
    bea = make_representative(forum, "Bea Wynn", ada.organisation)
    return Stage(meeting, ada, bea, ben, cleo)


# ---- The scenes: each ends with the letter it is about ------------------------------------------------------


def booked(stage):
    stage.book(stage.ada)


def booked_online(stage):
    stage.book(stage.ada, Joining.ONLINE)


def waiting(stage):
    stage.book(stage.ben)
    stage.book(stage.ada)


def place_given(stage):
    bens = stage.book(stage.ben)
    stage.book(stage.ada)
    operations.cancel_booking(bens, by=stage.ben.person, now=stage.later)


def changed(stage):
    stage.book(stage.ada)
    stage.change(title="Another title")


def changed_link(stage):
    stage.book(stage.ada, Joining.ONLINE)
    stage.change(joining_link="https://meet.example/j/10", dial_in="020 7946 0001")


def changed_while_waiting(stage):
    waiting(stage)
    stage.change(venue=None)


def moved(stage):
    stage.book(stage.ada)
    stage.change(on=stage.meeting.on + timedelta(days=7), starts=time(10), ends=time(12, 30))


def moved_while_waiting(stage):
    waiting(stage)
    stage.change(starts=time(10), ends=time(12))


def kept(stage):
    moved(stage)
    operations.keep_place(adas(stage), by=stage.ada.person, now=stage.later)


def cancelled(stage):
    operations.cancel_booking(stage.book(stage.ada), by=stage.ada.person, now=stage.later)


def left_the_list(stage):
    waiting(stage)
    operations.cancel_booking(adas(stage), by=stage.ada.person, now=stage.later)


def called_off(stage):
    stage.book(stage.ada)
    operations.call_off_meeting(stage.meeting, because="Flood.", by=stage.cleo, now=stage.later)


def called_off_while_waiting(stage):
    waiting(stage)
    operations.call_off_meeting(stage.meeting, because="Flood.", by=stage.cleo, now=stage.later)


def apologies(stage):
    stage.book(stage.ada)
    operations.send_apologies(
        stage.meeting, stage.ada.person, stage.ada, by=stage.ada.person, now=stage.later
    )


def replaced(stage):
    stage.book(stage.ada)
    operations.send_apologies(
        stage.meeting, stage.ada.person, stage.ada, substitute=stage.bea, by=stage.ada.person, now=stage.later
    )


def comes_instead(stage):
    stage.book(stage.bea)
    operations.send_apologies(
        stage.meeting, stage.bea.person, stage.bea, substitute=stage.ada, by=stage.bea.person, now=stage.later
    )


def joins_the_other_way(stage):
    booking = stage.book(stage.ada)
    operations.change_joining(booking, Joining.ONLINE, by=stage.ada.person, now=stage.later)


def links_renewed(stage):
    operations.renew_links(stage.book(stage.ada), by=stage.ada.person, now=stage.later)


def booked_again(stage):
    cancelled(stage)
    stage.book(stage.ada)


Scene = Callable[[Stage], None]

# What each ends with: the kind of letter, what its calendar object asks, and how that stands.
REQUESTS: dict[Scene, tuple[str, str, str]] = {
    booked: ("booked", "CONFIRMED", "ACCEPTED"),
    booked_online: ("booked", "CONFIRMED", "ACCEPTED"),
    waiting: ("waiting", "TENTATIVE", "TENTATIVE"),
    place_given: ("place given", "CONFIRMED", "ACCEPTED"),
    changed: ("meeting changed", "CONFIRMED", "ACCEPTED"),
    changed_link: ("meeting changed", "CONFIRMED", "ACCEPTED"),
    changed_while_waiting: ("meeting changed", "TENTATIVE", "TENTATIVE"),
    moved: ("meeting moved", "CONFIRMED", "NEEDS-ACTION"),
    moved_while_waiting: ("meeting changed", "TENTATIVE", "TENTATIVE"),
    kept: ("place kept", "CONFIRMED", "ACCEPTED"),
    comes_instead: ("comes instead", "CONFIRMED", "ACCEPTED"),
    joins_the_other_way: ("joining changed", "CONFIRMED", "ACCEPTED"),
    links_renewed: ("links renewed", "CONFIRMED", "ACCEPTED"),
    booked_again: ("booked", "CONFIRMED", "ACCEPTED"),
}
CANCELS: dict[Scene, tuple[str, str, str]] = {
    cancelled: ("cancelled", "CANCELLED", "DECLINED"),
    left_the_list: ("cancelled", "CANCELLED", "DECLINED"),
    called_off: ("meeting called off", "CANCELLED", "TENTATIVE"),
    called_off_while_waiting: ("meeting called off", "CANCELLED", "TENTATIVE"),
    apologies: ("apologies received", "CANCELLED", "DECLINED"),
    replaced: ("apologies received", "CANCELLED", "DECLINED"),
}
ALL = {**REQUESTS, **CANCELS}
SCENES = pytest.mark.parametrize("scene", ALL, ids=lambda scene: scene.__name__)


def adas(stage):
    """Ada's newest booking."""
    own = db.session.query(Booking).filter_by(person_id=stage.ada.person.id)
    return own.order_by(Booking.id.desc()).first()


def letters_to(who):
    """The letters to somebody, in their order."""
    return db.session.query(Letter).filter_by(to_reference=who.person.reference).order_by(Letter.id).all()


def as_received(letter: Letter) -> EmailMessage:
    """A letter as a mail program reads it from what the server was handed."""
    sent = message_of(letter, OURS).as_bytes()
    assert b"\n" not in sent.replace(b"\r\n", b"")
    return message_from_bytes(sent, policy=policy.default)


def parts_of(message: EmailMessage) -> tuple[str, str, bytes]:
    """The plain words, the HTML, and the octets of the calendar object."""
    text, html, calendar = message.iter_parts()
    return text.get_content(), html.get_content(), calendar.get_payload(decode=True)


def read_by_vobject(octets: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its own, of dateutil
        return vobject.readOne(octets.decode())


def words(text: str) -> str:
    return text.replace("\u00a0", " ")


# ---- The message --------------------------------------------------------------------------------------------


@SCENES
def test_the_message_is_built_as_mail_programs_want_it(stage, scene):
    scene(stage)
    letter = letters_to(stage.ada)[-1]
    message = as_received(letter)

    assert letter.kind == ALL[scene][0]
    assert message.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert message.defects == [] and all(part.defects == [] for part in message.walk())
    assert (message["From"].addresses[0].addr_spec, len(message["From"].addresses)) == (OURS, 1)
    assert [box.addr_spec for box in message["To"].addresses] == [stage.ada.person.email]
    assert message["Bcc"] is None and message["Cc"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] and message["Date"].datetime
    assert words(message["Subject"]).endswith(f", {stage.meeting.on.day} April")

    calendar = list(message.iter_parts())[-1]
    method = "CANCEL" if scene in CANCELS else "REQUEST"
    assert calendar.get_param("method") == method
    assert calendar.get_content_charset() == "utf-8"
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar.get_content_disposition() is None
    octets = calendar.get_payload(decode=True)
    assert octets == letter.calendar.encode()
    assert octets.startswith(b"BEGIN:VCALENDAR\r\n") and octets.endswith(b"END:VCALENDAR\r\n")


@SCENES
def test_the_object_asks_one_thing_of_one_person(stage, scene):
    scene(stage)
    _, status, part = ALL[scene]
    message = as_received(letters_to(stage.ada)[-1])
    _, _, octets = parts_of(message)
    calendar = strictly(octets)
    (event,) = events(calendar)

    assert calendar.raw("METHOD") == ("CANCEL" if scene in CANCELS else "REQUEST")
    assert event.raw("UID") == stage.meeting.uid
    assert event.raw("STATUS") == status
    assert event.raw("ORGANIZER") == f"mailto:{OURS}"
    assert event.params("ORGANIZER")["CN"].strip('"') == message["From"].addresses[0].display_name
    assert event.names().count("ATTENDEE") == 1
    assert event.raw("ATTENDEE") == f"mailto:{stage.ada.person.email}"
    asked = event.params("ATTENDEE")
    assert (asked["CUTYPE"], asked["ROLE"], asked["PARTSTAT"]) == ("INDIVIDUAL", "REQ-PARTICIPANT", part)
    assert asked["RSVP"] == ("FALSE" if scene in CANCELS else "TRUE")
    assert moment(event.raw("DTSTAMP")) == NOW + timedelta(minutes=stage.minutes)
    assert [part.name for part in event.parts] == []  # no alarm
    assert "by-letter" not in octets.replace(b"\r\n ", b"").decode()  # calendars are looked into by others
    for other in (stage.bea, stage.ben):
        assert other.person.email not in message.as_string()


@SCENES
def test_text_and_calendar_say_the_same(stage, scene):
    scene(stage)
    text, html, octets = parts_of(as_received(letters_to(stage.ada)[-1]))
    event = read_by_vobject(octets).vevent
    meeting = stage.meeting

    assert event.summary.value.removeprefix("CANCELLED: ").removeprefix("Waiting list: ") == meeting.title
    assert meeting.title in text
    starts, ends = event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC)
    assert (starts, ends) == (meeting.starts_at, meeting.ends_at)
    assert f"{words(day_and_time(starts, ends))} (UK time)" in words(text)
    if scene not in (called_off, called_off_while_waiting):
        where = event.location.value
        where = where if where != "Place to be fixed" else "the place will be on the meeting’s page"
        assert f"Where: {where}".lower() in words(text).lower()
    has_link = scene in (booked_online, changed_link, joins_the_other_way)
    for joins in (meeting.joining_link, meeting.dial_in):
        assert (joins in text) is has_link
        assert (joins in event.description.value) is has_link
    assert f"http://127.0.0.1:8000/meetings/{meeting.reference}" in text
    for address in re.findall(r"http://127\.0\.0\.1:8000/\S+", text):
        assert address in html.replace("&amp;", "&")


@SCENES
def test_other_programs_read_the_object_alike(stage, scene):
    scene(stage)
    _, _, octets = parts_of(as_received(letters_to(stage.ada)[-1]))

    read = with_icalendar(octets)
    assert read == with_vobject(octets) == with_node([octets])[0]["icaljs"]
    assert read_by_vobject(octets).method.value == ("CANCEL" if scene in CANCELS else "REQUEST")


@SCENES
def test_from_letter_to_letter_the_number_grows(stage, scene):
    scene(stage)
    objects = [read_by_vobject(letter.calendar.encode()).vevent for letter in letters_to(stage.ada)]

    sequences = [int(event.sequence.value) for event in objects]
    stamps = [event.dtstamp.value for event in objects]
    assert sequences == sorted(set(sequences))
    assert stamps == sorted(set(stamps))
    assert {event.uid.value for event in objects} == {stage.meeting.uid}
    assert len({event.organizer.value for event in objects}) == 1


@pytest.mark.parametrize("scene", CANCELS, ids=lambda scene: scene.__name__)
def test_what_has_ended_keeps_title_and_times(stage, scene):
    scene(stage)
    before, last = (read_by_vobject(one.calendar.encode()).vevent for one in letters_to(stage.ada)[-2:])

    assert (last.dtstart.value, last.dtend.value) == (before.dtstart.value, before.dtend.value)
    assert before.summary.value.removeprefix("Waiting list: ") in last.summary.value


# ---- What each says -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scene, offered", [
    (booked, ["view", "apologies", "substitute", "joining"]),
    (booked_online, ["view", "apologies", "substitute", "joining"]),
    (waiting, ["view", "cancel"]),
    (place_given, ["view", "apologies", "substitute", "joining"]),
    (changed_while_waiting, ["view", "cancel"]),
    (moved, ["keep", "view", "apologies", "substitute", "joining"]),
    (kept, ["view", "apologies", "substitute", "joining"]),
    (comes_instead, ["view", "apologies", "substitute", "joining"]),
    (links_renewed, ["view", "apologies", "substitute", "joining"]),
    (cancelled, []), (called_off, []), (apologies, []), (replaced, []),
], ids=lambda value: getattr(value, "__name__", ""))  # fmt: skip
def test_each_letter_offers_what_can_be_done_next(stage, scene, offered):
    scene(stage)
    text, _, _ = parts_of(as_received(letters_to(stage.ada)[-1]))
    assert re.findall(r"/by-letter/([a-z]+)/[a-z2-7]{26}\s", text) == offered


def test_who_speaks_for_themself_is_offered_no_substitute(stage, lena):
    stage.book(lena)
    assert "/substitute/" not in letters_to(lena)[-1].text
    assert "/apologies/" in letters_to(lena)[-1].text


def test_the_room_needs_no_joining_link_and_online_no_stairs(stage):
    stage.book(stage.ada)
    stage.book(stage.ben, Joining.ONLINE)
    room, online = letters_to(stage.ada)[-1].text, letters_to(stage.ben)[-1].text

    assert "Getting in: Step-free throughout. Hearing loop. Nearest stop: Bus Station." in room
    assert "Ring at the side door." in room and LINK not in room and DIAL_IN not in room
    assert LINK in online and DIAL_IN in online and "Step-free" not in online


def test_nobody_is_told_the_way_in_who_does_not_come(stage):
    for scene in (cancelled, apologies):
        scene(stage)
        ended = letters_to(stage.ada)[-1].text
        assert "Where: St. Mary’s Hall, East" in ended and "Getting in" not in ended


def test_who_has_not_answered_is_asked_again_when_something_else_changes(stage):
    moved(stage)
    stage.change(title="Another title")
    assert "you have not said yet whether you still come" in words(letters_to(stage.ada)[-1].text)

    operations.keep_place(adas(stage), by=stage.ada.person, now=stage.later)
    stage.change(title="A third title")
    assert "you have not said yet" not in words(letters_to(stage.ada)[-1].text)


def test_a_moved_meeting_says_what_was_and_what_is(stage):
    moved(stage)
    text = words(letters_to(stage.ada)[-1].text)
    assert "It was: Thursday 22 April 2027, 14:00 to 16:00 (UK time)" in text
    assert "It is now: Thursday 29 April 2027, 10:00 to 12:30 (UK time)" in text
    assert "Your place is kept for you." in text


def test_both_learn_of_the_substitute(stage):
    replaced(stage)
    assert "Bea Wynn comes instead, and gets a letter too." in letters_to(stage.ada)[-1].text
    to_bea = letters_to(stage.bea)[-1]
    assert to_bea.text.startswith("Dear Bea,\n\nAda Marsh cannot come, and you come instead.")
    assert to_bea.calendar_method == "REQUEST"


def test_a_substitute_without_a_place_learns_whom_they_stand_in_for(stage):
    stage.book(stage.ben)
    operations.send_apologies(
        stage.meeting, stage.ada.person, stage.ada, substitute=SomebodyElse("Jo Penn", "jo@fen.example"),
        by=stage.ada.person, now=stage.later,
    )  # fmt: skip
    letter = db.session.query(Letter).filter_by(to_address="jo@fen.example").one()
    assert "You would come instead of Ada Marsh." in letter.text and letter.kind == "waiting"


def test_apologies_of_who_never_booked_carry_no_object(stage):
    apologies_only = operations.send_apologies(
        stage.meeting, stage.ada.person, stage.ada, by=stage.ada.person, now=stage.later
    )
    message = as_received(letters_to(stage.ada)[-1])
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert apologies_only.person is stage.ada.person


# ---- Who is told of a change --------------------------------------------------------------------------------


def test_a_new_hall_is_no_letter_to_those_online(stage):
    stage.book(stage.ada, Joining.ONLINE)
    stage.book(stage.ben)
    stage.change(venue=None)
    assert [letter.kind for letter in letters_to(stage.ada)] == ["booked"]
    assert [letter.kind for letter in letters_to(stage.ben)] == ["booked", "meeting changed"]


def test_another_number_of_places_is_no_letter_at_all(stage):
    stage.book(stage.ada)
    stage.change(places=9, lead="More about it.")
    assert [letter.kind for letter in letters_to(stage.ada)] == ["booked"]


def test_who_has_a_place_is_asked_and_keeps_it_meanwhile(stage):
    waiting(stage)
    stage.change(starts=time(10), ends=time(12))
    bens = queries.find_live_booking(stage.meeting, stage.ben.person)

    assert bens.awaits_answer and bens.asked_again_at and bens.state.value == "confirmed"
    assert not adas(stage).awaits_answer
    assert queries.answers_after_move(stage.meeting) == queries.Answers(open=1)
