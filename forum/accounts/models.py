"""How people sign in: accounts, the sign-ins that are open, and the codes that were mailed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.foundation.database import db
from forum.foundation.references import new_link_secret, new_reference
from forum.people.models import Person


class Account(db.Model):
    """What lets a person sign in. Without a password they sign in by a mailed code."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(info={"secret": True})
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SignIn(db.Model):
    """One signing-in on one device, until it ends. Its token lies in the cookie, here only its digest."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]  # brought up to date once an hour at most
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    device: Mapped[str]  # the kind of browser and machine, in words: "Firefox on Android"

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class CodePurpose(StrEnum):
    SIGN_IN = "sign in"
    RESET = "reset password"


class MailedCode(db.Model):
    """Six digits mailed to an address: good once, for one purpose, for a short time, for few tries.

    An address that nobody has gets a row too, and no letter: how long the answer takes tells nobody apart.
    """

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    address_digest: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[CodePurpose]
    code_digest: Mapped[str]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()


class NewAddress(db.Model):
    """An address that a person wants letters at, until they answer the letter that was sent there."""

    __journalled__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True, default=new_reference)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str]
    link_secret: Mapped[str] = mapped_column(default=new_link_secret, info={"secret": True})
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


Index("codes_of_an_address", MailedCode.address_digest, MailedCode.purpose, MailedCode.id)
