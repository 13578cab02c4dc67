"""A meeting's desk: all about one meeting on one page, and who is coming as a file."""

import csv
import io
from datetime import timedelta

import pytest

from forum.booking import operations
from forum.booking.models import Apologies, Booking, Guest, Joining
from forum.booking.operations import ComesAs, WhatIsNeeded
from forum.foundation import clock
from forum.foundation.database import db
from forum.meetings.models import Form
from forum.organisations.models import Sector
from tests.makers import (
    NOW,
    keep,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_representative,
    make_venue,
)


def book(meeting, who, joining=Joining.IN_THE_ROOM, **more):
    return operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW, **more)


def desk(browse, meeting, person, more=""):
    return browse(person).page(f"/desk/meetings/{meeting.reference}{more}")


@pytest.fixture
def meeting(forum):
    """A meeting in a hall and online, with 10 places each."""
    return make_meeting(forum, form=Form.HYBRID, places=10, places_online=10, venue=make_venue(forum),
                        joining_link="https://meet.example/j/9")  # fmt: skip


def test_the_desk_says_who_comes_and_as_what(forum, meeting, ada, cora, lena, cleo, browse):
    book(meeting, ada)
    book(meeting, cora, Joining.ONLINE)
    book(meeting, lena)
    speaker = make_person("Sol Speaker")
    operations.book_place(meeting, speaker, None, joining=Joining.IN_THE_ROOM, by=cleo, now=NOW,
                          comes_as=ComesAs(Guest.SPEAKER, "Anglia University"))  # fmt: skip
    operations.book_place(meeting, make_person("Sub Stitute"), ada, joining=Joining.ONLINE, by=cleo, now=NOW,
                          substitute_for=ada.person)  # fmt: skip

    page = desk(browse, meeting, cleo)

    assert page.headings[0] == (1, meeting.title)
    assert (2, "Who is coming: 5") in page.headings
    for words in ("Ada Marsh Black Fen Community Transport Representative In the room", "Lena Ferris Lay member",
                  "Sol Speaker Anglia University Speaker", "Sub Stitute Black Fen Community Transport Substitute for Ada",
                  "Cora Tregarth County Council Representative Online"):  # fmt: skip
        assert words in page.words
