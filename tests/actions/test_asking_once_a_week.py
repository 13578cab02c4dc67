"""Digests: who gets one, when, once; what is answered; and whom silence is told to."""

from datetime import date, timedelta

import pytest

from forum.actions import chasing, letters, operations, queries, rules
from forum.actions.due import NoSuchDate
from forum.actions.models import ActionState, Digest, Said
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.actions.rules import digests as asking
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry
from forum.journal.operations import note
from forum.membership.models import Contact
from tests.actions.chasing_process import main
from tests.actions.weekly import BEFORE, MONDAY, WEEK
from tests.at_once import at_once
from tests.makers import make_meeting, make_member, make_organisation, make_representative


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=BEFORE)


@pytest.fixture
def raise_one(meeting, mina):
    """Raises an action of circulated minutes."""

    def raise_(*owners, text="Send the list", due="27 november", published_at=BEFORE):
        action = operations.raise_action(
            meeting, text, owners=[_owner(one) for one in owners], due_as_said=due, by=mina, now=BEFORE
        )
        publish(action, published_at)
        return action

    return raise_


def _owner(one):
    return (
        one
        if isinstance(one, Owner)
        else Owner(one.person, one.organisation, is_lay=one.organisation is None)
    )


@operation
def publish(action, at):
    action.published_at = at
    note(None, "published for a test", action, now=BEFORE)


@operation
def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    note(None, "changed for a test", row, now=BEFORE)


def sent():
    """Who was sent what: the first name and the numbers of the actions."""
    rows = db.session.query(Digest).order_by(Digest.id)
    return [(one.person.name.split()[0], [line.action.reference for line in one.lines]) for one in rows]


def questions(asked):
    return sum(statement.startswith("SELECT") for statement in asked.statements)


def last_line():
    return db.session.query(Digest).order_by(Digest.id.desc()).first().lines[-1]


# ---- Once a week --------------------------------------------------------------------------------------------


def test_on_the_forums_day_in_the_morning_each_gets_one_letter(raise_one, ada, ben):
    first, second, third = (
        raise_one(ada),
        raise_one(ada, ben, due="4 december"),
        raise_one(ben, due="31 march"),
    )

    assert chasing.send_digests(MONDAY - timedelta(minutes=1)) == 0
    assert chasing.send_digests(MONDAY) == 2
    assert chasing.send_digests(MONDAY + timedelta(hours=1)) == 0

    assert sent() == [("Ada", [first.reference, second.reference]), ("Ben", [second.reference])]
    to_ada = db.session.query(Letter).filter_by(to_name="Ada Marsh").one()
    assert to_ada.subject == "How do your 2 actions stand?"
    for words in (f"{first.reference}: Send the list", f"/{second.reference}/not-mine/", "All on one page:",
                  "Due Friday 27 November 2026 (“27 november”). Overdue by 3 days."):  # fmt: skip
        assert words in to_ada.text.replace("\u00a0", " ")
    assert third.reference not in to_ada.text
    acts = [entry.act for entry in db.session.query(JournalEntry).filter_by(thing="Digest")]
    assert acts == ["asked how actions stand"] * 2


def test_a_week_later_again_and_not_once_the_forum_turns_it_off(raise_one, forum, ada):
    raise_one(ada)

    assert [chasing.send_digests(MONDAY + WEEK * number) for number in range(2)] == [1, 1]
    change(forum, sends_digests=False)
    assert chasing.send_digests(MONDAY + WEEK * 2) == 0


def test_what_is_not_published_is_asked_of_nobody(raise_one, ada):
    raise_one(ada, published_at=None)

    assert chasing.send_digests(MONDAY) == 0


def test_the_facts_are_found_for_each_kind_of_owner(raise_one, forum, meeting, mina, ada, ben, cora, lena):
    change(cora, contact=Contact.PRIMARY)
    of_all = raise_one(ALL_MEMBERS)
    raise_one(Owner(team="the planning team"))
    of_council = raise_one(Owner(organisation=cora.organisation))
    of_lena = raise_one(lena)
    of_officer = raise_one(Owner(mina))
    left = raise_one(ben)
    change(ben, until_on=MONDAY.date() - timedelta(days=1))
    operations.tick_part(of_all, ada.organisation.reference, by=ada.person, now=BEFORE)

    chasing.send_digests(MONDAY)

    assert dict(sent()) == {
        "Cora": [of_all.reference, of_council.reference],
        "Lena": [of_all.reference, of_lena.reference],
        "Mina": [of_officer.reference],
    }
    assert left.reference not in str(sent())


def test_one_asked_by_their_own_day_hears_nothing_on_the_forums(raise_one, ada):
    raise_one(ada)
    operations.choose_digest_day(ada.person, 3, now=BEFORE)
    operations.choose_digest_day(ada.person, 3, now=MONDAY)

    assert chasing.send_digests(MONDAY) == 0
    assert chasing.send_digests(MONDAY + timedelta(days=2)) == 1
    operations.choose_digest_day(ada.person, None, now=MONDAY)
    with pytest.raises(asking.NoSuchWeekday):
        operations.choose_digest_day(ada.person, 8, now=MONDAY)
    assert chasing.send_digests(MONDAY + WEEK) == 1


def test_what_goes_wrong_with_one_holds_up_nobody_else(raise_one, ada, ben, monkeypatch, caplog):
    raise_one(ada, ben)
    write = letters.digest_letter

    def stumble(planned, *rest):
        if planned.who.name == "Ada Marsh":
            raise ValueError("a mistake of ours")
        return write(planned, *rest)

    monkeypatch.setattr(letters, "digest_letter", stumble)
    assert chasing.send_digests(MONDAY) == 1
    assert [who for who, _ in sent()] == ["Ben"]

    monkeypatch.undo()
    assert chasing.send_digests(MONDAY + timedelta(minutes=1)) == 1


def test_it_asks_the_database_as_often_for_many_as_for_one(raise_one, forum, ada, counted):
    raise_one(ada)
    with counted() as few:
        chasing.send_digests(MONDAY)
    for number in range(12):
        organisation = make_organisation(f"Small group {number}")
        make_member(forum, organisation)
        raise_one(make_representative(forum, f"Person {number}", organisation))
    with counted() as many:
        assert chasing.send_digests(MONDAY + WEEK) == 13

    assert questions(many) == questions(few)


def test_with_nothing_due_a_round_is_a_question_or_two(forum, ada, counted):
    with counted() as asked:
        assert chasing.send_digests(MONDAY) == chasing.tell_of_silence(MONDAY) == 0

    assert questions(asked) == 2


@pytest.mark.parametrize("held", [True, False])
def test_several_workers_at_once_send_each_letter_once(held, database, raise_one, ada, ben, cora, lena):
    """Where they are not kept apart, the database still refuses a second one for a week."""
    for one in (ada, ben, cora, lena):
        raise_one(one)
    db.session.rollback()

    said = at_once(main, *[(database.config["SQLALCHEMY_DATABASE_URI"], held)] * 3)

    assert sum(int(number) for (number,) in said) == 4
    assert sorted(who for who, _ in sent()) == ["Ada", "Ben", "Cora", "Lena"]
    assert db.session.query(Letter).filter_by(kind="your actions").count() == 4


# ---- Answers ------------------------------------------------------------------------------------------------


@pytest.fixture
def line(raise_one, ada, ben):
    """What Ada was asked about on the Monday: an action of hers and of Ben's."""
    raise_one(ada, ben)
    chasing.send_digests(MONDAY)
    return db.session.query(Digest).order_by(Digest.id).first().lines[0]


AFTER = MONDAY + timedelta(hours=3)


@pytest.mark.parametrize("said, given, state, due_on", [
    (Said.ON_TRACK, {"text": "Half of it."}, ActionState.IN_PROGRESS, date(2026, 11, 27)),
    (Said.DONE, {"text": ""}, ActionState.SAID_TO_BE_DONE, date(2026, 11, 27)),
    (Said.DATE_MOVED, {"text": "Two are ill.", "due_as_said": "end of january"}, ActionState.OPEN, date(2027, 1, 31)),
    (Said.NOT_MINE, {"text": "Ben has it."}, ActionState.OPEN, date(2026, 11, 27)),
])  # fmt: skip
def test_an_answer_is_said_as_on_the_actions_page(line, said, given, state, due_on):
    assert operations.answer_digest(line, said, **given, now=AFTER)
    assert not operations.answer_digest(line, said, **given, now=AFTER + timedelta(seconds=5))

    action = line.action
    (report,) = queries.reports_of(action)
    assert (report.said, report.by.name, report.text) == (said, "Ada Marsh", given["text"])
    assert (action.state, action.due_on) == (state, due_on)
    assert (line.answer, line.answered_at) == (said, AFTER)


def test_an_answer_is_changed_as_long_as_the_action_is_open(line, cleo):
    operations.answer_digest(line, Said.NOT_MINE, text="Ben has it.", now=AFTER)
    assert [action.id for action in queries.actions_not_mine(line.action.forum)] == [line.action_id]

    operations.answer_digest(line, Said.DONE, now=AFTER)
    assert line.answer is Said.DONE
    assert queries.actions_not_mine(line.action.forum) == []

    operations.close_action(line.action, "Everybody has it.", by=cleo, now=AFTER)
    with pytest.raises(rules.ActionHasEnded):
        operations.answer_digest(line, Said.ON_TRACK, now=AFTER)


def test_what_another_owner_says_takes_no_disowning_back(line, ben, cleo):
    operations.answer_digest(line, Said.NOT_MINE, text="Ben has it.", now=AFTER)
    operations.report_on_action(line.action, Said.ON_TRACK, by=ben.person, now=AFTER)

    assert len(queries.actions_not_mine(line.action.forum)) == 1
    chasing.send_digests(MONDAY + WEEK)
    assert [who for who, _ in sent()] == ["Ada", "Ben", "Ben"]

    operations.hand_over_action(line.action, [_owner(ben)], reason="It is Ben’s.", by=cleo, now=MONDAY + WEEK)
    assert queries.actions_not_mine(line.action.forum) == []
    with pytest.raises(asking.NotYoursAnyMore):
        operations.answer_digest(line, Said.ON_TRACK, now=MONDAY + WEEK)


def test_what_is_missing_from_an_answer_is_asked_for_and_nothing_is_kept(line):
    for said, given, refusal in [
        (Said.NOT_MINE, {}, rules.ReasonIsMissing),
        (Said.DATE_MOVED, {"text": "Late."}, rules.NewDateIsMissing),
        (Said.DATE_MOVED, {"text": "Late.", "due_as_said": "31 november"}, NoSuchDate),
        (Said.ON_TRACK, {"text": "Call 01733 555 123."}, rules.ContactDetailsShow),
        (Said.CLOSED, {}, asking.NotInTheDigest),
    ]:
        with pytest.raises(refusal):
            operations.answer_digest(line, said, **given, now=AFTER)

    assert line.answer is None and queries.reports_of(line.action) == []


def test_of_all_members_an_answer_is_about_their_own_part(raise_one, ada, ben):
    raise_one(ALL_MEMBERS)
    chasing.send_digests(MONDAY)
    own = {line.digest.person_id: line for digest in db.session.query(Digest) for line in digest.lines}
    line = own[ada.person_id]

    operations.answer_digest(line, Said.DONE, now=AFTER)
    operations.answer_digest(own[ben.person_id], Said.ON_TRACK, now=AFTER)

    assert [part.name for part in queries.parts_of(line.action, MONDAY.date()) if part.is_done] == [
        "Black Fen Community Transport"
    ]
    with pytest.raises(asking.PartIsNotMoved):
        operations.answer_digest(line, Said.DATE_MOVED, text="Late.", due_as_said="end of may", now=AFTER)


# ---- Silence ------------------------------------------------------------------------------------------------


def send(weeks=3):
    for number in range(weeks):
        chasing.send_digests(MONDAY + WEEK * number)


def test_after_two_letters_without_a_word_the_contact_is_told_once(raise_one, forum, ada):
    contact = make_representative(forum, "Carl Boss", ada.organisation, contact=Contact.PRIMARY)
    first, second = raise_one(ada), raise_one(ada, text="Find a hall")
    send(2)
    assert chasing.tell_of_silence(MONDAY + WEEK) == 0

    third = MONDAY + WEEK * 2
    assert chasing.tell_of_silence(third) == 2
    assert chasing.tell_of_silence(third + timedelta(minutes=1)) == 0

    (letter,) = db.session.query(Letter).filter_by(kind="no answer about an action")
    assert letter.to_name == "Carl Boss"
    for words in (first.reference, second.reference, "Ada Marsh was asked on 30 November and 7 December."):
        assert words in letter.text.replace("\u00a0", " ")
    assert last_line().contact_told is contact.person
    assert queries.silent_without_contact(forum) == []


def test_where_the_contact_is_silent_and_alone_the_desk_says_so(raise_one, forum, ada, cleo, browse):
    change(ada, contact=Contact.PRIMARY)
    action = raise_one(ada)
    send(2)

    assert chasing.tell_of_silence(MONDAY + WEEK * 2) == 1

    assert db.session.query(Letter).filter_by(kind="no answer about an action").all() == []
    assert [line.action for line in queries.silent_without_contact(forum)] == [action]
    words = browse(cleo).page("/desk").words
    assert "Nobody answers: Send the list" in words and "Ada Marsh was asked twice" in words
    operations.report_on_action(action, Said.ON_TRACK, by=ada.person, now=MONDAY + WEEK * 3)
    assert queries.silent_without_contact(forum) == []


def test_an_answer_of_any_kind_breaks_the_silence(raise_one, forum, ada):
    make_representative(forum, "Carl Boss", ada.organisation, contact=Contact.PRIMARY)
    raise_one(ada)
    send(1)
    operations.answer_digest(last_line(), Said.ON_TRACK, now=AFTER)
    chasing.send_digests(MONDAY + WEEK)

    assert chasing.tell_of_silence(MONDAY + WEEK * 2) == 0
