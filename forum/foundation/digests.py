"""What is kept of a secret: a digest that nobody without this installation's own secret can try out."""

import hashlib
import hmac

from flask import current_app


def keyed_digest(purpose: str, text: str) -> str:
    """The digest of a text for one purpose, under the secret key. For another purpose it is another one."""
    secret = current_app.config["SECRET_KEY"]
    key = hmac.digest(secret.encode() if isinstance(secret, str) else secret, purpose.encode(), "sha256")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Whether two digests are the same, in a time that does not say how much of them is."""
    return hmac.compare_digest(one.encode(), other.encode())
