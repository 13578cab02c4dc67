"""Pages kept for visitors: built once, handed out again until anything changes or the minute is over.

Whoever is not signed in sees the same page as every other visitor. Every change writes the journal, so the newest
journal entry is the version of everything: a page built at one version is right as long as that is the newest.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection

from flask import Flask, Response, g, request, session

MOST_BYTES = 4 * 1024 * 1024
"""What the pages of one process may take: some three hundred pages."""


class KeptPages:
    """The pages that one process keeps, those asked for last the longest."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep up to `most_bytes` of pages."""
        self._pages: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def find(self, key: tuple[object, ...]) -> bytes | None:
        """The page kept under this key."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: tuple[object, ...], page: bytes) -> None:
        """Keep a page; those not asked for lately make room for it."""
        with self._lock:
            self._bytes += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self._bytes > self._most_bytes:
                _, gone = self._pages.popitem(last=False)
                self._bytes -= len(gone)


def keep_for_visitors(
    app: Flask, endpoints: Collection[str], version: Callable[[], tuple[object, ...]]
) -> None:
    """Keep the pages of these endpoints for visitors. `version` tells, cheaply, when anything has changed.

    Only a request without any cookie is answered so: a cookie may stand for a person, a choice, a word of thanks.
    """
    pages = KeptPages()
    app.extensions["kept_pages"] = pages

    @app.before_request
    def hand_out() -> Response | None:
        if request.endpoint not in endpoints or request.method != "GET" or "Cookie" in request.headers:
            return None
        g.page_key = (request.host, request.full_path, *version())
        page = pages.find(g.page_key)
        if page is None:
            return None
        g.permit_was_asked = True  # it was, when the page was built for a visitor
        del g.page_key
        return Response(page, mimetype="text/html")

    @app.after_request
    def keep(response: Response) -> Response:
        is_page = (
            response.status_code == 200
            and response.mimetype == "text/html"
            and not response.direct_passthrough
        )
        if "page_key" in g and is_page and not session.modified:
            pages.keep(g.page_key, response.get_data())
        return response
