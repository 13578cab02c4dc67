"""Words planted in what is private are found on no page, feed, file, letter or journal entry that is not for them."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from forum.attendance.models import AttendanceList
from forum.booking.models import (
    Apologies,
    Booking,
    BookingState,
    Guest,
    Invitation,
    Joining,
    PlaceRequest,
    Reply,
    ReplyKind,
)
from forum.booking.operations import ComesAs, WhatIsAsked, WhatIsNeeded, ask_for_place, book_guest
from forum.feedback.models import Feedback, FeedbackRequest, Opinion
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry, JournalPersonal
from forum.journal.operations import note
from forum.meetings.models import Form, Meeting
from forum.people.models import Person
from tests.demo_world import World, person
from tests.house.pages import every_page, open_
from tests.house.samples import samples
from tests.makers import NOW

EVERYBODY = {
    "visitor", "outsider", "member", "commissioner", "lay", "minute-taker", "organiser", "chair", "administrator",
}  # fmt: skip
OFFICERS = {"minute-taker", "organiser", "chair"}
RUNS = {"organiser", "chair"}


@dataclass(frozen=True)
class Planted:
    """A word, and who may read it."""

    word: str
    readers: frozenset[str] | set[str]


PLANTED = {
    "joining link": Planted("meet.forum.example/quagga-link", OFFICERS),
    "telephone to join": Planted("quagga-dial-in", OFFICERS),
    "name of a guest": Planted("Quaggafield", OFFICERS),
    "address of a guest": Planted("quagga.address", RUNS),
    "telephone of a guest": Planted("07700 900461", RUNS),
    "from where a guest comes": Planted("Quagga-on-Sea", OFFICERS),
    "access need": Planted("quagga-ramp", {"organiser"}),
    "diet": Planted("quagga-diet", {"organiser"}),
    "what was asked for": Planted("Quaggaseeker", RUNS),
    "need that was asked for": Planted("quagga-seat", set()),
    "what came by mail": Planted("quagga-reply", RUNS),
    "one opinion": Planted("quagga-opinion", set()),
}


@operation
def _plant_in_rows(meetings: list[Meeting]) -> None:
    by = person("organiser")
    guest = db.session.scalars(select(Person).where(Person.email.startswith("quagga.address"))).one()
    guest.phone = "07700 900461"
    for meeting in meetings:
        if meeting.form is not Form.IN_PERSON:
            meeting.joining_link = "https://meet.forum.example/quagga-link"
            meeting.dial_in = "020 7946 0000 quagga-dial-in"
    held = db.session.scalars(
        select(Meeting).where(Meeting.ends_at < NOW).order_by(Meeting.on.desc())
    ).first()
    db.session.add(Feedback(meeting=meetings[-1], was_worth_it=Opinion.NO, what_next="quagga-opinion"))
    db.session.add(Apologies(meeting=held, person=guest, sent_at=NOW))
    db.session.add(
        Reply(
            message_digest="quagga", kind=ReplyKind.WORDS, from_address="somebody@forum.example",
            subject="About Thursday", text="quagga-reply", meeting=meetings[0], forum_id=meetings[0].forum_id,
            outcome="Somebody wrote.", received_at=NOW, seen_at=NOW, delete_at=NOW,
        )
    )  # fmt: skip
    db.session.flush()
    note(by, "planted words for a test", guest, now=NOW)


@pytest.fixture
def planted(world: World) -> World:
    """The demo forum with a guest at each meeting to come, whose every word is known."""
    found = samples(world)
    references = {found["*"]["reference"], found["booking.book"]["reference"], world.full, world.open_to_all}
    meetings = list(
        db.session.scalars(select(Meeting).where(Meeting.reference.in_(references)).order_by(Meeting.on))
    )
    by = person("organiser")
    for meeting in meetings:
        book_guest(
            meeting, "Quinn Quaggafield", "quagga.address@forum.example",
            ComesAs(Guest.SPEAKER, "Quagga-on-Sea"), joining=Joining.IN_THE_ROOM,
            needs=WhatIsNeeded("quagga-ramp", "quagga-diet"), by=by, now=NOW,
        )  # fmt: skip
    _plant_in_rows(meetings)
    open_to_all = next(meeting for meeting in meetings if meeting.is_open_to_public)
    asked = WhatIsAsked(
        "Sam Quaggaseeker", "seeker@forum.example", Joining.IN_THE_ROOM, "Ely", WhatIsNeeded("quagga-seat")
    )
    ask_for_place(open_to_all, asked, now=NOW)
    return world


OF_AN_OFFICER = {"minutes.review"}
"""Pages that open by a key which only an officer has: the chair reads the draft of the minutes from the letter."""


def test_planted_words_are_read_by_nobody_else(planted):
    told: dict[str, list[str]] = {}
    seen: set[str] = set()
    for who, endpoint, address in every_page(planted):
        page = open_(planted, who, endpoint, address)
        if page.status != 200:
            continue
        for what, secret in PLANTED.items():
            if secret.word.lower() in page.html.lower():
                seen.add(what)
                if who not in secret.readers and endpoint not in OF_AN_OFFICER:
                    told.setdefault(what, []).append(f"{address} as {who}")

    assert told == {}
    assert seen >= {"joining link", "name of a guest", "access need", "diet", "what came by mail"}


def test_needs_stand_in_no_letter_and_not_in_the_journal(planted):
    letters = [f"{one.subject} {one.text} {one.calendar}" for one in db.session.scalars(select(Letter))]
    entries = [f"{one.act} {one.before} {one.after}" for one in db.session.scalars(select(JournalEntry))]
    personal = [f"{one.before} {one.after}" for one in db.session.scalars(select(JournalPersonal))]
    for what in ("access need", "diet", "need that was asked for", "one opinion", "what came by mail"):
        word = PLANTED[what].word
        assert not [text for text in (*letters, *entries, *personal) if word in text], what
    for what in (
        "name of a guest",
        "address of a guest",
        "telephone of a guest",
        "joining link",
        "telephone to join",
    ):
        word = PLANTED[what].word
        assert not [text for text in entries if word in text], what
    assert [text for text in personal if "Quaggafield" in text]


def test_what_signs_links_stands_nowhere_but_in_its_own_row(planted):
    rows = (Booking, Invitation, PlaceRequest, FeedbackRequest)
    secrets = {secret for row in rows for secret in db.session.scalars(select(row.link_secret))}
    secrets |= {one for one in db.session.scalars(select(AttendanceList.door_secret)) if one}
    written = [f"{one.before} {one.after}" for one in db.session.scalars(select(JournalEntry))]
    written += [f"{one.before} {one.after}" for one in db.session.scalars(select(JournalPersonal))]
    written += [f"{one.text} {one.calendar}" for one in db.session.scalars(select(Letter))]
    everything = "\n".join(written)

    assert len(secrets) > 20
    assert [secret for secret in secrets if secret in everything] == []


def test_how_to_join_online_is_in_letters_to_those_with_an_online_place_alone(planted):
    online = {
        booking.person.reference
        for booking in db.session.scalars(
            select(Booking).where(Booking.joining == Joining.ONLINE, Booking.state == BookingState.CONFIRMED)
        )
    }
    told = {
        letter.to_reference
        for letter in db.session.scalars(select(Letter))
        if "quagga-link" in f"{letter.text} {letter.calendar}"
        or "quagga-dial-in" in f"{letter.text} {letter.calendar}"
    }
    assert told <= online
