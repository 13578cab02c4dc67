"""Letters about signing in."""

from datetime import datetime
from types import SimpleNamespace

from forum.accounts.models import CodePurpose, NewAddress
from forum.accounts.rules import CODE_LASTS, NEW_ADDRESS_LASTS
from forum.foundation.post import Letter, link, write_letter
from forum.foundation.post.writing import Addressee
from forum.foundation.signed_links import is_signed, sign
from forum.people.models import Person

PURPOSE = "confirm an address"


def code_mailed(to: Addressee, code: str, purpose: CodePurpose, *, sender: str) -> Letter:
    """The six digits that somebody asked for. They do not stand in the subject: lists of letters are read by others."""
    is_reset = purpose is CodePurpose.RESET
    return write_letter(
        "accounts/code",
        to=to,
        subject="Your code to choose a new password" if is_reset else "Your code to sign in",
        kind="code to choose a new password" if is_reset else "code to sign in",
        sender=sender,
        secret=True,
        code=code,
        is_reset=is_reset,
        lasts=CODE_LASTS,
    )


def password_changed(to: Addressee, *, sender: str, now: datetime) -> Letter:
    """Word that a password was changed, so that its owner hears of it if somebody else did it."""
    return write_letter(
        "accounts/password_changed",
        to=to,
        subject="Your password was changed",
        kind="password changed",
        sender=sender,
        at=now,
    )


def path_of(new: NewAddress) -> str:
    """The address of the page that confirms a new address, with its key, without its beginning."""
    return f"/me/address/{new.reference}/{sign(PURPOSE, new.reference, new.link_secret)}"


def is_key_of(new: NewAddress, key: str) -> bool:
    """Whether a key confirms this new address."""
    return is_signed(PURPOSE, new.reference, new.link_secret, key)


def confirm_address(new: NewAddress, *, sender: str) -> Letter:
    """To the new address: the link that shows that its owner reads it. It opens something, so nobody else sees it."""
    return write_letter(
        "accounts/confirm_address",
        to=_at(new.person, new.email),
        subject="Confirm your new address",
        kind="confirm a new address",
        sender=sender,
        secret=True,
        address=link(path_of(new)),
        lasts=NEW_ADDRESS_LASTS,
    )


def address_is_known(owner: Person, *, sender: str) -> Letter:
    """To whoever has an address that somebody else asked for. The page told nobody that it is known."""
    return write_letter(
        "accounts/address_is_known",
        to=owner,
        subject="Somebody asked to use your address",
        kind="address asked for",
        sender=sender,
    )


def address_changed(person: Person, before: str, *, sender: str, now: datetime) -> Letter:
    """To the address before: letters go elsewhere from now on. The new one is not told to whoever reads this."""
    return write_letter(
        "accounts/address_changed",
        to=_at(person, before),
        subject="Your letters go to another address from now on",
        kind="address changed",
        sender=sender,
        at=now,
    )


def _at(person: Person, email: str) -> Addressee:
    """A person at another address than the one that we know."""
    return SimpleNamespace(
        reference=person.reference, name=person.shown_name, email=email, is_demo=person.is_demo
    )
