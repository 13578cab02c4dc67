"""Who is asked about which action, and when; whom silence is told to. No database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from forum.actions.models import ActionState, Said
from forum.actions.rules import digests as rules
from forum.actions.rules.digests import Acts, Asked, Facts, OpenAction, Owns, Share, Who, Why, Word
from forum.membership.models import Contact

MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""Eight in the morning, in London."""

TODAY = MONDAY.date()
LONG_AGO = MONDAY - timedelta(weeks=20)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
ADA, BEN, CORA, LENA = 1, 2, 3, 4
TRANSPORT, CARERS = 10, 11


def action(due_in=-3, **values):
    """An action of the forum that is overdue by three days, with nothing said for twenty weeks."""
    given = {
        "id": 1, "forum_id": 1, "series_id": 1, "reference": "A-2026-001", "text": "Send the list",
        "state": ActionState.OPEN, "due_on": None if due_in is None else TODAY + timedelta(days=due_in),
        "due_as_said": "", "first_due_on": None, "published_at": LONG_AGO, "changed_at": LONG_AGO,
        "agreed_on": LONG_AGO.date(),
    }  # fmt: skip
    return OpenAction(**{**given, **values})


def facts(one=None, *owners, words=(), **values):
    """A forum with three people: Ada is Transport's primary contact, Ben its second; Cora alone speaks for Carers."""
    one = one or action()
    given = Facts(
        forums={1: 1},
        actions=[one],
        owners={one.id: owners or (Owns(TRANSPORT, ADA),)},
        words={one.id: words},
        members={(1, TRANSPORT, None): date(2024, 1, 1), (1, CARERS, None): date(2024, 1, 1),
                 (1, None, LENA): date(2024, 1, 1)},
        acting=[Acts(1, ADA, TRANSPORT, Contact.PRIMARY, date(2024, 1, 1)),
                Acts(2, BEN, TRANSPORT, Contact.SECOND, date(2024, 1, 1)),
                Acts(3, CORA, CARERS, Contact.REPRESENTATIVE, date(2024, 1, 1)),
                Acts(4, LENA, None, Contact.REPRESENTATIVE, date(2024, 1, 1))],
        people={number: Who(number, f"P-{number}", name, f"{name}@forum.example")
                for number, name in ((ADA, "ada"), (BEN, "ben"), (CORA, "cora"), (LENA, "lena"))},
    )  # fmt: skip
    return replace(given, **values)


def asked(given, now=MONDAY):
    """Who is asked, and why: pairs."""
    return [(one.who.id, line.why) for one in rules.due_digests(given, now) for line in one.lines]


# ---- What is asked about ------------------------------------------------------------------------------------


@pytest.mark.parametrize("one, why", [
    (action(-1), Why.OVERDUE),
    (action(0), Why.SOON),
    (action(14), Why.SOON),
    (action(15), None),
    (action(15, state=ActionState.BLOCKED), Why.HELD_UP),
    (action(-1, state=ActionState.SAID_TO_BE_DONE), None),
    (action(None), Why.NO_DATE),
    (action(None, published_at=MONDAY - 8 * WEEK), Why.NO_DATE),
    (action(None, published_at=MONDAY - 8 * WEEK + DAY), None),
])  # fmt: skip
def test_what_is_due_and_what_stands_still(one, why):
    assert asked(facts(one)) == ([(ADA, why)] if why else [])


@pytest.mark.parametrize("said_on, is_asked", [
    (date(2026, 9, 1), True), (date(2026, 9, 2), False), (date(2026, 11, 1), False),
])  # fmt: skip
def test_without_a_word_for_two_meetings_it_is_asked_about(said_on, is_asked):
    word = Word(
        ADA, TRANSPORT, datetime(said_on.year, said_on.month, said_on.day, 12, tzinfo=UTC), Said.HELD_UP
    )
    nothing = Word(CORA, None, MONDAY - DAY, Said.NO_UPDATE)
    given = facts(action(90), words=[word, nothing], two_meetings_ago={1: date(2026, 9, 2)})

    assert asked(given) == ([(ADA, Why.SILENT)] if is_asked else [])


@pytest.mark.parametrize("one, word, is_asked", [
    (action(5), Word(ADA, TRANSPORT, MONDAY - 6 * DAY, Said.ON_TRACK), False),
    (action(5), Word(BEN, TRANSPORT, MONDAY - 6 * DAY, Said.ON_TRACK), False),
    (action(5), Word(ADA, TRANSPORT, MONDAY - 8 * DAY, Said.ON_TRACK), True),
    (action(-5), Word(ADA, TRANSPORT, MONDAY - 6 * DAY, Said.ON_TRACK), True),
    (action(5), Word(CORA, None, MONDAY - 6 * DAY, Said.ON_TRACK), True),
    (action(5), Word(CORA, None, MONDAY - 6 * DAY, Said.NO_UPDATE), True),
])  # fmt: skip
def test_who_said_lately_that_it_is_on_track_rests(one, word, is_asked):
    assert bool(asked(facts(one, words=[word]))) is is_asked


# ---- Who is asked -------------------------------------------------------------------------------------------

GONE = {"acting": facts().acting[1:]}
NO_CONTACTS = {"acting": facts().acting[2:]}


@pytest.mark.parametrize("owner, changed, who", [
    (Owns(TRANSPORT, BEN), {}, BEN),
    (Owns(TRANSPORT), {}, ADA),
    (Owns(TRANSPORT), GONE, BEN),
    (Owns(TRANSPORT, ADA), GONE, BEN),  # she has left: the contact is asked instead
    (Owns(TRANSPORT), NO_CONTACTS, None),
    (Owns(CARERS), {}, CORA),
    (Owns(person_id=LENA, is_lay=True), {}, LENA),
    (Owns(person_id=LENA, is_lay=True), {"former": {(1, None, LENA)}}, None),
    (Owns(TRANSPORT, ADA), {"former": {(1, TRANSPORT, None)}}, None),
    (Owns(person_id=BEN), {}, BEN),  # an officer
    (Owns(), {}, None),  # a team
    (Owns(TRANSPORT, ADA), {"people": {**facts().people, ADA: Who(ADA, "P-1", "ada", None)}}, BEN),
    (Owns(person_id=LENA, is_lay=True), {"people": {LENA: Who(LENA, "P-4", "lena", "l@x", is_erased=True)}}, None),
])  # fmt: skip
def test_each_kind_of_owner_has_one_who_is_asked(owner, changed, who):
    assert [person for person, _ in asked(facts(None, owner, **changed))] == ([who] if who else [])


def test_of_all_members_those_are_asked_whose_part_is_open():
    of_all = Owns(is_all_members=True)

    assert [who for who, _ in asked(facts(None, of_all))] == [ADA, CORA, LENA]
    assert [who for who, _ in asked(facts(None, of_all, ticked={(1, TRANSPORT, None)}))] == [CORA, LENA]
    assert [who for who, _ in asked(facts(action(5), of_all, resting={(1, CORA)}))] == [ADA, LENA]
    joined = {**facts().members, (1, CARERS, None): TODAY}
    assert [who for who, _ in asked(facts(None, of_all, members=joined))] == [ADA, LENA]
    (digest, *_) = rules.due_digests(facts(None, of_all), MONDAY)
    assert digest.lines[0].share is Share.OF_ALL


@pytest.mark.parametrize("words, is_asked", [
    ([(ADA, TRANSPORT, Said.NOT_MINE)], False),
    ([(ADA, TRANSPORT, Said.NOT_MINE), (ADA, TRANSPORT, Said.ON_TRACK)], True),
    ([(ADA, TRANSPORT, Said.NOT_MINE), (CORA, None, Said.NO_UPDATE)], False),
    ([(ADA, TRANSPORT, Said.NOT_MINE), (CORA, None, Said.HANDED_OVER)], True),
    ([(CORA, CARERS, Said.NOT_MINE)], True),  # another owner's word is about their own share
])  # fmt: skip
def test_nobody_is_asked_about_what_they_said_is_not_theirs(words, is_asked):
    said = [Word(by, of, LONG_AGO + number * DAY, what) for number, (by, of, what) in enumerate(words)]
    given = facts(None, Owns(TRANSPORT, ADA), Owns(CARERS, CORA), words=said)

    assert (ADA in [who for who, _ in asked(given)]) is is_asked


# ---- When ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now, changed, is_sent", [
    (MONDAY, {}, True),
    (MONDAY - timedelta(minutes=1), {}, False),
    (MONDAY + 3 * DAY, {}, True),  # a worker that was down
    (MONDAY + 3 * DAY - timedelta(hours=1), {}, False),  # not before eight
    (MONDAY - DAY, {}, True),  # the Sunday before still belongs to the week before
    (MONDAY, {"had": {ADA}}, False),
    (MONDAY, {"days": {ADA: (3, LONG_AGO)}}, False),
    (MONDAY + 2 * DAY, {"days": {ADA: (3, LONG_AGO)}}, True),
    (MONDAY + 2 * DAY, {"days": {ADA: (1, MONDAY + DAY)}}, False),  # chosen after it had passed
    (MONDAY, {"forums": {1: 5}}, False),
    (MONDAY + 4 * DAY, {"forums": {1: 5}}, True),
])  # fmt: skip
def test_the_morning_of_the_chosen_day(now, changed, is_sent):
    assert bool(rules.due_digests(facts(**changed), now)) is is_sent


def test_eight_is_eight_in_london_in_summer_too():
    assert rules.sent_from(1, date(2026, 7, 6)) == datetime(2026, 7, 6, 7, 0, tzinfo=UTC)


def test_a_digest_that_is_late_leaves_out_what_changed_since_its_morning():
    late = MONDAY + 2 * DAY

    assert asked(facts(action(changed_at=MONDAY + DAY)), late) == []
    assert asked(facts(action(published_at=MONDAY + DAY)), late) == []
    assert asked(facts(action(15)), late) == []  # on the Monday it was not due soon


def test_over_all_forums_one_digest_by_the_first_with_the_first_due_first():
    own = (Owns(TRANSPORT, ADA),)
    given = facts(forums={1: 2, 2: 1}, actions=[action(3, id=1, forum_id=2), action(None, id=2), action(-2, id=3)],
                  owners={1: own, 2: own, 3: own}, words={})  # fmt: skip

    (digest,) = rules.due_digests(given, MONDAY + DAY)

    assert (digest.who.id, digest.forum_id) == (ADA, 1)
    assert [line.action.id for line in digest.lines] == [3, 1, 2]


# ---- Silence ------------------------------------------------------------------------------------------------

FIRST, SECOND, THIRD = MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK
TWICE = (Asked(1, ADA, 1, FIRST), Asked(2, ADA, 1, SECOND))


@pytest.mark.parametrize("asked_before, words, now, is_told", [
    (TWICE, [], THIRD, True),
    (TWICE, [], THIRD - DAY, False),
    (TWICE[:1], [], THIRD, False),
    (TWICE, [], THIRD + WEEK, True),
    ((*TWICE, Asked(3, ADA, 1, THIRD)), [], THIRD + timedelta(minutes=1), True),
    ((replace(TWICE[0], is_answered=True), TWICE[1]), [], THIRD, False),
    ((TWICE[0], replace(TWICE[1], is_answered=True)), [], THIRD, False),
    ((*TWICE, Asked(3, ADA, 1, THIRD, is_answered=True)), [], THIRD, False),
    ((replace(TWICE[0], told_at=SECOND - 7 * WEEK), TWICE[1]), [], THIRD, True),
    ((replace(TWICE[0], told_at=SECOND), TWICE[1]), [], THIRD, False),
    ((TWICE[0], replace(TWICE[1], is_open=False)), [], THIRD, False),
    (TWICE, [Word(ADA, TRANSPORT, FIRST + DAY, Said.HELD_UP)], THIRD, False),
    (TWICE, [Word(BEN, TRANSPORT, FIRST + DAY, Said.ON_TRACK)], THIRD, False),
    (TWICE, [Word(ADA, TRANSPORT, FIRST - DAY, Said.ON_TRACK)], THIRD, True),
    (TWICE, [Word(CORA, None, FIRST + DAY, Said.NO_UPDATE)], THIRD, True),
    ((TWICE[0], Asked(9, ADA, 2, SECOND)), [], THIRD, False),  # not in a row: the second asked about another
])  # fmt: skip
def test_two_digests_in_a_row_without_a_word(asked_before, words, now, is_told):
    found = rules.silences(asked_before, {1: words}, {1: (Owns(TRANSPORT, ADA),)}, now)

    assert [(one.action_id, one.since) for one in found] == ([(1, FIRST)] if is_told else [])


@pytest.mark.parametrize("silent, organisation, told", [
    (BEN, TRANSPORT, ADA), (ADA, TRANSPORT, BEN), (CORA, CARERS, None), (LENA, None, None), (BEN, CARERS, None),
])  # fmt: skip
def test_the_organisations_contact_is_told_and_never_the_silent_one(silent, organisation, told):
    given = facts()

    found = rules.contact_to_tell(silent, organisation, given.acting, given.people)

    assert (found.id if found else None) == told
