"""Somebody declines in their calendar: the mail is read, their place is free, and whoever waits gets it."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from forum.foundation.clock import LONDON
from forum.running.tools import CHECKOUT
from tests.foundation.mail import answer, google, written
from tests.journeys.conftest import DESK, PHONE

TITLE = "What a small charity can ask of a contract"


@pytest.fixture
def read_replies(stage):
    """Reads a mailbox, as the command of a server does it: `read_replies(folder)`."""
    folder = stage[1]
    environment = {
        **os.environ,
        "FORUM_INSTANCE": str(folder),
        "FORUM_DATABASE_URL": f"sqlite:///{folder / 'forum.sqlite3'}",
        "FORUM_SECRET_KEY": "for tests alone",
    }

    def run(source):
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "read-replies", str(source)]
        return subprocess.run(
            command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, timeout=120, check=True
        ).stdout

    return run


@pytest.fixture
def invitation_to(stage):
    """The name and the number that the newest calendar object to an address carries."""

    def found(email):
        with closing(sqlite3.connect(stage[1] / "forum.sqlite3", timeout=10)) as database:
            question = (
                "SELECT calendar FROM letter WHERE to_address = ? AND calendar IS NOT NULL ORDER BY id DESC"
            )
            (text,) = database.execute(question, (email,)).fetchone()
        uid = re.search(r"UID:(\S+)", text)[1]
        return uid, int(re.search(r"SEQUENCE:(\d+)", text)[1])

    return found


# ---- The steps ----------------------------------------------------------------------------------------------


def when_a_meeting_with_one_place_is_published(organiser):
    on = datetime.now(LONDON) + timedelta(days=50)
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
    organiser.writes("Places in the room", "1")
    organiser.presses("Save the meeting")
    if "Before it is saved" in organiser.reads():
        organiser.presses("Save the meeting all the same")
    reference = urlsplit(organiser.page.url).path.split("/")[3]
    organiser.opens(f"/desk/meetings/{reference}")
    assert "Not published yet" in organiser.reads()
    organiser.presses("Publish the meeting")
    return reference


def when_they_book(somebody, reference):
    somebody.opens(f"/meetings/{reference}")
    if "Sign in to book" in somebody.reads():
        somebody.follows("Sign in to book")
        somebody.signs_in()
    else:
        somebody.opens("/sign-in")
        somebody.signs_in()
        somebody.opens(f"/meetings/{reference}/book")
    somebody.page.get_by_role("main").get_by_role("button").last.press("Enter")
    somebody.page.wait_for_load_state()


def test_a_decline_read_from_a_mailbox_frees_the_place(
    at_a_browser, read_replies, invitation_to, letters_to, tmp_path
):
    organiser = at_a_browser("organiser", DESK)
    reference = when_a_meeting_with_one_place_is_published(organiser)
    lay, commissioner = at_a_browser("lay", PHONE, script=False), at_a_browser("commissioner", PHONE)
    when_they_book(lay, reference)
    when_they_book(commissioner, reference)
    assert "number 1 on the waiting list" in commissioner.reads()
    organiser.opens(f"/desk/meetings/{reference}")
    assert "Who is coming: 1" in organiser.reads() and "Waiting: 1" in organiser.reads()

    uid, sequence = invitation_to("lay@forum.example")
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    today = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000".encode()
    declined = answer(uid, "lay@forum.example", sequence=sequence, stamp=stamp)
    mails = (google("lay@forum.example", declined), written("member@forum.example", "Is there parking?"))
    mailbox = tmp_path / "new"
    mailbox.mkdir()
    for number, mail in enumerate(mails):
        (mailbox / f"{number}.host").write_bytes(re.sub(rb"Tue, 24 Nov 2026 11:00:0\d \+0000", today, mail))
    said = read_replies(tmp_path).replace("\u00a0", " ")
    assert "2 messages read." in said and "1 message answered an invitation, and was taken." in said

    organiser.opens(f"/desk/meetings/{reference}")
    now = organiser.reads()
    assert "Who is coming: 1" in now and "Apologies: 1" in now and "Waiting: " not in now
    assert "A place is yours" in now or "Place given" in now
    assert any("a place" in letter.lower() for letter in letters_to("commissioner@forum.example")[:1])
    commissioner.opens("/me")
    assert TITLE in commissioner.reads()

    organiser.opens("/desk/letters/replies")
    assert "Is there parking?" in organiser.reads()
    organiser.presses("Put aside")
    assert "Is there parking?" not in organiser.reads()
    assert "2 messages read before." in read_replies(tmp_path).replace("\u00a0", " ")
