"""The register of decisions: searched, narrowed, counted, and given as a file; as far as its reader may see."""

import csv
import io
import json
from datetime import timedelta

import pytest

from forum.actions.rules import ALL_MEMBERS
from forum.agendas.models import Visibility
from forum.decisions import operations
from forum.decisions.models import DecisionState
from forum.decisions.queries import WantedDecisions, Which, page_of_decisions
from forum.foundation.database import db
from forum.people.models import Visitor
from forum.strategy.models import Commitment
from tests.makers import NOW, TODAY, make_agenda, make_item, make_meeting, make_strategy


@pytest.fixture
def stage(forum, mina, cleo):
    """Six decisions: of last year and of this one, with and without an action, one to be looked at, one closed."""
    make_strategy()
    promise = db.session.query(Commitment).filter_by(code="FC1").one()
    old = make_meeting(forum, starts_at=NOW - timedelta(days=400))
    new = make_meeting(forum, starts_at=NOW - timedelta(days=10))
    agenda = make_agenda(new)
    grants = make_item(agenda, "Grants", promise)
    closed = make_item(agenda, "Staff", visibility=Visibility.CLOSED, closed_because="Names.")

    def decide(meeting, text, **values):
        return operations.record_decision(meeting, text, by=mina, now=NOW, **values)

    decide(old, "Café hours are 50% longer_now.", review_on=TODAY)
    done = decide(old, "Dates are told early.")
    served = decide(new, "Grants follow the Compact.", item=grants)
    decide(new, "The quagga leaves.", item=closed)
    gone = decide(new, "Fire the treasurer.")
    operations.withdraw_decision(gone, by=mina, now=NOW)
    for meeting in (old, new):
        operations.publish_decisions(meeting, by=mina, now=NOW)
    operations.change_state(done, DecisionState.IMPLEMENTED, reason="All do.", by=cleo, now=NOW)
    operations.add_action(served, "Say so", owners=[ALL_MEMBERS], due_as_said="", by=mina, now=NOW)
    return new


FOUND = [
    ({}, ["D-2026-003", "D-2026-001", "D-2025-002", "D-2025-001"]),
    ({"which": Which.CONFIRMED}, ["D-2026-001", "D-2025-001"]),
    ({"which": Which.IMPLEMENTED}, ["D-2025-002"]),
    ({"which": Which.WITHDRAWN}, ["D-2026-003"]),
    ({"which": Which.REVIEW}, ["D-2025-001"]),
    ({"which": Which.NO_ACTION}, ["D-2025-001"]),
    ({"year": 2026}, ["D-2026-003", "D-2026-001"]),
    ({"theme": "funding-commissioning-contracts"}, ["D-2026-001"]),
    ({"commitment": "civil-society-strategy-2018/FC1"}, ["D-2026-001"]),
    ({"commitment": "another/FC1"}, []),
    ({"words": "COMPACT"}, ["D-2026-001"]),
    ({"words": "café"}, ["D-2025-001"]),
    ({"words": "d-2025"}, ["D-2025-002", "D-2025-001"]),
    ({"words": "50%"}, ["D-2025-001"]),
    ({"words": "r_n"}, ["D-2025-001"]),
    ({"words": "%"}, ["D-2025-001"]),
    ({"words": "quagga"}, []),
    ({"words": "treasurer"}, []),
]  # fmt: skip


def test_what_everyone_finds(forum, stage):
    for wanted, found in FOUND:
        page = page_of_decisions(Visitor(), forum, WantedDecisions(**wanted), today=TODAY)
        assert ([one.reference for one in page.things], page.total) == (found, len(found)), wanted


def test_an_officer_finds_what_is_closed_to_others(forum, stage, cleo):
    page = page_of_decisions(cleo, forum, WantedDecisions(words="quagga"))

    assert [one.reference for one in page.things] == ["D-2026-002"]


def test_the_page_counts_in_words_and_has_a_way_on(stage, browse):
    page = browse().page("/decisions")
    assert "4 decisions: 2 confirmed, 1 implemented and 1 taken back." in page.words
    page = browse().page("/decisions?state=no-action&when=2025&words=hours")
    assert "1 decision without an action, with “hours”." in page.words
    page = browse().page("/decisions?words=quagga")
    assert "None matches." in page.words and page.links["Show every decision"] == "/decisions"
    for odd in ("?state=nonsense&when=0&theme=x%2Fy", "?_scheme=x&_external=1&words=a"):
        assert browse().get(f"/decisions{odd}").status_code == 200


def test_its_files_hold_what_everyone_can_read(stage, mina, cleo, browse):
    operations.record_decision(stage, "Not out yet.", by=mina, now=NOW)
    another = make_meeting(stage.forum, starts_at=NOW - timedelta(days=3))
    operations.record_decision(another, "=1+1", by=mina, now=NOW)
    operations.publish_decisions(another, by=mina, now=NOW)
    db.session.commit()

    answer = browse(cleo).get("/decisions.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.headers["Content-Disposition"] == "attachment; filename=decisions.csv"
    assert [row[0] for row in rows] == [
        "Number", "D-2026-005", "D-2026-003", "D-2026-001", "D-2025-002", "D-2025-001",
    ]  # fmt: skip
    assert rows[1][4] == "'=1+1"
    assert "treasurer" not in answer.get_data(as_text=True)

    (one,) = json.loads(browse(cleo).get("/decisions.json?words=compact").get_data())["decisions"]
    assert one == {
        "number": "D-2026-001", "decided_on": "2026-11-14", "meeting": stage.reference, "item": None,
        "text": "Grants follow the Compact.", "method": "consensus", "state": "confirmed", "state_since": None,
        "reason": "", "ended_by": None, "look_again_on": None, "commitments": ["FC1"], "actions": ["A-2026-001"],
        "address": "http://127.0.0.1:8000/decisions/D-2026-001",
    }  # fmt: skip
