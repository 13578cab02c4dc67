"""The rules of signing in. They judge what they are handed: no database, no request, no clock."""

import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.accounts.models import MailedCode, NewAddress
from forum.foundation.refusals import Refusal

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
"""Longer than any sentence that somebody remembers; a limit at all, since hashing takes longer for more."""

CODE_LASTS = timedelta(minutes=15)
"""Long enough for a slow mail server, short enough that a code left on a screen is worth nothing later."""

CODE_TRIES = 5
"""Five slips of the finger. Somebody who guesses is right once in 200,000 codes."""

SIGN_IN_LASTS = timedelta(days=30)
"""How long a browser stays signed in that is not used. Meetings are quarterly, work on them is monthly."""

SEEN_EVERY = timedelta(hours=1)
"""How exactly it is known when a sign-in was last used: a write for each page would cost more than it tells."""


class Limit(NamedTuple):
    """How often something may be tried, and in which length of time."""

    most: int
    every: timedelta


PASSWORDS_OF_AN_ACCOUNT = Limit(10, timedelta(minutes=15))
"""Nobody mistypes ten times; who guesses gets fewer than a thousand a day, and the mailed code still works."""

CODES_OF_AN_ACCOUNT = Limit(5, timedelta(hours=1))
"""Nobody's letter box can be filled through us, and five letters outlast a slow mail server."""

TRIES_OF_AN_ACCOUNT = Limit(20, timedelta(hours=1))
"""Over all codes mailed to it in an hour: a machine that guesses without a pause is right once in years."""

NEW_ADDRESS_LASTS = timedelta(hours=24)
"""Long enough for who reads the mailbox in the evening, short enough that the link lies about nowhere for long."""

NEW_ADDRESSES_OF_AN_ACCOUNT = Limit(5, timedelta(hours=1))
"""Room for slips of the finger; a stranger's mailbox cannot be filled through us."""

TRIES_OF_A_PLACE = Limit(100, timedelta(minutes=15))
"""A whole council can sit behind one address of the internet; a machine that guesses is faster than all of it."""


class WrongSignIn(Refusal):
    message = (
        "That e-mail address and password do not belong together. Try again, or have a code mailed to you."
    )


class WrongCode(Refusal):
    message = "That code is wrong, or is no longer good. Check the newest letter, or ask for a new code."


class WrongPassword(Refusal):
    message = "That is not your password now."


class PasswordTooShort(Refusal):
    message = "A password has at least 10 characters. Three words are a good one."


class PasswordTooLong(Refusal):
    message = "A password has at most 200 characters."


class PasswordIsAddress(Refusal):
    message = "Your e-mail address is known to others: choose a password that is not."


class PasswordTooPlain(Refusal):
    message = "This password is too easy to guess. Three words are a good one."


class IsYourAddress(Refusal):
    message = "This is the address that your letters go to already."


class AddressIsTaken(Refusal):
    message = "This address cannot be yours as things stand. Ask whoever runs the forum to look into it."


class NewAddressHasEnded(Refusal):
    message = (
        "This link has ended: it was used, its 24 hours are over, or another address was asked for since. "
        "Ask again on your own page."
    )


class AccountIsClosed(Refusal):
    message = "This account is closed."


# ---- Passwords ----------------------------------------------------------------------------------------------

# The library's own default takes four times the time and 64 MiB each: too much for a small machine and four
# people at once. These are the least that OWASP's password storage page recommends.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def check_new_password(password: str, email: str | None) -> None:
    """Refuse a password that is too short, too long, the person's own address, or one sign again and again."""
    plain = _plain(password)
    if len(plain) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    if len(plain) > LONGEST_PASSWORD:
        raise PasswordTooLong
    if email and plain.casefold() in {email.casefold(), email.casefold().partition("@")[0]}:
        raise PasswordIsAddress
    if len(set(plain.casefold())) < 4 or plain in "01234567890123456789":
        raise PasswordTooPlain


def hash_password(password: str) -> str:
    """The hash that is kept of a password. Takes a twentieth of a second on purpose: never in a transaction."""
    return _hasher.hash(_plain(password))


def is_password(kept: str | None, password: str) -> bool:
    """Whether a password is the one whose hash is kept. Takes as long when none is kept, and says no."""
    try:
        _hasher.verify(kept or _nobodys_hash(), _plain(password)[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_out_of_date(kept: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(24))


def _plain(password: str) -> str:
    """One spelling for what looks the same: keyboards differ in how they write an é."""
    return unicodedata.normalize("NFKC", password)


# ---- Codes --------------------------------------------------------------------------------------------------


def new_code() -> str:
    """Six digits that nobody guesses."""
    return f"{secrets.randbelow(1_000_000):06}"


def may_be_tried(code: MailedCode, now: datetime) -> bool:
    """Whether a mailed code may still be tried."""
    return code.used_at is None and code.tries < CODE_TRIES and now < code.ends_at


def check_new_address(new: NewAddress, now: datetime) -> None:
    """Refuse an address that was confirmed before, whose time is over, or whose person was erased."""
    if new.used_at is not None or now >= new.ends_at or new.person.erased_at is not None:
        raise NewAddressHasEnded


# ---- Where to, and from where -------------------------------------------------------------------------------


def own_path(address: str | None) -> str | None:
    """The address if it is a page of this forum, written as a path; else None. Other addresses are never followed."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return None
    if "\\" in address or any(ord(sign) < 33 or ord(sign) == 127 for sign in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else address


_BROWSERS = (
    ("Edge", r"\bEdg(e|A|iOS)?/"), ("Samsung Internet", r"\bSamsungBrowser/"), ("Opera", r"\bOPR/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"), ("Chrome", r"\b(Chrome|CriOS)/"), ("Safari", r"\bSafari/"),
)  # fmt: skip
_MACHINES = (
    ("Android", r"\bAndroid\b"), ("iPad", r"\biPad\b"), ("iPhone", r"\biPhone\b"), ("Windows", r"\bWindows\b"),
    ("a Mac", r"\bMacintosh\b"), ("Chrome OS", r"\bCrOS\b"), ("Linux", r"\bLinux\b"),
)  # fmt: skip


def device_in_words(user_agent: str | None) -> str:
    """The kind of browser and machine, as people would say it: “Firefox on Android”."""
    agent = user_agent or ""
    browser = next((name for name, sign in _BROWSERS if re.search(sign, agent)), "A browser")
    machine = next((name for name, sign in _MACHINES if re.search(sign, agent)), None)
    return f"{browser} on {machine}" if machine else browser
