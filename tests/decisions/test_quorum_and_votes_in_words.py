"""The rules of quorum and of votes, without a database: what is needed, what is carried, and how it is said."""

from types import SimpleNamespace

import pytest

from forum.decisions import rules
from forum.decisions.rules import Deciding, VoteGiven, Votes
from forum.organisations.models import Side


def forum_asking(least=None, percent=None, each_side=None):
    return SimpleNamespace(quorum_least=least, quorum_percent=percent, quorum_each_side=each_side)


@pytest.mark.parametrize(
    ("asked", "members", "needed"),
    [
        ({"least": 9}, 40, 9),
        ({"percent": 25}, 41, 11),  # ten and a quarter: rounded up
        ({"percent": 33}, 3, 1),
        ({"least": 5, "percent": 50}, 8, 5),
        ({"least": 3, "percent": 50}, 9, 5),
        ({"each_side": 2}, 40, 0),
    ],
)
def test_how_many_are_needed(asked, members, needed):
    assert rules.needed_of(forum_asking(**asked), members) == needed


@pytest.mark.parametrize(
    ("asked", "here", "words", "short"),
    [
        ({"least": 9}, Deciding(7, 4, 1, 2), "Quorum met: 12 of 9 members needed; 2 left out for an interest",
         "Quorum: 12 of 9"),
        ({"least": 9}, Deciding(5, 2, 0), "No quorum: 7 of 9 members needed", "No quorum: 7 of 9"),
        ({"least": 1}, Deciding(0, 0, 1), "Quorum met: 1 of 1 member needed", "Quorum: 1 of 1"),
        ({"least": 4, "each_side": 2}, Deciding(6, 1, 1),
         "No quorum: 8 of 4 members needed; 6 voluntary sector, 1 commissioner, of at least 2 each",
         "No quorum: 8 of 4, a side has fewer than 2"),
        ({"each_side": 2}, Deciding(3, 2, 0),
         "Quorum met: 3 voluntary sector, 2 commissioners, of at least 2 each",
         "Quorum: 3 and 2 of 2 each"),
        ({}, Deciding(3, 2, 0), "", ""),
    ],
)  # fmt: skip
def test_a_quorum_says_whether_it_was_met(asked, here, words, short):
    quorum = rules.quorum_of(forum_asking(**asked), 10, here)

    assert rules.quorum_words(quorum).replace("\u00a0", " ") == words
    assert rules.quorum_in_short(quorum) == short


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (VoteGiven("m", Votes(6, 2, 1), Votes(0, 2, 0), Votes(1)),
         "Carried by 9 to 2, 1 abstained (voluntary sector 6–0, commissioners 2–2, lay members 1–0)"),
        (VoteGiven("m", Votes(3), Votes(1)), "Carried by 3 to 1"),
        (VoteGiven("m", Votes(2, 1), Votes(1, 2)), "Not carried: 3 to 3 (voluntary sector 2–1, commissioners 1–2)"),
        (VoteGiven("m", Votes(2, 1), Votes(1, 2), is_carried=True, because="The chair’s casting vote."),
         "Carried by 3 to 3 (voluntary sector 2–1, commissioners 1–2)"),
    ],
)  # fmt: skip
def test_a_vote_in_words(given, words):
    assert rules.vote_words(given) == words


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (VoteGiven(" ", Votes(1)), rules.MotionIsMissing),
        (VoteGiven("m" * 4001, Votes(1)), rules.MotionIsTooLong),
        (VoteGiven("m"), rules.NobodyVoted),
        (VoteGiven("m", Votes(1001)), rules.TooManyVotes),
        (VoteGiven("m", Votes(2), Votes(2), is_carried=True), rules.OutcomeNeedsReason),
        (VoteGiven("m", Votes(2), reservations="Ring 01353 660000."), rules.ContactDetailsInVote),
        (VoteGiven("m", Votes(2), proposed_by="Ada", seconded_by="Ada"), rules.SameSeconder),
    ],
)
def test_what_is_no_vote(given, refusal):
    with pytest.raises(refusal):
        rules.check_vote(given)


def test_more_votes_than_people_present_are_said_and_not_refused():
    given = VoteGiven("m", Votes(3, 1), Votes(1, 0), Votes(0, 1))

    said = rules.more_than_present(given, {Side.VOLUNTARY: 3, Side.COMMISSIONERS: 2})

    assert [words.replace("\u00a0", " ") for words in said] == [
        "4 votes of the voluntary sector, and 3 people of that side present."
    ]
