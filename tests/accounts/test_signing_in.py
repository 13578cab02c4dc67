"""Signing in as an operation: by password, by code, and what ends it."""

import re
import threading
from datetime import timedelta

import pytest

from forum.accounts import operations, queries, rules
from forum.accounts.models import Account, CodePurpose, MailedCode, SignIn
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry
from tests.makers import NOW, keep, make_person

PASSWORD = "three plain words"
HASH = rules.hash_password(PASSWORD)
LATER = NOW + timedelta(minutes=5)


def account_of(person, password_hash=HASH):
    return operations.open_account(person, password_hash=password_hash, by=None, now=NOW)


def mail_code(email, purpose=CodePurpose.SIGN_IN, now=NOW, with_demo=False):
    operations.mail_code(email, purpose, sender="The forum", with_demo=with_demo, now=now)


def code_in_the_last_letter():
    letter = db.session.query(Letter).order_by(Letter.id.desc()).first()
    return re.search(r"\b[0-9]{6}\b", letter.text)[0]


def sign_in_with_code(email, code, now=LATER, with_demo=False):
    return operations.sign_in_with_code(email, code, device="A browser", with_demo=with_demo, now=now)


def reset(email, code, password_hash=HASH, now=LATER):
    return operations.reset_password(
        email,
        code,
        password_hash=password_hash,
        device="A browser",
        sender="The forum",
        with_demo=False,
        now=now,
    )


def test_a_sign_in_is_known_by_its_token_alone(drew):
    token = operations.sign_in_with_password(
        account_of(drew), proved=HASH, device="Firefox on Android", now=NOW
    )

    sign_in = queries.find_open_sign_in(token)
    assert (sign_in.person, sign_in.device, sign_in.made_at) == (drew, "Firefox on Android", NOW)
    assert token not in sign_in.token_digest
    assert queries.find_open_sign_in(token + "x") is None


def test_opening_an_account_twice_changes_nothing(drew):
    account = account_of(drew)

    assert account_of(drew, "another") is account
    assert account.password_hash == HASH


def test_a_password_changed_in_the_same_moment_lets_nobody_in(drew):
    account = account_of(drew)

    with pytest.raises(rules.WrongSignIn):
        operations.sign_in_with_password(account, proved="an older hash", device="", now=NOW)


def test_a_hash_of_earlier_days_is_made_anew(drew):
    account = account_of(drew, "old")
    operations.sign_in_with_password(account, proved="old", new_hash="new", device="", now=NOW)

    assert account.password_hash == "new"


def test_the_journal_knows_that_a_password_changed_and_not_the_hash(drew):
    account = account_of(drew)
    mail_code(drew.email, CodePurpose.RESET)
    reset(drew.email, code_in_the_last_letter(), "another hash")

    entry = db.session.query(JournalEntry).filter_by(act="changed the password").one()
    assert (entry.thing, entry.by, entry.after) == ("Account", drew, {"password_hash": "changed"})
    assert account.password_hash == "another hash"


def test_a_closed_account_is_closed_everywhere(drew):
    account = account_of(drew)
    token = operations.sign_in_with_password(account, proved=HASH, device="", now=NOW)
    operations.close_account(account, by=None, now=NOW)
    mail_code(drew.email)

    assert queries.find_open_sign_in(token) is None
    assert queries.find_open_account(drew.email, with_demo=True) is None
    assert db.session.query(Letter).count() == 0
    with pytest.raises(rules.WrongSignIn):
        operations.sign_in_with_password(account, proved=HASH, device="", now=NOW)
    with pytest.raises(rules.AccountIsClosed):
        account_of(drew)


# ---- Codes --------------------------------------------------------------------------------------------------


def test_a_code_opens_once(drew):
    mail_code(drew.email)
    code = code_in_the_last_letter()

    assert queries.find_open_sign_in(sign_in_with_code(drew.email, code)).person is drew
    assert sign_in_with_code(drew.email, code) is None


def test_the_first_code_opens_an_account(drew):
    mail_code(drew.email)
    sign_in_with_code(drew.email, code_in_the_last_letter())

    assert db.session.query(Account).one().person is drew
    assert db.session.query(Account).one().password_hash is None


def test_a_code_is_kept_as_a_digest_and_its_letter_is_secret(drew):
    mail_code(drew.email)
    code = code_in_the_last_letter()
    letter = db.session.query(Letter).one()

    assert code not in db.session.query(MailedCode).one().code_digest
    assert letter.is_secret
    assert letter.due_at == letter.made_at
    assert code not in letter.subject
    assert letter.forum_code is None


def test_a_code_is_good_for_fifteen_minutes(drew):
    mail_code(drew.email)

    assert sign_in_with_code(drew.email, code_in_the_last_letter(), now=NOW + timedelta(minutes=15)) is None


def test_a_code_is_worth_nothing_after_five_wrong_tries(drew):
    mail_code(drew.email)
    right = code_in_the_last_letter()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"

    assert [sign_in_with_code(drew.email, wrong) for _ in range(5)] == [None] * 5
    assert sign_in_with_code(drew.email, right) is None


def test_only_the_newest_code_is_good(drew):
    mail_code(drew.email)
    first = code_in_the_last_letter()
    mail_code(drew.email)
    second = code_in_the_last_letter()

    assert first == second or sign_in_with_code(drew.email, first) is None
    assert sign_in_with_code(drew.email, second) is not None


def test_a_code_is_good_for_its_own_purpose_and_address(drew, ada):
    mail_code(drew.email)
    code = code_in_the_last_letter()

    assert reset(drew.email, code) is None
    assert sign_in_with_code(ada.person.email, code) is None


def test_an_address_that_nobody_has_gets_no_letter_and_no_way_in(forum):
    mail_code("nobody@forum.example")

    assert db.session.query(Letter).count() == 0
    assert db.session.query(MailedCode).one().person_id is None
    assert sign_in_with_code("nobody@forum.example", "123456") is None


def test_somebody_erased_or_invented_gets_none_either(forum):
    erased = make_person("Erased", erased_at=NOW)
    invented = make_person("Invented", is_demo=True)
    for person in (erased, invented):
        mail_code(person.email)
    assert db.session.query(Letter).count() == 0

    mail_code(invented.email, with_demo=True)
    assert sign_in_with_code(invented.email, code_in_the_last_letter(), with_demo=False) is None


def test_of_two_tries_at_once_one_gets_in(database, drew):
    mail_code(drew.email)
    email, code = drew.email, code_in_the_last_letter()
    db.session.rollback()
    tokens = []

    def try_it():
        with database.app_context():
            tokens.append(sign_in_with_code(email, code))
            db.session.remove()

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([token for token in tokens if token]) == 1


# ---- New passwords ------------------------------------------------------------------------------------------


def test_a_reset_ends_every_other_sign_in_and_tells_the_owner(drew, letters):
    account = account_of(drew)
    old = operations.sign_in_with_password(account, proved=HASH, device="", now=NOW)
    mail_code(drew.email, CodePurpose.RESET)
    new = reset(drew.email, code_in_the_last_letter(), "new hash")

    assert queries.find_open_sign_in(old) is None
    assert queries.find_open_sign_in(new).person is drew
    assert account.password_hash == "new hash"
    assert letters() == [drew.email, drew.email]


def test_changing_the_password_keeps_this_sign_in_and_ends_the_others(drew):
    account = account_of(drew)
    here, there = (
        operations.sign_in_with_password(account, proved=HASH, device="", now=NOW) for _ in range(2)
    )
    operations.change_password(
        drew,
        proved=HASH,
        password_hash="new",
        sender="The forum",
        here=queries.find_open_sign_in(here),
        now=LATER,
    )

    assert queries.find_open_sign_in(here) is not None
    assert queries.find_open_sign_in(there) is None


def test_a_password_is_not_changed_twice_with_one_proof(drew):
    account = account_of(drew)
    here = queries.find_open_sign_in(
        operations.sign_in_with_password(account, proved=HASH, device="", now=NOW)
    )
    operations.change_password(
        drew, proved=HASH, password_hash="new", sender="The forum", here=here, now=LATER
    )

    with pytest.raises(rules.WrongPassword):
        operations.change_password(
            drew, proved=HASH, password_hash="x", sender="The forum", here=here, now=LATER
        )


# ---- What ends ----------------------------------------------------------------------------------------------


def test_signing_out_everywhere_leaves_others_signed_in(drew, ada):
    mine = [
        operations.sign_in_with_password(account_of(drew), proved=HASH, device="", now=NOW) for _ in range(2)
    ]
    adas = operations.sign_in_with_password(account_of(ada.person), proved=HASH, device="", now=NOW)
    operations.sign_out_everywhere(drew, by=drew, now=LATER)

    assert [queries.find_open_sign_in(token) for token in mine] == [None, None]
    assert queries.find_open_sign_in(adas) is not None
    assert queries.open_sign_ins(drew) == []


def test_sign_ins_that_nobody_uses_end_and_old_codes_go(drew):
    account = account_of(drew)
    used, unused = (
        operations.sign_in_with_password(account, proved=HASH, device="", now=NOW) for _ in range(2)
    )
    operations.note_seen(queries.find_open_sign_in(used).id, now=NOW + timedelta(days=20))
    mail_code(drew.email)
    keep(SignIn(person=drew, token_digest="old", made_at=NOW - timedelta(days=400), device="",
                last_seen_at=NOW - timedelta(days=400), ended_at=NOW - timedelta(days=370)))  # fmt: skip

    operations.forget_what_is_over(NOW + timedelta(days=31))

    assert queries.find_open_sign_in(unused) is None
    assert queries.find_open_sign_in(used).last_seen_at == NOW + timedelta(days=20)
    assert db.session.query(SignIn).filter_by(token_digest="old").count() == 0
    assert db.session.query(MailedCode).count() == 0
