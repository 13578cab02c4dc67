"""A letter as the message that mail programs read."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from forum.foundation.post.models import Letter
from forum.foundation.post.writing import as_html


class AddressCannotBeRead(ValueError):
    """No mail server would know what to do with this address."""


def address_of(letter: Letter) -> str:
    """The address as mail servers take it, its domain in plain letters. Raises `AddressCannotBeRead`."""
    user, _, domain = (letter.to_address or "").rpartition("@")
    try:
        plain = domain.encode("idna").decode()
        Address(username=user, domain=plain)
    except (UnicodeError, ValueError, IndexError) as problem:
        raise AddressCannotBeRead(letter.to_address) from problem
    if not user or not plain or any(sign.isspace() or sign in "<>\x00" for sign in user + plain):
        raise AddressCannotBeRead(letter.to_address)
    return f"{user}@{plain}"


def message_of(letter: Letter, mail_from: str) -> EmailMessage:
    """The message of a letter: the same octets each time it is made. Raises `AddressCannotBeRead`."""
    to = address_of(letter)
    message = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    message["From"] = _named(letter.sender, mail_from)
    message["To"] = _named(letter.to_name, to)
    message["Subject"] = letter.subject
    message["Date"] = letter.made_at
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers it (RFC 3834)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    if letter.calendar:
        # The last alternative, named by its method and never an attachment (RFC 6047): else no buttons show.
        message.add_alternative(
            letter.calendar,
            subtype="calendar",
            cte="base64",
            params={"method": letter.calendar_method or "PUBLISH"},
        )
    # The boundary would be drawn anew each time; the message stays the same for ever.
    message.set_boundary(f"=_{letter.reference.lower()}")
    return message


def _named(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(display_name=" ".join(name.split()), username=user, domain=domain)
