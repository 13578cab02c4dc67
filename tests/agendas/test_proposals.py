"""Proposals: suggesting an item, the answer with its reason, and the pages of both."""

from datetime import timedelta

import pytest

from forum.agendas import operations, queries, rules
from forum.agendas.models import Proposal, ProposalState, Purpose
from forum.foundation.database import db
from forum.foundation.post import Letter
from tests.agendas.stage import begin, commitment, titles
from tests.makers import NOW, make_meeting, make_representative, make_strategy


def suggest(forum, who, title="Van insurance for volunteers", **values):
    return operations.submit_proposal(
        forum, title=title, why="It costs us too much.", purpose=Purpose.DISCUSS, length=timedelta(minutes=15),
        representative=who, by=who.person, now=NOW, **values,
    )  # fmt: skip


def last_letter():
    return db.session.query(Letter).order_by(Letter.id.desc()).first()


def test_a_proposal_is_meant_for_the_next_meeting_whose_call_is_open(forum, ada):
    assert suggest(forum, ada, "Too early").meeting is None
    make_meeting(forum, starts_at=NOW + timedelta(days=7))
    later = make_meeting(forum)
    assert suggest(forum, ada).meeting == later


def test_sent_twice_it_is_one_proposal(forum, ada, ben):
    assert suggest(forum, ada) == suggest(forum, ada)
    assert suggest(forum, ben) != suggest(forum, ada)
    assert db.session.query(Proposal).count() == 2


def test_accepting_puts_it_on_an_agenda_and_says_so(forum, cleo, ada):
    make_strategy()
    meeting = make_meeting(forum)
    proposal = suggest(forum, ada, commitments=[commitment("FC1")])

    operations.answer_proposal(proposal, ProposalState.ACCEPTED, reason="It fits well.", by=cleo, now=NOW)

    (item,) = queries.items_from(proposal)
    assert item.agenda.meeting == meeting
    assert (item.title, item.length, item.why_here) == (
        proposal.title, timedelta(minutes=15), "Proposal by Black Fen Community Transport",
    )  # fmt: skip
    assert [who.person for who in item.presenters] == [ada.person]
    assert [link.commitment.code for link in item.commitments] == ["FC1"]
    assert last_letter().to_address == ada.person.email
    assert "The reason: It fits well." in last_letter().text
    assert "It is on the agenda of Thursday 17\u00a0December\u00a02026" in last_letter().text


def test_a_lay_member_and_an_officer_propose_for_themselves(forum, cleo, lena):
    agenda = begin(make_meeting(forum), cleo)
    lay = operations.put_on_proposal(agenda, suggest(forum, lena), by=cleo, now=NOW)
    own = operations.submit_proposal(
        forum,
        title="Dates",
        why="To be fixed.",
        purpose=Purpose.INFORM,
        length=timedelta(minutes=5),
        by=cleo,
        now=NOW,
    )
    officers = operations.put_on_proposal(agenda, own, by=cleo, now=NOW)

    assert (lay.why_here, lay.presenters[0].is_lay) == ("Proposal by a lay member", True)
    assert (officers.why_here, officers.presenters[0].person) == ("Proposal by an officer of the forum", cleo)


def test_putting_off_keeps_it_for_the_meeting_after(forum, cleo, ada):
    meeting = make_meeting(forum)
    later = make_meeting(forum, starts_at=NOW + timedelta(days=114))
    proposal = suggest(forum, ada)

    operations.answer_proposal(proposal, ProposalState.DEFERRED, reason="In March.", by=cleo, now=NOW)

    assert proposal.meeting == later
    assert queries.proposals_for(meeting) == []
    assert queries.proposals_for(later) == [proposal]
    assert queries.unanswered_in_time(later) == [proposal], "it is answered again before that agenda is out"
    operations.put_on_proposal(begin(later, cleo), proposal, by=cleo, now=NOW)
    assert proposal.state is ProposalState.ACCEPTED


def test_merging_names_the_other(forum, cleo, ada, ben):
    make_meeting(forum)
    one, other = suggest(forum, ada), suggest(forum, ben, "Insurance for all")
    with pytest.raises(rules.MergeNeedsAnother):
        operations.answer_proposal(one, ProposalState.MERGED, reason="The same.", by=cleo, now=NOW)

    operations.answer_proposal(one, ProposalState.MERGED, reason="The same.", into=other, by=cleo, now=NOW)

    assert queries.merged_into(one) == other
    assert "It goes together with another proposal: Insurance for all." in last_letter().text


def test_no_answer_without_a_reason_and_none_twice(forum, cleo, ada):
    proposal = suggest(forum, ada)
    with pytest.raises(rules.AnswerNeedsReason):
        operations.answer_proposal(proposal, ProposalState.DECLINED, reason="", by=cleo, now=NOW)
    with pytest.raises(rules.NoMeetingForIt):
        operations.answer_proposal(proposal, ProposalState.ACCEPTED, reason="Yes.", by=cleo, now=NOW)
    operations.answer_proposal(proposal, ProposalState.DECLINED, reason="Not ours.", by=cleo, now=NOW)
    with pytest.raises(rules.AlreadyAnswered):
        operations.answer_proposal(proposal, ProposalState.ACCEPTED, reason="Yes.", by=cleo, now=NOW)


def test_taken_off_again_it_waits_for_an_answer(forum, cleo, ada):
    meeting = make_meeting(forum)
    proposal = suggest(forum, ada)
    item = operations.put_on_proposal(begin(meeting, cleo), proposal, by=cleo, now=NOW)

    operations.take_off(item, by=cleo, now=NOW)

    assert queries.unanswered_in_time(meeting) == [proposal]


# ---- The pages ----------------------------------------------------------------------------------------------


def filled(**values):
    return {
        "title": "Van insurance for volunteers", "why": "It has doubled.", "purpose": "discuss", "minutes": "15",
        **values,
    }  # fmt: skip


def test_a_member_suggests_an_item_and_finds_it_in_the_list(forum, ada, browse):
    make_strategy()
    make_meeting(forum)
    browser = browse(ada.person)
    form = browser.page("/proposals/new")
    assert (
        "What you suggest until Thursday 3 December is answered for the meeting on 17 December." in form.words
    )

    page = browser.send("/proposals/new", filled(commitments="civil-society-strategy-2018/FC1"))

    assert (1, "Van insurance for volunteers") in page.headings
    assert "You get a letter with the answer and the reason." in page.notices[0]
    assert "Grants 2.0 and the Grants Functional Standard" in page.links
    proposal = db.session.query(Proposal).one()
    assert (proposal.representative, proposal.length) == (ada, timedelta(minutes=15))
    listed = browser.page("/proposals")
    assert "Asked by Ada Marsh, Black Fen Community Transport, 24 November 2026." in listed.words
    assert "Not answered yet" in listed.words


def test_a_commitment_brings_itself_along(forum, ada, browse):
    make_strategy()
    page = browse(ada.person).page("/proposals/new?commitment=civil-society-strategy-2018/FC9")
    assert 'value="civil-society-strategy-2018/FC9" checked' in page.html
    assert "Protection of VCSE providers when a public body fails" in page.words
    assert "FC9" not in page.words


def test_who_speaks_for_two_says_for_whom(forum, ada, ben, browse):
    make_representative(forum, "Ada Marsh", ben.organisation, person=ada.person)
    browser = browse(ada.person)
    assert "For whom do you suggest it?" in browser.page("/proposals/new").words
    second = (
        db.session.query(type(ada))
        .filter_by(person_id=ada.person.id, organisation_id=ben.organisation.id)
        .one()
    )

    browser.send("/proposals/new", filled(representative=second.reference))

    assert db.session.query(Proposal).one().representative == second


def test_what_is_missing_is_said_at_the_question(forum, ada, browse):
    page = browse(ada.person).send("/proposals/new", {"minutes": "15", "purpose": "discuss"})
    assert page.title.startswith("Error: ")
    assert page.problems == ["Say in one line what it is about.", "Say why it matters now."]


def test_the_organiser_answers_and_everyone_reads_the_reason(forum, cleo, ada, browse):
    proposal = suggest(forum, ada)
    browser = browse(cleo)
    address = f"/proposals/{proposal.reference}"
    assert "Answer it" in browser.page(address).words

    missing = browser.send(f"{address}/answer", {"answer": "declined"})
    assert missing.problems == ["Give the reason. The proposer gets it in a letter."]
    nowhere = browser.send(f"{address}/answer", {"answer": "accepted", "reason": "Yes."})
    assert nowhere.problems == ["Choose the meeting whose agenda takes it up."]
    page = browser.send(
        f"{address}/answer", {"answer": "declined", "reason": "Not doing, because another does."}
    )
    assert "Answer it" not in page.words

    public = browse().page(address)
    assert "Not doing, because another does." in public.words
    assert "Ada Marsh" not in public.words
    assert "Asked by Black Fen Community Transport." in public.words
    assert "Not doing, because another does." in browse().page("/proposals").words


def test_an_accepted_proposal_leads_to_its_item(forum, cleo, ada, browse):
    meeting = make_meeting(forum)
    proposal = suggest(forum, ada)
    address = f"/proposals/{proposal.reference}"

    page = browse(cleo).send(f"{address}/answer", {"answer": "accepted", "reason": "It fits.", "meeting": ""})

    assert page.links["Van insurance for volunteers, 17 December 2026"] == f"/meetings/{meeting.reference}"
    assert "Van insurance for volunteers" in titles(queries.get_agenda(meeting))


def test_nobody_has_suggested_anything(forum, ada, browse):
    assert "Nobody has suggested anything yet." in browse(ada.person).page("/proposals").words
    assert "No proposal has an answer yet." in browse().page("/proposals").words


def test_the_list_asks_as_often_for_many_as_for_few(forum, cleo, ada, ben, browse, counted):
    suggest(forum, ada)
    browser = browse(cleo)
    browser.page("/proposals")
    with counted() as few:
        browser.page("/proposals")
    for at in range(6):
        suggest(forum, ben if at % 2 else ada, f"Matter {at}")

    with counted() as many:
        assert "Matter 5" in browser.page("/proposals").words
    assert many.count == few.count
