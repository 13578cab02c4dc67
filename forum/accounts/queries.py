"""Finding accounts and sign-ins."""

import hashlib

from sqlalchemy import select

from forum.accounts.models import SignIn
from forum.foundation.database import db


def digest_of(token: str) -> str:
    """What is kept of a token: enough to know it again, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_open_sign_in(token: str) -> SignIn | None:
    """The sign-in that a token opened, unless it has ended."""
    return db.session.scalar(
        select(SignIn).where(SignIn.token_digest == digest_of(token), SignIn.ended_at.is_(None))
    )
