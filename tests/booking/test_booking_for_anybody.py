"""The organiser books for anybody: somebody known, a new colleague of a member, a guest."""

import pytest

from forum.booking import operations, queries, rules
from forum.booking.models import Booking, BookingState, Guest, Joining, Needs
from forum.booking.operations import ComesAs, WhatIsNeeded
from forum.booking.rules import as_what
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.meetings.models import Form
from forum.membership.models import Representative
from forum.membership.rules import NameIsMissing
from forum.people.models import Person
from tests.makers import NOW, make_meeting, make_member, make_organisation, make_person, make_representative

SPEAKER = ComesAs(Guest.SPEAKER, "Anglia Ruskin University")
ROOM = Joining.IN_THE_ROOM


def book(meeting, who):
    return operations.book_place(meeting, who.person, who, joining=ROOM, by=who.person, now=NOW)


def guest(meeting, by, name="Noor Haddad", email="noor@haddad.example", comes_as=SPEAKER):
    return operations.book_guest(meeting, name, email, comes_as, joining=ROOM, by=by, now=NOW)


# ---- Guests -------------------------------------------------------------------------------------------------


def test_a_guest_gets_a_place_and_a_letter_that_says_who_booked(forum, cleo):
    meeting = make_meeting(forum)
    booking = guest(meeting, cleo)

    assert (booking.state, booking.guest, booking.representative) == (
        BookingState.CONFIRMED,
        Guest.SPEAKER,
        None,
    )
    assert as_what(booking) == "Speaker, Anglia Ruskin University"
    letter = db.session.query(Letter).one()
    assert letter.to_address == "noor@haddad.example" and "Cleo Adeyemi booked it for you." in letter.text


def test_guests_draw_on_the_open_places(forum, cleo):
    meeting = make_meeting(forum, places=2, kept_voluntary=1)
    first, second = guest(meeting, cleo), guest(meeting, cleo, "Second Guest", "second@guest.example")
    assert (first.state, second.state) == (BookingState.CONFIRMED, BookingState.WAITING)


def test_an_address_that_is_somebodys_is_theirs(forum, ada, chas, drew, cleo):
    meeting = make_meeting(forum)
    for person, as_said in (
        (ada.person, "Black Fen Community Transport"), (chas, "Officer of the forum"),
        (drew, "Speaker, Anglia Ruskin University"),
    ):  # fmt: skip
        booking = guest(meeting, cleo, "Another Name", person.email.upper())
        assert booking.person is person and as_what(booking) == as_said
    assert db.session.query(Person).filter_by(name="Another Name").count() == 0


def test_who_speaks_for_several_has_to_be_found_by_name(forum, ada, cleo):
    other = make_organisation("Nene Youth Collective")
    make_member(forum, other)
    make_representative(forum, "Ada", other, person=ada.person)

    with pytest.raises(rules.KnownToSpeakForSeveral, match="This address is Ada Marsh’s"):
        guest(make_meeting(forum), cleo, email=ada.person.email)
    assert db.session.query(Booking).count() == 0


def test_the_same_guest_twice_is_one(forum, cleo):
    meeting = make_meeting(forum)
    guest(meeting, cleo)
    with pytest.raises(rules.AlreadyBooked):
        guest(meeting, cleo)
    guest(meeting, cleo, "Without Address", None)
    with pytest.raises(rules.AlreadyBooked):
        guest(meeting, cleo, "Without Address", None)

    assert db.session.query(Booking).count() == 2
    assert db.session.query(Person).filter_by(name="Without Address").count() == 1


def test_a_guest_has_a_name(forum, cleo):
    with pytest.raises(NameIsMissing):
        guest(make_meeting(forum), cleo, "  ", None)
    assert db.session.query(Person).filter_by(email=None).count() == 0


# ---- New colleagues -----------------------------------------------------------------------------------------


def new_colleague(meeting, organisation, by, name="Owen Price", email="owen@price.example"):
    return operations.book_new_colleague(
        meeting, organisation, name, email, joining=ROOM, needs=WhatIsNeeded("A ramp"), by=by, now=NOW
    )


def test_a_new_colleague_acts_for_the_organisation_from_today(forum, ada, cleo):
    meeting = make_meeting(forum)
    booking = new_colleague(meeting, ada.organisation, cleo)

    assert booking.representative.organisation is ada.organisation
    assert str(booking.representative.from_on) == "2026-11-24"
    assert booking.person.email == "owen@price.example" and queries.find_needs(booking).access == "A ramp"


def test_who_acts_for_it_already_is_booked_as_they_are(forum, ada, cleo):
    booking = new_colleague(make_meeting(forum), ada.organisation, cleo, "Somebody", ada.person.email)
    assert booking.representative is ada
    booking = new_colleague(make_meeting(forum), ada.organisation, cleo, "ada marsh", None)
    assert booking.representative is ada
    assert db.session.query(Representative).count() == 1


def test_the_same_colleague_twice_is_one(forum, ada, cleo):
    meeting = make_meeting(forum)
    new_colleague(meeting, ada.organisation, cleo, email=None)
    with pytest.raises(rules.AlreadyBooked):
        new_colleague(meeting, ada.organisation, cleo, email=None)

    assert db.session.query(Person).filter_by(name="Owen Price").count() == 1


def test_a_refused_booking_leaves_nobody_behind(forum, ada, cleo):
    meeting = make_meeting(forum, booking_closes_at=NOW)
    for wrong in (lambda: new_colleague(meeting, ada.organisation, cleo), lambda: guest(meeting, cleo)):
        with pytest.raises(rules.BookingIsClosed):
            wrong()
    assert (
        db.session.query(Person)
        .filter(Person.email.in_(["owen@price.example", "noor@haddad.example"]))
        .count()
        == 0
    )


# ---- Finding ------------------------------------------------------------------------------------------------


def test_people_are_found_by_parts_of_names_organisations_and_whole_addresses(
    forum, ada, ben, cora, lena, cleo
):
    from tests.makers import TODAY

    def names(words):
        return [one.person.name for one in queries.find_speakers(forum, words, TODAY)]

    assert names("mar") == ["Ada Marsh"]
    assert names("FEN") == ["Ada Marsh", "Ben Holt"]
    assert names("ben carers") == ["Ben Holt"]
    assert names(lena.person.email) == ["Lena Ferris"]
    assert names("%") == names("no such name") == []
    assert [one.name for one in queries.find_officers(forum, "cleo", TODAY)] == ["Cleo Adeyemi"]
    assert queries.find_officers(forum, "cleo", TODAY, but=[cleo.id]) == []
    assert [one.known_as for one in queries.find_members_called(forum, "county", TODAY)] == ["County Council"]


# ---- Pages --------------------------------------------------------------------------------------------------


def address(meeting, asked=""):
    return f"/desk/meetings/{meeting.reference}/places/book{asked}"


def test_somebody_is_found_chosen_and_booked(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    browser = browse(cleo)
    page = browser.page(f"/desk/meetings/{meeting.reference}/places")
    page = browser.page(page.links["Book for somebody"])
    assert "found" not in page.words
    page = browser.page(address(meeting, "?q=marsh"))
    assert "1 person found" in page.words
    chosen = page.links["Choose Ada Marsh, Black Fen Community Transport"]
    assert browser.page(chosen).headings[0] == (1, "Book for Ada Marsh")

    page = browser.send(chosen, {"access": "A ramp", "diet": "Halal"})

    assert page.notices == ["Ada Marsh’s place is booked. The letter is on its way."]
    assert "Needs: A ramp; Halal" in page.words
    assert "Has a booking" in browser.page(address(meeting, "?q=marsh")).words
    page = browser.send(chosen)  # the same person twice: what stands
    assert page.notices == ["Ada Marsh has a booking already. This is how it stands."]
    assert page.headings[0] == (1, "Ada Marsh has a place on 17 December")
    assert "Cleo Adeyemi booked it for you." in db.session.query(Letter).one().text


def test_a_speaker_is_booked_with_words_of_where_from(forum, cleo, browse):
    meeting = make_meeting(forum, form=Form.HYBRID, places_online=4)
    browser = browse(cleo)
    page = browser.send(address(meeting, "?guest=yes"), {"email": "no address", "name": "Noor Haddad"})
    assert page.problems == [
        "Give one e-mail address, such as name@example.org.", "Choose as what they come.", "Choose how they will join.",
    ]  # fmt: skip
    assert 'value="Noor Haddad"' in page.html and "no address" in page.html
    sent = {"name": "Noor Haddad", "email": "noor@haddad.example", "guest": "speaker", "joining": "online",
            "guest_from": "Anglia Ruskin University"}  # fmt: skip

    page = browser.send(address(meeting, "?guest=yes"), sent)

    assert page.notices == ["Noor Haddad’s place is booked. The letter is on its way."]
    assert "Speaker, Anglia Ruskin University" in page.words
    page = browser.send(address(meeting, "?guest=yes"), sent)
    assert page.notices == ["Noor Haddad has a booking already. This is how it stands."]


def test_a_guest_without_an_address_gets_no_letter_and_twice_is_one(forum, cleo, browse):
    meeting = make_meeting(forum)
    sent = {"name": "Noor Haddad", "guest": "thinking of joining"}
    page = browse(cleo).send(address(meeting, "?guest=yes"), sent)
    assert page.notices == ["Noor Haddad’s place is booked. No letter: we have no e-mail address."]
    page = browse(cleo).send(address(meeting, "?guest=yes"), sent)
    assert page.notices == ["Noor Haddad has a booking already. This is how it stands."]
    assert db.session.query(Booking).count() == 1


def test_an_address_that_is_somebodys_is_said(forum, ada, cleo, browse):
    sent = {"name": "A. Marsh", "email": ada.person.email, "guest": "speaker"}
    page = browse(cleo).send(address(make_meeting(forum), "?guest=yes"), sent)
    assert page.notices == [
        "This address is Ada Marsh’s (Black Fen Community Transport). Ada Marsh’s place is booked. "
        "The letter is on its way."
    ]


def test_a_new_colleague_is_booked_from_the_organisation(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    browser = browse(cleo)
    link = browser.page(address(meeting, "?q=black+fen")).links[
        "A new colleague of Black Fen Community Transport"
    ]
    assert browser.send(link, {"name": ""}).problems == ["Give their name."]

    page = browser.send(link, {"name": "Owen Price"})

    assert page.notices == ["Owen Price’s place is booked. No letter: we have no e-mail address."]
    assert queries.who_comes(meeting).things[0].booking.representative.organisation is ada.organisation


@pytest.mark.parametrize("field, value, said", [
    ("name", "N" * 3000, "Use 200 letters at most."),
    ("name", "Win a prize at www.example.org", "Write a name alone, without an address."),
    ("name", "\n", "Give their name."),
    ("guest_from", "F" * 3000, "Use 200 letters at most."),
    ("email", f"{'e' * 300}@example.org", "Use 254 letters at most."),
    ("guest", "emperor", "Choose one of the answers."),
    ("access", "A" * 3000, "Use 1,000 letters at most."),
])  # fmt: skip
def test_bad_input_is_a_sentence_at_the_field(forum, cleo, browse, field, value, said):
    sent = {"name": "Noor Haddad", "guest": "speaker", field: value}
    page = browse(cleo).send(address(make_meeting(forum), "?guest=yes"), sent)
    assert page.problems == [said]
    assert db.session.query(Booking).count() == db.session.query(Needs).count() == 0


def test_who_is_not_there_is_not_found(forum, ada, cleo, browse):
    meeting = make_meeting(forum)
    for asked in ("?who=NOBO-DY", "?officer=NOBO-DY", "?member=no-such-member"):
        assert browse(cleo).get(address(meeting, asked)).status_code == 404


def test_a_closed_meeting_says_why_and_refuses(forum, ada, cleo, browse):
    meeting = make_meeting(forum, booking_closes_at=NOW)
    browser = browse(cleo)
    for asked in ("", f"?who={ada.reference}", "?guest=yes"):
        assert "Booking closed on" in browser.page(address(meeting, asked)).words
    page = browser.send(address(meeting, f"?who={ada.reference}"))
    assert any(problem.startswith("Booking closed on") for problem in page.problems)


def test_a_full_meeting_says_which_places_are_taken_and_offers_the_list(forum, ada, ben, cleo, browse):
    meeting = make_meeting(forum, places=1)
    book(meeting, ada)
    page = browse(cleo).page(address(meeting, f"?who={ben.reference}"))
    assert "The only place is taken." in page.words
    assert "They would be number 1 in line." in page.words
    page = browse(cleo).send(address(meeting, f"?who={ben.reference}"))
    assert page.notices == ["Ben Holt is on the waiting list. The letter is on its way."]


def test_only_the_organiser_books_for_anybody(forum, ada, chas, mina, drew, browse):
    meeting = make_meeting(forum)
    for person in (ada.person, chas, mina, drew):
        assert browse(person).get(address(meeting)).status_code == 403
        assert browse(person).post(address(meeting, "?guest=yes"), {"name": "X"}).status_code == 403
    assert browse().get(address(meeting)).location.startswith("/sign-in")


# ---- The list -----------------------------------------------------------------------------------------------


def test_the_list_says_as_what_people_come_and_where_they_stand_in_line(forum, ada, ben, cora, lena, cleo):
    meeting = make_meeting(forum, places=4)
    stands_in = make_representative(forum, "Sam Ward", ada.organisation)
    operations.book_place(
        meeting, stands_in.person, stands_in, joining=ROOM, substitute_for=ada.person, by=cleo, now=NOW
    )
    book(meeting, cora), guest(meeting, cleo), book(meeting, lena), book(meeting, ben)
    guest(meeting, cleo, "Late Guest", None, ComesAs(Guest.OTHER))

    rows = [
        (row.booking.person.name, as_what(row.booking), row.line) for row in queries.who_comes(meeting).things
    ]

    assert rows == [
        ("Sam Ward", "Black Fen Community Transport, for Ada Marsh", None),
        ("Cora Tregarth", "County Council", None),
        ("Lena Ferris", "Lay member", None),
        ("Noor Haddad", "Speaker, Anglia Ruskin University", None),
        ("Ben Holt", "Fenland Carers’ Link", 1),
        ("Late Guest", "Guest", 2),
    ]
    assert [row.booking.person.name for row in queries.who_comes(meeting, "ruskin").things] == ["Noor Haddad"]
    assert queries.who_comes(meeting, "holt").things[0].line == 1


def test_300_names_come_in_pages_and_ask_no_more(forum, cleo, browse, counted):
    meeting = make_meeting(forum, places=40)
    for number in range(60):
        person = make_person(f"Guest {number:02}", email=None)
        operations.book_place(
            meeting, person, None, joining=ROOM, comes_as=ComesAs(Guest.OTHER), by=cleo, now=NOW
        )
    browser, list_of = browse(cleo), f"/desk/meetings/{meeting.reference}/places"
    with counted() as first:
        page = browser.page(list_of)
    assert (2, "In the room: 40") in page.headings and "Page 1 of 2" in page.words
    with counted() as second:
        page = browser.page(f"{list_of}?page=2")

    assert (2, "Waiting for a place in the room: 20") in page.headings
    assert "Guest 50" in page.words and "Guest 49" not in page.words
    assert first.count == second.count <= 14
    assert "1 booking found for “guest 07”" in browser.page(f"{list_of}?q=guest+07").words
    assert browser.get(f"{list_of}?page=99").status_code == 200
