"""Arranging an agenda: order, lengths and headings, by one organiser or by two at once."""

from datetime import timedelta

import pytest

from forum.agendas import operations, rules
from forum.agendas.models import Part
from forum.foundation.database import db
from tests.agendas.stage import add, begin, titles
from tests.makers import NOW, make_meeting


@pytest.fixture
def agenda(forum, cleo):
    """An agenda with the standing items and three of its own."""
    agenda = begin(make_meeting(forum), cleo)
    for title in ("First", "Second", "Third"):
        add(agenda, title, cleo)
    return agenda


def seen_now(agenda):
    return rules.Seen.read(rules.Seen.of(agenda.items).words)


def reference(agenda, title):
    return next(item.reference for item in agenda.items if item.title == title)


def in_order(agenda, *first):
    """The references of the agenda with these titles in front of the other matters."""
    rest = [item.title for item in agenda.items if item.title not in first]
    return [reference(agenda, title) for title in (*rest[:3], *first, *rest[3:])]


def test_one_post_puts_all_in_order(agenda, cleo):
    operations.arrange(
        agenda, {}, order=in_order(agenda, "Third", "First", "Second"), seen=seen_now(agenda), by=cleo, now=NOW
    )  # fmt: skip

    assert titles(agenda)[3:6] == ["Third", "First", "Second"]


def test_what_came_meanwhile_stays_behind_what_it_follows(agenda, cleo):
    seen, order = seen_now(agenda), in_order(agenda, "Third", "First", "Second")
    add(agenda, "Fourth", cleo)

    said = operations.arrange(agenda, {}, order=order, seen=seen, by=cleo, now=NOW)

    assert titles(agenda)[3:7] == ["Third", "Fourth", "First", "Second"]
    assert said == "Meanwhile “Fourth” was put on."


def test_what_went_meanwhile_is_told(agenda, cleo):
    seen, order = seen_now(agenda), in_order(agenda, "Third", "First", "Second")
    operations.arrange(agenda, {}, off=reference(agenda, "First"), by=cleo, now=NOW)

    said = operations.arrange(agenda, {}, order=order, seen=seen, by=cleo, now=NOW)

    assert titles(agenda)[3:5] == ["Third", "Second"]
    assert said == "Meanwhile 1\u00a0item was taken off."


def test_two_orders_at_once_are_no_order(agenda, cleo):
    seen, order = seen_now(agenda), in_order(agenda, "Third", "First", "Second")
    operations.arrange(agenda, {}, up=reference(agenda, "Second"), by=cleo, now=NOW)

    with pytest.raises(rules.ChangedMeanwhile, match="Somebody else moved items meanwhile"):
        operations.arrange(agenda, {}, order=order, seen=seen, by=cleo, now=NOW)

    assert titles(agenda)[3:6] == ["Second", "First", "Third"]


def test_a_length_left_alone_does_not_undo_what_somebody_else_typed(agenda, cleo):
    seen = seen_now(agenda)
    first, second = (reference(agenda, title) for title in ("First", "Second"))
    operations.arrange(agenda, {first: timedelta(minutes=35)}, seen=seen, by=cleo, now=NOW)

    sent = {first: timedelta(minutes=20), second: timedelta(minutes=5)}
    operations.arrange(agenda, sent, seen=seen, by=cleo, now=NOW)

    minutes = {item.title: rules.Seen.of([item]).minutes[item.reference] for item in agenda.items}
    assert (minutes["First"], minutes["Second"]) == (35, 5)


def test_two_lengths_for_one_item_are_told_in_a_sentence(agenda, cleo):
    seen, first = seen_now(agenda), reference(agenda, "First")
    operations.arrange(agenda, {first: timedelta(minutes=35)}, seen=seen, by=cleo, now=NOW)

    with pytest.raises(rules.ChangedMeanwhile) as refusal:
        operations.arrange(agenda, {first: timedelta(minutes=25)}, seen=seen, by=cleo, now=NOW)

    assert str(refusal.value).startswith(
        "Item 4 has 35\u00a0minutes now, and you typed 25. Nothing that you typed"
    )


def test_an_item_that_is_gone_is_no_fault(agenda, cleo):
    gone = reference(agenda, "First")
    operations.arrange(agenda, {}, off=gone, by=cleo, now=NOW)

    with pytest.raises(rules.ItemIsGone):
        operations.arrange(agenda, {}, up=gone, by=cleo, now=NOW)


def test_an_item_moved_between_two_of_one_heading_comes_under_it(agenda, cleo):
    heading = rules.Heading("For decision", reference(agenda, "First"), reference(agenda, "Second"))
    operations.arrange(agenda, {}, heading=heading, by=cleo, now=NOW)

    operations.arrange(agenda, {}, up=reference(agenda, "Third"), by=cleo, now=NOW)

    db.session.expire_all()
    assert [(item.title, item.section) for item in agenda.items[3:6]] == [
        ("First", "For decision"), ("Third", "For decision"), ("Second", "For decision"),
    ]  # fmt: skip
    new = add(agenda, "Fourth", cleo)
    assert new.section == "For decision"
    taken_away = rules.Heading("", new.reference, agenda.items[0].reference)
    operations.arrange(agenda, {}, heading=taken_away, by=cleo, now=NOW)
    db.session.expire_all()
    assert {item.section for item in agenda.items} == {""}


def test_a_heading_needs_items_that_are_there(agenda, cleo):
    with pytest.raises(rules.ItemIsGone):
        operations.set_heading(agenda, rules.Heading("Odd", "none", "none"), by=cleo, now=NOW)


def test_what_a_form_says_that_it_saw_may_be_anything():
    assert rules.Seen.read("<script> a:b 7K4Q-92XM:20 :: x:99999 y:1").minutes == {
        "7K4Q-92XM": 20,
        "x": 9999,
        "y": 1,
    }
    assert rules.meanwhile([], rules.NOTHING_SEEN) == ""


def test_by_hand_sent_twice_it_is_one_item(agenda, cleo):
    one, two, other = (
        add(agenda, title, cleo, sent_key="abc") for title in ("By hand", "By hand", "Another by hand")
    )

    assert one.id == two.id != other.id
    assert titles(agenda).count("By hand") == 1


def test_standing_items_can_be_moved_and_taken_off_too(agenda, cleo):
    operations.arrange(agenda, {}, up=agenda.items[1].reference, by=cleo, now=NOW)
    operations.arrange(agenda, {}, off=agenda.items[-1].reference, by=cleo, now=NOW)

    assert titles(agenda)[:2] == ["Interests to declare", "Welcome and apologies"]
    assert agenda.items[0].part is Part.OPENING
    assert titles(agenda)[-1] == "Third"
