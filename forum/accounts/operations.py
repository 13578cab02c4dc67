"""What is done with accounts. Hashes of passwords are made before: they take long, and others wait their turn."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from forum.accounts import letters, queries, rules
from forum.accounts.models import Account, CodePurpose, MailedCode, NewAddress, SignIn
from forum.foundation.database import db, hold, operation
from forum.foundation.digests import is_same, keyed_digest
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.foundation.references import new_link_secret, new_reference, new_secret
from forum.journal.operations import note
from forum.people.models import Person
from forum.people.queries import find_by_email

STRANGER = SimpleNamespace(reference="", name="Somebody", email="", is_demo=False)
"""Stands for whoever has an address that nobody has: the letter to them is written and thrown away."""


@operation
def open_account(
    person: Person, *, password_hash: str | None = None, by: Person | None, now: datetime
) -> Account:
    """Give a person an account, or the one that they have. Raises `AccountIsClosed`.

    Without a password they sign in by mailed code; a password that they have already stays.
    """
    hold(person)
    account = queries.find_account(person)
    if account is None:
        account = Account(person=person, password_hash=password_hash, made_at=now)
        db.session.add(account)
        db.session.flush()
        note(by, "opened an account", account, now=now)
    elif account.closed_at is not None:
        raise rules.AccountIsClosed
    return account


@operation
def close_account(account: Account, *, by: Person | None, now: datetime) -> None:
    """Close an account: its owner is signed out everywhere and cannot sign in."""
    hold(account)
    if account.closed_at is None:
        account.closed_at = now
        note(by, "closed an account", account, now=now)
    _end_sign_ins(account.person_id, now=now)


@operation
def sign_in_with_password(
    account: Account, *, proved: str, new_hash: str | None = None, device: str, now: datetime
) -> str:
    """Open a sign-in for whoever gave the right password, and return its token.

    `proved` is the hash that the password was held against: if it was changed since, this raises `WrongSignIn`.
    `new_hash` takes its place where it was made with parameters of earlier days.
    """
    hold(account)
    if account.closed_at is not None or account.password_hash != proved:
        raise rules.WrongSignIn
    if new_hash is not None:
        account.password_hash = new_hash
        note(account.person, "hashed a password anew", account, now=now)
    return _open_sign_in(account.person, device=device, now=now)


@operation
def mail_code(email: str, purpose: CodePurpose, *, sender: str, with_demo: bool, now: datetime) -> None:
    """Mail six digits to an address. Of one that nobody has, all but the letter is done, in the same time."""
    person = queries.find_who_may_enter(email, with_demo=with_demo)
    address, code = _address_digest(email), rules.new_code()
    db.session.add(
        MailedCode(
            address_digest=address,
            person_id=person.id if person else None,
            purpose=purpose,
            code_digest=_code_digest(address, purpose, code),
            made_at=now,
            ends_at=now + rules.CODE_LASTS,
        )
    )
    letter = letters.code_mailed(person or STRANGER, code, purpose, sender=sender)
    if person is not None:
        post(letter)


@operation
def sign_in_with_code(email: str, code: str, *, device: str, with_demo: bool, now: datetime) -> str | None:
    """Open a sign-in for whoever knows the code that was mailed to this address, and return its token.

    Whoever is known to us gets an account with their first code. None when the code is not right or no longer
    good: a refusal would undo the counting of the try.
    """
    person = _use_code(email, code, CodePurpose.SIGN_IN, with_demo=with_demo, now=now)
    if person is None:
        return None
    open_account(person, by=person, now=now)
    return _open_sign_in(person, device=device, now=now)


@operation
def reset_password(
    email: str, code: str, *, password_hash: str, device: str, sender: str, with_demo: bool, now: datetime
) -> str | None:
    """Set a new password for whoever knows the code mailed for this, sign them out elsewhere and in here.

    Returns the token; None when the code is not right or no longer good.
    """
    person = _use_code(email, code, CodePurpose.RESET, with_demo=with_demo, now=now)
    if person is None:
        return None
    account = open_account(person, by=person, now=now)
    _set_password(account, password_hash, sender=sender, now=now)
    return _open_sign_in(person, device=device, now=now)


@operation
def change_password(
    person: Person, *, proved: str | None, password_hash: str, sender: str, here: SignIn, now: datetime
) -> None:
    """Set a new password and end all other sign-ins than the one `here`.

    `proved` is the hash that the old password was held against, None where there was none. Raises
    `WrongPassword` when it was changed since, `AccountIsClosed`.
    """
    account = open_account(person, by=person, now=now)
    hold(account)
    if account.password_hash != proved:
        raise rules.WrongPassword
    _set_password(account, password_hash, sender=sender, but=here, now=now)


@operation
def end_sign_in(sign_in: SignIn, *, by: Person, now: datetime) -> None:
    """End one sign-in; ended twice it stays as it was."""
    hold(sign_in)
    if sign_in.ended_at is None:
        sign_in.ended_at = now


@operation
def sign_out_everywhere(person: Person, *, by: Person, now: datetime) -> None:
    """End every sign-in of a person, this one too."""
    _end_sign_ins(person.id, now=now)


@operation
def note_seen(sign_in_id: int, *, now: datetime) -> None:
    """Keep when a sign-in was last used."""
    db.session.execute(
        update(SignIn).where(SignIn.id == sign_in_id, SignIn.last_seen_at < now).values(last_seen_at=now)
    )


@operation
def ask_for_new_address(person: Person, email: str, *, sender: str, now: datetime) -> NewAddress:
    """Write to an address that a person wants letters at; the link in that letter makes it theirs.

    Of an address that somebody else has, all is the same but the letter: it goes to that somebody and has no
    link. What was asked for before ends. Raises `IsYourAddress`.
    """
    hold(person)
    if email == person.email:
        raise rules.IsYourAddress
    for earlier in queries.open_new_addresses(person, now):
        earlier.ends_at = now
    new = NewAddress(
        reference=new_reference(),
        link_secret=new_link_secret(),
        person=person,
        email=email,
        made_at=now,
        ends_at=now + rules.NEW_ADDRESS_LASTS,
    )
    db.session.add(new)
    owner = find_by_email(email)
    # Both are written, and one is thrown away: how long the answer takes tells nobody who is known.
    confirm = letters.confirm_address(new, sender=sender)
    known = letters.address_is_known(owner or person, sender=sender)
    post(confirm if owner is None else known)
    note(person, "asked for letters at another address", person, now=now)
    return new


@operation
def take_new_address(new: NewAddress, *, sender: str, now: datetime) -> None:
    """Let the address be the person's, since they read the letter that went there. The old one is told.

    Signing in goes by the new address at once. Raises `NewAddressHasEnded`, `AddressIsTaken`.
    """
    hold(new.person)
    hold(new)
    rules.check_new_address(new, now)
    person, before = new.person, new.person.email
    new.used_at = now
    if find_by_email(new.email) not in (None, person):
        raise rules.AddressIsTaken
    person.email = new.email
    try:
        db.session.flush()
    except IntegrityError:  # somebody else got it in the same moment
        raise rules.AddressIsTaken from None
    if before:
        post(letters.address_changed(person, before, sender=sender, now=now))
    note(person, "changed their e-mail address", person, now=now)


@falls_due
@operation
def forget_what_is_over(now: datetime) -> None:
    """End sign-ins that nobody uses, and delete those that ended long ago and codes that are no longer good."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.ended_at.is_(None), SignIn.last_seen_at < now - rules.SIGN_IN_LASTS)
        .values(ended_at=now)
    )
    db.session.execute(delete(SignIn).where(SignIn.ended_at < now - timedelta(days=90)))
    db.session.execute(delete(MailedCode).where(MailedCode.ends_at < now - timedelta(days=1)))
    db.session.execute(delete(NewAddress).where(NewAddress.ends_at < now - timedelta(days=1)))


def _open_sign_in(person: Person, *, device: str, now: datetime) -> str:
    token = new_secret()
    db.session.add(
        SignIn(
            person=person, token_digest=queries.digest_of(token), made_at=now, last_seen_at=now, device=device
        )
    )
    return token


def _set_password(
    account: Account, password_hash: str, *, sender: str, but: SignIn | None = None, now: datetime
) -> None:
    account.password_hash = password_hash
    note(account.person, "changed the password", account, now=now)
    _end_sign_ins(account.person_id, but=but, now=now)
    post(letters.password_changed(account.person, sender=sender, now=now))


def _end_sign_ins(person_id: int, *, but: SignIn | None = None, now: datetime) -> None:
    over = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        over = over.where(SignIn.id != but.id)
    db.session.execute(over.values(ended_at=now))


def _address_digest(email: str) -> str:
    return keyed_digest("address of a mailed code", email)


def _code_digest(address: str, purpose: CodePurpose, code: str) -> str:
    return keyed_digest("mailed code", f"{address} {purpose.value} {code}")


def _use_code(
    email: str, code: str, purpose: CodePurpose, *, with_demo: bool, now: datetime
) -> Person | None:
    """Count a try of the newest code mailed to an address; whose it is when it was right."""
    address = _address_digest(email)
    mailed = queries.find_newest_code(address, purpose)
    if mailed is None:
        return None
    hold(mailed)
    if not rules.may_be_tried(mailed, now):
        return None
    mailed.tries += 1
    if not is_same(mailed.code_digest, _code_digest(address, purpose, code)):
        return None
    mailed.used_at = now
    person = queries.find_who_may_enter(email, with_demo=with_demo)
    return person if person is not None and person.id == mailed.person_id else None
