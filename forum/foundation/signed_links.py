"""Signed links: what lets somebody act from a letter without signing in.

A key is bound to one purpose and one thing, and holds while the thing's own secret stays the same. It is computed
anew from that secret and the installation's each time, so it stands nowhere but in the letter that carries it.
"""

import base64
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, make_response

from forum.foundation.digests import is_same, keyed_digest
from forum.foundation.guard import csrf
from forum.foundation.permits import public
from forum.foundation.refusals import Refusal

LENGTH = 26
"""Characters of a key: 130 bits, in letters and digits that no mail program breaks or changes."""


def sign(purpose: str, reference: str, secret: str) -> str:
    """The key that lets its holder do one thing (`purpose`) with what has this reference and secret."""
    digest = bytes.fromhex(keyed_digest(f"signed link: {purpose}", f"{reference} {secret}"))
    return base64.b32encode(digest).decode().lower()[:LENGTH]


def is_signed(purpose: str, reference: str, secret: str, key: str) -> bool:
    """Whether a key is the one that `sign` gives, however its letters were capitalised on the way.

    What mail programs hang behind an address is no part of it: a full stop, a bracket, a blank.
    """
    plain = re.fullmatch(r"\s*([a-z0-9]+)[^a-z0-9]*", key.lower())
    return plain is not None and is_same(sign(purpose, reference, secret), plain[1])


class LinkDoesNotHold(Refusal):
    message = (
        "This link does not hold. It may have been cut on its way: copy the whole of it from the letter. "
        "A newer letter may also have ended it."
    )


class LinkHasEnded(Refusal):
    message = "{why} So this link has ended."


View = TypeVar("View", bound=Callable[..., Any])


def signed_link(view: View) -> View:
    """Mark a view whose permit is a key in its address, checked by the view with `is_signed`.

    Its posts need no cookie and no token: whoever reads a letter may have neither, and the key in the address
    is what another site cannot know. Its address is told to nobody, and the page is kept nowhere.
    """

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> Response:
        response = make_response(view(*args, **kwargs))
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    csrf.exempt(shown)
    return public(shown)  # type: ignore[return-value]
