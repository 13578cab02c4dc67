"""Word that somebody cannot come, and who comes instead: from the rules up to the rows."""

from datetime import timedelta

import pytest

from forum.booking import operations, queries, rules
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules import SomebodyElse
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.membership.operations import change_settings
from forum.membership.rules import NameIsMissing
from forum.people.models import Person
from tests.makers import NOW, make_meeting, make_person, make_representative

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def meeting(forum):
    """A meeting with two places."""
    return make_meeting(forum, places=2)


@pytest.fixture
def bea(forum, ada):
    """Bea acts for the same organisation as Ada."""
    return make_representative(forum, "Bea Wynn", ada.organisation)


def book(meeting, who, now=NOW):
    return operations.book_place(
        meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=now
    )


def cannot_come(meeting, who, now=LATER, **more):
    return operations.send_apologies(meeting, who.person, who, by=who.person, now=now, **more)


def kinds():
    """The letters so far: to whom, of which kind."""
    found = db.session.query(Letter).order_by(Letter.id)
    return [(letter.to_name.split()[0], letter.kind) for letter in found]


# ---- Apologies ----------------------------------------------------------------------------------------------


def test_apologies_end_the_booking_and_the_place_goes_on(meeting, ada, ben, cora):
    adas, _, coras = book(meeting, ada), book(meeting, ben), book(meeting, cora)
    assert coras.state is BookingState.WAITING

    apologies = cannot_come(meeting, ada)

    assert adas.state is BookingState.CANCELLED
    assert coras.state is BookingState.CONFIRMED
    assert (apologies.person, apologies.organisation) == (ada.person, ada.organisation)
    assert (apologies.sent_at, apologies.substitute) == (LATER, None)
    assert kinds()[3:] == [("Ada", "apologies received"), ("Cora", "place given")]


def test_who_was_asked_and_has_no_booking_sends_apologies_too(meeting, ada):
    apologies = cannot_come(meeting, ada)

    assert queries.apologies_of(meeting) == [apologies]
    assert kinds() == [("Ada", "apologies received")]
    assert db.session.query(Letter).one().calendar is None


def test_who_speaks_for_nobody_sends_them_for_themself(meeting, lena):
    assert cannot_come(meeting, lena).organisation is None


def test_sent_twice_they_are_told_so(meeting, ada):
    book(meeting, ada)
    cannot_come(meeting, ada)

    with pytest.raises(rules.ApologiesAreSent):
        cannot_come(meeting, ada)

    assert len(queries.apologies_of(meeting)) == 1


def test_who_comes_after_all_books_again(meeting, ada):
    book(meeting, ada)
    apologies = cannot_come(meeting, ada)

    again = book(meeting, ada, now=LATER + timedelta(minutes=1))

    assert again.is_live
    assert apologies.withdrawn_at == LATER + timedelta(minutes=1)
    assert queries.apologies_of(meeting) == []
    assert queries.find_apologies(meeting, ada.person) is None
    cannot_come(meeting, ada, now=LATER + timedelta(minutes=2))  # and may think again
    assert len(queries.apologies_of(meeting)) == 1


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=3)])
def test_nothing_moves_after_the_start(meeting, ada, late):
    booking = book(meeting, ada)

    with pytest.raises(rules.TooLateForApologies):
        cannot_come(meeting, ada, now=meeting.starts_at + late)

    assert booking.is_live and queries.apologies_of(meeting) == []


def test_a_meeting_called_off_needs_no_apologies(meeting, ada, cleo):
    operations.call_off_meeting(meeting, because="Flood.", by=cleo, now=NOW)
    with pytest.raises(rules.MeetingIsCancelled):
        cannot_come(meeting, ada)


def test_a_meeting_whose_time_is_open_takes_apologies_until_its_day_is_over(forum, ada):
    meeting = make_meeting(forum, starts_at=None)
    cannot_come(meeting, ada)
    with pytest.raises(rules.TooLateForApologies):
        cannot_come(meeting, ada, now=NOW + timedelta(days=60))


def test_the_organiser_sends_them_for_somebody(meeting, ada, cleo):
    book(meeting, ada)
    operations.send_apologies(meeting, ada.person, None, by=cleo, now=LATER)

    letter = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert "Cleo Adeyemi sent them for you." in letter.text
    assert queries.apologies_of(meeting)[0].organisation is ada.organisation


# ---- An organisation with nobody named ----------------------------------------------------------------------


def test_an_organisation_sends_apologies_with_nobody_named(meeting, ada):
    apologies = operations.send_apologies_of(ada.organisation, meeting, by=ada.person, now=NOW)

    assert (apologies.person, apologies.organisation) == (None, ada.organisation)
    with pytest.raises(rules.ApologiesAreSent):
        operations.send_apologies_of(ada.organisation, meeting, by=ada.person, now=NOW)


def test_not_while_somebody_of_it_comes(meeting, ada, bea):
    book(meeting, bea)

    with pytest.raises(rules.SomebodyOfThemComes) as refusal:
        operations.send_apologies_of(ada.organisation, meeting, by=ada.person, now=NOW)

    assert str(refusal.value).startswith("Bea Wynn has a booking for Black Fen Community Transport.")


def test_an_organisation_comes_after_all_with_its_first_booking(meeting, ada, bea):
    apologies = operations.send_apologies_of(ada.organisation, meeting, by=ada.person, now=NOW)
    book(meeting, bea, now=LATER)
    assert apologies.withdrawn_at == LATER


def test_the_booking_of_somebody_else_takes_nothing_back(meeting, ada, ben, lena):
    cannot_come(meeting, ada)
    operations.send_apologies_of(ada.organisation, meeting, by=ada.person, now=NOW)
    book(meeting, ben)
    book(meeting, lena)
    assert len(queries.apologies_of(meeting)) == 2


# ---- Substitutes --------------------------------------------------------------------------------------------


def test_a_colleague_takes_the_place_over_past_the_waiting_list(meeting, ada, bea, ben, cora):
    adas, _, coras = book(meeting, ada), book(meeting, ben), book(meeting, cora)

    apologies = cannot_come(meeting, ada, substitute=bea)

    beas = queries.find_live_booking(meeting, bea.person)
    assert adas.state is BookingState.CANCELLED and coras.state is BookingState.WAITING
    assert (beas.state, beas.joining) == (BookingState.CONFIRMED, adas.joining)
    assert (beas.representative, beas.substitute_for) == (bea, ada.person)
    assert apologies.substitute is bea.person
    assert queries.places_taken(meeting).room.confirmed == 2
    assert kinds()[3:] == [("Ada", "apologies received"), ("Bea", "comes instead")]


def test_somebody_new_comes_by_name_and_address(meeting, ada):
    book(meeting, ada)
    cannot_come(meeting, ada, substitute=SomebodyElse("Jo Penn", "Jo@fen.example"))

    jo = db.session.query(Person).filter_by(email="jo@fen.example").one()
    booking = queries.find_live_booking(meeting, jo)
    assert (jo.name, booking.representative, booking.guest) == ("Jo Penn", ada, None)
    assert booking.state is BookingState.CONFIRMED


def test_an_address_that_is_known_is_the_person_whom_we_know(meeting, ada, bea):
    book(meeting, ada)
    cannot_come(meeting, ada, substitute=SomebodyElse("B. Wynn", bea.person.email.upper()))

    assert queries.find_live_booking(meeting, bea.person).representative is bea
    assert bea.person.name == "Bea Wynn"


def test_a_limit_of_one_is_no_hindrance_and_is_held(forum, meeting, ada, bea, cleo):
    change_settings(forum, by=cleo, now=NOW, places_for_each_organisation=1)
    book(meeting, ada)
    cannot_come(meeting, ada, substitute=bea)

    assert queries.find_live_booking(meeting, bea.person).state is BookingState.CONFIRMED
    (held,) = queries.places_held(meeting)
    assert held.number == 1


def test_a_substitute_may_be_replaced_too(forum, meeting, ada, bea):
    cy = make_representative(forum, "Cy Ames", ada.organisation)
    book(meeting, ada)
    cannot_come(meeting, ada, substitute=bea)
    cannot_come(meeting, bea, substitute=cy)

    assert queries.find_live_booking(meeting, cy.person).substitute_for is bea.person
    assert queries.places_taken(meeting).room.confirmed == 1
    # Ada reads who comes in the end: Bea, whom she named, does not.
    assert [one.substitute for one in queries.apologies_of(meeting)] == [cy.person, cy.person]


def test_who_sent_apologies_can_stand_in_after_all(meeting, ada, bea):
    book(meeting, ada)
    own = cannot_come(meeting, bea)
    cannot_come(meeting, ada, substitute=bea)
    assert own.withdrawn_at == LATER


def test_with_a_booking_already_they_are_not_taken(meeting, ada, bea):
    adas = book(meeting, ada)
    book(meeting, bea)

    with pytest.raises(rules.HasOwnBooking) as refusal:
        cannot_come(meeting, ada, substitute=bea)

    assert "Bea Wynn has a booking" in str(refusal.value)
    assert adas.is_live and queries.apologies_of(meeting) == []


@pytest.mark.parametrize("substitute, refusal", [
    ("themself", rules.IsThePersonThemself),
    ("own address", rules.IsThePersonThemself),
    ("another organisation", rules.NobodyActsForThem),
    ("nobody", NameIsMissing),
])  # fmt: skip
def test_who_cannot_stand_in_is_refused_and_nothing_is_half_done(meeting, ada, ben, substitute, refusal):
    booking = book(meeting, ada)
    chosen = {
        "themself": ada,
        "own address": SomebodyElse("Somebody", ada.person.email),
        "another organisation": ben,
        "nobody": SomebodyElse(" ", "new@fen.example"),
    }[substitute]

    with pytest.raises(refusal):
        cannot_come(meeting, ada, substitute=chosen)

    assert booking.state is BookingState.CONFIRMED
    assert queries.apologies_of(meeting) == []
    assert kinds() == [("Ada", "booked")]


def test_nobody_stands_in_for_who_speaks_for_themself(meeting, lena, ada):
    book(meeting, lena)
    with pytest.raises(rules.NobodyCanStandIn):
        cannot_come(meeting, lena, substitute=SomebodyElse("Jo Penn", "jo@fen.example"))


def test_without_a_place_a_substitute_books_as_anybody_does(forum, meeting, ada, bea, ben, cora):
    book(meeting, ben), book(meeting, cora)

    cannot_come(meeting, ada, substitute=bea)

    booking = queries.find_live_booking(meeting, bea.person)
    assert (booking.state, booking.substitute_for) == (BookingState.WAITING, ada.person)
    assert kinds()[2:] == [("Ada", "apologies received"), ("Bea", "waiting")]


def test_whose_turn_in_line_it_was_hands_no_place_on(meeting, ada, bea, ben, cora, lena):
    book(meeting, ben), book(meeting, cora)
    adas, lenas = book(meeting, ada), book(meeting, lena)
    assert adas.state is BookingState.WAITING

    cannot_come(meeting, ada, substitute=bea)

    beas = queries.find_live_booking(meeting, bea.person)
    assert beas.state is BookingState.WAITING
    assert (queries.position_of(lenas), queries.position_of(beas)) == (1, 2)


def test_a_substitute_can_be_named_after_the_apologies(meeting, ada, bea):
    book(meeting, ada)
    first = cannot_come(meeting, ada)

    second = cannot_come(meeting, ada, substitute=bea)

    assert first is second and first.substitute is bea.person
    assert queries.find_live_booking(meeting, bea.person).state is BookingState.CONFIRMED
    with pytest.raises(rules.ApologiesAreSent):
        cannot_come(meeting, ada, substitute=SomebodyElse("Jo Penn", "jo@fen.example"))


def test_a_guest_without_an_address_hears_nothing_and_loses_nothing(forum, meeting, ada):
    nora = make_representative(forum, "Nora", ada.organisation, person=make_person("Nora", email=None))
    book(meeting, ada)
    cannot_come(meeting, ada, substitute=nora)
    assert queries.find_live_booking(meeting, nora.person).state is BookingState.CONFIRMED


def test_colleagues_are_who_acts_for_the_same_today(forum, meeting, ada, bea, ben):
    make_representative(forum, "Old Otto", ada.organisation, until_on=NOW.date() - timedelta(days=1))
    assert queries.colleagues_of(ada.person, ada.organisation, NOW.date()) == [bea]


def test_a_substitutes_booking_is_one_of_their_own(meeting, ada, bea):
    book(meeting, ada)
    cannot_come(meeting, ada, substitute=bea)
    assert db.session.query(Booking).filter_by(person_id=bea.person.id).count() == 1
    assert [one.person for one in queries.live_bookings_for(ada.organisation, meeting)] == [bea.person]


def test_a_substitute_who_gives_the_place_up_comes_instead_of_nobody(meeting, ada, bea, cora):
    sent = cannot_come(meeting, ada, substitute=bea)
    book(meeting, cora)

    operations.cancel_booking(queries.find_live_booking(meeting, bea.person), by=bea.person, now=LATER)

    assert sent.substitute is None
    again = cannot_come(meeting, ada, substitute=SomebodyElse("Tom Else", "tom@forum.example"))
    assert again is sent and sent.substitute.name == "Tom Else"


def test_who_replaces_a_substitute_comes_instead_of_the_first_too(meeting, ada, bea):
    first = cannot_come(meeting, ada, substitute=bea)
    second = cannot_come(meeting, bea, substitute=SomebodyElse("Tom Else", "tom@forum.example"))

    assert first.substitute is second.substitute and first.substitute.name == "Tom Else"


def test_a_meeting_called_off_leaves_word_of_who_was_to_come_instead(meeting, ada, bea, cleo):
    sent = cannot_come(meeting, ada, substitute=bea)
    operations.call_off_meeting(meeting, because="Snow.", by=cleo, now=LATER)
    assert sent.substitute is bea.person
