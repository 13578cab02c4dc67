"""The page of one meeting, in each of its states, and what it asks of the database."""

from datetime import timedelta

import pytest

from forum.actions.operations import publish_actions, raise_action
from forum.actions.rules import Owner
from forum.agendas import operations as agendas
from forum.agendas.models import Purpose
from forum.agendas.rules import presenter_for
from forum.booking.models import Joining
from forum.booking.operations import book_place
from forum.decisions.operations import publish_decisions, record_decision
from forum.foundation.database import operation
from forum.journal.operations import note
from forum.meetings.models import Form, MeetingState
from forum.minutes.operations import approve_minutes, circulate_minutes, end_minutes, start_minutes
from tests.agendas.stage import begin, change, commitment
from tests.makers import NOW, make_meeting, make_representative, make_strategy


def agenda_for(meeting, cleo, ada, purpose=Purpose.DECIDE):
    """An agenda with one item, published."""
    agenda = begin(meeting, cleo)
    item = agendas.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)
    change(item, cleo, purpose=purpose, summary="What would you change?", presenters=[presenter_for(ada)])
    agendas.publish_agenda(agenda, by=cleo, now=NOW)
    return item


def page_of(meeting, browse, person=None):
    return browse(person).page(f"/meetings/{meeting.reference}")


def test_a_visitor_reads_what_it_is_about_and_can_book(forum, cleo, ada, browse):
    make_strategy()
    meeting = make_meeting(
        forum, lead="Bring what you know.", who_for="anyone who runs services.", is_open_to_public=True
    )
    agenda_for(meeting, cleo, ada)

    page = page_of(meeting, browse)

    assert page.title.startswith("How community transport is bought, and who decides, 17 December 2026")
    assert page.headings[0] == (1, "How community transport is bought, and who decides")
    assert "Quarterly meeting · open to the public" in page.words
    assert "Bring what you know." in page.words and "Who it is for: anyone who runs services." in page.words
    assert "Thursday 17 December 2026 10:00 to 12:00 Orchard Hall, Huntingdon" in page.words
    assert page.links["Book a place"] == f"/meetings/{meeting.reference}/book"
    assert page.html.count("govuk-button--wide") == 1
    assert "Places in the room: 0 of 30 taken" in page.words
    assert (3, "4. Grants 2.0 and the Grants Functional Standard") in page.headings
    assert "Ada Marsh, Black Fen Community Transport" in page.words
    assert page.links["This meeting"] == f"/meetings/{meeting.reference}.ics"
    assert "Level entrance. Hearing loop." in page.words
    assert "Change this meeting" not in page.words


def test_the_thread_leads_from_the_strategy_to_what_is_expected(forum, cleo, ada, browse):
    make_strategy()
    meeting = make_meeting(forum)
    agenda_for(meeting, cleo, ada)

    page = page_of(meeting, browse)

    assert (
        "Where this stands Strategy Civil Society Strategy 2018 Theme Funding, commissioning and contracts"
        in page.words
    )
    assert "Commitment FC1 Item (you are here) 4 of this meeting" in page.words
    assert "Decisions (not yet) 1 expected, item 4" in page.words
    assert "Actions (not yet) After 17 December" in page.words
    assert page.links["FC1"] == "/strategies/civil-society-strategy-2018/commitments/FC1"


def test_without_an_agenda_it_says_when_it_comes_out(forum, browse):
    meeting = make_meeting(forum)
    page = page_of(meeting, browse)
    assert "The agenda comes out on Wednesday 9 December." in page.words
    assert "Where this stands" not in page.words


def test_an_agenda_that_is_late_is_not_promised(forum, browse):
    page = page_of(make_meeting(forum, starts_at=NOW + timedelta(days=3)), browse)
    assert "The agenda is not out yet." in page.words


def test_whoever_has_a_place_is_led_to_it(forum, ada, browse):
    meeting = make_meeting(forum)
    booking = book_place(meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)

    page = page_of(meeting, browse, ada.person)

    assert "You have a place in the room." in page.words
    assert page.links["Your place"] == f"/bookings/{booking.reference}"
    assert "Book a place" not in page.links


def test_a_full_meeting_offers_the_waiting_list(forum, ada, ben, browse):
    meeting = make_meeting(forum, places=1)
    for who in (ada, ben):
        book_place(meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW)

    assert "Join the waiting list" in page_of(meeting, browse).links
    assert "The only place is taken." in page_of(meeting, browse).words
    assert "Your place on the waiting list" in page_of(meeting, browse, ben.person).links


def test_a_full_room_still_leaves_places_online(forum, ada, browse):
    meeting = make_meeting(forum, places=1, places_online=5, form=Form.HYBRID)
    book_place(meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)

    page = page_of(meeting, browse)

    assert "Orchard Hall, Huntingdon, or online" in page.words
    assert "Left online: 5" in page.words
    assert "Book a place" in page.links


def test_an_outsider_reads_for_whom_the_places_are(forum, drew, browse):
    page = page_of(make_meeting(forum), browse, drew)
    assert "Places are for those who belong to the forum." in page.words
    assert "Book a place" not in page.links


@pytest.mark.parametrize(
    "values, said",
    [
        ({"booking_closes_at": NOW}, "Booking closed on"),
        ({"state": MeetingState.PROVISIONAL}, "The date is provisional. Booking opens when it is confirmed."),
        ({"starts_at": NOW - timedelta(minutes=5)}, "This meeting has begun."),
        ({"starts_at": NOW - timedelta(days=5)}, "This meeting is over."),
    ],
)
def test_why_no_place_can_be_booked(forum, browse, values, said):
    page = page_of(make_meeting(forum, **values), browse)
    assert said in page.words
    assert "Book a place" not in page.links


def test_a_date_without_a_time_is_provisional(forum, browse):
    page = page_of(make_meeting(forum, starts_at=None, state=MeetingState.PROVISIONAL, venue=None), browse)
    assert "Thursday 17 December 2026 time to be fixed Provisional date Place to be fixed" in page.words


def test_called_off_with_the_reason(forum, browse):
    page = page_of(
        make_meeting(forum, state=MeetingState.CANCELLED, cancelled_because="The hall is flooded."), browse
    )
    assert "This meeting has been called off. The hall is flooded." in page.words
    assert "Book a place" not in page.links


def test_what_is_not_published_is_there_for_officers_alone(forum, cleo, ada, browse):
    meeting = make_meeting(forum, published_at=None)
    assert page_of(meeting, browse).status == 404
    assert page_of(meeting, browse, ada.person).status == 404
    page = page_of(meeting, browse, cleo)
    assert "Not published. Only officers see this page." in page.words
    assert page.links["Its agenda on the desk"] == f"/desk/meetings/{meeting.reference}/agenda"


def test_what_was_never_there_is_not_found(forum, browse):
    assert browse().page("/meetings/never").status == 404


@pytest.fixture
def held(forum, cleo, ada):
    """A meeting of last week, with a decision, an action of it, and a decision that nobody took up."""
    make_strategy()
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=7))
    item = agenda_for(meeting, cleo, ada)
    record_decision(meeting, "Grants come first.", item=item, by=cleo, now=NOW)
    raise_action(
        meeting, "Write to the council.", owners=[Owner(ada.person, ada.organisation)], due_as_said="1 December",
        item=item, by=cleo, now=NOW,
    )  # fmt: skip
    return meeting


def test_until_the_minutes_are_out_only_officers_read_what_was_decided(held, browse, cleo):
    page = page_of(held, browse)
    assert "Grants come first." not in page.words
    assert "The minutes come out by 1 December." in page.words
    assert "Decisions (not yet) None recorded" in page.words
    assert "Grants come first." in page_of(held, browse, cleo).words
    assert (
        page_of(held, browse, cleo).links["Write the minutes"] == f"/desk/meetings/{held.reference}/minutes"
    )


def test_minutes_that_are_late_are_said_to_be_late(forum, browse):
    page = page_of(make_meeting(forum, starts_at=NOW - timedelta(days=60)), browse)
    assert "The minutes were due on 9 October and are not out yet." in page.words


def test_what_came_of_it_stands_on_the_page(held, browse, cleo):
    publish_decisions(held, by=cleo, now=NOW)
    publish_actions(held, by=cleo, now=NOW)

    page = page_of(held, browse)

    assert (2, "What came of it") in page.headings
    assert "Item 4 D-2026-001 Grants come first. No action yet" in page.words
    assert (
        "A-2026-001 Write to the council. Ada Marsh, Black Fen Community Transport Due in 7 days"
        in page.words
    )
    assert "Decisions (missing) 1, with no action yet" in page.words
    assert "Actions 1, still open" in page.words


def test_the_minutes_are_led_to_with_their_state(held, browse, cleo):
    minutes = start_minutes(held, by=cleo, now=NOW)
    end_minutes(minutes, by=cleo, now=NOW)
    circulate_minutes(minutes, by=cleo, now=NOW)

    page = page_of(held, browse)
    assert page.links["Read the minutes"] == f"/meetings/{held.reference}/minutes"
    assert "Draft minutes circulated 24 November" in page.words

    later = make_meeting(held.forum, starts_at=NOW - timedelta(hours=1))
    approve_minutes(minutes, later, by=cleo, now=NOW)
    assert "Minutes approved 24 November" in page_of(held, browse).words


def test_the_page_asks_little_and_as_often_for_many_as_for_few(forum, cleo, ada, browse, counted):
    make_strategy()
    meeting = make_meeting(forum)
    agenda_for(meeting, cleo, ada)
    browser, address = browse(), f"/meetings/{meeting.reference}"
    browser.page(address)
    with counted() as few:
        browser.page(address)
    for at in range(12):
        who = make_representative(forum, f"Member {at}")
        book_place(meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW)
    browser.page(address)  # what is open from before is written again when anything has changed

    with counted() as many:
        page = browser.page(address)

    assert "12 of 30 taken" in page.words
    # The beginning, the forum, the meeting, its places, who presents; and, apart, whether anything has changed.
    assert few.count == many.count == 7


def test_a_meeting_that_was_held_asks_little_too(held, browse, cleo, counted):
    publish_decisions(held, by=cleo, now=NOW)
    publish_actions(held, by=cleo, now=NOW)
    browser, address = browse(), f"/meetings/{held.reference}"
    browser.page(address)
    with counted() as asked:
        browser.page(address)
    assert asked.count <= 8  # one of them: in which order the items were taken


@operation
def erase(person):
    person.erased_at = NOW
    note(None, "erased a person", person, now=NOW)


def test_a_name_that_was_erased_is_gone_from_the_page(forum, cleo, ada, browse):
    make_strategy()
    meeting = make_meeting(forum)
    agenda_for(meeting, cleo, ada)
    assert "Ada Marsh" in page_of(meeting, browse).words

    erase(ada.person)

    assert "Ada Marsh" not in page_of(meeting, browse).words
    assert "a person whose name was erased, Black Fen Community Transport" in page_of(meeting, browse).words
