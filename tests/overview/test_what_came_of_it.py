"""You said, we did; what an organisation does; what somebody missed: written by the record alone."""

from datetime import timedelta

import pytest

from forum.actions.operations import close_action, drop_action, raise_action
from forum.actions.rules import Owner
from forum.agendas.models import ProposalState, Purpose, Visibility
from forum.agendas.operations import answer_proposal, publish_agenda, put_on_proposal, submit_proposal
from forum.attendance.models import Presence
from forum.decisions.operations import record_recommendation
from forum.foundation import clock
from forum.foundation.database import operation
from forum.journal.operations import note
from forum.minutes import operations as minuting
from forum.minutes.models import EntryKind
from forum.overview.queries.since_last_here import since_last_here
from forum.overview.queries.you_said import what_came_of
from forum.overview.rules.you_said import we_did
from forum.people.models import Visitor
from tests.makers import NOW, TODAY, make_agenda, make_meeting
from tests.minutes.writing import mark, mark_all, write

VISITOR = Visitor()


def suggest(forum, who, title="Seeing drafts early"):
    return submit_proposal(
        forum, title=title, why="Small providers see them late.", purpose=Purpose.DISCUSS,
        length=timedelta(minutes=20), commitments=[], representative=who, by=who.person,
        now=NOW - timedelta(days=40),
    )  # fmt: skip


def answer(proposal, state, by, **values):
    answer_proposal(
        proposal, state, reason="It fits the theme.", by=by, now=NOW - timedelta(days=30), **values
    )


@operation
def close(item):
    item.visibility, item.closed_because = Visibility.CLOSED, "A person is named."
    note(None, "closed an item", item, now=NOW)


def did(proposal, forum, who=VISITOR):
    return we_did(what_came_of([proposal], who, forum)[0], TODAY)


@pytest.fixture
def held(forum, ada, cleo, mina):
    """A proposal on the agenda of a meeting that was held this morning, and minutes begun."""
    meeting = make_meeting(forum, starts_at=NOW - timedelta(hours=3))
    agenda = make_agenda(meeting, "Welcome")
    proposal = suggest(forum, ada)
    item = put_on_proposal(agenda, proposal, by=cleo, now=NOW - timedelta(days=29))
    publish_agenda(agenda, by=cleo, now=NOW - timedelta(days=8))
    minutes = minuting.start_minutes(meeting, by=mina, now=NOW - timedelta(hours=3))
    return proposal, item, minutes


def send_out(minutes, cleo, mina):
    minuting.end_minutes(minutes, by=mina, now=NOW)
    minuting.circulate_minutes(minutes, by=cleo, now=NOW)


def test_what_was_declined_says_why_and_what_is_unanswered_waits(forum, ada, cleo, database):
    proposal = suggest(forum, ada)
    assert did(proposal, forum, ada.person).word == "Waits for an answer"
    answer(proposal, ProposalState.DECLINED, cleo)
    found = did(proposal, forum)
    assert (found.word, found.words) == ("Not doing", "It fits the theme.")


def test_what_was_only_talked_about_says_so_once_the_minutes_are_out(held, forum, cleo, mina, database):
    proposal, item, minutes = held
    write(minutes, item, mina)
    assert did(proposal, forum).word == "On the agenda"
    send_out(minutes, cleo, mina)
    proposal_later = we_did(what_came_of([proposal], VISITOR, forum)[0], TODAY + timedelta(days=1))
    assert (proposal_later.word, proposal_later.kind) == ("Talked about", "none")


@pytest.mark.parametrize(
    ("then", "word", "words"),
    [
        ("nothing", "Doing", "Publish the list. ("),
        ("close", "Done", "The list is out."),
        ("drop", "Not doing", "It was agreed, and then dropped"),
    ],
)
def test_an_action_makes_it_doing_then_done_or_not_doing(
    held, forum, cora, cleo, mina, database, then, word, words
):
    proposal, item, minutes = held
    action = write(
        minutes, item, mina, "Publish the list.", EntryKind.ACTION,
        owners=[Owner(cora.person, cora.organisation)], due_as_said="end of november",
    ).action  # fmt: skip
    assert did(proposal, forum).word == "On the agenda", "nobody reads of it before the minutes are out"
    send_out(minutes, cleo, mina)
    if then == "close":
        close_action(action, "The list is out", by=cleo, now=NOW)
    elif then == "drop":
        drop_action(action, reason="The law changed.", by=cleo, now=NOW)
    found = did(proposal, forum)
    assert found.word == word
    assert found.words.startswith(words)
    assert (action.reference, f"/actions/{action.reference}") in found.links


def test_what_was_recommended_is_passed_on_with_the_answer(held, forum, cora, cleo, mina, database):
    proposal, item, minutes = held
    write(minutes, item, mina)
    record_recommendation(
        minutes.meeting, "Publish drafts.", to=cora.organisation, item=item, by=mina, now=NOW
    )
    send_out(minutes, cleo, mina)
    found = did(proposal, forum)
    assert found.word == f"Passed on to {cora.organisation.known_as}"
    assert found.words == "Their answer: No answer yet."


def test_a_closed_item_leaves_no_trace_for_others(held, forum, cleo, mina, database):
    proposal, item, minutes = held
    write(minutes, item, mina, "Kestrel", EntryKind.DECISION)
    send_out(minutes, cleo, mina)
    close(item)
    came = what_came_of([proposal], VISITOR, forum)[0]
    assert came.decisions == []


def test_the_page_of_an_organisation_shows_its_actions_and_what_it_was_asked(
    forum, cora, cleo, mina, browse, held
):
    _, item, minutes = held
    write(
        minutes, item, mina, "Publish the list.", EntryKind.ACTION,
        owners=[Owner(None, cora.organisation)],
    )  # fmt: skip
    record_recommendation(
        minutes.meeting, "Publish drafts.", to=cora.organisation, item=item, by=mina, now=NOW
    )
    address = f"/organisations/{cora.organisation.reference}"
    assert "Publish the list." not in browse().page(address).words
    send_out(minutes, cleo, mina)
    page = browse().page(address)
    assert "Publish the list." in page.words
    assert "Publish drafts." in page.words
    assert {(2, "What it is doing"), (2, "What the forum recommended to it")} <= set(page.headings)


def test_who_missed_meetings_reads_what_was_agreed_without_them(
    held, forum, ada, ben, cora, cleo, mina, database
):
    _, item, minutes = held
    tomorrow = TODAY + timedelta(days=1)
    mark_all(minutes.meeting, mina, mark(ada), mark(ben, Presence.APOLOGIES))
    write(minutes, item, mina, "Providers see each draft.", EntryKind.DECISION)
    raise_action(
        minutes.meeting, "Ask the council.", owners=[Owner(cora.person, cora.organisation)], item=item, by=mina,
        now=NOW,
    )  # fmt: skip
    send_out(minutes, cleo, mina)
    assert since_last_here(ada.person, forum, tomorrow) is None
    missed = since_last_here(ben.person, forum, tomorrow)
    assert missed is not None
    assert missed.last is None
    assert (
        missed.lead
        == "You have not been to a meeting yet. 1\N{NO-BREAK SPACE}meeting went by since you joined."
    )
    assert missed.missed[0].in_words == "1\N{NO-BREAK SPACE}decision and 1\N{NO-BREAK SPACE}action."


def test_the_way_to_what_was_missed_stands_on_ones_own_page(
    held, forum, ben, cleo, mina, browse, stopped_clock
):
    _, item, minutes = held
    write(minutes, item, mina, "Providers see each draft.", EntryKind.DECISION)
    send_out(minutes, cleo, mina)
    own = browse(ben.person)
    with clock.stopped_at(NOW + timedelta(days=1)):
        assert "Since you were last here" in own.page("/me").words
        assert "Providers see each draft." in own.page("/me/since").words
