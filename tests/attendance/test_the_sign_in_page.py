"""The sign-in page and what a code leads to, as pages: without script, and as the page's script asks."""

from datetime import timedelta

import pytest

from forum.attendance import operations, queries
from forum.attendance.models import Presence
from forum.booking.models import Booking, BookingState, Joining, Needs
from forum.foundation import clock
from forum.foundation.signed_links import sign
from forum.membership.models import Representative
from forum.people.models import Person
from tests.makers import NOW, keep, make_booking, make_meeting, make_organisation

JSON = {"Accept": "application/json"}


def standing(meeting):
    return {one.name: one.presence for one in queries.attendance_of(meeting)}


# ---- Names --------------------------------------------------------------------------------------------------


def test_names_stand_by_side_and_a_press_is_here(door, meeting, placed, ada, mina, browse):
    browser = browse(mina)
    page = browser.page(door)
    assert [words for level, words in page.headings if level == 2] == [
        "Voluntary sector 0 of 2", "Commissioners 0 of 1", "Lay members and others 0 of 1", "Not on the list",
    ]  # fmt: skip
    assert "0 of 4 are here." in page.words

    answer = browser.post(door, {"here": ada.person.reference})

    assert answer.location == f"{door}#{ada.person.reference}"
    page = browser.page(door)
    assert "1 of 4 are here." in page.words and "Here 10:00" in page.words
    assert (2, "Voluntary sector 1 of 2") in page.headings


def test_a_second_press_is_offered_as_left_or_undo(door, meeting, placed, ada, mina, browse):
    browser, who = browse(mina), ada.person.reference
    browser.post(door, {"here": who})
    with clock.stopped_at(NOW + timedelta(minutes=90)):
        browser.post(door, {"left": who})
        page = browser.page(door)
        assert "Left 10:00 to 11:30" in page.words and "Still here Ada Marsh" in page.words
        assert "0 of 4 are here." in page.words

        browser.post(door, {"back": who})
        assert standing(meeting)["Ada Marsh"] is Presence.PRESENT
        browser.post(door, {"undo": who})
        assert standing(meeting)["Ada Marsh"] is Presence.EXPECTED


def test_a_name_is_found_without_script(door, placed, mina, browse):
    page = browse(mina).page(f"{door}?name=carers+ben")

    assert "Ben Holt" in page.words and "Ada Marsh" not in page.words
    assert page.links["Show all 4 names"] == door
    assert "Nobody on the list is called that" in browse(mina).page(f"{door}?name=nobody").words


def test_who_is_not_on_the_list_is_written_down(door, meeting, placed, ada, mina, browse):
    browser = browse(mina)
    assert browser.send(door, {"name": " "}).problems == ["Write down the name of whoever came."]
    page = browser.send(door, {"name": "x" * 3000, "organisation": "Food Bank"})
    assert page.problems == ["Keep it under 200 characters."] and 'value="Food Bank"' in page.html

    page = browser.send(door, {"name": "Sam Poole", "organisation": "Food Bank", "sent_key": "k"})

    assert "Sam Poole is on the list, as here." in page.notices
    assert "1 of 5 are here." in page.words and "Food Bank" in page.words
    browser.send(door, {"name": "Sam Poole", "organisation": "Food Bank", "sent_key": "k"})
    assert len(queries.present_at(meeting)) == 1


def test_the_page_says_no_needs_and_no_addresses(door, placed, ada, mina, browse):
    keep(Needs(booking_id=placed[ada].id, access="Large print", diet="Vegan", delete_at=NOW))

    html = browse(mina).page(door).html

    assert "Large print" not in html and "Vegan" not in html and "@forum.example" not in html


def test_on_another_day_the_page_leads_on(forum, mina, cleo, browse):
    soon = make_meeting(forum)
    past = make_meeting(forum, starts_at=NOW - timedelta(days=2))

    page = browse(mina).page(f"/meetings/{soon.reference}/sign-in")
    assert "can be marked on the day of the meeting: Thursday 17 December 2026." in page.words
    assert "Print a sign-in sheet (PDF)" in page.links
    page = browse(mina).page(f"/meetings/{past.reference}/sign-in")
    assert page.links["The list of attendance"] == f"/desk/meetings/{past.reference}/attendance"
    refused = browse(cleo).send(f"/meetings/{past.reference}/sign-in", {"name": "Sam Poole"})
    assert refused.problems == [
        "The day of this meeting is over. Who was there is put right on the desk, in the list of attendance."
    ]


def test_officers_alone_stand_at_the_door(door, placed, ada, drew, mina, cleo, chas, browse):
    for one in (mina, cleo, chas):
        assert browse(one).get(door).status_code == 200
    assert browse(ada.person).get(door).status_code == 403
    assert browse(drew).post(door, {"here": ada.person.reference}).status_code == 403
    assert browse().get(door).location == f"/sign-in?next={door}"


# ---- As the script asks -------------------------------------------------------------------------------------


def test_the_script_is_told_how_somebody_stands(door, placed, ada, mina, browse):
    browser, who = browse(mina), ada.person.reference

    said = browser.post(door, {"here": who}, headers=JSON).get_json()
    assert said == {"who": who, "state": "here", "times": "10:00"}
    assert browser.post(door, {"undo": who}, headers=JSON).get_json() == {
        "who": who,
        "state": "",
        "times": "",
    }


def test_a_mark_that_waited_keeps_its_time_whatever_is_sent(door, meeting, placed, ada, ben, mina, browse):
    browser = browse(mina)
    earlier = int((NOW - timedelta(minutes=5)).timestamp() * 1000)
    browser.post(door, {"here": ada.person.reference, "at": str(earlier)}, headers=JSON)
    for nonsense in ("-5", "9" * 5000, "soon", "²", "99999999999999"):
        assert (
            browser.post(door, {"here": ben.person.reference, "at": nonsense}, headers=JSON).status_code
            == 200
        )

    found = {one.name: one.arrived_at for one in queries.present_at(meeting)}
    assert found == {"Ada Marsh": NOW - timedelta(minutes=5), "Ben Holt": NOW}


def test_a_no_is_told_in_words(door, ada, mina, browse):
    answer = browse(mina).post(door, {"here": ada.person.reference}, headers=JSON)

    assert answer.status_code == 409
    assert answer.get_json()["refused"].startswith("This person is not on the list")
    said = browse(mina).post(door, {"name": ""}, headers=JSON).get_json()
    assert said == {"refused": "Write down the name of whoever came."}
    assert browse(mina).post(door, {"here": "NONE"}, headers=JSON).status_code == 404


def test_signed_out_the_script_is_led_to_the_sign_in_page(door, ada, browse):
    answer = browse().post(door, {"here": ada.person.reference}, headers=JSON)

    assert (answer.status_code, answer.location) == (302, "/sign-in")


# ---- Three hundred ------------------------------------------------------------------------------------------


def test_three_hundred_names_are_light_and_asked_for_as_often_as_four(
    door, forum, meeting, placed, mina, browse, counted
):
    browser = browse(mina)
    browser.page(door)
    with counted() as few:
        browser.page(door)
    body = make_organisation("Fenland Transport and Community Partnership")
    people = [Person(name=f"Person Number {n}", made_at=NOW) for n in range(300)]
    speakers = [Representative(person=person, organisation=body, from_on=NOW.date()) for person in people]
    keep(*people, *speakers)
    keep(*(Booking(meeting_id=meeting.id, person_id=one.person_id, representative_id=one.id, made_at=NOW,
                   state=BookingState.CONFIRMED, joining=Joining.IN_THE_ROOM, changed_at=NOW)
           for one in speakers))  # fmt: skip

    with counted() as many:
        page = browser.page(door)

    assert "0 of 304 are here." in page.words
    assert many.count == few.count < 14
    assert len(page.html.encode()) < 100_000


# ---- The camera ---------------------------------------------------------------------------------------------


def test_this_page_alone_may_ask_for_the_camera(door, placed, mina, browse):
    browser = browse(mina)

    assert "camera=(self)" in browser.get(door).headers["Permissions-Policy"]
    assert "microphone=()" in browser.get(door).headers["Permissions-Policy"]
    assert "camera=()" in browser.get("/desk").headers["Permissions-Policy"]


# ---- Codes --------------------------------------------------------------------------------------------------


@pytest.fixture
def code(door, placed, ada):
    """Where the code of Ada's booking leads."""
    return f"{door}/{placed[ada].reference}"


def test_a_code_shows_who_it_is_and_one_button(code, meeting, mina, browse):
    browser = browse(mina)
    page = browser.page(code)
    assert (1, "Ada Marsh") in page.headings and "Black Fen Community Transport" in page.words
    assert standing(meeting)["Ada Marsh"] is Presence.EXPECTED

    page = browser.send(code)

    assert "Ada Marsh is here." in page.notices and "Here since 10:00." in page.words
    assert browser.send(code).status == 200
    assert len(queries.present_at(meeting)) == 1


def test_a_code_of_another_meeting_names_it_and_marks_nobody(door, forum, meeting, ada, mina, browse):
    other = make_meeting(forum, title="Buses at night")
    address = f"{door}/{make_booking(other, ada).reference}"

    page = browse(mina).page(address)
    assert "It is for “Buses at night” on Thursday 17 December 2026." in page.words
    assert "Nobody was marked." in page.words
    answer = browse(mina).post(address)

    assert answer.status_code == 409
    assert "Buses at night, on Thursday 17" in answer.get_data(as_text=True).replace("\u00a0", " ")
    assert standing(meeting) == {} == standing(other) or Presence.PRESENT not in standing(other).values()


@pytest.mark.parametrize(
    ("state", "words"),
    [(BookingState.WAITING, "on the waiting list"), (BookingState.CANCELLED, "was cancelled")],
)
def test_without_a_place_they_can_be_let_in(door, meeting, ben, mina, browse, state, words):
    address = f"{door}/{make_booking(meeting, ben, state=state).reference}"
    page = browse(mina).page(address)
    assert words in page.words and "Let them in" in page.words

    browse(mina).post(address)

    assert standing(meeting)["Ben Holt"] is Presence.PRESENT


def test_a_code_is_the_booking_for_anybody_else(code, placed, ada, browse):
    own = f"/bookings/{placed[ada].reference}"

    assert browse(ada.person).get(code).location == own
    assert browse().get(code).location == own
    assert browse(ada.person).post(code).status_code == 403


def test_a_code_of_nothing_is_a_page_that_leads_on(door, mina, browse):
    assert browse(mina).get(f"{door}/NONE-NONE").status_code == 404


def test_on_another_day_a_code_says_so(forum, ada, mina, browse):
    soon = make_meeting(forum)
    address = f"/meetings/{soon.reference}/sign-in/{make_booking(soon, ada).reference}"

    assert "on the day of the meeting" in browse(mina).page(address).words
    assert browse(mina).post(address).status_code == 409


# ---- The link for the door ----------------------------------------------------------------------------------


@pytest.fixture
def link(meeting, cleo):
    """The link for the door, as the organiser made it."""
    secret = operations.make_door_link(meeting, by=cleo, now=NOW).door_secret
    return f"/meetings/{meeting.reference}/door/{sign('door', meeting.uid, secret)}"


def test_whoever_has_the_link_marks_without_an_account(link, meeting, placed, ada, browse):
    browser = browse()
    page = browser.page(link)
    assert "0 of 4 are here." in page.words and "Ada Marsh" in page.words
    assert "The list of attendance" not in page.links

    browser.post(link, {"here": ada.person.reference})
    browser.post(link, {"name": "Sam Poole", "organisation": "Food Bank"})

    assert {one.name for one in queries.present_at(meeting)} == {"Ada Marsh", "Sam Poole"}
    answer = browser.get(link)
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "camera=(self)" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("change", ["cut", "renewed", "ended", "another meeting"])
def test_a_link_that_does_not_hold_opens_nothing(link, forum, meeting, placed, cleo, browse, change):
    if change == "cut":
        link = link[:-1]
    elif change == "renewed":
        operations.make_door_link(meeting, by=cleo, now=NOW)
    elif change == "ended":
        operations.end_door_link(meeting, by=cleo, now=NOW)
    else:
        other = make_meeting(forum, starts_at=NOW)
        operations.make_door_link(other, by=cleo, now=NOW)
        link = link.replace(meeting.reference, other.reference)

    answer = browse().get(link)

    assert answer.status_code == 409 and "This link does not hold." in answer.get_data(as_text=True)
    assert "Ada Marsh" not in answer.get_data(as_text=True)


def test_the_link_is_good_on_the_day_alone(link, placed, browse):
    with clock.stopped_at(NOW + timedelta(days=1)):
        assert "So this link has ended." in browse().page(link).words
    with clock.stopped_at(NOW - timedelta(days=1)):
        assert "opens on the day of the meeting: Tuesday 24 November 2026." in browse().page(link).words


def test_the_organiser_makes_renews_and_ends_it(meeting, placed, cleo, mina, browse):
    address, browser = f"/desk/meetings/{meeting.reference}/door", browse(cleo)
    assert browse(mina).get(address).status_code == 403

    first = browser.send(address, {"link": "new"})
    assert f"/meetings/{meeting.reference}/door/" in first.html
    second = browser.send(address, {"link": "new"})
    assert queries.find_list(meeting).door_secret not in second.html
    assert "The link has ended." in browser.send(address, {"link": "end"}).notices
    assert queries.find_list(meeting).door_secret is None
