"""No page without a permit: a view asks who may, and a page whose view asked nothing is never sent."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from werkzeug.exceptions import HTTPException, InternalServerError

View = TypeVar("View", bound=Callable[..., Any])


class Asker(Protocol):
    """Whoever asks for a page: a person known to us, or a visitor."""

    @property
    def is_known(self) -> bool: ...


class SignInFirst(HTTPException):
    """A visitor asked for what only somebody signed in may see. The roof leads to the sign-in page."""

    code = 401
    description = "Sign in to see this page."


def public(view: View) -> View:
    """Mark a view that anybody may open, or whose permit is a secret in its address."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def whoever_asks() -> Any:
    """The person signed in, or a visitor. The roof says how it is found (`app.extensions["whoever_asks"]`)."""
    return current_app.extensions["whoever_asks"]()


def permit(may: Callable[..., bool], *things: object) -> Any:
    """Ask whether the person at the other end may do this with these things.

    Returns the person. Stops with 403, or with the way to the sign-in page for a visitor.
    """
    person = whoever_asks()
    g.permit_was_asked = True
    if may(person, *things):
        return person
    if not person.is_known:
        raise SignInFirst
    abort(403)


def watch_permits(app: Flask) -> None:
    """Let no page out whose view neither asked for a permit nor is marked public."""

    @app.after_request
    def stop_what_nobody_permitted(response: Response) -> Response:
        view = app.view_functions.get(request.endpoint or "")
        asked = g.get("permit_was_asked", False) or getattr(view, "is_public", False)
        if view is None or asked or response.status_code >= 400 or request.endpoint == "static":
            return response
        if request.method == "OPTIONS":  # which methods an address takes: Flask answers, no view was called
            return response
        app.logger.error("No permit was asked for %s.", request.endpoint)
        return app.make_response(app.handle_http_exception(InternalServerError()))
