"""Answers and what follows: kept for later, taken up together, put on and taken off, moved on with no meeting."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.agendas import operations, queries, rules
from forum.agendas.models import Proposal, ProposalAnswer, ProposalState, Regime, Visibility
from forum.booking.operations import call_off_meeting
from forum.foundation.database import db
from tests.agendas.stage import add, begin, change
from tests.agendas.suggesting import answer, letters_of, put, suggest, told
from tests.makers import NOW, make_meeting

MERGED, DEFERRED, ACCEPTED = ProposalState.MERGED, ProposalState.DEFERRED, ProposalState.ACCEPTED
IN_MARCH = datetime(2027, 3, 18, 10, tzinfo=UTC)


@pytest.fixture
def december(forum):
    return make_meeting(forum)


@pytest.fixture
def march(forum, december):
    return make_meeting(forum, starts_at=IN_MARCH)


def states(proposal: Proposal) -> list[ProposalState]:
    return [one.state for one in queries.answers_to(proposal)]


def publish(meeting, by):
    agenda = begin(meeting, by)
    if not any(item.standing is None for item in agenda.items):
        add(agenda, "A matter", by)
    return operations.publish_agenda(queries.get_agenda(meeting), by=by, now=NOW)


# ---- Kept for later -----------------------------------------------------------------------------------------


def test_what_is_kept_for_a_meeting_is_answered_there_before_its_agenda_is_out(
    forum, ada, cleo, december, march
):
    proposal = suggest(forum, ada)
    answer(proposal, DEFERRED, cleo, "The insurer answers in February.", meeting=march)
    assert queries.proposals_for(december) == [] and queries.proposals_for(march) == [proposal]
    publish(december, cleo)
    with pytest.raises(rules.ProposalUnanswered):
        publish(march, cleo)

    answer(proposal, ACCEPTED, cleo, "The insurer has answered.")

    publish(march, cleo)
    assert states(proposal) == [DEFERRED, ACCEPTED]
    assert [rules.answer_in_words(one).replace("\u00a0", " ") for one in queries.answers_to(proposal)] == [
        "Kept for 18 March", "Put on the agenda of 18 March",
    ]  # fmt: skip
    assert "It gets a second answer before the agenda of that meeting is out." in letters_of()[0].text


def test_it_is_not_kept_for_the_same_meeting_again(forum, ada, cleo, december):
    proposal = suggest(forum, ada)
    with pytest.raises(rules.LaterMeansLater):
        answer(proposal, DEFERRED, cleo, meeting=december)
    assert states(proposal) == [] and told() == []


# ---- Taken up together --------------------------------------------------------------------------------------


def test_the_item_names_both_and_both_get_the_later_letters(forum, ada, ben, cleo, december):
    one, other = suggest(forum, ada), suggest(forum, ben, "Insurance for all")
    answer(other, MERGED, cleo, "The same.", into=one)

    answer(one, ACCEPTED, cleo, "It fits.")

    (item,) = queries.items_from(one)
    assert item.why_here == "Proposal by Black Fen Community Transport and Fenland Carers’ Link"
    assert told() == ["Ben Holt", "Ada Marsh", "Ben Holt"]
    assert "It is on the agenda of Thursday" in letters_of()[-1].text
    operations.take_off(item, by=cleo, now=NOW)
    answer(one, ProposalState.DECLINED, cleo, "After all not.")
    assert told()[3:] == ["Ada Marsh", "Ben Holt"]


def test_one_that_goes_into_what_is_on_an_agenda_is_named_there_too(forum, ada, ben, cleo, december):
    one, other = suggest(forum, ada), suggest(forum, ben, "Insurance for all")
    answer(one, ACCEPTED, cleo)
    answer(other, MERGED, cleo, "The same.", into=one)
    (item,) = queries.items_from(one)
    assert item.why_here == "Proposal by Black Fen Community Transport and Fenland Carers’ Link"
    assert "That one is on the agenda of Thursday 17\u00a0December\u00a02026." in letters_of()[-1].text


def test_there_is_no_chain_and_no_circle(forum, ada, ben, cora, lena, cleo, december):
    first, second, third = (suggest(forum, who, f"Of {who.person.name}") for who in (ada, ben, cora))
    answer(first, MERGED, cleo, "One.", into=second)
    with pytest.raises(rules.MergeLeadsNowhere, match="goes together with another one itself"):
        answer(second, MERGED, cleo, into=first)
    with pytest.raises(rules.MergeLeadsNowhere):
        answer(third, MERGED, cleo, into=first)

    answer(second, MERGED, cleo, "Two.", into=third)

    assert queries.merged_with(third) == [first, second]
    assert first.merged_into_id == second.merged_into_id == third.id
    assert [(one.state, one.reason) for one in queries.answers_to(first)] == [
        (MERGED, "One."),
        (MERGED, "Two."),
    ]
    assert told()[-2:] == ["Ben Holt", "Ada Marsh"]
    declined = suggest(forum, lena, "Another")
    answer(declined, ProposalState.DECLINED, cleo)
    with pytest.raises(rules.MergeLeadsNowhere, match="will not be taken up"):
        answer(third, MERGED, cleo, into=declined)


def test_what_goes_into_a_closed_item_is_few_peoples_to_read(forum, ada, ben, lena, cleo, december, browse):
    one, other = suggest(forum, ada, "Dotterel"), suggest(forum, ben, "Dotterel and others")
    answer(other, MERGED, cleo, "The same.", into=one)
    answer(one, ACCEPTED, cleo)
    assert "Dotterel" in browse().page("/proposals").words
    (item,) = queries.items_from(one)
    change(item, cleo, visibility=Visibility.CLOSED, public_title="A matter", closed_because="A person.")

    visitor = browse()
    assert "Dotterel" not in visitor.page("/proposals").words
    for proposal in (one, other):
        assert visitor.get(f"/proposals/{proposal.reference}").status_code == 302
    assert "Dotterel and others" in browse(ben.person).page("/proposals").words, "it is theirs"
    member = browse(lena.person)
    assert "Dotterel" not in member.page("/proposals").words
    assert member.get(f"/proposals/{one.reference}").status_code == 403
    assert member.post(f"/proposals/{one.reference}/us-too").status_code == 403


# ---- Taken off, and what has no meeting ---------------------------------------------------------------------


def test_taken_off_it_waits_again_and_its_history_stays(forum, ada, cleo, december, browse):
    proposal = suggest(forum, ada)
    answer(proposal, ACCEPTED, cleo, "It fits.")
    (item,) = queries.items_from(proposal)
    operations.take_off(item, by=cleo, now=NOW)
    assert (proposal.state, proposal.reason) == (ProposalState.SUBMITTED, "")
    assert states(proposal) == [ACCEPTED, ProposalState.SUBMITTED]
    assert queries.unanswered_in_time(december) == [proposal]
    page = browse(ada.person).page(f"/proposals/{proposal.reference}")
    assert "Put on the agenda of 17 December It fits." in page.words
    assert "Waits for an answer again It was taken off the agenda again." in page.words


def test_what_no_meeting_asked_for_goes_to_the_next_that_does(forum, ada, ben, cleo):
    soon = make_meeting(forum, starts_at=NOW + timedelta(days=7))
    proposal = suggest(forum, ada)
    assert proposal.meeting is None
    assert operations.move_on_proposals(NOW) == 0
    later = make_meeting(forum)

    assert operations.move_on_proposals(NOW) == 1

    assert proposal.meeting == later
    assert queries.unanswered_in_time(later) == [proposal] and queries.proposals_for(soon) == []
    assert operations.move_on_proposals(NOW) == 0


def test_what_was_meant_for_a_meeting_that_is_over_goes_on(forum, ada, cleo, december, march):
    made_late = NOW + timedelta(days=20)
    unanswered = suggest(forum, ada)
    after = NOW + timedelta(days=24)
    assert operations.move_on_proposals(made_late) == 0
    assert operations.move_on_proposals(after) == 1
    assert unanswered.meeting == march


def test_called_off_nothing_is_lost(forum, ada, ben, cora, lena, cleo, december, march):
    waits, accepted = suggest(forum, ada), suggest(forum, ben, "Insurance for all")
    kept, in_march = suggest(forum, cora, "In December"), suggest(forum, lena, "In March")
    answer(accepted, ACCEPTED, cleo, "It fits.")
    answer(in_march, DEFERRED, cleo, "Later.", meeting=march)
    call_off_meeting(december, because="Flood.", by=cleo, now=NOW)

    assert operations.move_on_proposals(NOW) == 3

    assert {one.meeting for one in (waits, accepted, kept, in_march)} == {march}
    assert queries.proposals_for(march) == [waits, accepted, kept, in_march]
    assert states(accepted) == [ACCEPTED, ProposalState.SUBMITTED]
    (letter,) = letters_of("proposal waits again")
    assert letter.to_name == "Ben Holt" and "because the meeting was called off" in letter.text
    assert "It is meant for Thursday 18\u00a0March\u00a02027 now" in letter.text
    assert operations.move_on_proposals(NOW) == 0


def test_what_was_put_off_does_not_come_back_to_where_it_was_put_off_from(forum, ada, cleo, december):
    proposal = suggest(forum, ada)
    answer(proposal, DEFERRED, cleo, "Not in winter.")
    assert proposal.meeting is None
    assert operations.move_on_proposals(NOW) == 0
    march = make_meeting(forum, starts_at=IN_MARCH, published_at=NOW + timedelta(hours=1))
    assert operations.move_on_proposals(NOW + timedelta(hours=2)) == 1
    assert proposal.meeting == march and queries.unanswered_in_time(march) == [proposal]


def test_it_is_put_on_no_agenda_of_a_meeting_that_is_off_or_over(forum, ada, cleo, december, march):
    proposal = suggest(forum, ada)
    call_off_meeting(december, because="Flood.", by=cleo, now=NOW)
    with pytest.raises(rules.NoMeetingForIt):
        answer(proposal, ACCEPTED, cleo)
    answer(proposal, ACCEPTED, cleo, meeting=march)
    assert proposal.meeting == march


# ---- Publishing waits ---------------------------------------------------------------------------------------


def test_an_agenda_waits_for_what_was_sent_in_time_and_for_nothing_else(
    forum, ada, ben, cora, lena, cleo, december
):
    operations.keep_draft(
        forum, title="A draft", why="", purpose="discuss", length=timedelta(minutes=5), by=ada.person, now=NOW
    )
    taken_back, other = suggest(forum, ada, "Solved"), suggest(forum, ben, "The same")
    operations.take_back_proposal(taken_back, reason="Solved.", by=ada.person, now=NOW)
    too_late = NOW + timedelta(days=12)
    late = suggest(forum, lena, "Too late", now=too_late)
    assert late.meeting is None
    assert queries.unanswered_in_time(december) == [other]
    with pytest.raises(rules.ProposalUnanswered):
        publish(december, cleo)
    answer(other, ProposalState.DECLINED, cleo)
    publish(december, cleo)


def test_what_may_lead_to_a_contract_stays_marked_on_its_item(forum, ada, cleo, december):
    proposal = suggest(forum, ada, regime=Regime.NOT_KNOWN)
    answer(proposal, ACCEPTED, cleo)
    (item,) = queries.items_from(proposal)
    assert item.regime is Regime.NOT_KNOWN


def test_what_goes_together_with_it_is_marked_too(forum, ada, ben, cleo, december):
    marked, other = suggest(forum, ada, regime=Regime.GRANT), suggest(forum, ben, "Buses")
    answer(marked, MERGED, cleo, into=other)
    answer(other, ACCEPTED, cleo)
    assert [item.regime for item in queries.items_from(other)] == [Regime.GRANT]

    later, accepted = suggest(forum, ada, "Vans", regime=Regime.GRANT), suggest(forum, ben, "Trains")
    answer(accepted, ACCEPTED, cleo)
    (item,) = queries.items_from(accepted)
    change(item, cleo, visibility=Visibility.MEMBERS)
    with pytest.raises(rules.HiddenForContract):
        answer(later, MERGED, cleo, into=accepted)
    assert later.state is ProposalState.SUBMITTED

    change(item, cleo, visibility=Visibility.PUBLIC)
    answer(later, MERGED, cleo, into=accepted)
    assert item.regime is Regime.GRANT


# ---- The pages ----------------------------------------------------------------------------------------------


def test_the_page_tells_the_history_as_a_thread(forum, ada, ben, cleo, december, march, browse):
    proposal, other = suggest(forum, ada), suggest(forum, ben, "Insurance for all")
    answer(other, MERGED, cleo, "The same.", into=proposal)
    answer(proposal, DEFERRED, cleo, "The insurer answers in February.", meeting=march)
    answer(proposal, ACCEPTED, cleo, "The insurer has answered.")

    page = browse(cleo).page(f"/proposals/{proposal.reference}")
    for said in (
        "Kept for 18 March The insurer answers in February.",
        "Put on the agenda of 18 March The insurer has answered.",
        "Together with Insurance for all Asked by Ben Holt, Fenland Carers’ Link.",
    ):
        assert said in page.words
    link = "Van insurance for volunteers, 18 March 2027"
    merged = browse(ben.person).page(f"/proposals/{other.reference}")
    assert page.links[link] == merged.links[link] == f"/meetings/{march.reference}"
    assert merged.links["Van insurance for volunteers"] == f"/proposals/{proposal.reference}"


def test_the_page_asks_as_often_for_many_mergers_as_for_one(forum, ada, ben, cleo, december, browse, counted):
    proposal = suggest(forum, ada)
    browsers = [browse(ada.person), browse(cleo)]
    asked = []
    for titles in (["One"], ["Two", "Three", "Four"]):
        for title in titles:
            answer(suggest(forum, ben, title), MERGED, cleo, "The same.", into=proposal)
        for browser in browsers:
            browser.page(f"/proposals/{proposal.reference}")
        with counted() as count:
            for browser in browsers:
                assert titles[-1] in browser.page(f"/proposals/{proposal.reference}").words
        asked.append(count.count)
    assert asked[0] == asked[1]


def test_the_page_refuses_what_leads_nowhere(forum, ada, ben, cleo, december, browse):
    proposal, other = suggest(forum, ada), suggest(forum, ben, "Insurance for all")
    browser = browse(cleo)
    said = {"answer": "merged", "reason": "The same.", "into": other.reference}
    address = f"/proposals/{proposal.reference}/answer"
    assert december.reference in browser.page(f"/proposals/{proposal.reference}").html
    same = browser.send(address, {"answer": "deferred", "reason": "Later.", "meeting": december.reference})
    assert same.problems == [
        "It is meant for 17 December already. Choose a later meeting, or leave the choice open."
    ]
    answer(other, ProposalState.DECLINED, cleo)
    assert browser.send(address, said).problems == ["Choose one of the answers."]
    assert db.session.query(ProposalAnswer).count() == 1


def test_the_desk_asks_again_once_the_call_has_opened(forum, ada, cleo, december, march, browse):
    proposal = suggest(forum, ada)
    answer(proposal, DEFERRED, cleo, "Later.", meeting=march)
    assert "Answer 1 proposal" not in browse(cleo).page("/desk").words
    put(proposal, meeting=december)
    assert "Answer 1 proposal for 17 December" in browse(cleo).page("/desk").words
    put(proposal, meeting=None, state=ProposalState.SUBMITTED)
    page = browse(cleo).page("/desk")
    assert "1 proposal waits for a meeting" in page.words


def test_a_proposal_of_the_last_release_keeps_its_one_answer(forum, ada, cleo, december):
    """An answer from before answers were kept has nobody who gave it."""
    proposal = suggest(forum, ada)
    answer(proposal, ProposalState.DECLINED, cleo, "Not ours.")
    put(queries.answers_to(proposal)[0], by_id=None)
    assert states(proposal) == [ProposalState.DECLINED]
