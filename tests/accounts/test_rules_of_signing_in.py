"""What a password is, what a code is, which addresses are followed: no database."""

import re
from datetime import timedelta

import pytest

from forum.accounts import rules
from forum.accounts.models import MailedCode
from tests.makers import NOW

PASSWORD = "three plain words"


def test_a_password_is_known_again_and_another_is_not():
    kept = rules.hash_password(PASSWORD)

    assert rules.is_password(kept, PASSWORD)
    assert not rules.is_password(kept, PASSWORD + "!")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_without_a_password_none_is_right():
    assert not rules.is_password(None, "")
    assert not rules.is_password(None, PASSWORD)


def test_the_two_ways_to_write_an_accent_are_one():
    assert rules.is_password(rules.hash_password("cafe\u0301 at the fen"), "caf\u00e9 at the fen")


def test_a_hash_made_otherwise_is_out_of_date():
    from argon2 import PasswordHasher

    assert rules.is_out_of_date(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD))
    assert not rules.is_out_of_date(rules.hash_password(PASSWORD))


@pytest.mark.parametrize(
    "password, refusal",
    [
        ("ninesigns", rules.PasswordTooShort),
        ("x" * 201, rules.PasswordTooLong),
        ("Ada.Marsh@forum.example", rules.PasswordIsAddress),
        ("ada.marsh-and-more", None),
        ("aaaaaaaaaaaa", rules.PasswordTooPlain),
        ("1234567890", rules.PasswordTooPlain),
        ("forum-demo", None),
        (PASSWORD, None),
    ],
)
def test_which_passwords_are_refused(password, refusal):
    if refusal is None:
        rules.check_new_password(password, "ada.marsh@forum.example")
    else:
        with pytest.raises(refusal):
            rules.check_new_password(password, "ada.marsh@forum.example")


def test_a_code_is_six_digits():
    assert all(re.fullmatch("[0-9]{6}", rules.new_code()) for _ in range(50))


@pytest.mark.parametrize(
    "values, may_be_tried",
    [
        ({}, True),
        ({"used_at": NOW}, False),
        ({"tries": 4}, True),
        ({"tries": 5}, False),
        ({"ends_at": NOW}, False),
    ],
)
def test_when_a_code_may_be_tried(values, may_be_tried):
    code = MailedCode(**{"tries": 0, "ends_at": NOW + timedelta(minutes=1), **values})

    assert rules.may_be_tried(code, NOW) is may_be_tried


@pytest.mark.parametrize(
    "address",
    [
        "/meetings",
        "/meetings?page=2#top",
        "/strategies/x/commitments/FC1",
    ],
)
def test_pages_of_the_forum_are_followed(address):
    assert rules.own_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "meetings",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "https://elsewhere.example/",
        "javascript:alert(1)",
        "/\t/elsewhere.example",
        "/a\r\nSet-Cookie: x=1",
        " /a",
    ],
)
def test_other_addresses_are_not(address):
    assert rules.own_path(address) is None


@pytest.mark.parametrize(
    "agent, words",
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", "Firefox on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 "
            "Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36 Edg/126.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
            "Chrome on a Mac",
        ),
        ("curl/8.5", "A browser"),
        (None, "A browser"),
    ],
)
def test_a_device_is_named_in_words(agent, words):
    assert rules.device_in_words(agent) == words
