"""“Us too”: others stand behind a proposal, organisations are counted, and each of them hears the answer."""

from datetime import timedelta

import pytest

from forum.agendas import operations, policy, queries, rules
from forum.agendas.models import Backing, ProposalState
from forum.foundation.database import db
from tests.agendas.suggesting import answer, back, letters_of, put, suggest, told
from tests.makers import NOW, make_meeting, make_member, make_organisation, make_representative


@pytest.fixture
def proposal(forum, ada):
    """Ada's, for a meeting that is to come."""
    make_meeting(forum)
    return suggest(forum, ada)


def test_organisations_are_counted_not_people(forum, proposal, ben, cora, lena):
    colleague = make_representative(forum, "Bea Holt", ben.organisation)
    for who in (ben, colleague, cora, lena):
        back(proposal, who)
    assert queries.backed([proposal]) == {proposal.id: rules.Backed(2, 1)}
    assert [one.person.name for one in queries.backers_of([proposal])] == [
        "Ben Holt", "Bea Holt", "Cora Tregarth", "Lena Ferris",
    ]  # fmt: skip


def test_said_twice_it_is_said_once_and_taken_back_it_is_gone_until_said_again(proposal, ben):
    back(proposal, ben)
    back(proposal, ben)
    assert queries.backed([proposal])[proposal.id].organisations == 1
    for _ in range(2):
        operations.stop_backing(proposal, by=ben.person, now=NOW)
    assert queries.backed([proposal]) == {}
    back(proposal, ben)
    assert queries.backed([proposal])[proposal.id].organisations == 1
    assert db.session.query(Backing).count() == 1


def test_nobody_backs_what_is_their_own_or_has_its_answer(forum, proposal, ada, ben, cleo):
    colleague = make_representative(forum, "Al Marsh", ada.organisation)
    for who in (ada, colleague):
        with pytest.raises(rules.OwnProposal):
            back(proposal, who)
    answer(proposal, ProposalState.DECLINED, cleo)
    with pytest.raises(rules.CannotBack):
        back(proposal, ben)


def test_who_may(proposal, ada, ben, cora, lena, mina, cleo, drew):
    assert all(policy.may_back_proposal(who.person, proposal) for who in (ben, cora, lena))
    assert not any(policy.may_back_proposal(who, proposal) for who in (ada.person, mina, cleo, drew))


def test_each_of_them_hears_the_answer_once(forum, proposal, ada, ben, cora, lena, cleo):
    other = suggest(forum, ben, "Insurance for all")
    for who in (cora, lena):
        back(proposal, who)
    back(other, lena)
    answer(other, ProposalState.MERGED, cleo, "The same.", into=proposal)
    assert told() == ["Ben Holt", "Lena Ferris"]
    put(cora.person, erased_at=NOW)

    answer(proposal, ProposalState.DECLINED, cleo, "Not ours.")

    assert told()[2:] == ["Ada Marsh", "Ben Holt", "Lena Ferris"]
    to_ada, to_ben, to_lena = letters_of()[2:]
    assert "You suggested an item for the forum: Van insurance for volunteers" in to_ada.text
    assert "You suggested an item for the forum: Insurance for all" in to_ben.text
    assert "It goes together with another proposal: Van insurance for volunteers" in to_ben.text
    assert "You said “us too” to a proposal: Van insurance for volunteers" in to_lena.text
    assert all("The reason: Not ours." in letter.text for letter in (to_ada, to_ben, to_lena))
    assert len({letter.batch for letter in letters_of()[2:]}) == 1, "one deed, that can be stopped"


def test_who_took_it_back_hears_nothing(proposal, ben, cleo):
    back(proposal, ben)
    operations.stop_backing(proposal, by=ben.person, now=NOW)
    answer(proposal, ProposalState.DECLINED, cleo)
    assert told() == ["Ada Marsh"]


# ---- The pages ----------------------------------------------------------------------------------------------


def test_one_button_and_back_again(proposal, ada, ben, lena, browse):
    browser = browse(ben.person)
    address = f"/proposals/{proposal.reference}"
    assert "Us too" in browser.page(address).words

    page = browser.send(f"{address}/us-too", {"for": ben.reference})
    assert "1 organisation says “us too”." in page.words
    assert "Ben Holt, Fenland Carers’ Link" in page.words
    browse(lena.person).send(f"{address}/us-too")
    listed = browse(ada.person).page("/proposals")
    assert "1 organisation and 1 lay member say “us too”." in listed.words

    page = browser.send(f"{address}/us-too/stop")
    assert "1 lay member says “us too”." in page.words
    assert "Us too" not in browse(ada.person).page(address).links
    assert browse(ada.person).post(f"{address}/us-too").status_code == 403


def test_names_are_for_members_and_numbers_for_all(proposal, ben, cleo, browse):
    back(proposal, ben)
    answer(proposal, ProposalState.DECLINED, cleo, "Not ours.")
    page = browse().page(f"/proposals/{proposal.reference}")
    assert "1 organisation says “us too”." in page.words
    assert "Ben Holt" not in page.words


def test_who_speaks_for_two_has_a_button_for_each(forum, proposal, ada, ben, browse):
    mill = make_organisation("The Mill")
    make_member(forum, mill)
    second = make_representative(forum, "Ben Holt", mill, person=ben.person)
    make_representative(forum, "Ben Holt", ada.organisation, person=ben.person)
    browser = browse(ben.person)
    page = browser.page(f"/proposals/{proposal.reference}")
    assert "Us too: Fenland Carers’ Link" in page.words and "Us too: The Mill" in page.words
    assert "Us too: Black Fen" not in page.words, "that one made it"
    browser.send(f"/proposals/{proposal.reference}/us-too", {"for": second.reference})
    assert db.session.query(Backing).one().representative == second


def test_the_list_asks_as_often_for_many_backers_as_for_none(
    forum, proposal, ada, ben, cora, browse, counted
):
    browser = browse(ada.person)
    for address in ("/proposals", f"/proposals/{proposal.reference}"):
        browser.page(address)
        with counted() as few:
            browser.page(address)
        for at, who in enumerate((ben, cora)):
            back(proposal, who)
            back(suggest(forum, ada, f"Matter {address} {at}", now=NOW + timedelta(minutes=1)), who)
        with counted() as many:
            browser.page(address)
        assert many.count == few.count
