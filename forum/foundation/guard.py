"""At the door: CSRF for every post, and the headers that keep browsers strict."""

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.routing import BaseConverter

__all__ = ["CSRFError", "allow_camera", "csrf", "guard_addresses", "guard_posts", "send_strict_headers"]

csrf = CSRFProtect()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Set on every answer; a view may set one of them otherwise."""

REFERRER = "same-origin"
"""Who is told where somebody came from; a view may be stricter (a personal calendar tells nobody)."""


def allow_camera(response: Response) -> Response:
    """Let a page ask for the device's camera, which no other page may. The person is still asked by the browser."""
    policy = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
    response.headers["Permissions-Policy"] = policy
    return response


def guard_posts(app: Flask) -> None:
    """Refuse every post that does not carry the token of a page of ours."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # an hour's typing must not be lost
    csrf.init_app(app)


class Count(BaseConverter):
    """A whole number in an address that every database can hold: `v12`. Longer ones lead nowhere."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)


def guard_addresses(app: Flask) -> None:
    """Let no address reach the database that it could only choke on: a NUL, a number without end.

    Nothing of ours lies at such an address, and nothing that a person typed holds a NUL.
    """
    app.url_map.converters["int"] = Count
    app.url_map.strict_slashes = False  # `/meetings/`, as some people type it, is `/meetings`

    @app.before_request
    def refuse_what_no_person_typed() -> None:
        if "\x00" in request.path:
            abort(404)
        if any("\x00" in value for value in request.args.values()):
            abort(400)


def send_strict_headers(app: Flask, *, https: bool) -> None:
    """Send the headers, and HSTS where people come by https."""
    headers = dict(HEADERS)
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    @app.after_request
    def strict(response: Response) -> Response:
        if "Referrer-Policy" not in response.headers:
            response.headers["Referrer-Policy"] = REFERRER
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers and request.endpoint != "static":
            response.headers["Cache-Control"] = "private, no-cache"
        return response
