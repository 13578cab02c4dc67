"""Carrying letters to a real mail server that misbehaves in every way we know: nothing lost, nothing sent twice."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from forum.foundation import clock
from forum.foundation.database import DatabaseIsBusy, db, operation
from forum.foundation.post import Letter, LetterState, carrying, handing
from forum.foundation.post.carrying import CLAIMED, FORGOTTEN, GIVE_UP_AFTER, Carrier, pause_after
from forum.foundation.post.handing import MailServer
from forum.foundation.references import new_reference
from tests.databases import free_port
from tests.mail_servers import CERTIFICATE, Desk, mail_server
from tests.makers import NOW

LOG = logging.getLogger("test")
PROJECT = Path(__file__).resolve().parents[2]


@operation
def keep_letters(*letters):
    db.session.add_all(letters)


def make_letter(to="ada@forum.example", **values):
    reference = new_reference()
    defaults = {
        "reference": reference, "message_id": f"<{reference}@forum.example>", "kind": "trial",
        "sender": "Fenland Commissioning Forum", "to_reference": "1", "to_name": "Ada Marsh", "to_address": to,
        "subject": "A trial", "text": "Dear Ada,\n\n.One line.", "state": LetterState.WAITING, "made_at": NOW,
        "due_at": NOW, "is_secret": False, "is_demo": False, "tries": 0, "answer": "",
    }  # fmt: skip
    letter = Letter(**{**defaults, **values})
    keep_letters(letter)
    return letter


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def ticking():
    return Clock()


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def port(desk):
    with mail_server(desk) as port:
        yield port


@pytest.fixture
def carrier_to(database, ticking, tmp_path):
    """A worker's carrier to the mail server at a port; without one, to the folder."""

    def make(port=None, **more):
        server = MailServer("127.0.0.1", port, False, **more) if port else None
        return Carrier(mail_from="forum@forum.example", folder=tmp_path / "letters", server=server,
                       clock=ticking, log=LOG)  # fmt: skip

    return make


def states(*letters):
    db.session.rollback()
    return [letter.state for letter in letters]


# ---- All is well --------------------------------------------------------------------------------------------


def test_letters_are_sent_once_each_the_one_longest_due_first(carrier_to, port, desk, ticking):
    second = make_letter("ben@forum.example")
    first = make_letter("ada@forum.example", due_at=NOW - timedelta(minutes=1))
    held = make_letter("cora@forum.example", due_at=NOW + timedelta(seconds=1))

    assert carrier_to(port).carry() == 2
    assert carrier_to(port).carry() == 0

    assert desk.addresses() == ["ada@forum.example", "ben@forum.example"]
    assert states(first, second, held) == [LetterState.SENT, LetterState.SENT, LetterState.WAITING]
    assert first.sent_at == NOW
    assert first.answer == "250 Taken"
    assert first.claim is None


def test_what_arrives_is_what_was_written(carrier_to, port, desk):
    letter = make_letter()
    carrier_to(port).carry()

    message = message_from_bytes(desk.taken[0].content, policy=default)
    assert message["Message-ID"] == letter.message_id
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == "Dear Ada,\n\n.One line.\n"
    assert desk.taken[0].mail_from == "forum@forum.example"


def test_letters_that_wait_for_nobody_or_were_stopped_do_not_leave(carrier_to, port, desk):
    for state in set(LetterState) - {LetterState.WAITING, LetterState.BEING_SENT}:
        make_letter(state=state)

    assert carrier_to(port).carry() == 0
    assert desk.asked == []


def test_the_words_of_a_secret_letter_are_forgotten_when_it_has_left(carrier_to, port, desk):
    letter = make_letter(is_secret=True, text="Your code is 123456")
    carrier_to(port).carry()

    assert b"123456" in desk.taken[0].content
    assert states(letter) == [LetterState.SENT]
    assert letter.text == FORGOTTEN


def test_secret_letters_that_never_left_are_forgotten_after_a_day(database):
    waiting = make_letter(is_secret=True)
    refused = make_letter(is_secret=True, state=LetterState.REFUSED)
    plain = make_letter()

    carrying.forget_secrets(NOW + timedelta(days=1, seconds=1))

    assert states(waiting, refused, plain) == [LetterState.STOPPED, LetterState.REFUSED, LetterState.WAITING]
    assert [waiting.text, refused.text] == [FORGOTTEN, FORGOTTEN]
    assert plain.text != FORGOTTEN


# ---- The server is in trouble -------------------------------------------------------------------------------


def test_a_server_that_is_down_loses_nothing_and_gets_everything_when_it_is_back(carrier_to, desk, ticking):
    port = free_port()
    letters = [make_letter(f"person{number}@forum.example") for number in range(3)]
    carrier = carrier_to(port)

    assert carrier.carry() == 0
    assert states(*letters) == [LetterState.WAITING] * 3
    assert [letter.tries for letter in letters] == [1, 0, 0], "the others need not be tried while it is down"
    assert "could not be reached" in letters[0].answer

    ticking.now += timedelta(seconds=1)
    assert carrier.carry() == 0
    assert letters[1].tries == 0, "a server that was down a moment ago is left in peace"

    ticking.now += timedelta(minutes=5)
    with mail_server(desk, port):
        assert carrier.carry() == 3
    assert sorted(desk.addresses()) == [f"person{number}@forum.example" for number in range(3)]


def test_pauses_grow_and_then_stay():
    pauses = [pause_after(tries) for tries in range(1, 9)]

    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=1)
    assert pauses[-1] == pauses[-2] == timedelta(hours=3)


def test_a_server_that_restarts_between_two_letters_gets_both(carrier_to, desk, ticking):
    port = free_port()
    carrier = carrier_to(port)
    with mail_server(desk, port):
        make_letter("ada@forum.example")
        carrier.carry()
    make_letter("ben@forum.example")
    carrier.carry()
    ticking.now += timedelta(minutes=5)
    with mail_server(desk, port):
        carrier.carry()

    assert desk.addresses() == ["ada@forum.example", "ben@forum.example"]


def test_a_server_too_slow_before_the_letter_was_given_gets_it_later(
    carrier_to, port, desk, ticking, monkeypatch
):
    monkeypatch.setattr(handing, "LONGEST_WAIT", 0.3)
    desk.silent_at = "RCPT"
    letter = make_letter()
    carrier = carrier_to(port)

    assert carrier.carry() == 0
    assert states(letter) == [LetterState.WAITING]

    desk.silent_at = ""
    ticking.now += timedelta(minutes=5)
    assert carrier.carry() == 1
    assert desk.addresses() == ["ada@forum.example"]


def test_a_server_too_slow_with_its_answer_leaves_a_letter_uncertain(
    carrier_to, port, desk, ticking, monkeypatch
):
    monkeypatch.setattr(handing, "LONGEST_WAIT", 0.3)
    desk.silent_at = "taken"
    letter = make_letter()
    carrier = carrier_to(port)

    carrier.carry()
    ticking.now += timedelta(days=1)
    desk.silent_at = ""
    carrier.carry()

    assert states(letter) == [LetterState.UNCERTAIN]
    assert desk.addresses() == ["ada@forum.example"], "it was taken after all, and never sent again by itself"


@pytest.mark.parametrize(
    "answer, state, tries",
    [
        ("550 No such mailbox", LetterState.REFUSED, 1),
        ("450 Mailbox busy", LetterState.WAITING, 1),
        ("452 Mailbox full", LetterState.WAITING, 1),
    ],
)
def test_one_address_that_is_not_taken_holds_up_no_other(carrier_to, port, desk, answer, state, tries):
    desk.answers["ada@forum.example"] = answer
    bad, good = make_letter("ada@forum.example"), make_letter("ben@forum.example")

    assert carrier_to(port).carry() == 1

    assert states(bad, good) == [state, LetterState.SENT]
    assert bad.answer == answer
    assert bad.tries == tries
    assert desk.addresses() == ["ben@forum.example"]


def test_a_letter_put_off_again_and_again_waits_longer_each_time_and_is_refused_after_days(
    carrier_to, port, desk, ticking
):
    desk.answers["ada@forum.example"] = "450 Come back later"
    letter = make_letter()
    carrier = carrier_to(port)
    waits = []
    while states(letter) == [LetterState.WAITING]:
        carrier.carry()
        db.session.rollback()
        waits.append(letter.due_at - ticking.now)
        ticking.now = max(letter.due_at, ticking.now + timedelta(seconds=1))

    assert waits[:6] == [pause_after(tries) for tries in range(1, 7)]
    assert states(letter) == [LetterState.REFUSED]
    assert ticking.now - NOW >= GIVE_UP_AFTER


@pytest.mark.parametrize(
    "answer, state",
    [
        ("554 Looks like spam", LetterState.REFUSED),
        ("451 Try later", LetterState.WAITING),
    ],
)
def test_a_letter_whose_words_are_not_taken_was_surely_not_sent(carrier_to, port, desk, answer, state):
    desk.content_answer = answer
    letter = make_letter()
    carrier_to(port).carry()

    assert states(letter) == [state]
    assert letter.handed_over_at is None


def test_a_server_that_refuses_who_we_are_loses_nothing(carrier_to, port, desk):
    desk.mail_answer = "550 Who are you?"
    first, second = make_letter("ada@forum.example"), make_letter("ben@forum.example")
    carrier_to(port).carry()

    assert states(first, second) == [LetterState.WAITING] * 2
    assert "Who are you?" in first.answer


@pytest.mark.parametrize(
    "cut_at, state",
    [
        ("RCPT", LetterState.WAITING),
        ("DATA", LetterState.UNCERTAIN),
        ("taken", LetterState.UNCERTAIN),
    ],
)
def test_a_line_cut_half_way(carrier_to, port, desk, ticking, cut_at, state):
    desk.cut_at = cut_at
    letter = make_letter()
    carrier = carrier_to(port)
    carrier.carry()

    assert states(letter) == [state]

    desk.cut_at = ""
    for _round in range(3):
        ticking.now += timedelta(hours=4)
        carrier.carry()
    assert len(desk.taken) == (0 if cut_at == "DATA" else 1), (
        "never twice, and again only before it was given"
    )


def test_an_address_that_cannot_be_read_is_refused_and_holds_up_no_other(carrier_to, port, desk):
    bad, good = make_letter("ada at forum"), make_letter("ben@forum.example")
    carrier_to(port).carry()

    assert states(bad, good) == [LetterState.REFUSED, LetterState.SENT]


# ---- The worker is killed, or the database is away ----------------------------------------------------------


def test_a_letter_of_a_worker_killed_before_it_was_given_waits_again(carrier_to, port, desk, ticking):
    letter = make_letter()
    carrying.claim_letter("killed", to_folder=None, now=NOW)

    carrier_to(port).carry()
    assert states(letter) == [LetterState.BEING_SENT]

    ticking.now += CLAIMED + timedelta(seconds=1)
    assert carrier_to(port).carry() == 1
    assert desk.addresses() == ["ada@forum.example"]


def test_of_a_letter_of_a_worker_killed_after_it_was_given_nobody_knows(carrier_to, port, desk, ticking):
    letter = make_letter()
    claimed = carrying.claim_letter("killed", to_folder=None, now=NOW)
    assert carrying.give(claimed, "killed", now=NOW)

    ticking.now += CLAIMED + timedelta(seconds=1)
    assert carrier_to(port).carry() == 0
    assert states(letter) == [LetterState.UNCERTAIN]
    assert desk.asked == []


def test_a_worker_thought_dead_may_still_say_what_became_of_its_letter(database):
    letter = make_letter()
    claimed = carrying.claim_letter("slow", to_folder=None, now=NOW)
    carrying.give(claimed, "slow", now=NOW)
    carrying.release_claims(now=NOW + CLAIMED * 2)

    carrying.mark(claimed, "slow", LetterState.SENT, "250 Taken", now=NOW + CLAIMED * 2)

    assert states(letter) == [LetterState.SENT]


def test_a_letter_whose_claim_ran_out_is_not_given_to_the_server(database):
    letter = make_letter()
    claimed = carrying.claim_letter("slow", to_folder=None, now=NOW)

    assert not carrying.give(claimed, "slow", now=NOW + CLAIMED)
    assert not carrying.give(claimed, "another", now=NOW)
    assert states(letter) == [LetterState.BEING_SENT]


def test_what_became_of_a_letter_is_written_down_when_the_database_is_back(
    carrier_to, port, desk, monkeypatch
):
    letter = make_letter()
    real, failures = carrying.mark, iter([DatabaseIsBusy, DatabaseIsBusy])

    def busy_at_first(*what, **how):
        failure = next(failures, None)
        if failure:
            raise failure
        real(*what, **how)

    monkeypatch.setattr(carrying, "mark", busy_at_first)
    monkeypatch.setattr(carrying, "TRIED_AGAIN_AFTER", (0, 0))

    assert carrier_to(port).carry() == 1
    assert states(letter) == [LetterState.SENT]


# ---- Passwords and TLS --------------------------------------------------------------------------------------


@pytest.fixture
def far_away(monkeypatch):
    """This machine counts as any other."""
    monkeypatch.setattr(handing, "LOOPBACK", set())


@pytest.fixture
def trusted(monkeypatch):
    """The test server's certificate is one that this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def test_a_password_is_given_in_the_clear_only_on_this_machine(carrier_to, desk):
    make_letter()
    with mail_server(desk, passwords=True) as port:
        assert carrier_to(port, user="us", password="right").carry() == 1
    assert desk.logins == [("us", "right")]


def test_a_password_is_never_given_in_the_clear_to_another_machine(carrier_to, desk, far_away):
    letter = make_letter()
    with mail_server(desk, passwords=True) as port:
        assert carrier_to(port, user="us", password="right").carry() == 0
    assert desk.logins == []
    assert states(letter) == [LetterState.WAITING]
    assert "no TLS" in letter.answer


def test_a_wrong_password_loses_nothing(carrier_to, desk):
    letter = make_letter()
    with mail_server(desk, passwords=True) as port:
        assert carrier_to(port, user="us", password="wrong").carry() == 0
    assert states(letter) == [LetterState.WAITING]


def test_tls_is_used_where_it_is_offered(carrier_to, desk, far_away, trusted):
    make_letter()
    with mail_server(desk, passwords=True, tls=True) as port:
        assert carrier_to(port, user="us", password="right").carry() == 1
    assert desk.by_tls == [True]
    assert desk.logins == [("us", "right")]


def test_a_server_with_a_certificate_nobody_vouches_for_gets_neither_password_nor_letter(
    carrier_to, desk, far_away
):
    letter = make_letter()
    with mail_server(desk, passwords=True, tls=True) as port:
        assert carrier_to(port, user="us", password="right").carry() == 0
    assert (desk.logins, desk.taken) == ([], [])
    assert states(letter) == [LetterState.WAITING]


# ---- The folder ---------------------------------------------------------------------------------------------


def test_without_a_mail_server_letters_are_kept_in_the_folder(carrier_to, tmp_path):
    letter = make_letter()

    assert carrier_to().carry() == 1

    (file,) = (tmp_path / "letters").iterdir()
    assert file.name == f"{letter.message_id.strip('<>')}.eml"
    assert message_from_bytes(file.read_bytes(), policy=default)["Message-ID"] == letter.message_id
    assert states(letter) == [LetterState.SENT]


def test_letters_to_invented_people_never_reach_the_mail_server(carrier_to, port, desk, tmp_path):
    make_letter("ada@forum.example", is_demo=True)
    make_letter("ben@forum.example")

    assert carrier_to(port).carry() == 2

    assert desk.addresses() == ["ben@forum.example"]
    assert len(list((tmp_path / "letters").iterdir())) == 1


def test_a_folder_that_cannot_be_written_loses_nothing(carrier_to, tmp_path, ticking):
    letter = make_letter()
    carrier = carrier_to()
    (tmp_path / "letters").write_text("in the way")
    assert carrier.carry() == 0
    assert states(letter) == [LetterState.WAITING]

    (tmp_path / "letters").unlink()
    ticking.now += timedelta(minutes=5)
    assert carrier.carry() == 1


# ---- Real workers -------------------------------------------------------------------------------------------


def environment_of(database, port):
    settings = database.extensions["settings"]
    return {
        **os.environ,
        "FORUM_INSTANCE": str(settings.instance),
        "FORUM_DATABASE_URL": settings.database_url,
        "FORUM_SECRET_KEY": settings.secret_key,
        "FORUM_MAIL_URL": f"smtp://127.0.0.1:{port}",
    }


def start_worker(database, port, *more):
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker", *more],
        cwd=PROJECT, env=environment_of(database, port), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_workers_at_once_send_each_letter_once(database, port, desk):
    letters = [make_letter(f"person{number:02}@forum.example", due_at=clock.now()) for number in range(40)]
    db.session.rollback()
    workers = [start_worker(database, port, "--once") for _worker in range(2)]
    for worker in workers:
        _out, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err

    assert sorted(desk.addresses()) == [f"person{number:02}@forum.example" for number in range(40)]
    assert set(states(*letters)) == {LetterState.SENT}


def wait_for(heard):
    """Wait until a worker was heard of; starting one takes seconds on a busy machine."""
    until = time.monotonic() + 60
    while not heard() and time.monotonic() < until:
        time.sleep(0.02)
    assert heard()


def test_the_worker_carries_what_comes_and_ends_when_it_is_told(database, port, desk):
    make_letter(due_at=clock.now())
    db.session.rollback()
    worker = start_worker(database, port)
    try:
        wait_for(desk.addresses)
        worker.send_signal(signal.SIGTERM)
        _out, err = worker.communicate(timeout=30)
    finally:
        worker.kill()
        worker.communicate()
    assert desk.addresses() == ["ada@forum.example"]
    assert worker.returncode == 0, err


@pytest.mark.parametrize(
    "silent_at, state, taken",
    [
        ("RCPT", LetterState.WAITING, 0),
        ("taken", LetterState.UNCERTAIN, 1),
    ],
)
def test_a_worker_killed_in_the_middle_loses_nothing_and_sends_nothing_twice(
    database, port, desk, carrier_to, ticking, silent_at, state, taken
):
    letter = make_letter(due_at=clock.now())
    db.session.rollback()
    desk.silent_at, desk.silent_for = silent_at, 20
    worker = start_worker(database, port)
    try:
        wait_for(lambda: desk.taken if silent_at == "taken" else desk.asked)
    finally:
        worker.kill()
        worker.communicate()
    desk.silent_at = ""

    ticking.now = clock.now() + CLAIMED + timedelta(seconds=1)
    carrying.release_claims(now=ticking.now)
    assert states(letter) == [state]

    carrier_to(port).carry()
    ticking.now += timedelta(days=1)
    carrier_to(port).carry()
    assert desk.addresses() == ["ada@forum.example"]
    assert states(letter) == [LetterState.SENT if taken == 0 else LetterState.UNCERTAIN]
