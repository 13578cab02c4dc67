"""The organiser asks the chair, who agrees on a phone by the letter; then it is published, corrected, and read."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from forum.foundation.clock import LONDON
from tests.journeys.conftest import PHONE

CHAIR = "chair@forum.example"
REMARK = "Ten minutes are enough for the minutes."


def given_a_meeting_with_an_agenda(organiser):
    organiser.opens("/sign-in")
    organiser.signs_in()
    on = datetime.now(LONDON) + timedelta(days=61)
    organiser.opens("/desk/meetings/new")
    organiser.chooses("Series", "Quarterly meeting")
    organiser.writes("Title", "What the chair reads first")
    organiser.writes("Date", f"{on.day} {on:%B %Y}")
    organiser.writes("Starts at", "10:00")
    organiser.writes("Ends at", "12:00")
    organiser.marks("In person")
    organiser.chooses("Venue", "Orchard Hall, Huntingdon")
    organiser.writes("Places in the room", "30")
    organiser.presses("Save the meeting")
    if "Before it is saved" in organiser.reads():
        organiser.presses("Save the meeting all the same")
    organiser.presses("Publish the meeting")
    meeting = urlsplit(organiser.page.url).path.split("/")[3]
    organiser.opens(f"/desk/meetings/{meeting}/agenda")
    organiser.presses("Begin the agenda")
    return meeting


def when_she_asks_the_chair(organiser):
    organiser.follows("Check and publish")
    organiser.follows("Ask the chair first")
    assert "do you agree?" in organiser.reads()
    organiser.presses("Send it to")
    assert "is on its way." in organiser.reads()


def when_the_chair_opens_the_letter(chair, letters_to):
    letter = letters_to(CHAIR)[0]
    found = re.search(r"https?://[^/]+(/reviews/\S+)", letter)
    assert found, letter
    chair.opens(found[1])
    assert "This is the draft, as the organiser has it now." in chair.reads()
    return found[1]


def when_he_remarks_and_agrees(chair):
    chair.page.get_by_text("Write beside item 3").click()
    chair.writes("Your remark on item 3", REMARK)
    chair.presses("I agree to this agenda")
    assert "You have agreed this agenda." in chair.reads()
    assert f"You wrote: {REMARK} Not seen to yet." in " ".join(chair.reads().split())


def when_she_publishes_it(organiser, meeting, number):
    organiser.opens(f"/desk/meetings/{meeting}/agenda")
    if number == 1:
        assert REMARK in organiser.reads()
    organiser.follows("Check and publish")
    organiser.presses(f"Publish version {number}")
    assert f"Version {number} is published" in organiser.reads()


def when_she_corrects_it_as_he_asked(organiser, meeting):
    organiser.opens(f"/desk/meetings/{meeting}/agenda")
    organiser.page.locator("input.mins").nth(2).fill("5")
    organiser.presses("Save times")
    organiser.follows("Tick it off")
    organiser.presses("Tick it off")
    assert "Seen to on" in organiser.reads()


def then_the_chair_sees_what_became_of_it(chair, path):
    chair.opens(path)
    read = " ".join(chair.reads().split())
    assert "Changed since it was agreed: Item 3 takes 5 minutes instead of 10." in read
    assert f"You wrote: {REMARK} Seen to on" in read


def then_everybody_reads_what_changed(visitor, meeting):
    visitor.opens(f"/meetings/{meeting}/agenda?changes=1")
    assert "Item 3 takes 5 minutes instead of 10." in visitor.reads()
    visitor.opens(f"/meetings/{meeting}/agenda/v1")
    assert "A newer one exists: version 2." in visitor.reads()
    assert "Agreed by the chair" in visitor.reads()


def test_the_chair_agrees_from_the_letter_and_version_two_says_what_changed(at_a_browser, letters_to):
    organiser = at_a_browser("organiser")
    chair, visitor = at_a_browser("nobody", PHONE, script=False), at_a_browser("nobody", script=False)

    meeting = given_a_meeting_with_an_agenda(organiser)
    when_she_asks_the_chair(organiser)
    path = when_the_chair_opens_the_letter(chair, letters_to)
    when_he_remarks_and_agrees(chair)
    when_she_publishes_it(organiser, meeting, 1)
    when_she_corrects_it_as_he_asked(organiser, meeting)
    when_she_publishes_it(organiser, meeting, 2)

    then_the_chair_sees_what_became_of_it(chair, path)
    then_everybody_reads_what_changed(visitor, meeting)
