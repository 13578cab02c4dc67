"""The room while a meeting runs: late, gone, out for an interest, the head count, and the quorum that follows."""

from datetime import timedelta

import pytest

from forum.attendance import operations as attendance
from forum.attendance import queries as lists
from forum.attendance import rules as attending
from forum.attendance.models import Presence
from forum.attendance.rules import Move
from forum.decisions.rules import quorum_words
from forum.interests.models import DeclaredAt, Effect
from forum.interests.operations import declare, record_effects
from forum.membership.operations import change_settings
from forum.minutes import operations, queries
from tests.makers import NOW, make_booking, make_organisation, make_representative
from tests.minutes.writing import DECISION, mark, mark_all, write


@pytest.fixture
def address(minutes):
    return f"/desk/meetings/{minutes.meeting.reference}/minutes/room"


def at(number):
    return NOW + timedelta(minutes=number)


def move(meeting, who, what, by, *, item=None, minute=0, **values):
    moment = at(minute)
    person = getattr(who, "person", who)
    values = {"at": moment, **values}
    attendance.move_person(meeting, person, what, item=item, by=by, now=moment, **values)


def listed(meeting, name):
    return next(one for one in lists.attendance_of(meeting) if one.name == name)


def record_of(meeting, name):
    one = listed(meeting, name)
    numbers = {item.id: number for number, item in queries.numbered_items(meeting)}
    return attending.record_words(one, lists.stepped_out_at(meeting).get(one.row.id, []), numbers)


# ---- Coming and going ---------------------------------------------------------------------------------------


def test_the_record_says_how_somebody_came_and_went(minutes, agenda, ada, mina):
    meeting, first, second = minutes.meeting, *agenda.items
    make_booking(meeting, ada)

    move(meeting, ada, Move.ARRIVED, mina, item=first)
    move(meeting, ada, Move.OUT_FOR_INTEREST, mina, item=second, minute=5)
    with pytest.raises(attending.AlreadyOut):
        move(meeting, ada, Move.OUT, mina, item=second, minute=6)
    move(meeting, ada, Move.BACK, mina, item=second, minute=9)
    move(meeting, ada, Move.LEFT, mina, item=second, minute=20)

    one = listed(meeting, "Ada Marsh")
    assert (one.arrived_at, one.left_at) == (NOW, at(20))
    assert record_of(meeting, "Ada Marsh") == [
        "arrived during item 1", "out of the room for item 2 (an interest declared)", "left during item 2",
    ]  # fmt: skip


def test_each_is_taken_back(minutes, item, ada, mina):
    meeting = minutes.meeting
    make_booking(meeting, ada)
    move(meeting, ada, Move.HERE, mina)
    move(meeting, ada, Move.OUT, mina, item=item)
    move(meeting, ada, Move.NOT_OUT, mina)
    move(meeting, ada, Move.LEFT, mina, item=item)
    move(meeting, ada, Move.NOT_LEFT, mina)
    move(meeting, ada, Move.ONLINE, mina)
    one = listed(meeting, "Ada Marsh")
    assert (record_of(meeting, "Ada Marsh"), one.is_online, one.presence) == ([], True, Presence.PRESENT)

    move(meeting, ada, Move.NOT_HERE, mina)
    with pytest.raises(attending.NotHere):
        move(meeting, ada, Move.LEFT, mina)


def test_who_went_out_and_did_not_come_back_left_then(minutes, item, ada, mina):
    meeting = minutes.meeting
    make_booking(meeting, ada)
    move(meeting, ada, Move.HERE, mina)
    move(meeting, ada, Move.OUT, mina, item=item, minute=3)
    move(meeting, ada, Move.LEFT, mina, minute=30)

    assert listed(meeting, "Ada Marsh").left_at == at(3)
    assert record_of(meeting, "Ada Marsh") == ["left during item 2"]


def test_heads_are_counted_and_said_where_they_are_not_as_many_as_names(minutes, ada, lena, mina):
    meeting = minutes.meeting
    mark_all(meeting, mina, mark(ada), mark(lena, is_online=True))
    firm = attendance.count_heads(meeting, in_room=31, online=1, by=mina, now=NOW)

    words = attending.counted_words(firm, lists.present_at(meeting)).replace("\u00a0", " ")
    assert words == "31 in the room were counted, 1 is named"
    with pytest.raises(attending.HeadsAreTooMany):
        attendance.count_heads(meeting, in_room=3000, online=None, by=mina, now=NOW)


# ---- The quorum ---------------------------------------------------------------------------------------------


@pytest.fixture
def everybody(minutes, forum, ada, ben, cora, lena, mina):
    """All four members are here; of Ada's organisation a second person too, and a guest and the minute-taker."""
    second = make_representative(forum, "Sam Stott", ada.organisation)
    mark_all(minutes.meeting, mina, *(mark(one) for one in (ada, second, ben, cora, lena)))
    attendance.add_walk_in(minutes.meeting, "Gus Guest", "Somewhere Else", by=mina, now=NOW)
    attendance.add_walk_in(minutes.meeting, mina.name, by=mina, now=NOW)
    change_settings(forum, by=mina, now=NOW, quorum_least=4)
    return second


def quorum_of(minutes, item, minute=1):
    found = queries.quorum_at(minutes, item, at(minute))
    return found["voluntary"], found["commissioners"], found["lay"], found["left_out"], found["is_met"]


def test_members_count_once_and_guests_and_officers_do_not(minutes, item, everybody):
    assert quorum_of(minutes, item) == (2, 1, 1, 0, True)


def test_a_forum_without_a_quorum_asks_nothing(minutes, item, mina):
    assert queries.quorum_at(minutes, item, NOW) is None
    assert write(minutes, item, mina, "Agreed.", DECISION).decision.quorum is None


@pytest.mark.parametrize(
    ("effect", "counts"),
    [
        (Effect.STAYS, (2, 1, 1, 0, True)),
        (Effect.SPEAKS, (1, 1, 1, 1, False)),
        (Effect.LEAVES, (1, 1, 1, 1, False)),
    ],
)
def test_a_declared_interest_leaves_out_whose_it_is(minutes, item, everybody, ben, mina, effect, counts):
    _declare(minutes.meeting, item, ben.person, effect, mina)

    assert quorum_of(minutes, item) == counts


def test_of_two_who_speak_for_one_member_the_other_may_decide(minutes, item, everybody, ada, mina):
    _declare(minutes.meeting, item, ada.person, Effect.LEAVES, mina)
    assert quorum_of(minutes, item) == (2, 1, 1, 0, True)

    move(minutes.meeting, everybody, Move.LEFT, mina, item=item)
    assert quorum_of(minutes, item) == (1, 1, 1, 1, False)


def test_who_is_out_gone_or_not_come_at_that_moment_does_not_count(
    minutes, agenda, everybody, ben, cora, lena, mina
):
    meeting, first, second = minutes.meeting, *agenda.items
    move(meeting, lena, Move.OUT, mina, item=second, minute=2)
    move(meeting, lena, Move.BACK, mina, item=second, minute=6)
    move(meeting, cora, Move.LEFT, mina, item=second, minute=8)

    assert quorum_of(minutes, second, 1) == (2, 1, 1, 0, True)
    assert quorum_of(minutes, second, 3) == (2, 1, 0, 0, False)
    assert quorum_of(minutes, first, 3) == (2, 1, 1, 0, True)  # they are out for the other item
    assert quorum_of(minutes, second, 7) == (2, 1, 1, 0, True)
    assert quorum_of(minutes, second, 8) == (2, 0, 1, 0, False)


def test_without_times_the_items_tell(minutes, agenda, everybody, ben, mina):
    first, second = agenda.items
    move(minutes.meeting, ben, Move.LEFT, mina, item=second, at=None)

    assert quorum_of(minutes, first)[0] == 2
    assert quorum_of(minutes, second)[0] == 1


def test_who_stands_in_for_a_member_counts_for_it(minutes, item, forum, ada, ben, cora, mina):
    outside = make_representative(forum, "Olu Ade", make_organisation("No Member Here"))
    change_settings(forum, by=mina, now=NOW, quorum_least=1)
    mark_all(minutes.meeting, mina, mark(outside, substitute_for=ben.person))

    assert quorum_of(minutes, item) == (1, 0, 0, 0, True)


def test_a_decision_keeps_its_quorum_and_a_correction_works_it_out_again(minutes, item, everybody, ben, mina):
    meeting = minutes.meeting
    decision = write(minutes, item, mina, "Agreed.", DECISION, now=at(2)).decision
    assert decision.quorum["is_met"]

    move(meeting, ben, Move.NOT_HERE, mina, minute=9)
    assert quorum_words(decision.quorum).replace("\u00a0", " ") == "No quorum: 3 of 4 members needed"

    mark_all(meeting, mina, mark(ben))
    assert decision.quorum["is_met"]
    operations.end_minutes(minutes, by=mina, now=at(30))
    operations.circulate_minutes(minutes, by=mina, now=at(40))
    attendance.mark_attendance(
        meeting, mark(ben, Presence.ABSENT), because="He was not there.", by=mina, now=at(50)
    )
    assert decision.quorum["is_met"]  # it stays as everyone read it


def test_what_followed_from_a_declaration_works_it_out_again(minutes, item, everybody, ben, mina):
    decision = write(minutes, item, mina, "Agreed.", DECISION, now=at(2)).decision
    (declaration,) = _declare(minutes.meeting, item, ben.person, Effect.LEAVES, mina)
    assert not decision.quorum["is_met"]

    record_effects(minutes.meeting, {declaration.reference: Effect.STAYS}, by=mina, now=at(3))
    assert decision.quorum["is_met"]


def test_what_is_written_up_after_the_end_was_decided_when_its_item_was(minutes, item, everybody, cora, mina):
    write(minutes, item, mina, now=at(5))
    move(minutes.meeting, cora, Move.LEFT, mina, item=item, minute=20)
    operations.end_minutes(minutes, by=mina, now=at(30))

    assert write(minutes, item, mina, "Agreed.", DECISION, now=at(200)).decision.quorum["is_met"]


def _declare(meeting, item, person, effect, by):
    return declare(
        meeting, [item], nature="Trustee of a bidder", effect=effect, asked_at=DeclaredAt.MEETING, person=person,
        by=by, now=NOW,
    )  # fmt: skip
