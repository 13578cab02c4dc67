"""Decisions that a later one superseded or rescinded: links both ways, no circle, and a way back."""

from datetime import timedelta

import pytest

from forum.agendas.models import Visibility
from forum.decisions import operations, queries, rules
from forum.decisions.models import DecisionState
from forum.foundation.database import db
from tests.makers import NOW, make_agenda, make_item, make_meeting


@pytest.fixture
def earlier(forum, mina):
    """D-2025-001, a year and more ago, out."""
    return decide(
        make_meeting(forum, starts_at=NOW - timedelta(days=400)), mina, "Grants are let each quarter."
    )


@pytest.fixture
def later(forum, mina):
    """D-2026-001, ten days ago, out."""
    return decide(make_meeting(forum, starts_at=NOW - timedelta(days=10)), mina, "Grants are let each month.")


def decide(meeting, by, text, **values):
    made = operations.record_decision(meeting, text, by=by, now=NOW, **values)
    operations.publish_decisions(meeting, by=by, now=NOW)
    return made


def end(decision, by, ended_by=None, state=DecisionState.SUPERSEDED, reason="Too slow."):
    operations.change_state(decision, state, reason=reason, ended_by=ended_by, by=by, now=NOW)


def test_both_name_the_other_and_it_is_ended_since_the_later_one(earlier, later, cleo, drew):
    end(earlier, cleo, later)

    assert (earlier.state, earlier.ended_by, earlier.state_on) == (
        DecisionState.SUPERSEDED,
        later,
        later.meeting.on,
    )
    assert queries.ended_by_this(later, drew) == [earlier]
    assert rules.was_said(earlier, NOW.date()) == ("Superseded", "on 14\u00a0November")


def test_one_that_stands_again_has_no_link_any_more(earlier, later, cleo):
    end(earlier, cleo, later)

    end(earlier, cleo, later, DecisionState.CONFIRMED, "It was a mistake.")

    assert earlier.ended_by is None and queries.ended_by_this(later, cleo) == []


def test_what_is_rescinded_may_name_a_later_one_and_may_not(earlier, later, cleo):
    end(earlier, cleo, None, DecisionState.RESCINDED)
    assert earlier.ended_by is None

    end(earlier, cleo, later, DecisionState.RESCINDED)
    assert earlier.ended_by is later


def test_it_is_ended_by_nothing_that_could_not_have(forum, earlier, later, cleo, mina):
    draft = operations.record_decision(later.meeting, "Not out yet.", by=mina, now=NOW)
    for decision, ended_by, refusal in [
        (earlier, None, rules.LaterDecisionIsMissing),
        (earlier, earlier, rules.NotByItself),
        (earlier, draft, rules.LaterDecisionDoesNotHold),
        (later, earlier, rules.NotByAnEarlierOne),
    ]:
        with pytest.raises(refusal):
            end(decision, cleo, ended_by)
    end(earlier, cleo, later)
    with pytest.raises(rules.EndedItItself):
        end(later, cleo, earlier)
    with pytest.raises(rules.StateIsTheSame):
        end(earlier, cleo, later)
    assert later.state is DecisionState.CONFIRMED


# ---- Pages --------------------------------------------------------------------------------------------------


def test_the_form_offers_later_ones_and_both_pages_lead_with_it(earlier, later, cleo, browse):
    browser, where = browse(cleo), f"/decisions/{earlier.reference}"
    assert "D-2026-001, 14 November 2026: Grants are let each month." in browser.page(f"{where}/state").words
    missing = browser.send(f"{where}/state", {"state": "superseded", "reason": "Too slow."})
    assert missing.problems == [
        "Choose the later decision that took its place. If there is none, rescind it."
    ]

    sent = {"state": "superseded", "ended_by": later.reference, "reason": "Too slow."}
    browser.send(f"{where}/state", sent)

    page = browse().page(where)
    assert "Superseded by D-2026-001 on 14 November. Grants are let each month." in page.notices
    assert "What has happened since Superseded “Too slow.” 24 November 2026" in page.words
    assert "Cleo" not in page.words
    page = browse().page(f"/decisions/{later.reference}")
    assert "Supersedes D-2025-001 : Grants are let each quarter." in page.words
    assert "Superseded by D-2026-001 on 14 November" in browse().page("/decisions").words


def test_where_there_are_many_later_ones_words_find_them(earlier, later, cleo, browse, monkeypatch):
    monkeypatch.setattr("forum.decisions.queries.search.MOST_LATER", 1)
    decide(later.meeting, cleo, "Minutes are shorter.")
    where = f"/decisions/{earlier.reference}/state"

    page = browse(cleo).page(where)
    assert "Below stand the newest 1 of 2." in page.words and later.reference not in page.words
    assert later.reference in browse(cleo).page(f"{where}?words=EACH+MONTH").words


def test_who_may_not_see_the_later_one_is_not_told_of_it(forum, earlier, mina, cleo, browse):
    meeting = make_meeting(forum, starts_at=NOW - timedelta(days=9))
    item = make_item(make_agenda(meeting), "Staff", visibility=Visibility.CLOSED, closed_because="Names.")
    hidden = decide(meeting, mina, "The quagga leaves.", item=item)
    end(earlier, cleo, hidden)
    db.session.commit()

    page = browse().page(f"/decisions/{earlier.reference}")

    assert "Superseded on 15 November." in page.notices[0]
    for address in ("/decisions", f"/decisions/{earlier.reference}", "/decisions.csv", "/decisions.json"):
        assert hidden.reference not in browse().get(address).get_data(as_text=True)


# ---- Looked at again ------------------------------------------------------------------------------------------


def test_a_review_says_who_set_it_and_waits_for_the_agenda_of_its_day(forum, later, cleo, ada, browse):
    soon = make_meeting(forum)  # on 17 December
    browse(cleo).send(f"/desk/meetings/{soon.reference}/agenda/begin")
    waits = f"/desk/meetings/{soon.reference}/agenda"
    for day, is_there in (("18 December 2026", False), ("17 December 2026", True)):
        browse(cleo).send(f"/decisions/{later.reference}/review", {"review_on": day})
        assert ("Decisions to look at again" in browse(cleo).page(waits).words) is is_there

    assert (
        "Said by Cleo Adeyemi on 24 November 2026" in browse(ada.person).page("/decisions/D-2026-001").words
    )
    page = browse().page("/decisions/D-2026-001")
    assert "Thursday 17 December 2026 Said on 24 November 2026" in page.words and "Cleo" not in page.words
