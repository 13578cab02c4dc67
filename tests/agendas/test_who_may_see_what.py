"""Who may do what with agendas and proposals, person by person; and that nothing hidden shows anywhere."""

from datetime import timedelta

import pytest

from forum.agendas import operations, policy, rules
from forum.agendas.models import ProposalState, Purpose, Visibility
from forum.foundation.database import operation
from forum.journal.operations import note
from forum.people.models import Visitor
from tests.agendas.stage import add, begin, change, commitment
from tests.makers import NOW, make_meeting, make_strategy

PLANTED = "Dotterel"


@pytest.fixture
def everybody(ada, cora, lena, mina, cleo, chas, drew):
    """The cast by what they are."""
    return {
        "visitor": Visitor(), "outsider": drew, "member": ada.person, "commissioner": cora.person,
        "lay": lena.person, "minute-taker": mina, "organiser": cleo, "chair": chas,
    }  # fmt: skip


@pytest.mark.parametrize(
    "who, propose, answer, build",
    [
        ("visitor", False, False, False),
        ("outsider", False, False, False),
        ("member", True, False, False),
        ("commissioner", True, False, False),
        ("lay", True, False, False),
        ("minute-taker", False, False, False),
        ("organiser", True, True, True),
        ("chair", True, True, True),
    ],
)
def test_who_may(who, propose, answer, build, forum, everybody):
    person = everybody[who]
    assert policy.may_propose(person, forum) is propose
    assert policy.may_answer_proposals(person, forum) is answer
    assert policy.may_build_agenda(person, make_meeting(forum)) is build


@pytest.mark.parametrize(
    "who, members_only, closed",
    [
        ("visitor", False, False),
        ("outsider", False, False),
        ("commissioner", True, False),
        ("lay", True, False),
        ("member", True, True),  # presents the closed one
        ("minute-taker", True, True),
        ("organiser", True, True),
    ],
)
def test_who_sees_which_item(who, members_only, closed, forum, everybody, ada):
    agenda = begin(make_meeting(forum), everybody["organiser"])
    for_members = add(agenda, "A", everybody["organiser"], visibility=Visibility.MEMBERS)
    is_closed = add(
        agenda, "B", everybody["organiser"], visibility=Visibility.CLOSED, public_title="C", closed_because="D.",
        presenters=[rules.presenter_for(ada)],
    )  # fmt: skip
    person = everybody[who]

    assert policy.may_see_item(person, for_members) is members_only
    assert policy.may_see_item(person, is_closed) is closed
    assert policy.shown_title(person, for_members) == ("A" if members_only else "For members of the forum")
    assert policy.shown_title(person, is_closed) == ("B" if closed else "C")


def suggest(forum, who, title="Van insurance"):
    return operations.submit_proposal(
        forum, title=title, why="It costs us too much.", purpose=Purpose.DISCUSS, length=timedelta(minutes=15),
        commitments=[commitment("FC1")], representative=who, by=who.person, now=NOW,
    )  # fmt: skip


@operation
def keep_answers_inside(forum):
    forum.answered_proposals_are_public = False
    note(None, "changed a setting", forum, now=NOW)


def test_a_proposal_is_public_once_it_is_answered_and_the_forum_says_so(forum, cleo, ada, drew):
    make_strategy()
    proposal = suggest(forum, ada)
    assert policy.may_see_proposal(ada.person, proposal)
    assert not policy.may_see_proposal(drew, proposal)

    operations.answer_proposal(proposal, ProposalState.DECLINED, reason="No.", by=cleo, now=NOW)
    assert policy.may_see_proposal(Visitor(), proposal)

    keep_answers_inside(forum)
    assert not policy.may_see_proposal(Visitor(), proposal)
    assert not policy.may_see_proposals(drew, forum)
    assert policy.may_see_proposals(ada.person, forum)


def test_a_proposal_behind_a_closed_item_stays_inside(forum, cleo, ada):
    make_strategy()
    meeting = make_meeting(forum)
    proposal = suggest(forum, ada)
    item = operations.put_on_proposal(begin(meeting, cleo), proposal, by=cleo, now=NOW)
    assert policy.may_see_proposal(Visitor(), proposal)

    change(item, cleo, visibility=Visibility.CLOSED, public_title="A contract", closed_because="Bids.")

    assert not policy.may_see_proposal(Visitor(), proposal)
    assert policy.may_see_proposal(ada.person, proposal)


@pytest.fixture
def published(forum, cleo, ada, cora):
    """A published agenda in two versions, with a word planted in all that not everybody may read."""
    make_strategy()
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    closed = operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)
    change(
        closed, cleo, title=f"{PLANTED} contract", summary=f"The {PLANTED} bid.", visibility=Visibility.CLOSED,
        public_title="A contract that is not let", closed_because="Two bids are compared.",
        presenters=[rules.presenter_for(ada), rules.PresenterGiven(name=f"{PLANTED} Jones")],
    )  # fmt: skip
    proposal = suggest(forum, cora, f"{PLANTED} prices")
    inside = operations.put_on_proposal(agenda, proposal, by=cleo, now=NOW)
    change(inside, cleo, summary=f"Only {PLANTED}.", visibility=Visibility.MEMBERS)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    change(closed, cleo, title=f"The {PLANTED} contract again")
    add(agenda, f"{PLANTED} later", cleo, visibility=Visibility.MEMBERS)
    operations.publish_agenda(agenda, by=cleo, now=NOW)
    return meeting


PUBLIC = (
    "/", "/meetings", "/meetings/{0}", "/meetings/{0}/agenda", "/meetings/{0}/agenda/v1", "/meetings/{0}/agenda/v2",
    "/meetings/{0}.ics", "/calendars/meetings.ics", "/proposals", "/strategies/civil-society-strategy-2018",
    "/strategies/civil-society-strategy-2018/funding-commissioning-contracts",
    "/strategies/civil-society-strategy-2018/commitments/FC1", "/decisions", "/actions",
)  # fmt: skip


@pytest.mark.parametrize("who", ["visitor", "outsider"])
def test_a_word_planted_in_what_is_hidden_is_found_on_no_public_page(published, browse, drew, who):
    browser = browse(None if who == "visitor" else drew)

    answers = {address: browser.get(address.format(published.reference)) for address in PUBLIC}

    assert {address for address, answer in answers.items() if answer.status_code != 200} == set()
    assert {
        address for address, answer in answers.items() if PLANTED in answer.get_data(as_text=True)
    } == set()


def test_members_and_officers_read_what_is_theirs(published, browse, lena, ada, cleo):
    address = f"/meetings/{published.reference}"
    assert f"{PLANTED} prices" in browse(lena.person).page(address).words
    assert f"{PLANTED} contract" not in browse(lena.person).page(address).words
    assert f"The {PLANTED} contract again" in browse(ada.person).page(f"{address}/agenda").words
    assert f"The {PLANTED} contract again" in browse(cleo).page(address).words
    assert f"{PLANTED} Jones" in browse(cleo).page(f"{address}/agenda/v1").words


def test_everyone_reads_the_public_title_and_the_reason(published, browse):
    page = browse().page(f"/meetings/{published.reference}/agenda")
    assert "5. A contract that is not let" in page.words or "4. A contract that is not let" in page.words
    assert "Two bids are compared." in page.words
    assert "For members of the forum" in page.words
