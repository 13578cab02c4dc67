"""Minutes are corrected on a phone by the letter's link, answered on the desk, and approved by the next meeting."""

import re
from datetime import datetime, time
from urllib.parse import urlsplit

from forum.foundation.clock import LONDON
from tests.journeys.conftest import PHONE

SAID = "Providers see each draft for fifteen working days, and answer in writing."
WHY = "I had asked for answers in writing, and everybody nodded."
TITLE = "What the last meeting said"


def given_the_letter_with_the_minutes(letters_to):
    letter = next(text for text in letters_to("lay@forum.example") if "/corrections/" in text)
    return urlsplit(re.search(r"http\S+/corrections/\S+", letter)[0]).path


def when_she_corrects_a_decision_on_her_phone(phone, link):
    phone.opens(link)
    assert "Is each line as it was said?" in phone.reads()
    phone.follows("Suggest a correction of D-")
    assert "It reads:" in phone.reads()
    phone.writes("It should read", SAID)
    phone.writes("Why? (if it is not plain)", WHY)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    phone.presses("Suggest it")
    assert "Your correction is kept." in phone.reads() and SAID in phone.reads()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE


def when_the_minute_taker_answers_what_waits(minute_taker, meeting):
    minute_taker.opens("/sign-in")
    minute_taker.signs_in()
    minute_taker.opens(f"/desk/meetings/{meeting}/minutes")
    minute_taker.follows("Corrections", exact=True)
    assert WHY in minute_taker.reads()
    while minute_taker.page.get_by_role("link", name="Answer").count():
        minute_taker.follows("Answer")
        minute_taker.presses("Accept it")
    assert "No correction waits" in minute_taker.reads()


def given_the_next_meeting_is_today(organiser):
    today = datetime.now(LONDON)
    starts, ends = ("18:00", "20:00") if today.time() < time(17) else ("23:57", "23:59")
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens("/desk/meetings/new")
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
    organiser.presses("Publish the meeting")
    found = urlsplit(organiser.page.url).path.split("/")[3]
    organiser.opens(f"/desk/meetings/{found}/agenda")
    organiser.presses("Begin the agenda")
    return found


def when_it_approves_the_minutes_under_their_item(minute_taker, later):
    minute_taker.opens(f"/desk/meetings/{later}/minutes")
    minute_taker.presses("Begin the minutes")
    minute_taker.opens(f"/desk/meetings/{later}/minutes")
    minute_taker.follows("Minutes of")
    minute_taker.presses("Approve with these corrections")
    assert "were approved with these corrections." in minute_taker.reads()


def then_everyone_reads_what_was_corrected(visitor, phone, meeting, link, letters_to):
    visitor.opens(f"/meetings/{meeting}/minutes")
    assert f"became “{SAID}”" in visitor.reads() and WHY not in visitor.reads()
    visitor.follows("What is different between the versions")
    assert "answer in writing" in visitor.reads()
    assert "was accepted" in letters_to("lay@forum.example")[0]
    phone.opens(link)
    assert "corrections have closed" in phone.reads() and "Accepted" in phone.reads()


# ---- The journey --------------------------------------------------------------------------------------------


def test_minutes_are_corrected_and_approved(at_a_browser, letters_to):
    phone = at_a_browser("lay", PHONE, script=False)
    minute_taker, organiser, visitor = (at_a_browser(who) for who in ("minutes", "organiser", "visitor"))
    link = given_the_letter_with_the_minutes(letters_to)
    meeting = link.split("/")[2]

    when_she_corrects_a_decision_on_her_phone(phone, link)
    when_the_minute_taker_answers_what_waits(minute_taker, meeting)
    later = given_the_next_meeting_is_today(organiser)
    when_it_approves_the_minutes_under_their_item(minute_taker, later)
    then_everyone_reads_what_was_corrected(visitor, phone, meeting, link, letters_to)
