"""Putting an agenda together: one click, by hand, in another order, off again."""

from datetime import timedelta

import pytest

from forum.agendas import operations, queries, rules
from forum.agendas.models import AgendaItem, Purpose, Visibility
from forum.foundation.database import db
from forum.journal.models import JournalEntry
from tests.agendas.stage import add, begin, change, commitment, titles
from tests.makers import NOW, make_meeting, make_strategy

STANDING = [
    "Welcome and apologies",
    "Interests to declare",
    "Minutes of the last meeting and open actions",
    "Any other business and the next meeting",
]


def test_an_agenda_begins_with_the_standing_items_once(forum, cleo):
    meeting = make_meeting(forum)

    agenda = begin(meeting, cleo)

    assert begin(meeting, cleo).id == agenda.id
    assert titles(agenda) == STANDING


def test_one_click_puts_a_gap_on_with_all_that_follows_from_it(forum, cleo):
    make_strategy()
    agenda = begin(make_meeting(forum), cleo)

    item = operations.put_on(agenda, commitment("FC9"), by=cleo, now=NOW)

    assert titles(agenda).index(item.title) == 3
    assert (item.purpose, item.length, item.why_here) == (
        Purpose.DISCUSS, timedelta(minutes=20), "Never raised before",
    )  # fmt: skip
    assert [link.commitment.code for link in item.commitments] == ["FC9"]


def test_a_second_click_is_refused_in_words(forum, cleo):
    make_strategy()
    agenda = begin(make_meeting(forum), cleo)
    operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)

    with pytest.raises(rules.AlreadyOnAgenda, match="Grants 2.0 and the Grants Functional Standard"):
        operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)


def test_what_was_discussed_before_says_when(forum, cleo):
    make_strategy()
    earlier = make_meeting(forum, starts_at=NOW - timedelta(days=250))
    agenda = begin(earlier, cleo)
    operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)
    operations.publish_agenda(agenda, by=cleo, now=NOW)

    item = operations.put_on(begin(make_meeting(forum), cleo), commitment("FC1"), by=cleo, now=NOW)

    assert item.why_here == "Not discussed since March\u00a02026"
    assert item.agenda.items[2].title == "Minutes of 19\u00a0March and open actions"


def test_items_move_past_each_other_and_not_over_the_edge(forum, cleo):
    agenda = begin(make_meeting(forum), cleo)
    first, second = (add(agenda, title, cleo) for title in ("First", "Second"))

    operations.move_item(second, up=True, by=cleo, now=NOW)
    assert titles(agenda)[3:5] == ["Second", "First"]
    operations.move_item(second, up=False, by=cleo, now=NOW)
    assert titles(agenda)[3:5] == ["First", "Second"]
    operations.move_item(agenda.items[0], up=True, by=cleo, now=NOW)
    operations.move_item(agenda.items[-1], up=False, by=cleo, now=NOW)
    assert titles(agenda) == [*STANDING[:3], first.title, second.title, STANDING[3]]


def test_what_was_never_published_is_taken_off_for_good_and_stays_in_the_journal(forum, cleo, ada):
    make_strategy()
    agenda = begin(make_meeting(forum), cleo)
    item = operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)
    change(item, cleo, presenters=[rules.presenter_for(ada)])
    change(item, cleo, presenters=[])
    reference = item.reference

    operations.take_off(item, by=cleo, now=NOW)

    assert titles(agenda) == STANDING
    assert db.session.query(AgendaItem).filter_by(reference=reference).count() == 0
    assert (
        db.session.query(JournalEntry)
        .filter_by(reference=reference, act="took an item off an agenda")
        .count()
        == 1
    )


def test_what_was_published_is_withdrawn_and_keeps_its_number(forum, cleo):
    agenda = begin(make_meeting(forum), cleo)
    item = add(agenda, "Withdrawn later", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)

    operations.take_off(item, by=cleo, now=NOW)
    operations.take_off(item, by=cleo, now=NOW)

    assert (item.number, item.withdrawn_at) == ("4", NOW)
    assert "Withdrawn later" in titles(agenda)
    with pytest.raises(rules.ItemIsWithdrawn):
        change(item, cleo, title="Other")


def test_once_the_meeting_began_nothing_disappears(forum, cleo):
    agenda = begin(make_meeting(forum, starts_at=NOW - timedelta(minutes=5)), cleo)
    item = add(agenda, "Late item", cleo)

    operations.take_off(item, by=cleo, now=NOW)

    assert item.withdrawn_at == NOW


def test_lengths_are_saved_together_with_a_move(forum, cleo):
    agenda = begin(make_meeting(forum), cleo)
    first, second = (add(agenda, title, cleo) for title in ("First", "Second"))
    lengths = {first.reference: timedelta(minutes=35), second.reference: timedelta(minutes=5)}

    operations.arrange(agenda, lengths, up=second.reference, by=cleo, now=NOW)

    assert titles(agenda)[3:5] == ["Second", "First"]
    assert [item.length for item in agenda.items[3:5]] == [timedelta(minutes=5), timedelta(minutes=35)]
    operations.arrange(agenda, {}, off=second.reference, by=cleo, now=NOW)
    assert titles(agenda)[3] == "First"


def test_an_odd_length_leaves_all_as_it_was(forum, cleo):
    agenda = begin(make_meeting(forum), cleo)
    first, second = (add(agenda, title, cleo) for title in ("First", "Second"))

    with pytest.raises(rules.LengthIsOdd):
        operations.save_lengths(
            agenda, {first.reference: timedelta(minutes=5), second.reference: timedelta()}, by=cleo, now=NOW
        )

    db.session.expire_all()
    assert first.length == timedelta(minutes=20)


def test_a_changed_item_says_who_presents_and_what_it_serves(forum, cleo, ada, lena):
    make_strategy()
    agenda = begin(make_meeting(forum), cleo)
    item = operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)

    change(
        item, cleo, title="Grants again", summary="What would you change?", purpose=Purpose.DECIDE,
        presenters=[rules.presenter_for(lena), rules.PresenterGiven(name="Jo Guest", organisation=ada.organisation)],
        commitments=[commitment("FC9"), commitment("FC1")],
    )  # fmt: skip
    change(item, cleo, presenters=[rules.presenter_for(lena), rules.presenter_for(ada)])

    db.session.expire_all()
    assert [(who.person, who.organisation, who.is_lay) for who in item.presenters] == [
        (lena.person, None, True), (ada.person, ada.organisation, False),
    ]  # fmt: skip
    assert [link.commitment.code for link in item.commitments] == ["FC1", "FC9"]
    change(item, cleo, commitments=[])
    assert item.commitments == []
    assert len(queries.every_presenter_of(item)) == 3


def test_presenters_come_in_the_order_given(forum, cleo, ada, lena):
    item = add(begin(make_meeting(forum), cleo), "Talk", cleo, presenters=[rules.presenter_for(ada)])

    change(item, cleo, presenters=[rules.presenter_for(lena), rules.presenter_for(ada)])

    assert [who.person.name for who in item.presenters] == ["Lena Ferris", "Ada Marsh"]


def test_a_closed_item_without_reason_is_refused(forum, cleo):
    item = add(begin(make_meeting(forum), cleo), "Secret", cleo)

    with pytest.raises(rules.ClosedNeedsReason):
        change(item, cleo, visibility=Visibility.CLOSED)


def test_items_of_a_commitment_are_those_that_everybody_could_read(forum, cleo):
    make_strategy()
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)
    assert queries.items_of_commitment(commitment("FC1")) == []

    operations.publish_agenda(agenda, by=cleo, now=NOW)

    assert queries.items_of_commitment(commitment("FC1")) == [item]
    operations.take_off(item, by=cleo, now=NOW)
    assert queries.items_of_commitment(commitment("FC1")) == []


def test_items_of_a_meeting_come_in_order_and_without_the_withdrawn(forum, cleo):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Off again", cleo)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    operations.take_off(item, by=cleo, now=NOW)

    assert [item.title for item in queries.items_of(meeting)] == STANDING
