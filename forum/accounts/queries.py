"""Finding accounts, sign-ins and mailed codes."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Account, CodePurpose, MailedCode, NewAddress, SignIn
from forum.foundation.database import db
from forum.people.models import Person

_open_sign_in = select(SignIn).where(SignIn.token_digest == bindparam("digest"), SignIn.ended_at.is_(None))


def digest_of(token: str) -> str:
    """What is kept of a token: enough to know it again, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_open_sign_in(token: str) -> SignIn | None:
    """The sign-in that a token opened, unless it has ended."""
    return db.session.scalar(_open_sign_in, {"digest": digest_of(token)})


def open_sign_ins(person: Person) -> list[SignIn]:
    """Where a person is signed in, the one used last at the front."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
            .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        )
    )


def get_sign_in(reference: str) -> SignIn:
    """The sign-in with this reference, ended or not. Raises `NoResultFound`."""
    return db.session.scalars(select(SignIn).where(SignIn.reference == reference)).one()


def find_account(person: Person) -> Account | None:
    """A person's account, open or closed."""
    return db.session.scalar(select(Account).where(Account.person_id == person.id))


def find_open_account(email: str, *, with_demo: bool) -> Account | None:
    """The open account of whoever has this address. Invented people are found only `with_demo`."""
    found = select(Account).join(Account.person).where(Person.email == email, Account.closed_at.is_(None))
    return db.session.scalar(_who_may_enter(found, with_demo))


def find_who_may_enter(email: str, *, with_demo: bool) -> Person | None:
    """Whoever may sign in from this address: somebody known to us whose account, if they have one, is open."""
    closed = select(Account.id).where(Account.person_id == Person.id, Account.closed_at.is_not(None))
    return db.session.scalar(
        _who_may_enter(select(Person).where(Person.email == email, ~closed.exists()), with_demo)
    )


def find_newest_code(address_digest: str, purpose: CodePurpose) -> MailedCode | None:
    """The code that was mailed last to an address for a purpose: the only one that may be good."""
    return db.session.scalar(
        select(MailedCode)
        .where(MailedCode.address_digest == address_digest, MailedCode.purpose == purpose)
        .order_by(MailedCode.id.desc())
        .limit(1)
    )


def find_new_address(reference: str) -> NewAddress | None:
    """The address with this reference that a person wants letters at, with the person."""
    found = select(NewAddress).where(NewAddress.reference == reference).options(joinedload(NewAddress.person))
    return db.session.scalar(found)


def open_new_addresses(person: Person, now: datetime) -> list[NewAddress]:
    """The addresses that a person asked for and has not confirmed, while they still can."""
    return list(
        db.session.scalars(
            select(NewAddress)
            .where(NewAddress.person_id == person.id, NewAddress.used_at.is_(None), NewAddress.ends_at > now)
            .order_by(NewAddress.id)
        )
    )


def _who_may_enter(found: Select[Any], with_demo: bool) -> Select[Any]:
    found = found.where(Person.erased_at.is_(None))
    return found if with_demo else found.where(Person.is_demo.is_(False))
