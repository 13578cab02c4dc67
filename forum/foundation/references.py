"""References: what stands in addresses and letters instead of a row's number."""

import hashlib
import re
import secrets
import unicodedata

# Without I, L, O and U: read over the telephone, none is taken for another and no word is spelled.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Eight letters and digits that nobody guesses, in two groups: `7K4Q-92XM`."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def reference_of(words: str) -> str:
    """A reference that is the same whenever the words are: what was sent twice is found again."""
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:5])
    drawn = "".join(LETTERS[number >> 5 * at & 31] for at in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def new_secret() -> str:
    """A secret of 192 random bits for an address or a session, safe in a path."""
    return secrets.token_urlsafe(24)


def slug_of(words: str, longest: int = 60) -> str:
    """The words as part of an address: lower case, plain letters, digits and hyphens. May be empty."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:longest].rstrip("-")


def new_link_secret() -> str:
    """A secret for one thing, from which links to it are signed. A new one ends every link that was signed before."""
    return secrets.token_hex(16)
