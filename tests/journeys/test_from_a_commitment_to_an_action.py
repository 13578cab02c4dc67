"""The thread, walked once from end to end: from what the strategy promised to what somebody will do by a date."""

from datetime import datetime, time
from urllib.request import urlopen

import pytest

from forum.foundation.clock import LONDON
from tests.journeys.conftest import PHONE

TITLE = "Grants: what would make one worth applying for?"
ITEM = "Grants 2.0 and the Grants Functional Standard"
COMMITMENT = "/strategies/civil-society-strategy-2018/commitments/FC1"
DECISION = "Grant rounds are told a quarter ahead."
ACTION = "Send every member the dates of the next round."


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    """What one part of the story tells the next: where the meeting lies."""
    return {}


# ---- The steps ----------------------------------------------------------------------------------------------


def when_the_organiser_plans_a_meeting_for_today(organiser, story):
    today = datetime.now(LONDON)
    starts, ends = ("18:00", "20:00") if today.time() < time(17) else ("23:57", "23:59")
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens("/desk/meetings")
    organiser.follows("Plan a meeting")
    organiser.chooses("Series", "Quarterly meeting")
    organiser.writes("Title", TITLE)
    organiser.writes("Date", f"{today.day} {today:%B %Y}")
    organiser.writes("Starts at", starts)
    organiser.writes("Ends at", ends)
    organiser.marks("In person")
    organiser.chooses("Venue", "Orchard Hall, Huntingdon")
    organiser.writes("Places in the room", "12")
    organiser.presses("Save the meeting")
    if "Before it is saved" in organiser.reads():
        organiser.presses("Save the meeting all the same")
    assert TITLE in organiser.reads()
    story["meeting"] = organiser.page.url.removeprefix(organiser.address).removeprefix("/desk")


def when_she_draws_an_item_from_the_strategy(organiser, story):
    organiser.follows("Agenda", exact=True)
    organiser.presses("Begin the agenda")
    organiser.follows("not discussed for longest")
    organiser.presses(f"Put on the agenda: FC1 {ITEM}")
    assert f"“{ITEM}” is on the agenda." in organiser.reads()


def when_she_answers_what_stands_in_the_way(organiser):
    organiser.follows("Check and publish")
    assert "The meeting itself is not published yet." in organiser.reads()
    organiser.follows("Back to the agenda")
    organiser.follows("To the meeting")
    organiser.presses("Publish the meeting")


def when_she_publishes_the_agenda(organiser, story):
    organiser.opens(f"/desk{story['meeting']}/agenda")
    organiser.follows("Check and publish")
    organiser.presses("Publish version 1")
    assert "Version 1 is published" in organiser.reads()


def when_they_book_a_place(somebody, story, speaks_for=()):
    somebody.opens("/meetings")
    somebody.follows(TITLE)
    somebody.follows("Book a place")
    somebody.signs_in()
    if speaks_for:
        somebody.marks(*speaks_for)
    somebody.page.get_by_role("button", name="Book").first.press("Enter")
    somebody.page.wait_for_load_state()
    assert "/bookings/" in somebody.page.url, somebody.reads()
    story[somebody.name] = somebody.page.url.removeprefix(somebody.address)


def then_they_have_a_place(somebody, name):
    assert "See you on" in somebody.reads() and name in somebody.reads()
    width = somebody.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert width <= 0


def when_the_minute_taker_begins_the_minutes(minute_taker, story):
    minute_taker.opens("/sign-in")
    minute_taker.signs_in()
    minute_taker.opens(f"/desk{story['meeting']}/minutes")
    minute_taker.presses("Begin the minutes")
    minute_taker.opens(f"/desk{story['meeting']}/attendance")
    minute_taker.presses("Everybody else is here")
    assert "2 people are marked as present" in minute_taker.reads()


def when_she_minutes_a_decision_and_an_action(minute_taker, story):
    minute_taker.opens(f"/desk{story['meeting']}/minutes")
    minute_taker.follows(ITEM)
    minute_taker.writes("Write the next line", f"d {DECISION}")
    minute_taker.presses("Save note")
    minute_taker.writes("Write the next line", f"a @samira by end of next month {ACTION}")
    minute_taker.presses("Save note")
    for line in (DECISION, ACTION):  # each is shown at once, and says when the forum has it
        minute_taker.page.locator("li.entry:not(:has(.entry__block--unsaved))", has_text=line).wait_for()


def when_she_ends_the_meeting(minute_taker):
    minute_taker.follows("End the meeting and check")
    minute_taker.presses("End the meeting")
    assert "The meeting ended at" in minute_taker.reads()


def when_the_organiser_circulates_the_minutes(organiser, story):
    organiser.opens(f"/desk{story['meeting']}/minutes")
    organiser.follows("Check the minutes")
    organiser.follows("See what goes out")
    organiser.presses("Circulate the minutes")
    assert "Version 1 is out." in organiser.reads()


def then_the_action_hangs_on_the_commitment(member):
    member.opens(COMMITMENT)
    thread = member.reads()
    assert DECISION in thread and ACTION in thread
    member.follows(f"Item 4: {ITEM}")
    assert TITLE in member.reads()


def then_the_action_is_theirs(member):
    member.opens("/me")
    assert ACTION in member.reads()


def then_the_meeting_is_in_everyones_calendar(address, story):
    with urlopen(f"{address}/calendars/meetings.ics") as answer:
        feed = answer.read().decode().replace("\r\n ", "")
    assert f"SUMMARY:{TITLE}" in feed.replace("\\,", ",")
    assert story["meeting"] in feed


# ---- The story ----------------------------------------------------------------------------------------------


def test_from_a_commitment_to_an_action(at_a_browser, address, story):
    organiser, minute_taker = at_a_browser("organiser"), at_a_browser("minutes")
    member, commissioner = at_a_browser("member", PHONE), at_a_browser("commissioner", PHONE)

    when_the_organiser_plans_a_meeting_for_today(organiser, story)
    when_she_draws_an_item_from_the_strategy(organiser, story)
    when_she_answers_what_stands_in_the_way(organiser)
    when_she_publishes_the_agenda(organiser, story)

    when_they_book_a_place(member, story, speaks_for=("Fenland Carers’ Link",))
    then_they_have_a_place(member, "Samira")
    when_they_book_a_place(commissioner, story)
    then_they_have_a_place(commissioner, "Owen")

    when_the_minute_taker_begins_the_minutes(minute_taker, story)
    when_she_minutes_a_decision_and_an_action(minute_taker, story)
    when_she_ends_the_meeting(minute_taker)
    when_the_organiser_circulates_the_minutes(organiser, story)

    then_the_action_hangs_on_the_commitment(member)
    then_the_action_is_theirs(member)
    then_the_meeting_is_in_everyones_calendar(address, story)


def test_a_place_is_booked_and_given_up_with_javascript_off(at_a_browser, story):
    lay = at_a_browser("lay", PHONE, script=False)
    lay.opens("/meetings?when=past")
    lay.opens("/meetings")
    lay.follows("When a public body fails: what protects a provider?")
    lay.follows("Book a place")
    lay.follows("Sign in to book")  # the meeting is open to everyone
    lay.signs_in()
    lay.marks("Online")
    lay.presses("Book my place")
    then_they_have_a_place(lay, "Jo")

    lay.follows("I cannot come after all")
    lay.page.get_by_role("main").get_by_role("button").first.press("Enter")

    lay.page.wait_for_load_state()
    assert "This booking is cancelled" in lay.reads()
