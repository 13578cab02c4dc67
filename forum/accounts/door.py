"""How a request is known to come from somebody: the token in the cookie, looked up as an open sign-in."""

from datetime import datetime

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, current_user, login_user
from sqlalchemy.exc import OperationalError

from forum.accounts.models import SignIn
from forum.accounts.operations import note_seen
from forum.accounts.queries import find_open_sign_in
from forum.accounts.rules import SEEN_EVERY
from forum.foundation.clock import now
from forum.foundation.database import DatabaseIsBusy
from forum.people.models import Anyone, Visitor

VISITOR = Visitor()
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
login_manager = LoginManager()
login_manager.session_protection = "basic"  # addresses change in the middle of a meeting


class SignedIn:
    """Somebody signed in, as Flask-Login wants it. Its id is the token, so an ended sign-in is known nowhere."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, sign_in: SignIn) -> None:
        """`token` is what the cookie holds; `sign_in` is its row."""
        self.token = token
        self.sign_in = sign_in
        self.person = sign_in.person
        self.sign_in_id = sign_in.id
        self.last_seen_at: datetime = sign_in.last_seen_at

    def get_id(self) -> str:
        """What the cookie keeps."""
        return self.token


@login_manager.user_loader
def load(token: str) -> SignedIn | None:
    """Somebody signed in with this token, or nobody."""
    sign_in = find_open_sign_in(token)
    if sign_in is None or (sign_in.person.is_demo and not may_demo_people_enter()):
        return None
    return SignedIn(token, sign_in)


def may_demo_people_enter() -> bool:
    """Whether invented people may sign in: everyone knows their password, so only at this very machine."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    # The name by which a request comes is what whoever sends it says; where it comes from is not.
    comes_from = request.remote_addr or ""
    is_from_here = comes_from == "::1" or comes_from.removeprefix("::ffff:").startswith("127.")
    return bool(current_app.extensions["settings"].is_on_loopback and host in LOOPBACK and is_from_here)


def whoever_asks() -> Anyone:
    """The person signed in, or a visitor."""
    return current_user.person if current_user.is_authenticated else VISITOR


def this_sign_in() -> SignIn:
    """The sign-in that this request comes with. Only for pages of somebody signed in."""
    sign_in: SignIn = current_user.sign_in
    return sign_in


def let_in(token: str) -> None:
    """Let the browser that asks in, with a session made afresh: nobody can have planted anything in it before."""
    sign_in = find_open_sign_in(token)
    if sign_in is None:
        return  # ended in the same moment, from elsewhere
    forum = session.get("forum")
    session.clear()
    session.permanent = True  # kept for 30 days, until somebody signs out
    if forum is not None:
        session["forum"] = forum
    login_user(SignedIn(token, sign_in))


def let_out() -> None:
    """Let the browser forget who asked."""
    session.clear()
    g.pop("_login_user", None)


def know_who_asks(app: Flask) -> None:
    """Let every request find out who asks."""
    login_manager.init_app(app)
    app.extensions["whoever_asks"] = whoever_asks

    @app.after_request
    def keep_when_seen(response: Response) -> Response:
        user = g.get("_login_user")
        if isinstance(user, SignedIn) and now() - user.last_seen_at >= SEEN_EVERY:
            try:
                note_seen(user.sign_in_id, now=now())
            except (DatabaseIsBusy, OperationalError):
                app.logger.info("When this sign-in was last used was not kept: the database was busy.")
        return response
