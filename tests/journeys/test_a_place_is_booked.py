"""A place is booked: by a member, a lay member, the organiser for a speaker, and by one of the public, by letter."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import DESK, PHONE

MEETING = "When a public body fails: what protects a provider?"
WAYS = pytest.mark.parametrize("width, script", [(PHONE, True), (PHONE, False), (DESK, True), (DESK, False)])
TWO_WAYS = pytest.mark.parametrize("width, script", [(PHONE, False), (DESK, True)])
A_MINUTE = timedelta(minutes=1)


def when_they_come_to_the_form(somebody):
    somebody.opens("/meetings")
    somebody.follows(MEETING)
    somebody.follows("Book a place")
    if "Sign in to book" in somebody.reads():  # the meeting is open to everyone
        somebody.follows("Sign in to book")
        somebody.signs_in()


def then_nothing_is_wider_than_the_page(somebody):
    width = somebody.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert width <= 0


def then_they_give_it_up(somebody):
    somebody.follows("I cannot come after all")
    somebody.page.get_by_role("main").get_by_role("button").first.press("Enter")
    somebody.page.wait_for_load_state()
    assert "This booking is cancelled" in somebody.reads()


@WAYS
def test_a_lay_member_books_in_one_screen_and_is_not_asked_twice(at_a_browser, width, script):
    lay = at_a_browser("lay", width, script=script)
    when_they_come_to_the_form(lay)
    steps = 0
    lay.marks("Online")
    steps += 1
    lay.page.locator("summary", has_text="Something you need").press("Enter")
    lay.writes("What do you need to take part?", "Large print")
    lay.page.get_by_label("Remember this for next time").check()
    steps += 3
    lay.presses("Book my place")
    steps += 1
    assert "See you on" in lay.reads() and "Large print" in lay.reads()
    assert steps * 8 <= A_MINUTE.seconds  # eight seconds a step is slow
    then_nothing_is_wider_than_the_page(lay)
    then_they_give_it_up(lay)

    when_they_come_to_the_form(lay)
    assert "Filled in from last time." in lay.reads()
    lay.marks("In the room")
    lay.presses("Book my place")
    assert "Large print" in lay.reads() and "At the door" in lay.reads()
    then_they_give_it_up(lay)

    lay.opens("/me")
    assert "Large print" in lay.reads()
    lay.presses("Forget it")
    assert "What you need is forgotten." in lay.reads()


@TWO_WAYS
def test_a_member_books_for_the_organisation_they_choose(at_a_browser, width, script):
    member = at_a_browser("member", width, script=script)
    when_they_come_to_the_form(member)
    member.presses("Book my place")
    assert "Choose whether you come to the room or join online." in member.reads()
    member.marks("Nene Youth Collective")
    member.marks("In the room")
    member.presses("Book my place")

    assert "See you on" in member.reads() and "Nene Youth Collective" in member.reads()
    then_nothing_is_wider_than_the_page(member)
    member.follows("Join online instead")
    member.presses("Join online")
    assert "Online it is." in member.reads()
    then_they_give_it_up(member)


@TWO_WAYS
def test_the_organiser_books_a_speaker_and_somebody_found_by_name(at_a_browser, width, script):
    organiser = at_a_browser("organiser", width, script=script)
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens("/meetings")
    organiser.follows(MEETING)
    places = f"/desk{urlsplit(organiser.page.url).path}/places"
    speaker = f"Noor Haddad {width} {'quick' if script else 'plain'}"

    organiser.opens(places)
    organiser.follows("Book for somebody")
    organiser.follows("A guest")
    organiser.writes("Name", speaker)
    organiser.marks("Speaker")
    organiser.writes("From where?", "Anglia Ruskin University")
    organiser.marks("In the room")
    organiser.presses("Book this place")
    assert f"{speaker}’s place is booked." in organiser.reads()
    assert "Speaker, Anglia Ruskin University" in organiser.reads()
    then_nothing_is_wider_than_the_page(organiser)

    organiser.follows("Book for somebody")
    organiser.writes("Who is coming?", "jo ferris")
    organiser.presses("Find")
    organiser.follows("Choose Jo Ferris")
    organiser.marks("In the room")
    organiser.presses("Book this place")
    assert "Jo Ferris’s place is booked." in organiser.reads()
    organiser.follows("Cancel the booking of Jo Ferris")
    organiser.presses("Cancel this booking")


@WAYS
def test_one_of_the_public_books_by_letter(at_a_browser, letters_to, width, script):
    email = f"robin.{width}.{'quick' if script else 'plain'}@ashby.example"
    visitor = at_a_browser("nobody", width, script=script)
    visitor.opens("/meetings")
    visitor.follows("Book a place")
    visitor.writes("Your name", "Robin Ashby")
    visitor.writes("E-mail address", email)
    visitor.writes("Where are you from?", "Ramsey")
    visitor.marks("In the room")
    visitor.presses("Ask for a place")
    assert "Now open our letter" in visitor.reads()

    (letter,) = letters_to(email)
    visitor.opens(re.search(r"/place-requests/\S+", letter).group())
    assert "Book this place?" in visitor.reads() and "Ramsey" in visitor.reads()
    visitor.presses("Book my place")
    assert "Your place is booked" in visitor.reads()
    then_nothing_is_wider_than_the_page(visitor)
    assert "Member of the public" not in letters_to(email)[0]  # the letter speaks to them, not about them

    visitor.follows("See your booking")
    assert "Robin" in visitor.reads() or "Your place" in visitor.reads() or "See you" in visitor.reads()
