"""The call for items: it opens and closes by itself, and its letters leave once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forum.agendas import operations, queries, rules
from forum.agendas.models import Call
from forum.booking.operations import call_off_meeting, change_meeting
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.meetings.rules import plan_of
from tests.agendas.suggesting import letters_of, put, told
from tests.makers import NOW, make_meeting

OPENS = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
"""When the call of the meeting of 17 December has just opened; it closes on 3 December."""


@pytest.fixture
def meeting(forum, ada, ben, lena):
    """The meeting of 17 December, of a forum with three people."""
    return make_meeting(forum)


def announced() -> int:
    return len(letters_of("call for items"))


# ---- By itself ----------------------------------------------------------------------------------------------


def test_the_letters_leave_on_the_morning_when_it_opens_and_once(meeting):
    for before in (OPENS - timedelta(days=1), OPENS - timedelta(hours=2)):
        assert operations.announce_calls(before) == 0

    assert operations.announce_calls(OPENS) == 3
    assert [operations.announce_calls(OPENS + timedelta(minutes=at)) for at in range(3)] == [0, 0, 0]

    letters = letters_of("call for items")
    assert told("call for items") == ["Ada Marsh", "Ben Holt", "Lena Ferris"]
    assert {letter.batch for letter in letters} == {letters[0].reference}, (
        "one line on the desk, one deed to stop"
    )
    assert letters[0].subject == f"Suggest an item by 3 December: {meeting.title}"
    assert "by the end of Thursday 3\u00a0December\u00a02026" in letters[0].text
    assert "/proposals/new" in letters[0].text
    assert queries.find_call(meeting).announced_at == OPENS


def test_the_organisers_words_stand_on_top(meeting, cleo):
    operations.save_call(meeting, words="This time it is about buses.", is_silent=False, by=cleo, now=NOW)
    operations.announce_calls(NOW)
    text = letters_of("call for items")[0].text
    assert text.index("This time it is about buses.") < text.index("What should the forum talk about?")


def test_a_silent_call_and_a_forum_that_writes_none(meeting, cleo):
    operations.save_call(meeting, words="", is_silent=True, by=cleo, now=NOW)
    assert operations.announce_calls(NOW) == 0
    operations.save_call(meeting, words="", is_silent=False, by=cleo, now=NOW)
    put(meeting.forum, call_is_announced=False)
    assert operations.announce_calls(NOW) == announced() == 0


def test_nobody_is_asked_for_a_meeting_that_is_not_out_is_off_or_has_closed(forum, ada, cleo):
    hidden = make_meeting(forum, published_at=None)
    off = make_meeting(forum)
    call_off_meeting(off, because="Flood.", by=cleo, now=NOW)
    make_meeting(forum, starts_at=NOW + timedelta(days=7))

    assert operations.announce_calls(NOW) == 0

    put(hidden, published_at=NOW)
    assert operations.announce_calls(NOW) == 1, "it was published while its call was open"


def test_a_meeting_that_moves_is_called_for_anew_with_its_new_day(meeting, cleo):
    operations.announce_calls(OPENS)
    plan = plan_of(meeting)

    change_meeting(meeting, replace(plan, on=plan.on + timedelta(days=1)), by=cleo, now=OPENS)
    assert operations.announce_calls(OPENS + timedelta(hours=1)) == 0, "its call has not opened now"
    assert operations.announce_calls(OPENS + timedelta(days=1)) == 3

    last = letters_of("call for items")[-1]
    assert "The last day has changed. An earlier letter gave another one." in last.text
    assert "by the end of Friday 4\u00a0December\u00a02026" in last.text
    change_meeting(meeting, plan, by=cleo, now=OPENS + timedelta(days=1))
    assert operations.announce_calls(OPENS + timedelta(days=1, hours=1)) == 3, "and back again"
    assert operations.announce_calls(OPENS + timedelta(days=1, hours=2)) == 0


def test_another_hour_of_the_same_day_tells_nobody_again(meeting, cleo):
    operations.announce_calls(OPENS)
    plan = plan_of(meeting)
    later = (datetime.combine(plan.on, plan.starts) + timedelta(hours=1)).time()
    change_meeting(meeting, replace(plan, starts=later), by=cleo, now=OPENS)
    assert operations.announce_calls(OPENS + timedelta(hours=1)) == 0


def test_two_calls_at_once_are_two_deeds(forum, ada, ben):
    make_meeting(forum)
    make_meeting(forum, starts_at=datetime(2026, 12, 18, 10, tzinfo=UTC))
    assert operations.announce_calls(NOW) == 4
    assert len({letter.batch for letter in letters_of("call for items")}) == 2


def test_what_does_not_fall_due_leaves_no_trace(meeting):
    operations.announce_calls(OPENS - timedelta(days=2))
    assert db.session.query(Call).count() == 0


# ---- By hand ------------------------------------------------------------------------------------------------


def test_sent_by_hand_it_does_not_leave_again(meeting, cleo):
    mark = rules.mark_of_call(meeting, "")
    assert operations.announce_call(meeting, seen=mark, by=cleo, now=NOW) == 3
    with pytest.raises(rules.CallIsAnnounced):
        operations.announce_call(meeting, seen=mark, by=cleo, now=NOW)
    assert operations.announce_calls(NOW + timedelta(minutes=1)) == 0


def test_what_was_not_looked_at_is_not_sent(meeting, cleo, chas):
    seen = rules.mark_of_call(meeting, "")
    operations.save_call(meeting, words="Something else.", is_silent=False, by=chas, now=NOW)
    with pytest.raises(rules.CallHasChanged):
        operations.announce_call(meeting, seen=seen, by=cleo, now=NOW)
    assert announced() == 0


def test_before_it_opens_nothing_can_be_sent(meeting, cleo):
    before = OPENS - timedelta(days=3)
    with pytest.raises(rules.CallIsNotOpen) as refusal:
        operations.announce_call(meeting, seen=rules.mark_of_call(meeting, ""), by=cleo, now=before)
    assert "opens on Thursday 19" in str(refusal.value)


def test_a_forum_without_members_has_nobody_to_ask(forum, cleo):
    meeting = make_meeting(forum)
    with pytest.raises(rules.NobodyToCall):
        operations.announce_call(meeting, seen=rules.mark_of_call(meeting, ""), by=cleo, now=NOW)
    assert queries.find_call(meeting) is None


# ---- The pages ----------------------------------------------------------------------------------------------


def test_the_organiser_sees_the_letter_as_it_will_be_sent_and_sends_it(meeting, cleo, browse):
    browser = browse(cleo)
    address = f"/desk/meetings/{meeting.reference}/call"
    page = browser.page(address)
    assert "The call for items is open until Thursday 3 December." in page.words
    assert "3 people get it." in page.words
    assert "Suggest an item by 3 December" in page.words

    page = browser.send(address, {"words": "Think of the winter."})
    assert "Think of the winter." in page.words
    assert "This is how the letter reads now." in page.notices[0]
    shown = page.words

    seen = rules.mark_of_call(meeting, "Think of the winter.")
    assert f'name="seen" value="{seen}"' in page.html
    sent = browser.send(f"{address}/send", {"seen": seen})
    assert "3 letters are written. They leave in two minutes" in sent.notices[0]
    assert sent.words.count("call for items") == 1 or "3 letters" in sent.words
    letter = db.session.query(Letter).filter_by(kind="call for items").order_by(Letter.id).first()
    for line in letter.text.replace("\u00a0", " ").split("\n"):
        assert " ".join(line.split()) in shown
    again = browser.send(f"{address}/send", {"seen": seen})
    assert "Nobody gets them twice." in again.notices[0]
    assert "The letters were written on 24 November at 10:00." in again.words


def test_the_page_says_when_a_call_opens_and_that_it_is_over(forum, ada, cleo, browse):
    browser = browse(cleo)
    march = make_meeting(forum, starts_at=datetime(2027, 3, 18, 10, tzinfo=UTC))
    soon = make_meeting(forum, starts_at=NOW + timedelta(days=7))
    before = browser.page(f"/desk/meetings/{march.reference}/call")
    assert "The call for items opens on Thursday 18 February." in before.words
    assert "The letter goes out by itself on the morning of that day." in before.words
    over = browser.page(f"/desk/meetings/{soon.reference}/call")
    assert "The call for items closed on" in over.words
    assert "Save and show the letter" not in over.words


def test_who_has_no_address_is_named(meeting, lena, cleo, browse):
    put(lena.person, email=None)
    page = browse(cleo).page(f"/desk/meetings/{meeting.reference}/call")
    assert "2 people get it. 1 person has no e-mail address: Lena Ferris." in page.words


def test_members_read_that_the_call_is_open(meeting, ada, cleo, browse):
    said = "The call for items for 17 December is open until Thursday 3 December."
    for address in (f"/meetings/{meeting.reference}", "/proposals"):
        assert said in browse(ada.person).page(address).words
        assert said not in browse().page(address).words


def test_the_desk_shows_the_letter_before_it_leaves(meeting, cleo, browse):
    browser = browse(cleo)
    page = browser.page("/desk")
    assert "Look at the call for items for 17 December" in page.words
    operations.announce_calls(NOW)
    assert "Look at the call for items" not in browser.page("/desk").words
