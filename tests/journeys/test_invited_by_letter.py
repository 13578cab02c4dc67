"""The organiser invites the commissioners: one books from the letter on a phone, another is reminded."""

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from forum.foundation.clock import LONDON
from tests.journeys.conftest import PHONE

TITLE = "What do commissioners want to know before they buy?"


@pytest.fixture
def books(stage):
    """Ask the forum's database, or let a day pass in it: `books("SELECT …")`."""

    def ask(question, *values):
        with closing(sqlite3.connect(stage[1] / "forum.sqlite3", timeout=10)) as database, database:
            return database.execute(question, values).fetchall()

    return ask


# ---- The steps ----------------------------------------------------------------------------------------------


def when_the_organiser_plans_and_publishes_a_meeting(organiser):
    on = datetime.now(LONDON) + timedelta(days=40)
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens("/desk/meetings/new")
    organiser.chooses("Series", "Quarterly meeting")
    organiser.writes("Title", TITLE)
    organiser.writes("Date", f"{on.day} {on:%B %Y}")
    organiser.writes("Starts at", "10:00")
    organiser.writes("Ends at", "12:00")
    organiser.marks("In person")
    organiser.chooses("Venue", "Orchard Hall, Huntingdon")
    organiser.writes("Places in the room", "12")
    organiser.presses("Save the meeting")
    if "Before it is saved" in organiser.reads():
        organiser.presses("Save the meeting all the same")
    organiser.presses("Publish the meeting")
    return urlsplit(organiser.page.url).path.split("/")[3]


def when_she_invites_the_commissioners(organiser, meeting):
    organiser.opens(f"/desk/meetings/{meeting}")
    organiser.follows("Invite them")
    organiser.marks("Only commissioners")
    organiser.presses("Show whom it reaches")
    seen = organiser.reads()
    assert "You are invited: What do commissioners want to know" in seen and "/invitations/…" in seen
    number = int(re.search(r"(\d+) people get a letter", seen)[1])
    organiser.presses(f"Invite {number} people")
    assert f"{number} people are invited." in organiser.reads()
    assert f"Invitation: {number} letters" in organiser.reads() and "Stop all" in organiser.reads()
    return number


def when_he_books_from_the_letter(commissioner, letter):
    assert letter.startswith("Dear Owen,\n\nYou are invited to this meeting")
    commissioner.opens(re.search(r"https?://[^/]+(/invitations/\S+)", letter)[1])
    assert "Are you coming, Owen?" in commissioner.reads()
    commissioner.presses("Book my place")
    assert "You have a place, Owen" in commissioner.reads()
    assert "A letter is on its way to you." in commissioner.reads()


def then_he_never_signed_in(commissioner):
    assert commissioner.page.get_by_role("link", name="Sign in").count() == 1
    width = commissioner.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert width <= 0


def when_a_day_has_passed(books, meeting):
    books(
        "UPDATE invitation SET invited_at = strftime('%Y-%m-%d %H:%M:%f000', invited_at, '-1 day')"
        " WHERE meeting_id = (SELECT id FROM meeting WHERE reference = ?)",
        meeting,
    )


def when_she_reminds_those_who_have_not_answered(organiser, meeting, invited):
    organiser.opens(f"/desk/meetings/{meeting}")
    organiser.follows("Remind them")
    organiser.marks("Only commissioners")
    organiser.presses("Show who that is")
    assert f"{invited - 1} people get a reminder" in organiser.reads()
    assert "Owen Tregarth" not in organiser.reads()
    organiser.presses(f"Remind {invited - 1} people")
    assert f"{invited - 1} people are reminded." in organiser.reads()


def somebody_else_invited(books, meeting):
    """The address of a commissioner who was invited and has not booked."""
    ((address,),) = books(
        "SELECT person.email FROM invitation JOIN person ON person.id = invitation.person_id"
        " WHERE person.email <> 'commissioner@forum.example'"
        " AND meeting_id = (SELECT id FROM meeting WHERE reference = ?) ORDER BY invitation.id LIMIT 1",
        meeting,
    )
    return address


# ---- The story ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_the_commissioners_are_invited(at_a_browser, letters_to, books, script):
    organiser, commissioner = at_a_browser("organiser"), at_a_browser("commissioner", PHONE, script=script)
    meeting = when_the_organiser_plans_and_publishes_a_meeting(organiser)

    invited = when_she_invites_the_commissioners(organiser, meeting)
    when_he_books_from_the_letter(commissioner, letters_to("commissioner@forum.example")[0])
    then_he_never_signed_in(commissioner)
    assert letters_to("commissioner@forum.example")[0].startswith("Dear Owen,\n\nYour place is booked.")

    other = somebody_else_invited(books, meeting)
    when_a_day_has_passed(books, meeting)
    when_she_reminds_those_who_have_not_answered(organiser, meeting, invited)
    assert "We have not heard from you yet." in letters_to(other)[0]
    assert "Your place is booked." in letters_to("commissioner@forum.example")[0]
