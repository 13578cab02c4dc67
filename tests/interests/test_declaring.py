"""Declarations: asked for after booking and at the meeting, shown to the chair at the item, corrected, recorded."""

from datetime import timedelta

import pytest

from forum.agendas.models import Visibility
from forum.agendas.operations import publish_agenda
from forum.foundation import clock
from forum.foundation.database import db
from forum.interests import operations, queries, rules
from forum.interests.models import Declaration, DeclaredAt, Effect, InterestKind
from forum.interests.policy import may_see_declaration
from forum.people.models import Visitor
from tests.agendas.stage import add, begin
from tests.makers import NOW, make_booking, make_meeting

NATURE = "We deliver this contract."


@pytest.fixture
def meeting(forum, cleo):
    """A meeting with two matters on its published agenda: one for everyone, one closed."""
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    add(agenda, "Transport to day centres", cleo)
    add(agenda, "A dispute", cleo, visibility=Visibility.CLOSED, public_title="A matter of staff",
        closed_because="It names people.")  # fmt: skip
    publish_agenda(agenda, by=cleo, now=NOW)
    return meeting


def items(meeting):
    return queries.items_to_declare_on(meeting)


def declare(meeting, who, *on, nature=NATURE, effect=Effect.LEAVES, now=NOW):
    return operations.declare(
        meeting, on, nature=nature, effect=effect, asked_at=DeclaredAt.BOOKING, person=who.person,
        by=who.person, now=now,
    )  # fmt: skip


def said(meeting):
    return [rules.in_one_line(one) for one in rules.those_that_count(queries.declarations_at(meeting))]


def test_one_declaration_for_each_item_and_none_twice(meeting, ada):
    first, second = declare(meeting, ada, *items(meeting))

    assert {first.item.title, second.item.title} == {"Transport to day centres", "A dispute"}
    assert declare(meeting, ada, first.item) == [first]


def test_before_the_agenda_is_out_it_stands_for_the_whole_meeting(forum, ada):
    meeting = make_meeting(forum)

    (one,) = declare(meeting, ada)

    assert one.item is None


def test_an_item_of_another_meeting_is_refused(forum, meeting, ada):
    other = make_meeting(forum, reference="other-2027-01")

    with pytest.raises(rules.NotOnThisAgenda):
        declare(other, ada, *items(meeting))

    assert queries.declarations_at(other) == []


def test_a_correction_keeps_both(meeting, ada):
    (first, _) = declare(meeting, ada, *items(meeting))

    newer = operations.correct_declaration(
        first, nature="We did until May.", effect=Effect.STAYS, by=ada.person, now=NOW + timedelta(days=1)
    )

    assert newer.corrects is first and first.nature == NATURE
    assert f"{ada.person.name}: We did until May. Stays and takes part" in said(meeting)
    with pytest.raises(rules.AlreadyCorrected):
        operations.correct_declaration(first, nature="No.", effect=Effect.STAYS, by=ada.person, now=NOW)


def test_what_was_declared_in_error_stays_with_the_reason(meeting, ada):
    one, _ = declare(meeting, ada, *items(meeting))

    with pytest.raises(rules.SayWhy):
        operations.withdraw_declaration(one, "", by=ada.person, now=NOW)
    operations.withdraw_declaration(one, "Meant for another item.", by=ada.person, now=NOW)

    assert len(queries.declarations_at(meeting)) == 2 and len(said(meeting)) == 1


def test_what_happened_is_recorded_beside_what_was_meant(meeting, ada, chas):
    one, _ = declare(meeting, ada, *items(meeting))

    operations.record_effects(meeting, {one.reference: Effect.SPEAKS}, by=chas, now=NOW)

    assert (one.effect, one.recorded_effect) == (Effect.LEAVES, Effect.SPEAKS)
    assert one.recorded_by_id == chas.id


def test_the_host_declares_on_an_item_like_anybody_else(forum, meeting, ada, cleo):
    operations.declare(
        meeting, items(meeting)[:1], nature="We might bid.", effect=Effect.LEAVES, asked_at=DeclaredAt.MEETING,
        host=forum.host, by=cleo, now=NOW,
    )  # fmt: skip

    assert said(meeting) == [f"{forum.host.known_as}: We might bid. Leaves for the item"]
    with pytest.raises(rules.OnlyTheHost):
        operations.declare(
            meeting, (), nature="So might we.", effect=Effect.LEAVES, asked_at=DeclaredAt.MEETING,
            host=ada.organisation, by=cleo, now=NOW,
        )  # fmt: skip


def test_who_sees_a_declaration(forum, meeting, ada, ben, cleo):
    open_item, closed_item = sorted(items(meeting), key=lambda one: one.visibility is Visibility.CLOSED)
    on_open, on_closed = declare(meeting, ada, open_item, closed_item)

    def seen_by(person):
        return [may_see_declaration(person, one) for one in (on_open, on_closed)]

    assert seen_by(cleo) == [True, True]
    assert seen_by(ada.person) == [True, True]  # their own
    assert seen_by(ben.person) == seen_by(Visitor()) == [False, False]
    forum.interests_are_public = True
    assert seen_by(ben.person) == seen_by(Visitor()) == [True, False]


# ---- Pages --------------------------------------------------------------------------------------------------


@pytest.fixture
def booking(meeting, ada):
    """Ada has a place."""
    return make_booking(meeting, ada)


def test_after_booking_one_click_says_that_there_is_nothing(meeting, booking, ada, browse):
    with clock.stopped_at(NOW):
        browser = browse(ada.person)
        where = f"/bookings/{booking.reference}"
        assert "Does an item touch your work" in browser.page(where).words

        assert "Noted: you have no interest to declare." in browser.send(f"{where}/interests/none", {}).words

        assert "Does an item touch your work" not in browser.page(where).words


def test_after_booking_one_screen_declares(meeting, booking, ada, cleo, browse):
    item = next(one for one in items(meeting) if one.visibility is Visibility.PUBLIC)
    db.session.commit()
    with clock.stopped_at(NOW):
        where = f"/bookings/{booking.reference}/interests"
        page = browse(ada.person).page(where)
        assert "Transport to day centres" in page.words and "A dispute" not in page.words

        page = browse(ada.person).send(where, {"items": item.reference, "effect": "leaves"})
        assert page.problems == ["Say in a few words what the interest is."]
        page = browse(ada.person).send(where, {"items": item.reference, "nature": NATURE, "effect": "leaves"})
        assert "Declared. The chair sees it at the item." in page.words

        page = browse(cleo).page(f"/desk/meetings/{meeting.reference}/interests")
    assert ada.person.name in page.words and NATURE in page.words and "Leaves for the item" in page.words


def test_an_entry_of_the_register_says_what_the_interest_is(forum, meeting, booking, ada, browse):
    what = operations.WhatInterest("The Fen Trust", "Trustee.", InterestKind.PROFESSIONAL)
    entry = operations.enter_interest(forum, what, by=ada.person, now=NOW)
    item = next(one for one in items(meeting) if one.visibility is Visibility.PUBLIC)
    sent = {"items": item.reference, "interest": entry.reference, "effect": "leaves"}
    db.session.commit()

    with clock.stopped_at(NOW):
        browse(ada.person).send(f"/bookings/{booking.reference}/interests", sent)

    one = db.session.query(Declaration).one()
    assert (one.nature, one.interest.in_whom) == ("The Fen Trust: Trustee.", "The Fen Trust")


def test_a_forged_item_declares_nothing_on_it(meeting, booking, ada, browse):
    closed = next(one for one in items(meeting) if one.visibility is Visibility.CLOSED)
    db.session.commit()
    with clock.stopped_at(NOW):
        browse(ada.person).send(
            f"/bookings/{booking.reference}/interests",
            {"items": closed.reference, "nature": NATURE, "effect": "leaves"},
        )

    assert db.session.query(Declaration).count() == 0


def test_at_the_meeting_an_officer_takes_down_and_records(forum, meeting, ben, mina, browse):
    item = items(meeting)[0]
    db.session.commit()
    where = f"/desk/meetings/{meeting.reference}/interests"
    with clock.stopped_at(NOW):
        browser = browse(mina)
        filled = {"items": item.reference, "nature": NATURE, "effect": "speaks but does not decide"}
        assert browser.send(f"{where}/new", filled).problems == ["Choose who declares it."]
        assert ben.person.name in browser.send(f"{where}/new", {**filled, "who": ben.person.reference}).words
        assert (
            forum.host.known_as in browser.send(f"{where}/new", {**filled, "who": forum.host.reference}).words
        )
        reference = db.session.query(Declaration).order_by(Declaration.id).first().reference

        page = browser.send(
            where, {f"effect-{reference}": "leaves", "effect-other": "leaves", "effect-": "no"}
        )

    assert "Left for the item" in page.words


def test_everyone_reads_what_was_declared_where_the_settings_say_so(forum, meeting, ada, browse):
    declare(meeting, ada, *items(meeting))
    forum.interests_are_public = True
    db.session.commit()

    page = browse().page(f"/meetings/{meeting.reference}/interests")

    assert "Transport to day centres" in page.words and NATURE in page.words and "A dispute" not in page.words


def test_the_page_at_the_meeting_asks_the_same_for_one_declaration_and_for_ten(
    meeting, ada, ben, cleo, browse, counted
):
    def asked():
        with counted() as questions, clock.stopped_at(NOW):
            browse(cleo).page(f"/desk/meetings/{meeting.reference}/interests")
        return questions.count

    declare(meeting, ada, items(meeting)[0])
    db.session.commit()
    few = asked()
    for number in range(5):
        declare(meeting, ben, *items(meeting), nature=f"Reason {number}")
    db.session.commit()

    assert asked() == few
