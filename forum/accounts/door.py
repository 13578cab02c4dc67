"""How a request is known to come from somebody: the token in the cookie, looked up as an open sign-in."""

from flask import Flask
from flask_login import LoginManager, current_user

from forum.accounts.models import SignIn
from forum.accounts.queries import find_open_sign_in
from forum.people.models import Anyone, Visitor

VISITOR = Visitor()
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

    def get_id(self) -> str:
        """What the cookie keeps."""
        return self.token


@login_manager.user_loader
def load(token: str) -> SignedIn | None:
    """Somebody signed in with this token, or nobody."""
    sign_in = find_open_sign_in(token)
    return SignedIn(token, sign_in) if sign_in else None


def whoever_asks() -> Anyone:
    """The person signed in, or a visitor."""
    return current_user.person if current_user.is_authenticated else VISITOR


def know_who_asks(app: Flask) -> None:
    """Let every request find out who asks."""
    login_manager.init_app(app)
    app.extensions["whoever_asks"] = whoever_asks
