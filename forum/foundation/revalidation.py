"""Answers that programs fetch again and again: sent when they changed, else 304 without being made."""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin


@dataclass(frozen=True)
class Version:
    """One state of an answer: a digest of all that it shows, and since when it has been so, in whole seconds."""

    digest: str
    since: datetime


class _QuietSessions(SecureCookieSessionInterface):
    """Flask's sessions, but an answer for programs sets no cookie and does not vary by cookies."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not g.get("without_cookies"):
            super().save_session(app, session, response)


def prepare_sessions(app: Flask) -> None:
    """Let answers be sent without cookies."""
    app.session_interface = _QuietSessions()


def without_cookies() -> None:
    """Let the answer to this request carry no cookie: whoever asks keeps none."""
    g.without_cookies = True


MOST_KEPT = 16
"""Answers that a process keeps, so that an answer which changed is made once and then sent to all who ask."""

_kept: OrderedDict[tuple[str, bool], bytes] = OrderedDict()
_lock = threading.Lock()


def revalidated(
    version: Version, make: Callable[[], bytes], content_type: str, headers: dict[str, str]
) -> Response:
    """Answer GET or HEAD with what `make` returns, or with 304 if whoever asks has this version.

    Compressed only for those who ask for it. `headers` are sent with either answer.
    """
    without_cookies()
    wants_gzip = (
        request.accept_encodings.quality("gzip") > 0 if "Accept-Encoding" in request.headers else False
    )
    tag = f"{version.digest}-gzip" if wants_gzip else version.digest
    known = _tag_known(version, tag)
    response = Response(status=304) if known else Response(content_type=content_type)
    if known:
        del response.headers["Content-Type"]
    else:
        response.set_data(_made(version, make, compressed=wants_gzip))
        if wants_gzip:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = f'"{known or tag}"'
    response.last_modified = version.since
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.update(headers)
    return response


def _tag_known(version: Version, tag: str) -> str | None:
    """The tag of the version that whoever asks has, if it is this one. A tag decides alone, else the date does."""
    if "If-None-Match" in request.headers:
        known = request.if_none_match
        if known.star_tag:
            return tag
        return next(
            (each for each in (tag, version.digest, f"{version.digest}-gzip") if known.contains_weak(each)),
            None,
        )
    seen = request.if_modified_since
    return tag if seen is not None and version.since <= seen else None


def _made(version: Version, make: Callable[[], bytes], *, compressed: bool) -> bytes:
    """The octets of a version: made now, or kept from an earlier request. Few are kept, the last used longest."""
    key = (version.digest, compressed)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    octets = gzip.compress(_made(version, make, compressed=False), 6, mtime=0) if compressed else make()
    with _lock:
        _kept[key] = octets
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return octets
