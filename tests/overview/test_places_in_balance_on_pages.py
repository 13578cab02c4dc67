"""What is free and why not: the same words on the page of a meeting, on the page for booking and on the desk."""

import pytest

from forum.booking.models import Joining
from forum.booking.operations import book_place, give_places_everywhere
from forum.foundation import clock
from forum.foundation.clock import london_moment
from forum.meetings.models import Form
from forum.organisations.models import Sector
from tests.makers import NOW, make_meeting, make_member, make_organisation, make_representative

KEPT = "2 places are kept for the voluntary sector until 12 December."
COUNCIL_SIDE = f"The only place for commissioners is taken. 3 places are left for everyone else. {KEPT}"


def book(meeting, who, joining=Joining.IN_THE_ROOM):
    return book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW)


@pytest.fixture
def dora(forum):
    """Dora represents the Integrated Care Board, another commissioner."""
    organisation = make_organisation("Integrated Care Board", Sector.COMMISSIONER)
    make_member(forum, organisation)
    return make_representative(forum, "Dora Quill", organisation)


@pytest.fixture
def shared(forum, cora):
    """A meeting with 6 places, at most 1 for commissioners and 2 kept for the voluntary sector; Cora has hers."""
    meeting = make_meeting(forum, places=6, most_commissioners=1, kept_voluntary=2)
    book(meeting, cora)
    return meeting


def test_who_must_wait_reads_why_in_the_same_words_on_each_page(shared, dora, cleo, browse):
    browser = browse(dora.person)
    page = browser.page(f"/meetings/{shared.reference}")

    assert COUNCIL_SIDE in page.words and page.links["Join the waiting list"]
    assert "Commissioners: 1 of at most 1" in page.words
    assert "Kept for the voluntary sector until 12 December: 2" in page.words
    assert "Left for everyone: 3" in page.words

    assert COUNCIL_SIDE in browser.page(f"/meetings/{shared.reference}/book").words

    desk = browse(cleo).page(f"/desk/meetings/{shared.reference}").words
    assert "The only place for commissioners is taken." in desk and KEPT in desk


def test_a_visitor_reads_what_is_true_for_everybody(shared, browse):
    page = browse().page(f"/meetings/{shared.reference}")
    assert page.links["Book a place"] and "The only place" not in page.words
    assert "1 of 6 taken" in page.words and "Kept for the voluntary sector until 12 December: 2" in page.words

    assert (
        "5 places left, 2 of them kept for the voluntary sector until 12 December"
        in browse().page("/meetings").words
    )
    assert (
        "5 places left of 6, 2 of them kept for the voluntary sector until 12 December"
        in browse().page("/").words
    )


def test_who_may_have_a_place_is_offered_one(shared, ada, lena, browse):
    for who in (ada, lena):
        assert browse(who.person).page(f"/meetings/{shared.reference}").links["Book a place"]


def test_somebody_barred_from_the_room_reads_why_and_may_join_online(forum, cora, dora, browse):
    meeting = make_meeting(forum, form=Form.HYBRID, places=6, places_online=9, most_commissioners=1,
                           kept_commissioners_online=4)  # fmt: skip
    book(meeting, cora)

    page = browse(dora.person).page(f"/meetings/{meeting.reference}")

    assert (
        "The only place in the room for commissioners is taken. 5 places are left for everyone else."
        in page.words
    )
    assert page.links["Book a place online"]
    assert "Left online: 9, 4 of them kept for commissioners until 12 December" in page.words


def test_what_is_left_for_one_side_alone_is_no_place_for_another(forum, lena, ada, browse):
    meeting = make_meeting(forum, places=2, kept_voluntary=2)

    page = browse(lena.person).page(f"/meetings/{meeting.reference}")
    assert "The 2 places left are kept for the voluntary sector until 12 December." in page.words
    assert page.links["Join the waiting list"]
    assert browse(ada.person).page(f"/meetings/{meeting.reference}").links["Book a place"]


def test_on_its_day_what_was_kept_is_open_to_all_and_goes_to_who_waited(forum, lena, browse, letters):
    meeting = make_meeting(forum, places=2, kept_voluntary=2)
    waits = book(meeting, lena)
    eve = london_moment(meeting.on.replace(day=11), clock.in_london(NOW).time().replace(23, 59))
    assert give_places_everywhere(eve) == 0

    released = london_moment(meeting.on.replace(day=12), clock.in_london(NOW).time().replace(0, 0))
    assert give_places_everywhere(released) == 1

    assert waits.state.value == "confirmed" and letters() == [lena.person.email] * 2
    with clock.stopped_at(released):
        assert "Left: 1" in browse().page(f"/meetings/{meeting.reference}").words


def test_who_is_told_why_costs_the_same_for_many_as_for_few(shared, forum, dora, browse, counted):
    browser, address = browse(dora.person), f"/meetings/{shared.reference}"
    book(shared, make_representative(forum, "Other", dora.organisation))
    browser.page(address)
    with counted() as few:
        browser.page(address)
    for n in range(30):
        council = make_organisation(f"Council {n}", Sector.COMMISSIONER)
        make_member(forum, council)
        book(shared, make_representative(forum, f"Councillor {n}", council))
    with counted() as many:
        browser.page(address)

    assert few.count == many.count
