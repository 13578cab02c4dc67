"""The page of an item across meetings: each meeting a strand, and no trace of what its reader may not see."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.actions.operations import raise_action
from forum.actions.rules import Owner
from forum.agendas import operations, queries, rules
from forum.agendas.models import AgendaItem, Visibility
from forum.decisions.operations import record_decision
from forum.foundation.database import db, operation
from forum.journal.operations import note
from forum.overview.queries.item_thread import thread_of_item
from tests.agendas.stage import add, begin, commitment
from tests.makers import NOW, make_meeting, make_strategy

DAYS = (datetime(2026, 6, 18, 10, tzinfo=UTC), datetime(2026, 9, 17, 10, tzinfo=UTC),
        datetime(2026, 12, 17, 10, tzinfo=UTC))  # fmt: skip


@pytest.fixture
def items(forum, cleo):
    """The same matter at three meetings: not reached in June, decided in September, to come in December."""
    make_strategy()
    found = []
    for at, day in enumerate(DAYS):
        agenda = begin(make_meeting(forum, starts_at=day), cleo)
        more = rules.Particulars(continues=found[-1] if found else None, no_paper_because="A spoken report")
        title = ("How transport is bought", "Seeing a specification", "The draft specification")[at]
        item = add(agenda, title, cleo, commitments=[commitment("FC1")], more=more)
        operations.publish_agenda(agenda, by=cleo, now=NOW - timedelta(days=1))
        found.append(item)
    operations.note_not_reached(found[0], "The meeting ran out of time", by=cleo, now=NOW)
    decision = record_decision(
        found[1].agenda.meeting, "Providers see each draft.", item=found[1], by=cleo, now=NOW
    )
    action = raise_action(
        found[1].agenda.meeting, "Publish a list.", owners=[Owner(cleo)], due_as_said="end of january",
        item=found[1], by=cleo, now=NOW,
    )  # fmt: skip
    publish(decision, action)
    return found


@operation
def publish(*rows):
    for row in rows:
        row.published_at = NOW
    note(None, "made for a test", rows[0], now=NOW)


@operation
def hide(item, cleo):
    item = db.session.get(AgendaItem, item.id)
    item.visibility, item.public_title, item.closed_because = Visibility.CLOSED, "A bid", "It names a bidder."
    note(cleo, "made for a test", item, now=NOW)


def republish(item, cleo):
    operations.publish_agenda(queries.get_agenda(item.agenda.meeting), by=cleo, now=NOW)


def test_each_meeting_is_a_strand_with_what_came_of_it(items, browse):
    for one in items:
        page = browse().page(f"/items/{one.reference}")
        assert page.status == 200
        assert page.headings[0] == (1, one.title)
        assert [words for level, words in page.headings if level == 3] == [
            "Item 4: The draft specification", "Item 4: Seeing a specification", "Item 4: How transport is bought",
        ]  # fmt: skip
    assert "At 2 meetings since June 2026." in page.words
    assert "Not reached: the meeting ran out of time." in page.words
    assert "Providers see each draft." in page.words
    assert "Publish a list." in page.words
    assert "To discuss. Decisions will show here after the meeting." in page.words
    assert "No paper: a spoken report" in page.words
    assert page.links["FC1 Grants 2.0 and the Grants Functional Standard"].endswith("/commitments/FC1")
    assert "Decision with no action" in page.words


def test_the_agenda_leads_to_it(items, browse):
    page = browse().page(f"/meetings/{items[2].agenda.meeting.reference}/agenda")
    assert page.links["item 4 of 17 September"] == f"/items/{items[2].reference}"
    assert "Not reached: the meeting ran out of time." in browse().page(
        f"/meetings/{items[0].agenda.meeting.reference}/agenda"
    ).words  # fmt: skip


def test_a_hidden_item_cuts_the_thread_and_leaves_no_trace(items, cleo, ada, browse):
    hide(items[1], cleo)
    republish(items[1], cleo)

    for somebody in (None, ada.person):
        for one in (items[0], items[2]):
            page = browse(somebody).page(f"/items/{one.reference}")
            assert "specification" not in page.words.replace("The draft specification", "")
            assert "A bid" not in page.words
            assert "Providers see each draft." not in page.words
            assert [level for level, _ in page.headings].count(3) == 1
        own = browse(somebody).page(f"/items/{items[1].reference}")
        assert own.headings[0] == (1, "A bid")
        assert "It names a bidder." in own.words
        assert "draft specification" not in own.words
        agenda = browse(somebody).page(f"/meetings/{items[2].agenda.meeting.reference}/agenda")
        assert "Goes on from" not in agenda.words
    assert [level for level, _ in browse(cleo).page(f"/items/{items[0].reference}").headings].count(3) == 3


def test_what_was_not_published_or_is_not_there_is_not_found(forum, items, cleo, browse):
    draft = add(begin(make_meeting(forum, starts_at=DAYS[2] + timedelta(days=60)), cleo), "Not out", cleo)
    assert browse(cleo).page(f"/items/{draft.reference}").status == 404
    assert browse().page("/items/NOTH-ING1").status == 404


def test_what_is_to_become_of_an_item_shows_once_it_is_published(items, forum, cleo, browse):
    agenda = items[2].agenda
    operations.change_item(
        items[2], title="Another title", purpose=items[2].purpose, length=items[2].length,
        more=rules.Particulars(), by=cleo, now=NOW,
    )  # fmt: skip
    assert "Another title" not in browse().page(f"/items/{items[2].reference}").words
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    page = browse().page(f"/items/{items[2].reference}")
    assert page.headings[0] == (1, "Another title")
    assert [level for level, _ in page.headings].count(3) == 1


def test_the_thread_asks_as_often_for_many_meetings_as_for_few(forum, items, cleo, counted):
    with counted() as few:
        thread_of_item(items[0].reference, cleo)
    last = items[2]
    for at in range(5):
        agenda = begin(make_meeting(forum, starts_at=DAYS[2] + timedelta(days=30 * (at + 1))), cleo)
        last = add(agenda, f"Again {at}", cleo, more=rules.Particulars(continues=last))
        operations.publish_agenda(agenda, by=cleo, now=NOW)
    db.session.expire_all()
    with counted() as many:
        found = thread_of_item(items[0].reference, cleo)

    assert len(found.thread.strands) == 8
    assert many.count <= few.count + 3


def test_items_that_stand_in_a_ring_are_found_all_the_same(items, cleo):
    @operation
    def close_the_ring():
        items[0].continues = items[2]
        note(cleo, "made for a test", items[0], now=NOW)

    close_the_ring()
    assert {one.id for one in queries.items_joined_with(items[1])} == {one.id for one in items}


def test_only_matters_of_earlier_meetings_can_be_gone_on_with(items, cleo):
    offered = queries.earlier_items(items[2].agenda.meeting)
    assert [one.title for one in offered] == ["Seeing a specification", "How transport is bought"]
    assert queries.earlier_items(items[0].agenda.meeting) == []
