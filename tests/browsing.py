"""A browser for tests: each request in a fresh app context, and the page read as a person would."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.foundation.database import db


class Page(HTMLParser):
    """A page as it was answered: status, title, headings, words, links, and the problems it names."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.title = ""
        self.headings: list[tuple[int, str]] = []
        self.links: dict[str, str] = {}
        self.problems: list[str] = []
        self.notices: list[str] = []
        self.ids: list[str] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._words: list[str] = []
        self.feed(self.html)
        self.words = " ".join(" ".join(self._words).split()).replace("\u00a0", " ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag not in {"input", "meta", "link", "br", "img", "hr", "circle", "rect", "path"}:
            self._open.append((tag, found, []))

    def handle_data(self, data: str) -> None:
        if any(tag in {"script", "style", "title"} for tag, _, _ in self._open[:-1]):
            return
        for _tag, _attrs, words in self._open:
            words.append(data)
        if not any(tag in {"script", "style", "head", "title"} for tag, _, _ in self._open):
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, attrs, words = self._open.pop()
            text = " ".join("".join(words).split()).replace("\u00a0", " ")
            if name == "title" and not self.title:
                self.title = text
            elif re.fullmatch("h[1-6]", name):
                self.headings.append((int(name[1]), text))
            elif name == "a" and attrs.get("href"):
                self.links[text] = unescape(str(attrs["href"]))
            classes = (attrs.get("class") or "").split()
            if "govuk-error-message" in classes:
                self.problems.append(text.removeprefix("Error: "))
            elif "refusal" in classes:
                self.problems.append(text)
            elif "notice" in classes:
                self.notices.append(text)
            if name == tag:
                return


class Browser:
    """Somebody's browser: keeps its cookies, opens each page in a fresh app context.

    The test's own context would else lend its signed-in person and its open transaction to the request.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def _ask(self, method: str, address: str, **more: Any) -> TestResponse:
        with self.app.app_context():
            response = self.client.open(address, method=method, **more)
        db.session.rollback()  # the test sees from here on what the request left
        return response

    def get(self, address: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self._ask("GET", address, **more)

    def post(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form."""
        return self._ask("POST", address, data=data or {}, **more)

    def page(self, address: str, **more: Any) -> Page:
        """Open a page and read it, following where it leads."""
        return Page(self.get(address, follow_redirects=True, **more))

    def send(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> Page:
        """Send a form and read the page that it leads to."""
        return Page(self.post(address, data, follow_redirects=True, **more))
