"""Letters about signing in."""

from datetime import datetime

from forum.accounts.models import CodePurpose
from forum.accounts.rules import CODE_LASTS
from forum.foundation.post import Letter, write_letter
from forum.foundation.post.writing import Addressee


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
