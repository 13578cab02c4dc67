"""The same thing done from several browsers at the same moment: nothing breaks, nothing is done twice."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.letters import path_of
from forum.accounts.operations import ask_for_new_address
from forum.agendas.models import (
    AgendaItem,
    AgendaVersion,
    Backing,
    Call,
    Proposal,
    ProposalAnswer,
    ProposalState,
    Purpose,
)
from forum.agendas.operations import announce_calls, begin_agenda, put_on, submit_proposal
from forum.agendas.queries import get_draft
from forum.agendas.rules import mark_of_call
from forum.attendance.models import Presence
from forum.attendance.operations import mark_attendance
from forum.attendance.queries import attendance_of
from forum.attendance.rules import Mark
from forum.booking.links import path_for_request
from forum.booking.models import Booking, BookingState, Joining, PlaceRequest, RememberedNeeds
from forum.booking.operations import WhatIsAsked, ask_for_place, book_place
from forum.booking.operations.replies import Outcome, take_reply
from forum.calendars.models import CalendarKey
from forum.foundation.carried import carry
from forum.foundation.database import db, is_twice_the_same
from forum.foundation.post import Letter
from forum.foundation.post.reading import read_mail
from forum.meetings.models import Form, Meeting, Series
from forum.minutes.models import Entry, EntryKind, Minutes, MinutesVersion
from forum.minutes.operations import end_minutes, start_minutes, write_entry
from forum.minutes.queries import numbered_items
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.strategy.models import Commitment
from tests.conftest import sign_in_as
from tests.foundation.mail import answer, outlook
from tests.makers import NOW, make_meeting, make_strategy

BROWSERS = 6


@pytest.fixture
def at_once(database) -> Callable[..., Counter[int]]:
    """Sends forms from several browsers at the same moment; says how often each status was answered."""

    def send(who: Sequence[Person], *forms: tuple[str, dict[str, str]]) -> Counter[int]:
        tokens = [sign_in_as(database, person) for person in who]
        db.session.rollback()
        start, said, lock = threading.Barrier(BROWSERS), Counter[int](), threading.Lock()

        def one(number: int) -> None:
            client = database.test_client()
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = tokens[number % len(tokens)], True
            address, data = forms[number % len(forms)]
            start.wait()
            status = client.post(address, data=data).status_code
            with lock:
                said[status] += 1

        database.config["SHOW_PROBLEMS"] = True
        threads = [threading.Thread(target=one, args=(number,)) for number in range(BROWSERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        database.config["SHOW_PROBLEMS"] = False
        assert sum(said.values()) == BROWSERS
        assert not set(said) - {200, 302, 303, 409, 503}, said
        return said

    return send


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_one_person_of_an_address(forum, cleo, chas, at_once):
    sent = {"name": "Nell Newcomer", "email": "nell@forum.example", "from_on": "24/11/2026"}

    said = at_once([cleo, chas], ("/desk/people/lay/new", sent))

    assert said[302] >= 1
    assert count(Person, Person.email == "nell@forum.example") == 1


def test_one_organisation_of_a_name(forum, cleo, chas, at_once):
    sent = {"known_as": "The Mill", "sector": "vcse", "from_on": "24/11/2026", "name": "Mo Miller",
            "email": "mo@forum.example", "contact": "primary contact"}  # fmt: skip

    said = at_once([cleo, chas], ("/desk/organisations/new", sent))

    assert said[302] == 1
    assert count(Organisation, Organisation.known_as == "The Mill") == 1


def test_one_series_of_a_name(forum, cleo, chas, at_once):
    sent = {"new_series": "Evening meeting", "title": "Buses", "on": "14 January 2027", "form": "in person"}

    said = at_once([cleo, chas], ("/desk/meetings/new", sent))

    assert said[302] == 1
    assert count(Series, Series.name == "Evening meeting") == count(Meeting) == 1


def test_a_booking_is_cancelled_once(forum, ada, cleo, at_once):
    meeting = make_meeting(forum)
    booking = book_place(meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)

    said = at_once([ada.person, cleo], (f"/bookings/{booking.reference}/cancel", {}))

    assert said[302] == 1
    assert count(Letter, Letter.kind == "cancelled") == 1


def test_what_the_public_asked_for_is_booked_once(forum, chas, at_once):
    meeting = make_meeting(forum, is_open_to_public=True)
    ask_for_place(meeting, WhatIsAsked("Robin Ashby", "robin@ashby.example", Joining.IN_THE_ROOM), now=NOW)
    asked = db.session.scalars(select(PlaceRequest)).one()

    said = at_once([chas], (path_for_request(asked), {}))

    assert said[303] >= 1 and said[200] + said[303] == BROWSERS
    assert count(Booking) == count(Letter, Letter.kind == "booked") == 1
    assert count(Person, Person.email == "robin@ashby.example") == 1


def test_one_guest_and_one_new_colleague(forum, ada, cleo, at_once):
    place = f"/desk/meetings/{make_meeting(forum).reference}/places/book"

    at_once([cleo], (f"{place}?guest=yes", {"name": "Noor Haddad", "guest": "speaker"}))
    at_once([cleo], (f"{place}?member={ada.organisation.reference}", {"name": "Owen Price"}))

    assert count(Booking) == count(Person, Person.name.in_(["Noor Haddad", "Owen Price"])) == 2


def test_two_meetings_booked_at_once_are_both_booked_and_needs_remembered_once(forum, ada, at_once):
    pages = [f"/meetings/{make_meeting(forum).reference}/book" for _ in range(3)]

    said = at_once([ada.person], *((page, {"access": page, "remember": "y"}) for page in pages))

    assert said[302] == BROWSERS
    assert count(Booking) == 3 and count(RememberedNeeds) == 1


def test_joining_the_other_way_is_changed_once(forum, ada, cleo, at_once):
    meeting = make_meeting(forum, form=Form.HYBRID, places_online=5)
    booking = book_place(meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)

    said = at_once([ada.person, cleo], (f"/bookings/{booking.reference}/joining", {"joining": "online"}))

    assert said[302] == BROWSERS
    assert count(Letter, Letter.kind == "joining changed") == 1
    assert count(Booking, Booking.joining == Joining.ONLINE) == 1


def test_one_address_that_two_people_ask_for_is_one_persons(forum, ada, cleo, at_once):
    asked = [
        ask_for_new_address(one, "both@forum.example", sender="The forum", now=NOW)
        for one in (ada.person, cleo)
    ]

    said = at_once([ada.person, cleo], *((path_of(new), {}) for new in asked))

    assert said[303] >= 1 and said[200] + said[303] == BROWSERS
    assert count(Person, Person.email == "both@forum.example") == 1
    assert count(Letter, Letter.kind == "address changed") == 1


def test_a_decline_that_two_programs_read_is_taken_once(forum, ada, ben, at_once, database):
    meeting = make_meeting(forum, places=1)
    for one in (ada, ben):
        book_place(meeting, one.person, one, joining=Joining.IN_THE_ROOM, by=one.person, now=NOW)
    mail = read_mail(
        outlook(ada.person.email, answer(meeting.uid, ada.person.email, sequence=meeting.sequence))
    )
    db.session.rollback()
    came = Counter[str]()

    def read() -> None:
        with database.app_context():
            try:
                came[take_reply(mail, now=NOW)] += 1
            except IntegrityError as problem:
                assert is_twice_the_same(problem)
                came[Outcome.READ_BEFORE] += 1

    readers = [threading.Thread(target=read) for _ in range(BROWSERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert came == {Outcome.TAKEN: 1, Outcome.READ_BEFORE: BROWSERS - 1}
    assert (
        count(Letter, Letter.kind == "place given") == count(Letter, Letter.kind == "apologies received") == 1
    )


def test_nobody_keeps_a_place_at_a_meeting_that_is_called_off_meanwhile(forum, ada, cleo, at_once):
    meeting = make_meeting(forum)
    where = meeting.reference

    at_once([ada.person, cleo], (f"/meetings/{where}/book", {}),
            (f"/desk/meetings/{where}/call-off", {"because": "The hall is shut."}))  # fmt: skip

    assert db.session.scalars(select(Meeting)).one().is_cancelled
    assert count(Booking, Booking.state != BookingState.CANCELLED) == 0


def test_an_agenda_is_published_once(forum, ada, ben, cleo, chas, at_once):
    meeting = make_meeting(forum)
    make_strategy()
    agenda = begin_agenda(meeting, by=cleo, now=NOW)
    put_on(agenda, db.session.scalars(select(Commitment)).first(), by=cleo, now=NOW)

    seen = {"seen": carry("agenda before it is published", get_draft(meeting).content)}

    said = at_once([cleo, chas], (f"/desk/meetings/{meeting.reference}/agenda/publish", seen))

    assert said[302] == 1
    assert count(AgendaVersion) == 1
    told = Counter(db.session.scalars(select(Letter.to_address)))
    assert set(told.values()) == {1}


def test_one_agenda_and_one_set_of_minutes_are_begun(forum, ada, cleo, chas, at_once):
    meeting = make_meeting(forum, starts_at=NOW - timedelta(minutes=5))
    where = f"/desk/meetings/{meeting.reference}"

    at_once([cleo, chas], (f"{where}/agenda/begin", {}))
    at_once([cleo], (f"{where}/minutes", {}))

    assert count(Minutes) == 1
    standing = [item.standing for _number, item in numbered_items(db.session.scalars(select(Meeting)).one())]
    assert standing and len(standing) == len(set(standing))


@pytest.fixture
def minutes(forum, ada, cleo) -> Minutes:
    """Minutes with one line, of a meeting at which Ada was."""
    meeting = make_meeting(forum, starts_at=NOW - timedelta(hours=3))
    way = Joining.IN_THE_ROOM
    book_place(meeting, ada.person, ada, joining=way, by=ada.person, now=NOW - timedelta(days=3))
    make_strategy()
    agenda = begin_agenda(meeting, by=cleo, now=NOW - timedelta(days=3))
    put_on(agenda, db.session.scalars(select(Commitment)).first(), by=cleo, now=NOW - timedelta(days=3))
    minutes = start_minutes(meeting, by=cleo, now=NOW - timedelta(hours=3))
    for _number, item in numbered_items(meeting):
        write_entry(
            minutes, item, EntryKind.NOTE, f"Said of {item.title}.", by=cleo, now=NOW - timedelta(hours=2)
        )
    return minutes


def test_minutes_are_circulated_once(minutes, cleo, chas, at_once):
    for one in attendance_of(minutes.meeting):
        mark = Mark(one.person, one.organisation, Presence.PRESENT, one.is_lay)
        mark_attendance(minutes.meeting, mark, by=cleo, now=NOW)
    end_minutes(minutes, by=cleo, now=NOW - timedelta(hours=1))
    before = count(Letter)

    said = at_once([cleo, chas], (f"/desk/meetings/{minutes.meeting.reference}/minutes/circulate", {}))

    assert said[302] == 1
    assert count(MinutesVersion) == 1
    new = Counter(db.session.scalars(select(Letter.to_address).order_by(Letter.id).offset(before)))
    assert set(new.values()) == {1}


def test_a_line_is_changed_or_taken_out(minutes, cleo, mina, at_once):
    entry = db.session.scalars(select(Entry).order_by(Entry.id)).first()
    where = f"/desk/meetings/{minutes.meeting.reference}/minutes/lines/{entry.reference}"
    lines = count(Entry)

    at_once([cleo, mina], (where, {"text": "Said otherwise.", "edition": str(entry.edition)}),
            (f"{where}/take-out", {}))  # fmt: skip

    assert count(Entry) >= lines


def test_two_who_change_a_meeting_leave_one_whole_plan(forum, cleo, chas, at_once):
    meeting = make_meeting(forum)
    common = {
        "title": "Buses",
        "on": "17 December 2026",
        "starts": "10:00",
        "ends": "12:00",
        "form": "in person",
    }
    forms = [{**common, "venue": "", "places": str(places), "lead": f"For {places}."} for places in (10, 20)]

    at_once([cleo, chas], *((f"/desk/meetings/{meeting.reference}/change", form) for form in forms))

    changed = db.session.scalars(select(Meeting)).one()
    assert changed.lead == f"For {changed.places}."


def test_one_address_opens_somebodys_calendar(forum, ada, at_once):
    at_once([ada.person], ("/calendars/own", {}))

    assert count(CalendarKey, CalendarKey.revoked_at.is_(None)) == 1


# ---- Proposals and calls --------------------------------------------------------------------------------------


def suggested(forum, who, title: str = "Van insurance") -> Proposal:
    return submit_proposal(
        forum, title=title, why="It costs too much.", purpose=Purpose.DISCUSS, length=timedelta(minutes=15),
        representative=who, by=who.person, now=NOW,
    )  # fmt: skip


def test_a_proposal_is_answered_once(forum, ada, cleo, chas, at_once):
    make_meeting(forum)
    where = f"/proposals/{suggested(forum, ada).reference}/answer"

    said = at_once([cleo, chas], (where, {"answer": "declined", "reason": "Not ours."}),
                   (where, {"answer": "accepted", "reason": "It fits."}))  # fmt: skip

    assert said[302] == 1
    assert count(ProposalAnswer) == count(Letter, Letter.kind == "proposal") == 1
    is_accepted = db.session.scalars(select(Proposal)).one().state is ProposalState.ACCEPTED
    assert count(AgendaItem, AgendaItem.proposal_id.is_not(None)) == int(is_accepted)


def test_two_that_go_into_each_other_leave_one(forum, ada, ben, cleo, chas, at_once):
    make_meeting(forum)
    one, other = suggested(forum, ada), suggested(forum, ben, "Insurance for all")
    forms = [
        (
            f"/proposals/{each.reference}/answer",
            {"answer": "merged", "reason": "The same.", "into": into.reference},
        )
        for each, into in ((one, other), (other, one))
    ]

    said = at_once([cleo, chas], *forms)

    assert said[302] == 1
    states = Counter(db.session.scalars(select(Proposal.state)))
    assert states == {ProposalState.MERGED: 1, ProposalState.SUBMITTED: 1}


def test_us_too_is_said_once_by_each(forum, ada, ben, cora, at_once):
    proposal = suggested(forum, ada)

    said = at_once([ben.person, cora.person], (f"/proposals/{proposal.reference}/us-too", {}))

    assert said[302] == BROWSERS
    assert count(Backing, Backing.withdrawn_at.is_(None)) == 2


def test_what_is_taken_back_meanwhile_is_not_on_an_agenda(forum, ada, cleo, at_once):
    meeting = make_meeting(forum)
    proposal = suggested(forum, ada)
    begin_agenda(meeting, by=cleo, now=NOW)
    put_on_it = (f"/desk/meetings/{meeting.reference}/agenda/put-on", {"proposal": proposal.reference})
    take_back = (f"/proposals/{proposal.reference}/take-back", {"reason": "Solved."})

    at_once([ada.person, cleo], take_back, put_on_it)

    state = db.session.scalars(select(Proposal)).one().state
    assert state in (ProposalState.ACCEPTED, ProposalState.WITHDRAWN)
    assert count(AgendaItem, AgendaItem.proposal_id.is_not(None)) == int(state is ProposalState.ACCEPTED)


def test_one_draft_and_one_proposal_of_many_clicks(forum, ada, at_once):
    sent = {"title": "Night buses", "why": "None runs.", "purpose": "discuss", "minutes": "15"}

    at_once([ada.person], ("/proposals/new", {**sent, "draft": "1"}))
    assert count(Proposal) == 1
    draft = db.session.scalars(select(Proposal)).one()
    at_once([ada.person], (f"/proposals/{draft.reference}/edit", sent))

    assert count(Proposal) == count(Proposal, Proposal.state == ProposalState.SUBMITTED) == 1


def test_a_call_is_sent_once_by_hand_and_by_several_workers(forum, ada, ben, cleo, chas, at_once, database):
    meeting = make_meeting(forum)
    seen = mark_of_call(meeting, "")
    db.session.rollback()

    def work() -> None:
        with database.app_context():
            announce_calls(NOW)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    at_once([cleo, chas], (f"/desk/meetings/{meeting.reference}/call/send", {"seen": seen}))
    for worker in workers:
        worker.join()

    told = Counter(db.session.scalars(select(Letter.to_address).where(Letter.kind == "call for items")))
    assert len(told) == 2 and set(told.values()) == {1}
    assert count(Call) == 1
