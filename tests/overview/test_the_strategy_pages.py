"""The strategy, a theme, a commitment: what the forum has done about each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from forum.actions.models import Action, ActionCommitment, ActionOwner, ActionState, Outcome
from forum.agendas.models import Agenda, AgendaItem, ItemCommitment, Visibility
from forum.agendas.operations import begin_agenda, change_item, publish_agenda, put_on
from forum.decisions.models import Decision, DecisionAction, DecisionCommitment
from forum.foundation.database import db
from forum.strategy.models import Commitment
from tests.makers import NOW, keep, make_forum, make_meeting, make_strategy

FC1 = "/strategies/civil-society-strategy-2018/commitments/FC1"


@pytest.fixture
def fc1(forum) -> Commitment:
    make_strategy()
    return db.session.scalars(select(Commitment).where(Commitment.code == "FC1")).one()


def discuss(forum, commitment, on: datetime, title: str, **values):
    """An item of a published agenda that takes up a commitment."""
    meeting = make_meeting(forum, starts_at=on)
    item = AgendaItem(agenda=Agenda(meeting=meeting), position=1, number="4", title=title,
                      length=timedelta(minutes=20), **values)  # fmt: skip
    keep(item, ItemCommitment(item=item, commitment=commitment))
    return meeting, item


def decide(forum, meeting, item, commitment, number: int, *, published: bool = True) -> Decision:
    decision = Decision(
        reference=f"D-2026-{number:03}", forum=forum, meeting=meeting, item=item, text="Drafts are shown early.",
        taken_at=NOW, changed_at=NOW, published_at=NOW if published else None,
    )  # fmt: skip
    keep(decision, DecisionCommitment(decision=decision, commitment=commitment))
    return decision


def act(forum, meeting, commitment, decision, owner, **values) -> Action:
    action = Action(
        reference="A-2026-031", forum=forum, meeting=meeting, text="Publish the list.", due_on=date(2026, 11, 30),
        raised_at=NOW, changed_at=NOW, published_at=NOW, **values,
    )  # fmt: skip
    rows = [action, ActionCommitment(action=action, commitment=commitment),
            ActionOwner(action=action, organisation=owner.organisation)]  # fmt: skip
    if decision:
        rows.append(DecisionAction(decision=decision, action=action))
    keep(*rows)
    return action


def test_one_strategy_is_shown_at_once(forum, fc1, browse):
    page = browse().page("/strategies")
    assert page.headings[0] == (1, "Civil Society Strategy: Building a Future that Works for Everyone")
    assert "Never raised" in page.words and "A gap: the strategy is silent here." in page.words


def test_a_commitment_that_nobody_raised_says_so(fc1, browse):
    page = browse().page(FC1)
    assert "It has been on no agenda yet." in page.words
    assert page.links["Suggest an item"] == "/proposals/new?commitment=civil-society-strategy-2018/FC1"
    assert "pages 111 to 112 of the strategy" in page.words


def test_its_thread_goes_from_the_strategy_to_the_outcome(forum, fc1, ada, browse):
    meeting, item = discuss(forum, fc1, datetime(2026, 9, 17, 9, 0, tzinfo=UTC), "Grants in autumn")
    decision = decide(forum, meeting, item, fc1, 14)
    action = act(forum, meeting, fc1, decision, ada, state=ActionState.CLOSED)
    keep(Outcome(action=action, text="14 grant rounds were announced early.", recorded_at=NOW,
                 recorded_by_id=ada.person.id))  # fmt: skip

    words = browse().page(FC1).words

    order = ["HM Government", "FC1 Grants 2.0", "Item 4: Grants in autumn", "D-2026-014", "A-2026-031",
             "14 grant rounds were announced early."]  # fmt: skip
    at = [words.index(step) for step in order]
    assert at == sorted(at)
    assert "Discussed at 1 meeting since September 2026." in words


def test_a_decision_that_nobody_carries_out_is_missing_something(forum, fc1, browse):
    meeting, item = discuss(forum, fc1, datetime(2026, 6, 18, 9, 0, tzinfo=UTC), "Grants in summer")
    decide(forum, meeting, item, fc1, 9)

    page = browse().page(FC1)

    assert "What is missing: 1" in page.words
    assert "No action was recorded for this decision." in page.words
    assert "Five months have passed." in page.words


def test_what_was_not_circulated_is_not_shown(forum, fc1, cleo, browse):
    meeting, item = discuss(forum, fc1, datetime(2026, 9, 17, 9, 0, tzinfo=UTC), "Grants in autumn")
    decide(forum, meeting, item, fc1, 14, published=False)
    assert "D-2026-014" not in browse().page(FC1).words


def test_a_closed_item_shows_only_its_public_title(forum, fc1, cleo, browse):
    discuss(forum, fc1, datetime(2026, 9, 17, 9, 0, tzinfo=UTC), "The plum contract", visibility=Visibility.CLOSED,
            public_title="A contract", closed_because="It names a bidder.")  # fmt: skip
    assert "plum" not in browse().page(FC1).html
    assert "plum" in browse(cleo).page(FC1).html


def test_the_pages_ask_as_often_for_three_meetings_as_for_one(forum, fc1, browse, counted):
    browser = browse()
    asked = []
    for month in (3, 6, 9):
        meeting, item = discuss(forum, fc1, datetime(2026, month, 17, 9, 0, tzinfo=UTC), f"Grants in {month}")
        decide(forum, meeting, item, fc1, month)
        for address in (FC1, "/strategies/civil-society-strategy-2018"):
            browser.page(address)
            with counted() as questions:
                browser.page(address)
            asked.append(questions.count)
    assert asked[0::2] == [asked[0]] * 3 and asked[1::2] == [asked[1]] * 3


def test_an_unknown_commitment_is_a_page_with_a_way_on(forum, fc1, browse):
    page = browse().page("/strategies/civil-society-strategy-2018/commitments/ZZ9")
    assert page.status == 404 and page.links


def test_what_a_closed_item_decided_is_on_no_page_of_the_strategy(forum, fc1, cleo, browse):
    meeting, item = discuss(
        forum, fc1, datetime(2026, 9, 17, 9, 0, tzinfo=UTC), "The plum contract", visibility=Visibility.CLOSED,
        public_title="A contract", closed_because="A bidder.",
    )  # fmt: skip
    decision = decide(forum, meeting, item, fc1, 14)
    pages = ("/", FC1, "/strategies/civil-society-strategy-2018",
             "/strategies/civil-society-strategy-2018/funding-commissioning-contracts")  # fmt: skip
    for address in pages:
        page = browse().page(address)
        assert page.status == 200 and decision.reference not in page.html and decision.text not in page.html
    assert decision.reference in browse(cleo).page(FC1).html


def test_another_forum_did_nothing_about_it(forum, fc1, browse):
    other = make_forum("Children’s Forum", "CYP", is_first=False)
    meeting, item = discuss(other, fc1, datetime(2026, 9, 17, 9, 0, tzinfo=UTC), "Grants for play")
    decide(other, meeting, item, fc1, 14)
    assert "Grants for play" not in browse().page(f"{FC1}?forum=FEN").words
    assert "Grants for play" in browse().page(f"{FC1}?forum=CYP").words


def test_what_an_item_is_to_become_shows_once_it_is_published_again(forum, cleo, browse):
    make_strategy()
    promise = db.session.scalars(select(Commitment).where(Commitment.code == "FC1")).one()
    agenda = begin_agenda(make_meeting(forum), by=cleo, now=NOW)
    item = put_on(agenda, promise, by=cleo, now=NOW)
    publish_agenda(agenda, by=cleo, now=NOW)

    change_item(item, title="Zebrafinch", purpose=item.purpose, length=item.length, by=cleo, now=NOW)

    page = browse().page("/strategies/civil-society-strategy-2018/commitments/FC1")
    assert "Item " in page.html and "Zebrafinch" not in page.html
