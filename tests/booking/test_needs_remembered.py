"""What people need is remembered while they agree, for themselves alone, and stands nowhere else."""

from datetime import timedelta

import pytest

from forum.booking import operations, queries
from forum.booking.models import Joining, Needs, RememberedNeeds
from forum.booking.operations import WhatIsNeeded
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry, JournalPersonal
from tests.makers import NOW, make_meeting, make_representative

LOOP = WhatIsNeeded("Xylophone loop", "No zucchini")


def book_own(meeting, who, needs=LOOP, remember=True):
    return operations.book_own_place(
        meeting, who, joining=Joining.IN_THE_ROOM, needs=needs, remember=remember, by=who.person, now=NOW
    )


def remembered(person):
    found = queries.find_remembered_needs(person)
    return found and (found.access, found.diet)


def test_what_is_ticked_is_remembered_and_the_newest_words_count(forum, ada):
    book_own(make_meeting(forum), ada)
    assert remembered(ada.person) == ("Xylophone loop", "No zucchini")

    book_own(make_meeting(forum), ada, WhatIsNeeded("A ramp"))

    assert remembered(ada.person) == ("A ramp", "")
    assert db.session.query(RememberedNeeds).count() == 1


def test_unticking_forgets_and_the_meeting_still_knows(forum, ada):
    book_own(make_meeting(forum), ada)
    meeting = make_meeting(forum)

    booking = book_own(meeting, ada, remember=False)

    assert remembered(ada.person) is None
    assert queries.find_needs(booking).access == "Xylophone loop"


def test_nothing_to_remember_forgets_what_was(forum, ada):
    operations.remember_needs(ada.person, LOOP, now=NOW)
    book_own(make_meeting(forum), ada, WhatIsNeeded())

    assert remembered(ada.person) is None


def test_a_booking_for_a_colleague_touches_nothing_that_is_remembered(forum, ada):
    colleague = make_representative(forum, "Owen Price", ada.organisation)
    operations.remember_needs(colleague.person, LOOP, now=NOW)
    meeting = make_meeting(forum)

    booking = operations.book_place(
        meeting, colleague.person, colleague, joining=Joining.IN_THE_ROOM, needs=WhatIsNeeded("Large print"),
        by=ada.person, now=NOW,
    )  # fmt: skip

    assert queries.find_needs(booking).access == "Large print"
    assert remembered(colleague.person) == ("Xylophone loop", "No zucchini")


def test_what_is_needed_stands_in_no_letter_and_not_in_the_journal(forum, ada):
    booking = book_own(make_meeting(forum), ada)
    operations.forget_remembered_needs(ada.person, now=NOW)
    operations.cancel_booking(booking, by=ada.person, now=NOW)

    told = [letter.text + letter.subject + (letter.calendar or "") for letter in db.session.query(Letter)]
    told += [
        f"{one.before}{one.after}"
        for one in [*db.session.query(JournalEntry), *db.session.query(JournalPersonal)]
    ]
    assert not any("ylophone" in words or "zucchini" in words for words in told)
    assert db.session.query(Needs).count() == db.session.query(RememberedNeeds).count() == 0


def test_needs_of_a_meeting_of_long_ago_are_not_kept_any_more(forum, ada):
    meeting = make_meeting(forum)
    booking = book_own(meeting, ada, WhatIsNeeded())
    late = meeting.ends_at + timedelta(days=31)
    from forum.booking.operations.needs import keep_needs

    keep_needs(booking, LOOP, now=late)

    assert db.session.query(Needs).count() == 0


# ---- Pages --------------------------------------------------------------------------------------------------


def test_the_form_is_filled_in_from_last_time_and_one_screen_is_enough(forum, ada, browse):
    operations.remember_needs(ada.person, LOOP, now=NOW)
    meeting = make_meeting(forum)
    browser, address = browse(ada.person), f"/meetings/{meeting.reference}/book"

    page = browser.page(address)
    assert "Filled in from last time. Change it for this meeting." in page.words
    assert ">\nXylophone loop</textarea>" in page.html and ">\nNo zucchini</textarea>" in page.html
    assert 'name="remember" type="checkbox" value="y" checked' in page.html

    page = browser.send(address, {"access": "Xylophone loop", "diet": "No zucchini", "remember": "y"})
    assert "Xylophone loop" in page.words and "No zucchini" in page.words
    assert remembered(ada.person) == ("Xylophone loop", "No zucchini")


def test_nothing_is_remembered_without_the_tick(forum, ada, browse):
    address = f"/meetings/{make_meeting(forum).reference}/book"
    browser = browse(ada.person)
    assert "Filled in from last time" not in browser.page(address).words
    browser.post(address, {"access": "A ramp"})

    assert remembered(ada.person) is None


def test_nobody_is_shown_what_a_colleague_needs(forum, ada, browse):
    colleague = make_representative(forum, "Owen Price", ada.organisation)
    for person in (ada.person, colleague.person):
        operations.remember_needs(person, LOOP, now=NOW)
    meeting = make_meeting(forum)
    browser = browse(ada.person)

    page = browser.page(f"/meetings/{meeting.reference}/book?for=colleague")
    assert "Xylophone" not in page.html and "Remember this" not in page.words
    browser.post(f"/meetings/{meeting.reference}/book?for=colleague", {"who": colleague.reference})
    assert db.session.query(Needs).count() == 0
    booking = queries.find_live_booking(meeting, colleague.person)
    operations.cancel_booking(booking, by=colleague.person, now=NOW)
    booking = book_own(meeting, colleague)
    assert "Xylophone" not in browser.page(f"/bookings/{booking.reference}").html


def test_my_page_shows_what_is_remembered_and_forgets_it(forum, ada, browse):
    browser = browse(ada.person)
    assert "What you need" not in browser.page("/me").words
    operations.remember_needs(ada.person, LOOP, now=NOW)
    page = browser.page("/me")
    assert "Xylophone loop" in page.words and "You agreed on 24 November" in page.words

    page = browser.send("/me/needs/forget")

    assert page.notices == ["What you need is forgotten. Meetings that you booked still know it."]
    assert "Xylophone" not in page.html
    assert browser.post("/me/needs/forget").status_code == 302  # a second click


@pytest.mark.parametrize("address", ["/meetings/{}", "/meetings/{}.ics", "/calendars/meetings.ics"])
def test_what_is_needed_stands_on_no_public_page(forum, ada, browse, address):
    meeting = make_meeting(forum)
    book_own(meeting, ada)
    assert "ylophone" not in browse().get(address.format(meeting.reference)).get_data(as_text=True)
