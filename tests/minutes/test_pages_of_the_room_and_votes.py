"""The page for the room while a meeting runs, and the page on which a vote is recorded."""

from datetime import timedelta

import pytest

from forum.attendance import queries as lists
from forum.foundation import clock
from forum.interests.models import DeclaredAt, Effect
from forum.interests.operations import declare
from forum.membership.operations import change_settings
from forum.minutes import operations, queries
from forum.minutes.models import EntryKind
from tests.makers import NOW, make_booking, make_item
from tests.minutes.writing import DECISION, mark, mark_all, write


@pytest.fixture
def item(agenda):
    """The second item, under the number that it was published with."""
    return make_item(agenda, "Who may bid", number=3)


@pytest.fixture
def room(minutes, item, ada, ben, mina):
    """Ada and Ben have places; Ben declared that he leaves for the item."""
    for one in (ada, ben):
        make_booking(minutes.meeting, one)
    declare(
        minutes.meeting, [item], nature="Trustee of a bidder", effect=Effect.LEAVES, asked_at=DeclaredAt.BOOKING,
        person=ben.person, by=ben.person, now=NOW,
    )  # fmt: skip
    return f"/desk/meetings/{minutes.meeting.reference}/minutes/room"


def one(minutes, name):
    return next(found for found in lists.attendance_of(minutes.meeting) if found.name == name)


# ---- The room -----------------------------------------------------------------------------------------------


def test_a_click_says_one_thing_of_one_person(room, minutes, item, ada, ben, mina, browse):
    browser = browse(mina)
    address = f"{room}?item={item.reference}"
    page = browser.page(address)
    assert (
        "Ben Holt: Trustee of a bidder. Leaves for the item" in page.words
        and "Interest declared" in page.words
    )

    page = browser.send(address, {"item": item.reference, "arrived": ada.person.reference})
    assert "In the room, came during item 3 at 10:00" in page.words
    browser.send(address, {"item": item.reference, "here": ben.person.reference})
    page = browser.send(address, {"item": item.reference, "out_for_interest": ben.person.reference})
    assert "Out for item 3 since 10:00" in page.words and "2 people are marked as present" in page.words
    page = browser.send(address, {"item": item.reference, "back": ben.person.reference})
    assert "Out for item 3" not in page.words


def test_somebody_is_found_by_a_part_of_a_name(room, minutes, mina, browse):
    page = browse(mina).page(f"{room}?q=holt+link")

    assert "Found: 1" in page.words and "Ada Marsh" not in page.words
    assert "Nobody on the list is called that." in browse(mina).page(f"{room}?q=zz").words


def test_the_item_that_is_taken_stands_there_already(room, minutes, item, mina, browse):
    write(minutes, item, mina)

    assert f'<option value="{item.reference}" selected>' in browse(mina).page(room).html


def test_heads_are_kept_and_what_is_no_number_is_said(room, minutes, ada, mina, browse):
    mark_all(minutes.meeting, mina, mark(ada))
    browser = browse(mina)

    page = browser.send(f"{room}/heads", {"in_room": "31", "online": ""})
    assert "31 in the room were counted, 1 is named." in page.words
    page = browser.send(f"{room}/heads", {"in_room": "many", "online": ""})
    assert page.problems == ["Write a whole number, such as 12."]


def test_after_the_day_a_reason_is_asked_for_and_no_time_is_noted(room, minutes, item, ada, mina, browse):
    mark_all(minutes.meeting, mina, mark(ada))
    browser = browse(mina)
    sent = {"item": item.reference, "left": ada.person.reference}

    with clock.stopped_at(NOW + timedelta(days=1)):
        page = browser.send(room, sent)
        assert page.problems == [
            "Say why the list is changed: it was marked before, and the meeting is over."
        ]
        page = browser.send(room, {**sent, "because": "She told us."})
    assert "Left during item 3" in page.words and one(minutes, "Ada Marsh").left_at is None


def test_the_chair_marks_too_and_a_member_does_not(room, chas, ada, browse):
    assert browse(chas).page(room).headings[0] == (1, "Who is in the room")
    assert browse(ada.person).get(room).status_code == 403


def test_a_correction_says_during_which_item(room, minutes, item, ada, mina, browse):
    address = f"/desk/meetings/{minutes.meeting.reference}/attendance/{ada.person.reference}"
    browse(mina).send(
        address, {"presence": "present", "arrived_item": item.reference, "left_item": "", "seen": ""}
    )

    assert one(minutes, "Ada Marsh").arrived_at_item_id == item.id


def test_the_quorum_stands_wherever_the_decision_does(room, minutes, item, forum, ada, ben, mina, browse):
    change_settings(forum, by=mina, now=NOW, quorum_least=2)
    mark_all(minutes.meeting, mina, mark(ada), mark(ben))
    decision = write(minutes, item, mina, "Agreed in part.", DECISION).decision
    words = "1 of 2 members needed; 1 left out for an interest"
    browser = browse(mina)
    desk = f"/desk/meetings/{minutes.meeting.reference}/minutes"

    written = browser.page(f"{desk}/{item.reference}").words
    assert words in written and "No quorum: 1 of 2" in written
    for address in (f"/decisions/{decision.reference}", "/decisions"):
        assert f"No quorum {words}" in browser.page(address).words
    assert f"No quorum: {words}." in browser.page(room + f"?item={item.reference}").words
    operations.end_minutes(minutes, by=mina, now=NOW)
    page = browser.page(f"{desk}/end")
    assert f"{decision.reference} was decided without a quorum: {words}" in page.words
    operations.circulate_minutes(minutes, by=mina, now=NOW)
    assert f"No quorum: {words}." in browser.page(f"/meetings/{minutes.meeting.reference}/minutes").words
    assert f"No quorum {words}" in browser.page(f"/meetings/{minutes.meeting.reference}").words


# ---- Votes --------------------------------------------------------------------------------------------------


@pytest.fixture
def vote(minutes, item, forum, ada, ben, cora, mina):
    """A forum that votes, with three people present."""
    change_settings(forum, by=mina, now=NOW, takes_votes=True)
    mark_all(minutes.meeting, mina, mark(ada), mark(ben), mark(cora))
    return f"/desk/meetings/{minutes.meeting.reference}/minutes/{item.reference}/vote"


MOTION = {"motion": "That drafts are shown early.", "for_voluntary": "2", "against_commissioners": "1"}


def test_a_vote_that_is_carried_makes_a_decision(vote, minutes, ada, ben, mina, browse):
    sent = {**MOTION, "proposed_by": ada.person.reference, "seconded_by": ben.person.reference,
            "reservations": "Cora: the date is early.", "sent_key": "k1"}  # fmt: skip
    page = browse(mina).send(vote, sent)
    browse(mina).send(vote, sent)

    words = "Carried by 2 to 1 (voluntary sector 2–0, commissioners 0–1)"
    assert page.notices[0] == f"{words}."
    (entry,) = queries.entries_of(minutes)
    assert (entry.kind, entry.decision.method, entry.decision.text) == (
        EntryKind.VOTE,
        "vote",
        MOTION["motion"],
    )
    said = "Proposed by Ada Marsh, seconded by Ben Holt Reservations: Cora: the date is early."
    assert f"{words} · {said}" in page.words
    assert words in browse(mina).page(f"/decisions/{entry.decision.reference}").words
    assert words in browse(mina).page("/decisions").words


def test_a_vote_that_is_lost_is_a_line_of_its_own(vote, minutes, mina, browse):
    page = browse(mina).send(vote, {**MOTION, "for_voluntary": "1"})

    (entry,) = queries.entries_of(minutes)
    assert entry.decision is None and not entry.vote.is_carried
    assert "Not carried: 1 to 1" in page.words


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"motion": ""}, "Write the motion that was put to the vote."),
        ({"for_voluntary": "9"}, "Check the counts, or say that they are right."),
        ({"for_voluntary": "0", "against_commissioners": ""},
         "Give the counts: nobody voted for or against, and nobody abstained."),
        ({"for_voluntary": "two"}, "For, voluntary sector: Write a whole number, such as 12."),
        ({"outcome": "lost"},
         "The counts say otherwise. Say in a sentence why, such as a casting vote of the chair."),
    ],
)  # fmt: skip
def test_what_is_asked_about_loses_nothing(vote, minutes, mina, browse, sent, problem):
    page = browse(mina).send(vote, {**MOTION, "reservations": "One had a doubt.", **sent})

    assert page.problems == [problem] and "One had a doubt." in page.html
    assert queries.entries_of(minutes) == []


def test_more_votes_than_people_are_kept_by_a_tick(vote, minutes, mina, browse):
    page = browse(mina).send(vote, {**MOTION, "for_voluntary": "9"})
    assert "9 votes of the voluntary sector, and 2 people of that side present." in page.words

    browse(mina).send(vote, {**MOTION, "for_voluntary": "9", "is_checked": "y"})
    assert queries.entries_of(minutes)[0].vote.for_voluntary == 9


def test_a_casting_vote_says_why(vote, minutes, mina, browse):
    sent = {**MOTION, "for_voluntary": "1", "outcome": "carried", "because": "The chair’s casting vote."}
    browse(mina).send(vote, sent)

    (entry,) = queries.entries_of(minutes)
    assert entry.vote.is_carried and entry.vote.because == "The chair’s casting vote."


def test_a_forum_that_does_not_vote_has_no_such_page(minutes, item, mina, browse):
    address = f"/desk/meetings/{minutes.meeting.reference}/minutes/{item.reference}"

    assert browse(mina).get(f"{address}/vote").status_code == 403
    assert "vote" not in browse(mina).page(address).words.lower()


def test_a_vote_is_put_right_and_taken_back_with_its_decision(vote, minutes, mina, browse):
    browse(mina).send(vote, MOTION)
    (entry,) = queries.entries_of(minutes)

    operations.change_entry(entry, "That drafts are shown.", edition=entry.edition, by=mina, now=NOW)
    assert (entry.vote.motion, entry.decision.text) == ("That drafts are shown.",) * 2
    operations.withdraw_entry(entry, by=mina, now=NOW)
    assert entry.vote.withdrawn_at == NOW and entry.decision.state.value == "withdrawn"
