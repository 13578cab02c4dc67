"""From the letter alone, on a phone: somebody cannot come, sends somebody else, and confirms a moved meeting."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from forum.foundation.clock import LONDON
from tests.journeys.conftest import PHONE

MEMBER, LAY = "member@forum.example", "lay@forum.example"
SCRIPTS = pytest.mark.parametrize("script", [True, False])


@pytest.fixture
def organiser(at_a_browser):
    """The organiser, signed in at the desk."""
    somebody = at_a_browser("organiser")
    somebody.opens("/sign-in")
    somebody.signs_in()
    return somebody


# ---- The steps ----------------------------------------------------------------------------------------------


def given_a_meeting_with_one_place(organiser, title):
    on = datetime.now(LONDON) + timedelta(days=47)
    organiser.opens("/desk/meetings/new")
    organiser.chooses("Series", "Quarterly meeting")
    organiser.writes("Title", title)
    organiser.writes("Date", f"{on.day} {on:%B %Y}")
    organiser.writes("Starts at", "10:00")
    organiser.writes("Ends at", "12:00")
    organiser.marks("In person")
    organiser.chooses("Venue", "Orchard Hall, Huntingdon")
    organiser.writes("Places in the room", "1")
    organiser.presses("Save the meeting")
    if "Before it is saved" in organiser.reads():
        organiser.presses("Save the meeting all the same")
    organiser.presses("Publish the meeting")
    return urlsplit(organiser.page.url).path.split("/")[3]


def given_they_booked(somebody, meeting, organisation=None):
    somebody.opens("/sign-in")
    somebody.signs_in()
    somebody.opens(f"/meetings/{meeting}/book")
    if organisation:
        somebody.marks(organisation)
    somebody.page.get_by_role("main").get_by_role("button").last.press("Enter")
    somebody.page.wait_for_load_state()


def follows_in_the_letter(reader, letter, words):
    """Open the address that stands behind these words in a letter."""
    found = re.search(rf"- {re.escape(words)}: https?://[^/]+(/\S+)", letter)
    assert found, letter
    reader.opens(found[1])


def then_nobody_signed_in_and_nothing_is_too_wide(reader):
    assert reader.page.get_by_role("link", name="Sign in").count() == 1
    assert reader.page.context.cookies() == []
    width = reader.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert width <= 0


def when_the_organiser_moves_it_to_the_afternoon(organiser, meeting):
    organiser.opens(f"/desk/meetings/{meeting}/change")
    organiser.writes("Starts at", "14:00")
    organiser.writes("Ends at", "16:00")
    organiser.presses("Save the changes")
    told = organiser.reads()
    assert "1 person gets a letter about the change. They are asked to confirm with one click" in told
    organiser.presses("Save the changes all the same")


# ---- The stories --------------------------------------------------------------------------------------------


@SCRIPTS
def test_cannot_come_from_the_letter_on_a_phone(at_a_browser, organiser, letters_to, script):
    title = f"Vans, buses and lifts {'with' if script else 'without'} script"
    meeting = given_a_meeting_with_one_place(organiser, title)
    given_they_booked(at_a_browser("member"), meeting, "Nene Youth Collective")
    given_they_booked(at_a_browser("lay"), meeting)
    assert "You are on the waiting list." in letters_to(LAY)[0]
    reader = at_a_browser("nobody", PHONE, script=script)

    follows_in_the_letter(reader, letters_to(MEMBER)[0], "I cannot come: send my apologies")
    assert "You cannot come?" in reader.reads() and "1 person waits." in reader.reads()
    reader.presses("Send my apologies")

    assert "Your apologies are noted" in reader.reads()
    then_nobody_signed_in_and_nothing_is_too_wide(reader)
    assert "Your apologies for this meeting are noted." in letters_to(MEMBER)[0]
    assert "A place has come free, and it is yours." in letters_to(LAY)[0]
    organiser.opens(f"/desk/meetings/{meeting}")
    assert "Samira Holt" in organiser.reads() and "Apologies: 1" in organiser.reads()


@SCRIPTS
def test_a_substitute_is_named_from_the_letter(at_a_browser, organiser, letters_to, script):
    title, email = f"Who signs? {script}", f"jo.penn.{script}@nene.example".lower()
    meeting = given_a_meeting_with_one_place(organiser, title)
    given_they_booked(at_a_browser("member"), meeting, "Nene Youth Collective")
    reader = at_a_browser("nobody", PHONE, script=script)

    follows_in_the_letter(reader, letters_to(MEMBER)[0], "Somebody else comes instead")
    if reader.page.get_by_role("radio").count():
        reader.marks("Somebody else")
    reader.presses("They come instead")
    assert "Give the name of who comes instead." in reader.reads()
    reader.writes("Their name", "Jo Penn")
    reader.writes("Their e-mail address", email)
    reader.presses("They come instead")

    assert "Jo Penn comes instead of you" in reader.reads()
    then_nobody_signed_in_and_nothing_is_too_wide(reader)
    assert "Jo Penn comes instead, and gets a letter too." in letters_to(MEMBER)[0]
    (to_jo,) = letters_to(email)
    assert "Samira Holt cannot come, and you come instead." in to_jo
    other = at_a_browser("nobody", PHONE, script=script)
    follows_in_the_letter(other, to_jo, "See your booking")
    assert "See you on" in other.reads() and "Nene Youth Collective" in other.reads()


@SCRIPTS
def test_a_moved_meeting_is_confirmed_from_the_letter(at_a_browser, organiser, letters_to, script):
    meeting = given_a_meeting_with_one_place(organiser, f"A day that did not suit {script}")
    given_they_booked(at_a_browser("member"), meeting, "Nene Youth Collective")

    when_the_organiser_moves_it_to_the_afternoon(organiser, meeting)
    letter = letters_to(MEMBER)[0]
    assert "This meeting has moved. Your place is kept for you." in letter
    assert "10:00" in letter.split("It was:")[1].split("\n")[0]
    reader = at_a_browser("nobody", PHONE, script=script)
    follows_in_the_letter(reader, letter, "I still come, at the new time")
    assert "Do you still come?" in reader.reads() and "14:00 to 16:00" in reader.reads()
    reader.presses("Yes, I still come")

    assert "You said that you come at the new time." in reader.reads()
    then_nobody_signed_in_and_nothing_is_too_wide(reader)
    assert "Thank you: you keep your place" in letters_to(MEMBER)[0]
    organiser.opens(f"/desk/meetings/{meeting}")
    assert "1 person has said that they still come." in organiser.reads()
