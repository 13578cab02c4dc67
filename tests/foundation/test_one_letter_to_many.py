"""The same letter to many: as if each were posted by itself, in one stroke."""

import pytest
from jinja2 import UndefinedError

from forum.agendas import letters, queries, rules
from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState, ToMany, post, post_to_all, write_letter
from tests.agendas.stage import begin
from tests.makers import NOW, make_meeting, make_person


@pytest.fixture
def letter(forum, cleo):
    """The letter that an agenda is out."""
    meeting = make_meeting(forum)
    begin(meeting, cleo)
    return letters.agenda_published(meeting, rules.as_published(queries.get_draft(meeting), NOW))


@pytest.fixture
def people(forum):
    return [make_person("Ada Marsh"), make_person("Ben Holt"), make_person("Nell Hall", email=None)]


@operation
def send(letter, people, **values):
    return post_to_all(letter, people, **values)


def test_each_has_its_own_and_all_are_one_deed(letter, people):
    assert send(letter, people) == 3

    ada, ben, nell = db.session.query(Letter).order_by(Letter.id)
    assert ada.text.startswith("Dear Ada,") and ben.text.startswith("Dear Ben,")
    assert ada.text.partition("\n")[2] == ben.text.partition("\n")[2]
    assert len({one.message_id for one in (ada, ben, nell)}) == 3
    assert {one.batch for one in (ada, ben, nell)} == {ada.reference}
    assert (ada.state, nell.state) == (LetterState.WAITING, LetterState.NO_ADDRESS)
    assert ada.due_at > ada.made_at
    assert (ada.tries, ada.is_secret, ada.answer) == (0, False, "")


def test_it_is_the_letter_that_would_be_written_to_one(letter, people):
    one = letter.to(people[0])
    alone = write_letter(
        letter.template, to=people[0], subject=letter.subject, kind=letter.kind, sender=letter.sender,
        about=letter.about, **letter.words,
    )  # fmt: skip

    assert (one.text, one.subject, one.about, one.forum_code) == (
        alone.text, alone.subject, alone.about, alone.forum_code,
    )  # fmt: skip


def test_of_one_key_there_is_one_letter_ever(letter, people):
    def key(person):
        return f"once {person.reference}"

    assert send(letter, people[:1], key=key) == 1
    assert send(letter, people, key=key) == 2
    assert send(letter, people, key=key) == 0
    assert db.session.query(Letter).count() == 3


def test_one_alone_is_in_no_batch_and_nobody_is_nothing(letter, people):
    assert send(letter, people[:1]) == 1
    assert db.session.query(Letter).one().batch is None
    assert send(letter, []) == 0


def test_it_is_posted_inside_an_operation_or_never(letter, people):
    with pytest.raises(RuntimeError, match="inside an operation"):
        post_to_all(letter, people)

    @operation
    def fails():
        post_to_all(letter, people)
        raise ValueError

    with pytest.raises(ValueError):
        fails()
    assert db.session.query(Letter).count() == 0


def test_a_template_that_speaks_of_its_reader_is_not_the_same_for_all(forum, people):
    odd = ToMany("agendas/agenda_to_agree", subject="Odd", kind="odd", sender=forum)
    with pytest.raises(UndefinedError):
        send(odd, people)


def test_what_is_posted_besides_keeps_its_own_batch(letter, people):
    @operation
    def both():
        post(letter.to(people[0]))
        post_to_all(letter, people[1:])

    both()
    assert [one.batch is None for one in db.session.query(Letter).order_by(Letter.to_name)] == [
        True,
        False,
        False,
    ]
