"""Writing letters: rows of the operation that tells of them, and what the message looks like in the end."""

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import SimpleNamespace

import pytest
from jinja2 import ChoiceLoader, DictLoader, UndefinedError

from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState, link, post, write_letter
from forum.foundation.post.message import AddressCannotBeRead, address_of, message_of
from forum.foundation.post.writing import HELD
from forum.foundation.words import HARD
from tests.makers import NOW

ADA = SimpleNamespace(reference="7K4Q-92XM", name="Ada Marsh", email="ada@forum.example")

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Fenland Carers’ Link\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def templates(database, stopped_clock, monkeypatch):
    """A template of this test's own beside the layout of all letters."""
    environment = database.extensions["post"].environment
    own = DictLoader({
        "trial.txt": "{{ what }} is on {{ link('/meetings') }}.\n\n\n\n- One\n- Two <b>\n\n.dot at the front\n"
    })  # fmt: skip
    monkeypatch.setattr(environment, "loader", ChoiceLoader([own, environment.loader]))
    return environment


def letter_to(to=ADA, **values):
    words = {"subject": "A trial", "kind": "trial", "sender": "Fenland Commissioning Forum", "what": "It"}
    return write_letter("trial", to=to, **{**words, **values})


@operation
def post_all(*letters):
    for letter in letters:
        post(letter)


@operation
def post_and_fail(letter):
    post(letter)
    db.session.flush()
    raise RuntimeError("The operation failed.")


def sent(letter) -> EmailMessage:
    """The letter as a mail program would read it."""
    return message_from_bytes(message_of(letter, "forum@forum.example").as_bytes(), policy=default)


def test_a_letter_waits_two_minutes_before_it_leaves(database):
    letter = letter_to()
    post_all(letter)

    assert letter.state is LetterState.WAITING
    assert (letter.made_at, letter.due_at) == (NOW, NOW + HELD)
    assert timedelta(minutes=2) == HELD


def test_a_letter_with_a_code_leaves_at_once(database):
    letter = letter_to(secret=True)
    post_all(letter)

    assert letter.due_at == NOW


def test_a_letter_of_an_operation_that_failed_never_was(database):
    with pytest.raises(RuntimeError):
        post_and_fail(letter_to())

    assert db.session.query(Letter).count() == 0


def test_a_letter_is_posted_only_inside_an_operation(database):
    with pytest.raises(RuntimeError):
        post(letter_to())


def test_of_one_key_there_is_one_letter(database):
    post_all(letter_to(key="reminder 1"), letter_to(key="reminder 1"))
    post_all(letter_to(key="reminder 1"), letter_to(key="reminder 2"))

    assert [letter.key for letter in db.session.query(Letter).order_by(Letter.id)] == [
        "reminder 1",
        "reminder 2",
    ]


def test_somebody_without_an_address_gets_a_letter_that_waits_for_nobody(database):
    letter = letter_to(SimpleNamespace(reference="1", name="Lena Ferris", email=None))
    post_all(letter)

    assert letter.state is LetterState.NO_ADDRESS


def test_the_forum_that_writes_is_known_by_its_code(forum):
    letter = letter_to(sender=forum)

    assert (letter.sender, letter.forum_code) == (forum.name, forum.code)


def test_a_word_that_is_missing_is_no_empty_place(database):
    with pytest.raises(UndefinedError):
        write_letter("trial", to=ADA, subject="A trial", kind="trial", sender="The forum")


def test_links_begin_with_the_forums_own_address(database):
    assert link("/me") == "http://127.0.0.1:8000/me"


def test_the_headers_say_from_whom_to_whom_and_that_a_machine_wrote(database):
    letter = letter_to(sender="Forum of Fen, Fell & “Field”", subject="Café\r\nBcc: x@forum.example")
    post_all(letter)
    message = sent(letter)

    assert message["From"].addresses[0].display_name == "Forum of Fen, Fell & “Field”"
    assert message["From"].addresses[0].addr_spec == "forum@forum.example"
    assert [address.addr_spec for address in message["To"].addresses] == ["ada@forum.example"]
    assert message["Subject"] == "Café Bcc: x@forum.example"
    assert message["Bcc"] is None
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == letter.message_id
    assert letter.message_id.endswith("@forum.example>")


def test_long_names_with_commas_and_accents_arrive_whole(database):
    name = "Zoë Ångström-Featherstonehaugh, of the Society for the Preservation of Very Long Names, Ely"
    letter = letter_to(SimpleNamespace(reference="1", name=name, email="zoe@forum.example"), sender=name)
    post_all(letter)
    message = sent(letter)

    assert [address.addr_spec for address in message["To"].addresses] == ["zoe@forum.example"]
    assert message["To"].addresses[0].display_name == name
    assert message["From"].addresses[0].display_name == name


def test_each_time_it_is_made_the_message_is_the_same(database):
    letter = letter_to(calendar=(CALENDAR, "REQUEST"))
    post_all(letter)

    assert message_of(letter, "a@b.example").as_bytes() == message_of(letter, "a@b.example").as_bytes()


def test_plain_text_and_html_say_the_same(database):
    letter = letter_to(what=f"The 17{HARD}December <meeting>")
    post_all(letter)
    message = sent(letter)
    plain, html = message.iter_parts()
    words = plain.get_content().replace("\r\n", "\n")

    assert message.get_content_type() == "multipart/alternative"
    assert plain.get_content_type() == "text/plain"
    assert words.startswith(
        "Dear Ada,\n\nThe 17\u00a0December <meeting> is on http://127.0.0.1:8000/meetings."
    )
    assert words.endswith("Fenland Commissioning Forum\nhttp://127.0.0.1:8000/\n")
    assert "\n\n\n" not in words
    assert html.get_content_type() == "text/html"
    assert (
        'is on <a href="http://127.0.0.1:8000/meetings">http://127.0.0.1:8000/meetings</a>.'
        in html.get_content()
    )
    assert "&lt;meeting&gt;" in html.get_content()
    assert "<li>Two &lt;b&gt;</li>" in html.get_content()


def test_the_calendar_is_the_last_alternative_and_names_its_method(database):
    letter = letter_to(calendar=(CALENDAR, "REQUEST"))
    post_all(letter)
    parts = list(sent(letter).iter_parts())

    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert parts[2].get_param("method") == "REQUEST"
    assert parts[2].get_content_charset() == "utf-8"
    assert parts[2]["Content-Disposition"] is None
    assert parts[2]["Content-Transfer-Encoding"] == "base64"
    assert parts[2].get_payload(decode=True) == CALENDAR.encode()


def test_every_line_of_the_message_is_short_and_ends_as_mail_servers_want(database):
    letter = letter_to(what="é" * 3000, calendar=(CALENDAR, "REQUEST"))
    post_all(letter)
    octets = message_of(letter, "forum@forum.example").as_bytes()

    assert octets.endswith(b"\r\n")
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert max(len(line) for line in octets.split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "address, known_as",
    [
        ("ada@forum.example", "ada@forum.example"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
    ],
)
def test_a_domain_is_written_in_plain_letters(address, known_as):
    assert address_of(Letter(to_address=address)) == known_as


@pytest.mark.parametrize(
    "address", ["", "ada", "@forum.example", "ada@", "a da@forum.example", "ada@..", "<a@b.example"]
)
def test_what_is_no_address_is_found_out_before_the_mail_server_hears_of_it(address):
    with pytest.raises(AddressCannotBeRead):
        address_of(Letter(to_address=address))


# ---- Letters of one deed ------------------------------------------------------------------------------------

MEETING = SimpleNamespace(reference="quarterly-2026-12")


def test_a_letter_says_what_it_is_about(database):
    assert letter_to(about=MEETING).about == "quarterly-2026-12"
    assert letter_to().about is None


def test_letters_of_one_kind_that_one_operation_wrote_bear_the_name_of_the_first(database):
    letters = [letter_to(about=MEETING) for _ in range(3)]
    post_all(*letters)

    assert {letter.batch for letter in letters} == {letters[0].reference}


def test_a_letter_that_stands_alone_is_in_no_bundle(database):
    alone, later = letter_to(), letter_to()
    post_all(alone)
    post_all(later)

    assert (alone.batch, later.batch) == (None, None)


def test_letters_of_other_kinds_or_about_another_meeting_are_bundled_apart(database):
    other = SimpleNamespace(reference="quarterly-2027-03")
    called_off = [letter_to(kind="called off", about=MEETING) for _ in range(2)]
    elsewhere = [letter_to(kind="called off", about=other) for _ in range(2)]
    alone = letter_to(kind="place given", about=MEETING)
    post_all(called_off[0], elsewhere[0], alone, called_off[1], elsewhere[1])

    assert [letter.batch for letter in called_off] == [called_off[0].reference] * 2
    assert [letter.batch for letter in elsewhere] == [elsewhere[0].reference] * 2
    assert alone.batch is None


def test_codes_are_never_bundled(database):
    codes = [letter_to(secret=True) for _ in range(2)]
    post_all(*codes)

    assert [letter.batch for letter in codes] == [None, None]


def test_what_an_operation_that_failed_had_written_is_in_no_bundle(database):
    with pytest.raises(RuntimeError):
        post_and_fail(letter_to())
    letter = letter_to()
    post_all(letter)

    assert letter.batch is None
