"""Standing at the door with a tablet or a phone: quick, on a bad connection, after a sign-in ended, with a camera."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import delete

from forum.accounts.models import SignIn
from forum.attendance import operations, queries
from forum.attendance.rules import Tick
from forum.booking.models import Booking, BookingState, Joining
from forum.foundation.database import db
from forum.foundation.signed_links import sign
from tests.conftest import sign_in_as
from tests.makers import NOW, keep, make_booking, make_meeting

TABLET, PHONE = 768, 375

FAKE_CAMERA = """
  window.codes = [];
  window.BarcodeDetector = class { async detect() {
    return window.codes.length ? [{ rawValue: window.codes.shift() }] : [];
  } };
  navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream();
"""


def present(meeting):
    db.session.rollback()
    return {one.name for one in queries.present_at(meeting)}


def tap(page, name):
    """Tap a name, as somebody does who comes."""
    page.get_by_role("button", name=name).first.click()


def card(page, representative):
    return page.locator(f"[id='{representative.person.reference}']")


def sees(page, words):
    """Wait until the page says something."""
    page.get_by_text(words).first.wait_for(state="visible")


def is_counted(page, words):
    page.wait_for_function(
        "words => document.querySelector('#count').textContent.startsWith(words)", arg=words
    )


def all_sent(page):
    """Wait until no mark waits any more."""
    page.locator(".is-waiting").first.wait_for(state="detached")
    page.locator("#waiting").wait_for(state="hidden")


def sign_in_again(page, database, person):
    """Sign somebody in anew in another window of the same browser."""
    token = sign_in_as(database, person)
    with database.test_client() as client:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        cookie = client.get_cookie("forum")
    whole_site = page.url.split("/meetings/")[0]
    page.context.add_cookies([{"name": "forum", "value": cookie.value, "url": whole_site}])


@pytest.fixture
def at_the_door(open_page, door, placed, mina):
    """The sign-in page in a browser, as the minute-taker has it: `at_the_door(width=..., script=...)`."""
    return lambda **values: open_page(door, mina, **values)


@pytest.mark.parametrize("width", [TABLET, PHONE])
def test_a_name_is_found_and_tapped(at_the_door, meeting, ada, width):
    page = at_the_door(width=width)
    page.get_by_label("Find a name").fill("black ada")
    assert page.locator(".door li:visible").count() == 1

    tap(page, "Ada Marsh")

    is_counted(page, "1 of 4")
    card(page, ada).get_by_text("Here 10:00").wait_for()
    all_sent(page)
    assert present(meeting) == {"Ada Marsh"}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for box in (one.bounding_box() for one in page.locator(".door button:visible").all()):
        assert box["height"] >= 44 and box["width"] >= 44


def test_left_undo_and_still_here(at_the_door, meeting, ada):
    page = at_the_door(width=TABLET)
    tap(page, "Ada Marsh")
    tap(page, "Left Ada Marsh")
    card(page, ada).get_by_text("Left 10:00").wait_for()
    is_counted(page, "0 of 4")
    tap(page, "Still here Ada Marsh")
    card(page, ada).get_by_text("Here 10:00").wait_for()
    tap(page, "Undo Ada Marsh")
    card(page, ada).get_by_role("button", name="Ada Marsh Black Fen").wait_for()

    all_sent(page)
    assert present(meeting) == set()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("script", [True, False])
def test_who_is_not_on_the_list_is_written_down(at_the_door, meeting, script):
    page = at_the_door(width=PHONE, script=script)
    page.get_by_label("Name", exact=True).fill("Sam Poole")
    page.get_by_label("Organisation").fill("Food Bank")

    page.get_by_role("button", name="Add as here").click()

    page.locator(".door b").get_by_text("Sam Poole").wait_for()
    assert "1 of 5" in page.locator("#count").text_content()
    assert present(meeting) == {"Sam Poole"}


def test_without_script_each_name_is_a_button(at_the_door, meeting, ada):
    page = at_the_door(width=TABLET, script=False)
    assert not page.get_by_role("button", name="Scan a code").is_visible()

    tap(page, "Ada Marsh")
    assert page.url.endswith(f"#{ada.person.reference}") and present(meeting) == {"Ada Marsh"}
    tap(page, "Undo Ada Marsh")
    assert present(meeting) == set()
    page.get_by_label("Find a name").fill("carers")
    page.get_by_role("button", name="Find").click()
    assert page.locator(".door li").count() == 1


# ---- On a bad connection ------------------------------------------------------------------------------------


def test_marks_wait_for_the_connection_and_go_once(at_the_door, meeting, ada, ben):
    page = at_the_door(width=TABLET)
    page.context.set_offline(True)
    tap(page, "Ada Marsh")
    tap(page, "Ben Holt")
    page.get_by_label("Name", exact=True).fill("Sam Poole")
    page.get_by_role("button", name="Add as here").click()

    sees(page, "3 marks wait for the connection.")
    card(page, ada).get_by_text("Here 10:00, waiting to be sent").wait_for()
    assert "Not on the list: Sam Poole." in page.locator("#waiting").text_content()
    assert present(meeting) == set()
    page.context.set_offline(False)

    page.locator("#waiting").wait_for(state="hidden")
    page.locator(".door b").get_by_text("Sam Poole").wait_for()
    assert page.locator(".is-waiting").count() == 0
    assert present(meeting) == {"Ada Marsh", "Ben Holt", "Sam Poole"}
    assert page.evaluate("localStorage.length") == 0


def test_marks_that_wait_survive_a_reload(at_the_door, meeting, ada):
    page = at_the_door(width=PHONE)
    address, posts = page.url, []
    page.route(
        "**/sign-in", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    tap(page, "Ada Marsh")
    sees(page, "1 mark waits for the connection.")
    page.reload()
    sees(page, "1 mark waits for the connection.")
    card(page, ada).get_by_text("waiting to be sent").wait_for()
    page.unroute("**/sign-in")
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)

    page.get_by_role("button", name="Try now").click()

    page.locator("#waiting").wait_for(state="hidden")
    assert present(meeting) == {"Ada Marsh"}
    assert len(posts) == 1 and page.url == address


def test_an_answer_that_got_lost_marks_nobody_twice(at_the_door, meeting, ada, mina):
    page = at_the_door(width=PHONE)
    lost = []

    def lose(route):
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)  # the forum did it, and its answer never came
        route.abort()

    page.route("**/sign-in", lose)
    page.get_by_label("Name", exact=True).fill("Sam Poole")
    page.get_by_role("button", name="Add as here").click()
    sees(page, "1 mark waits for the connection.")
    page.get_by_role("button", name="Try now").click()
    page.locator("#waiting").wait_for(state="hidden")

    assert lost == [200]
    db.session.rollback()
    assert [one.name for one in queries.present_at(meeting)] == ["Sam Poole"]


def test_a_refused_mark_says_why_and_is_shown_as_it_stands(at_the_door, meeting, ada, cleo):
    page = at_the_door(width=TABLET)
    operations.note_circulated(meeting, by=cleo, now=NOW)

    tap(page, "Ada Marsh")

    sees(page, "Ada Marsh: The minutes of this meeting are out.")
    card(page, ada).get_by_role("button", name="Ada Marsh").wait_for()
    assert present(meeting) == set()


def test_a_refused_name_says_why_beside_the_form_and_is_given_back(at_the_door, meeting, cleo):
    page = at_the_door(width=PHONE)
    operations.note_circulated(meeting, by=cleo, now=NOW)
    page.get_by_label("Name", exact=True).fill("Sam Poole")

    page.get_by_role("button", name="Add as here").click()

    page.locator("#written").get_by_text("Sam Poole: The minutes of this meeting are out.").wait_for()
    assert page.get_by_label("Name", exact=True).input_value() == "Sam Poole"
    assert present(meeting) == set()


# ---- Signed out ---------------------------------------------------------------------------------------------


def test_signed_out_marks_are_kept_until_somebody_signed_in_again(
    at_the_door, database, meeting, ada, ben, mina
):
    page = at_the_door(width=PHONE)
    db.session.execute(delete(SignIn))
    db.session.commit()
    tap(page, "Ada Marsh")
    tap(page, "Ben Holt")
    sees(page, "You were signed out.")
    assert "2 marks wait here" in page.locator("#waiting").text_content()
    way = page.get_by_role("link", name="Sign in again")
    assert way.get_attribute("href") == f"/sign-in?next=%2Fmeetings%2F{meeting.reference}%2Fsign-in"
    assert present(meeting) == set()

    sign_in_again(page, database, mina)
    page.reload()

    page.locator("#waiting").wait_for(state="hidden")
    assert present(meeting) == {"Ada Marsh", "Ben Holt"}


def test_in_a_new_sign_in_the_open_page_finds_its_mark_anew(
    at_the_door, database, meeting, ada, ben, mina, monkeypatch
):
    monkeypatch.setitem(database.config, "WTF_CSRF_ENABLED", True)
    page = at_the_door(width=TABLET)
    tap(page, "Ada Marsh")
    all_sent(page)
    assert present(meeting) == {"Ada Marsh"}
    sign_in_again(page, database, mina)

    tap(page, "Ben Holt")

    all_sent(page)
    assert present(meeting) == {"Ada Marsh", "Ben Holt"}


def test_what_another_device_marked_is_shown_when_the_page_looks_again(at_the_door, meeting, ada, cleo):
    page = at_the_door(width=TABLET)
    page.clock.install()
    page.reload()
    operations.tick(meeting, ada.person, Tick.HERE, by=cleo, now=NOW)

    page.clock.run_for(31_000)

    card(page, ada).get_by_text("Here 10:00").wait_for()
    is_counted(page, "1 of 4")


# ---- The link for the door ----------------------------------------------------------------------------------


def test_with_the_link_marks_go_without_an_account_and_wait_once_it_ended(
    open_page, meeting, placed, ada, ben, cleo
):
    secret = operations.make_door_link(meeting, by=cleo, now=NOW).door_secret
    page = open_page(f"/meetings/{meeting.reference}/door/{sign('door', meeting.uid, secret)}", width=PHONE)
    tap(page, "Ada Marsh")
    is_counted(page, "1 of 4")
    all_sent(page)
    assert present(meeting) == {"Ada Marsh"}

    operations.end_door_link(meeting, by=cleo, now=NOW)
    tap(page, "Ben Holt")

    sees(page, "This link has ended. 1 mark waits here")
    assert present(meeting) == {"Ada Marsh"}


# ---- The camera ---------------------------------------------------------------------------------------------


@pytest.fixture
def scanning(at_the_door):
    """The sign-in page on a device that reads codes; `show(page, text)` holds one before its camera."""
    page = at_the_door(width=PHONE)
    page.add_init_script(FAKE_CAMERA)
    page.reload()
    page.get_by_role("button", name="Scan a code").click()
    return page


def show(page, text):
    page.evaluate("text => window.codes.push(text)", text)


def test_a_code_before_the_camera_is_here(scanning, door, forum, meeting, placed, ada, ben, cora):
    base = scanning.url.removesuffix(door)
    show(scanning, f"{base}{door}/{placed[ada].reference}")
    sees(scanning, "Ada Marsh, Black Fen Community Transport: here.")
    is_counted(scanning, "1 of 4")

    show(scanning, "https://example.org/")
    sees(scanning, "This is no code of a booking.")
    other = make_booking(make_meeting(forum, title="Buses at night"), ada)
    show(scanning, f"{base}/meetings/{other.meeting.reference}/sign-in/{other.reference}")
    sees(scanning, "This code is for another meeting. Nobody was marked.")
    assert present(meeting) == {"Ada Marsh"}
    scanning.get_by_role("link", name="See which").click()
    sees(scanning, "It is for “Buses at night”")


def test_a_code_without_a_place_leads_to_whose_it_is(scanning, door, meeting, placed, ada, drew):
    waits = Booking(meeting_id=meeting.id, person_id=drew.id, state=BookingState.WAITING, guest_from="",
                    joining=Joining.IN_THE_ROOM, made_at=NOW, changed_at=NOW)  # fmt: skip
    keep(waits)
    show(scanning, f"{scanning.url}/{waits.reference}")
    sees(scanning, "This booking has no place")
    scanning.get_by_role("link", name="See whose it is").click()

    scanning.get_by_role("button", name="Let them in").click()

    sees(scanning, "Drew Outside is here.")
    assert present(meeting) == {"Drew Outside"}


def test_a_camera_that_does_not_open_is_no_hindrance(at_the_door):
    page = at_the_door(width=PHONE)
    page.add_init_script(
        FAKE_CAMERA + "navigator.mediaDevices.getUserMedia = async () => { throw new Error(); };"
    )
    page.reload()

    page.get_by_role("button", name="Scan a code").click()

    sees(page, "The camera does not open. Look for the name instead.")
    assert page.get_by_role("button", name="Scan a code").is_visible()


def test_where_the_browser_reads_no_codes_nothing_is_offered(at_the_door):
    page = at_the_door(width=PHONE)
    page.add_init_script("delete window.BarcodeDetector;")
    page.reload()

    assert not page.get_by_role("button", name="Scan a code").is_visible()


# ---- For everybody ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, TABLET, PHONE])
def test_no_barrier_at_the_door_or_on_the_desk(at_the_door, desk, meeting, ada, ben, mina, width):
    page = at_the_door(width=width)
    tap(page, "Ada Marsh")
    page.context.set_offline(True)
    tap(page, "Ben Holt")
    sees(page, "1 mark waits for the connection.")
    barriers = {"door": Axe().run(page).response["violations"]}
    page.context.set_offline(False)
    page.locator("#waiting").wait_for(state="hidden")
    for where in (desk, f"{desk}/{ada.person.reference}", f"{desk}/add"):
        page.goto(where)
        barriers[where] = Axe().run(page).response["violations"]

    assert {where: [one["id"] for one in found] for where, found in barriers.items() if found} == {}


def test_by_keyboard(at_the_door, meeting, ada):
    page = at_the_door()
    page.get_by_label("Find a name").focus()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")  # past the way to those not on the list
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    card(page, ada).get_by_text("Here 10:00").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Undo Ada Marsh"
    all_sent(page)
    assert present(meeting) == {"Ada Marsh"}
