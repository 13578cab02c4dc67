"""A draft that only its proposer sees, the form that finds by words, and a proposal that is taken back."""

from datetime import timedelta

import pytest

from forum.agendas import operations, policy, queries, rules
from forum.agendas.models import Proposal, ProposalAnswer, ProposalState, Regime
from forum.foundation.database import db
from tests.agendas.stage import commitment
from tests.agendas.suggesting import answer, back, draft, letters_of, put, suggest, told, words
from tests.makers import NOW, keep, make_meeting, make_representative, make_strategy

FILLED = {"title": "Who drives at night?", "why": "Two drivers left.", "purpose": "discuss", "minutes": "15"}


# ---- Drafts -------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_changed_and_sent(forum, ada):
    make_strategy()
    meeting = make_meeting(forum)
    kept = draft(forum, ada, why="")
    assert (kept.state, kept.meeting) == (ProposalState.DRAFT, None)

    changed = {"why": "Two drivers left.", "commitments": [commitment("FC1")], "regime": Regime.NOT_KNOWN}
    given = words("Who drives after eight?", representative=ada, by=ada.person, draft=kept, **changed)
    operations.keep_draft(forum, **given, now=NOW)
    assert [link.commitment.code for link in kept.commitments] == ["FC1"]
    assert kept.theme.slug == "funding-commissioning-contracts"

    later = NOW + timedelta(days=1)
    sent = operations.submit_proposal(forum, **{**given, "commitments": [commitment("FC9")]}, now=later)

    assert sent == kept and db.session.query(Proposal).count() == 1
    assert (sent.state, sent.meeting, sent.made_at) == (ProposalState.SUBMITTED, meeting, later)
    assert [link.commitment.code for link in sent.commitments] == ["FC9"]
    assert sent.regime is Regime.NOT_KNOWN
    for change in (operations.keep_draft, operations.submit_proposal):
        with pytest.raises(rules.IsNoDraft):
            change(forum, **{**given, "title": "Another"}, now=later)
    assert operations.submit_proposal(forum, **given, now=later) == sent, "a second click"


def test_kept_twice_it_is_one_draft(forum, ada, ben):
    assert draft(forum, ada) == draft(forum, ada)
    assert draft(forum, ben) != draft(forum, ada)
    assert suggest(forum, ada, "Who drives at night?") != draft(forum, ada)


def test_a_draft_is_thrown_away(forum, ada):
    make_strategy()
    kept = draft(forum, ada, commitments=[commitment("FC1")])
    operations.drop_draft(kept, by=ada.person, now=NOW)
    assert db.session.query(Proposal).count() == 0
    with pytest.raises(rules.IsNoDraft):
        operations.drop_draft(suggest(forum, ada), by=ada.person, now=NOW)


def test_a_draft_is_seen_by_its_proposer_alone(forum, ada, ben, cleo, drew, browse):
    meeting = make_meeting(forum)
    kept = draft(forum, ada)
    other = suggest(forum, ben, "Another matter")

    assert policy.may_see_proposal(ada.person, kept)
    assert not any(policy.may_see_proposal(person, kept) for person in (ben.person, cleo, drew))
    assert queries.proposals_for(meeting) != [kept]
    assert [one.title for one in queries.proposals_of(forum, unanswered_too=True).things] == [
        "Another matter"
    ]
    for person in (None, ben.person, cleo):
        browser = browse(person)
        for address in ("/proposals", f"/meetings/{meeting.reference}"):
            assert "Who drives at night?" not in browser.page(address).words
        for address in (f"/proposals/{kept.reference}", f"/proposals/{kept.reference}/edit"):
            assert browser.get(address).status_code in {302, 403}
    assert "Who drives at night?" not in browse(cleo).page("/desk").words
    assert browse(ben.person).post(f"/proposals/{kept.reference}/drop").status_code == 403
    assert browse(ben.person).post(f"/proposals/{kept.reference}/us-too").status_code == 403
    said = {"answer": "declined", "reason": "No."}
    assert browse(cleo).post(f"/proposals/{kept.reference}/answer", said).status_code == 403
    said = {"answer": "merged", "reason": "No.", "into": kept.reference}
    merged = browse(cleo).send(f"/proposals/{other.reference}/answer", said)
    assert "Who drives at night?" not in merged.words and merged.problems


def test_the_page_keeps_a_draft_and_goes_on_with_it(forum, ada, browse):
    make_meeting(forum)
    browser = browse(ada.person)
    page = browser.send("/proposals/new", {**FILLED, "why": "", "draft": "1"})
    assert (1, "Go on with your draft") in page.headings
    assert "The draft is kept. Only you see it." in page.notices[0]
    kept = db.session.query(Proposal).one()
    assert kept.state is ProposalState.DRAFT

    listed = browser.page("/proposals")
    assert listed.links["Who drives at night?"] == f"/proposals/{kept.reference}/edit"
    assert "Nobody has suggested anything yet." in listed.words
    assert "Draft, not sent" in browser.page("/me").words
    page = browser.page(f"/proposals/{kept.reference}")
    assert 'value="Who drives at night?"' in page.html

    missing = browser.send(f"/proposals/{kept.reference}/edit", {**FILLED, "why": ""})
    assert missing.problems == ["Say why it matters now."]
    sent = browser.send(f"/proposals/{kept.reference}/edit", FILLED)
    assert "Your proposal is in." in sent.notices[0]
    again = browser.send(f"/proposals/{kept.reference}/edit", FILLED)
    assert (1, "Who drives at night?") in again.headings
    assert db.session.query(Proposal).one().state is ProposalState.SUBMITTED


def test_a_draft_needs_a_title(forum, ada, browse):
    page = browse(ada.person).send("/proposals/new", {**FILLED, "title": "", "draft": "1"})
    assert page.problems == ["Say in one line what it is about."]
    assert "Two drivers left." in page.html


def test_the_page_throws_a_draft_away(forum, ada, browse):
    kept = draft(forum, ada)
    page = browse(ada.person).send(f"/proposals/{kept.reference}/drop")
    assert page.notices == ["The draft is thrown away."]
    assert db.session.query(Proposal).count() == 0


# ---- What it is about ---------------------------------------------------------------------------------------


def test_words_find_what_the_strategy_says_and_all_that_was_typed_is_kept(forum, ada, browse):
    make_strategy()
    browser = browse(ada.person)
    page = browser.send("/proposals/new", {**FILLED, "words": "grants", "find": "1"})
    assert not page.problems and page.status == 200
    assert "Grants 2.0 and the Grants Functional Standard" in page.words
    assert "Funding, commissioning and contracts" in page.words
    assert "Protection of VCSE providers" not in page.words
    assert "FC1" not in page.words
    assert "Two drivers left." in page.html
    assert db.session.query(Proposal).count() == 0

    chosen = {**FILLED, "commitments": "civil-society-strategy-2018/FC1", "words": "protection", "find": "1"}
    page = browser.send("/proposals/new", chosen)
    assert 'value="civil-society-strategy-2018/FC1" checked' in page.html
    assert "The strategy leaves this open. Funding, commissioning and contracts." in page.words

    sent = {**FILLED, "commitments": ["civil-society-strategy-2018/FC1", "civil-society-strategy-2018/FC9"]}
    page = browser.send("/proposals/new", {**sent, "may_lead_to_contract": "y"})
    proposal = db.session.query(Proposal).one()
    assert [link.commitment.code for link in proposal.commitments] == ["FC1", "FC9"]
    assert (proposal.theme.slug, proposal.regime) == ("funding-commissioning-contracts", Regime.NOT_KNOWN)
    assert "Grants 2.0 and the Grants Functional Standard" in page.links
    assert "Protection of VCSE providers when a public body fails" in page.links
    assert "This may lead to a contract." in page.words


def test_a_theme_shows_what_it_holds(forum, ada, browse):
    make_strategy()
    theme = "civil-society-strategy-2018/funding-commissioning-contracts"
    page = browse(ada.person).send("/proposals/new", {**FILLED, "within": theme, "find": "1"})
    assert "Grants 2.0 and the Grants Functional Standard" in page.words
    assert "Protection of VCSE providers when a public body fails" in page.words

    page = browse(ada.person).page(f"/proposals/new?theme={theme}")
    assert "Protection of VCSE providers when a public body fails" in page.words
    assert f'value="{theme}" checked' in page.html

    browse(ada.person).send("/proposals/new", {**FILLED, "theme": theme})
    proposal = db.session.query(Proposal).one()
    assert proposal.theme.slug == "funding-commissioning-contracts" and not proposal.commitments


def test_words_that_nothing_has_say_so(forum, ada, browse):
    make_strategy()
    page = browse(ada.person).send("/proposals/new", {**FILLED, "words": "xylophone", "find": "1"})
    assert "Nothing in the strategy has these words." in page.words


def test_more_than_three_are_refused_at_the_question(forum, ada, browse):
    strategy = make_strategy()
    theme = commitment("FC1").theme
    more = [type(commitment("FC1"))(strategy=strategy, theme=theme, code=f"X{at}", kind="commitment", title=f"X {at}",
                                    text="", position=at) for at in range(4)]  # fmt: skip
    keep(*more)
    browser = browse(ada.person)
    four = [f"civil-society-strategy-2018/X{at}" for at in range(4)]
    page = browser.send("/proposals/new", {**FILLED, "commitments": four})
    assert page.problems == ["Choose three at most: those that it is about first of all."]
    assert db.session.query(Proposal).count() == 0


def test_what_has_gone_from_the_strategy_falls_out_of_a_draft(forum, ada, browse):
    make_strategy()
    browser = browse(ada.person)
    chosen = ["civil-society-strategy-2018/FC1", "civil-society-strategy-2018/FC9"]
    browser.send("/proposals/new", {**FILLED, "commitments": chosen, "draft": "1"})
    put(commitment("FC1"), is_withdrawn=True)
    kept = db.session.query(Proposal).one()
    page = browser.page(f"/proposals/{kept.reference}/edit")
    assert "Grants 2.0" not in page.words
    browser.send(f"/proposals/{kept.reference}/edit", {**FILLED, "commitments": chosen, "theme": "no/such"})
    assert [link.commitment.code for link in kept.commitments] == ["FC9"]


def test_the_form_asks_as_often_for_two_strategies_as_for_one(forum, ada, browse, counted):
    make_strategy()
    browser = browse(ada.person)
    browser.page("/proposals/new")
    with counted() as few:
        browser.page("/proposals/new")
    make_strategy("another-strategy")
    with counted() as many:
        browser.page("/proposals/new")
    assert many.count == few.count


# ---- Taken back ---------------------------------------------------------------------------------------------


def test_a_proposal_is_taken_back_with_a_word(forum, ada, ben, cleo):
    meeting = make_meeting(forum)
    proposal = suggest(forum, ada)
    back(proposal, ben)

    operations.take_back_proposal(proposal, reason="The insurer gave way.", by=ada.person, now=NOW)

    assert (proposal.state, proposal.reason) == (ProposalState.WITHDRAWN, "The insurer gave way.")
    assert queries.proposals_for(meeting) == queries.unanswered_in_time(meeting) == []
    assert [one.state for one in queries.answers_to(proposal)] == [ProposalState.WITHDRAWN]
    assert told() == ["Ben Holt"]
    assert "Its proposer has taken it back." in letters_of()[0].text
    with pytest.raises(rules.CannotTakeBack):
        operations.take_back_proposal(proposal, reason="Again.", by=ada.person, now=NOW)
    with pytest.raises(rules.AlreadyAnswered):
        answer(proposal, ProposalState.DECLINED, cleo)


def test_what_is_on_an_agenda_is_not_taken_back(forum, ada, cleo):
    make_meeting(forum)
    proposal = suggest(forum, ada)
    answer(proposal, ProposalState.ACCEPTED, cleo)
    with pytest.raises(rules.CannotTakeBack, match="is on an agenda"):
        operations.take_back_proposal(proposal, reason="No.", by=ada.person, now=NOW)


def test_taken_back_what_went_together_with_it_waits_for_itself(forum, ada, ben, cleo):
    meeting = make_meeting(forum)
    one, other = suggest(forum, ada), suggest(forum, ben, "Insurance for all")
    answer(other, ProposalState.MERGED, cleo, "The same.", into=one)

    operations.take_back_proposal(one, reason="Solved.", by=ada.person, now=NOW)

    assert (other.state, other.merged_into_id, other.meeting) == (ProposalState.SUBMITTED, None, meeting)
    assert queries.unanswered_in_time(meeting) == [other]
    assert [each.state for each in queries.answers_to(other)] == [
        ProposalState.MERGED,
        ProposalState.SUBMITTED,
    ]
    (last,) = letters_of("proposal waits again")
    assert last.to_name == "Ben Holt" and "It waits for an answer again, because" in last.text


def test_what_was_taken_back_unanswered_is_for_members_alone(forum, ada, ben, browse):
    proposal = suggest(forum, ada)
    operations.take_back_proposal(proposal, reason="Solved.", by=ada.person, now=NOW)
    assert "Taken back" in browse(ben.person).page("/proposals").words
    assert proposal.title not in browse().page("/proposals").words
    assert browse().get(f"/proposals/{proposal.reference}").status_code == 302


def test_the_page_takes_it_back(forum, ada, ben, browse):
    make_meeting(forum)
    proposal = suggest(forum, ada)
    browser = browse(ada.person)
    page = browser.page(f"/proposals/{proposal.reference}")
    address = page.links["Take your proposal back"]
    assert browse(ben.person).get(address).status_code == 403
    assert browser.send(address, {}).problems == ["Say in a few words why you take it back."]
    page = browser.send(address, {"reason": "The insurer gave way."})
    assert "You have taken your proposal back." in page.notices[0]
    assert "Taken back by its proposer The insurer gave way." in page.words
    assert "Take your proposal back" not in page.links
    assert browser.page(address).status == 200, "a second look leads to the proposal"
    assert db.session.query(ProposalAnswer).count() == 1


def test_who_speaks_for_two_keeps_for_whom(forum, ada, ben):
    make_representative(forum, "Ada Marsh", ben.organisation, person=ada.person)
    assert draft(forum, ada).representative == ada
