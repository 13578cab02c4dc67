"""The roof: joins the features into one app."""

import importlib
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from sqlalchemy.exc import DataError, IntegrityError, NoResultFound, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from forum.accounts.door import know_who_asks
from forum.decisions import rules as decisions
from forum.foundation import words
from forum.foundation.clock import now
from forum.foundation.database import DatabaseIsBusy, db, is_twice_the_same, prepare_engine
from forum.foundation.guard import CSRFError, guard_addresses, guard_posts, send_strict_headers
from forum.foundation.kept_pages import keep_for_visitors
from forum.foundation.logs import keep_log
from forum.foundation.packing import pack_pages
from forum.foundation.permits import SignInFirst, watch_permits, whoever_asks
from forum.foundation.post import prepare as prepare_post
from forum.foundation.post.writing import SENDER
from forum.foundation.refusals import Refusal
from forum.foundation.revalidation import prepare_sessions
from forum.foundation.static import find_folder, serve_static
from forum.foundation.throttle import TooManyTries
from forum.foundation.uploads import guard_bodies
from forum.journal.queries import version_of_everything
from forum.meetings import rules as meetings
from forum.membership.choice import find_the_forum
from forum.membership.policy import may_see_desk
from forum.people.models import Visitor
from forum.settings import Settings, from_environment

FEATURES = (
    "accounts", "organisations", "membership", "strategy", "meetings", "booking", "agendas", "attendance",
    "feedback", "interests", "engagement", "actions", "decisions", "minutes", "calendars", "overview",
)  # fmt: skip

SAME_FOR_EVERY_VISITOR = frozenset({
    "overview.home", "overview.meetings", "overview.meeting", "overview.strategies", "overview.strategy",
    "overview.theme", "overview.commitment", "overview.action_log", "overview.show_action", "agendas.show",
    "agendas.show_version", "decisions.register", "decisions.show", "minutes.read", "minutes.read_version",
    "membership.about", "membership.accessibility", "membership.privacy", "membership.directory",
    "overview.organisation", "calendars.subscribe",
})  # fmt: skip
"""Pages that hold nothing of the visitor's own, so that one may be handed to the next."""


def create_app(settings: Settings | None = None) -> Flask:
    """Make the app. Without `settings` the environment is asked; raises `WrongSetting` for one that is wrong."""
    settings = settings or from_environment()
    app = Flask("forum", template_folder=str(find_folder("templates")), static_folder=None)
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="forum",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,  # pages that change nothing set no cookie anew
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        TESTING=settings.testing,
        WTF_CSRF_ENABLED=not settings.testing,  # the tests of the door switch it on
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    in_words = (*words.FILTERS, *meetings.IN_WORDS, *decisions.IN_WORDS)
    app.jinja_env.filters.update({work.__name__: work for work in in_words})
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    pack_pages(app)
    keep_log(app)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    prepare_post(app, base_url=settings.base_url, mail_from=settings.mail_from, instance=settings.instance)
    send_strict_headers(app, https=settings.is_https)
    guard_bodies(app)
    guard_posts(app)
    guard_addresses(app)
    prepare_sessions(app)
    know_who_asks(app)
    app.extensions["sender"] = _name_of_the_forum
    watch_permits(app)
    serve_static(app, settings.instance)
    for feature in FEATURES:
        if find_spec(f"forum.{feature}.views"):
            app.register_blueprint(importlib.import_module(f"forum.{feature}.views").bp)
    if not settings.testing:
        keep_for_visitors(app, SAME_FOR_EVERY_VISITOR, _version)
    _show_problems(app)
    _hand_to_templates(app)
    if find_spec("forum.commands"):
        importlib.import_module("forum.commands").add_commands(app)
    return app


def _name_of_the_forum() -> str:
    """Who writes the letters that belong to no forum, such as codes to sign in."""
    forum = find_the_forum()
    return forum.name if forum else SENDER


def _version() -> tuple[object, ...]:
    """What a page kept for visitors depends on: everything in the journal, and the minute."""
    return (*version_of_everything(), int(now().timestamp()) // 60)


def _engine_options(settings: Settings) -> dict[str, Any]:
    if settings.database_url.startswith("sqlite"):
        # Opening a connection costs as much as a page, and each that is kept costs a megabyte or more of statements.
        # Few threads ask at once: the last one given back is taken first, and those beyond eight are closed again.
        more: dict[str, Any] = {
            "connect_args": {"check_same_thread": False}, "pool_size": 8, "max_overflow": 16,
            "pool_use_lifo": True,
        }  # fmt: skip
    else:
        more = {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 16}
    # What a statement was given never stands in the log when it fails: it may be somebody's address.
    return {"hide_parameters": True, **more}


def _hand_to_templates(app: Flask) -> None:
    """What every page may ask for by name."""

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        if g.get("without_database"):
            return {
                "the_forum": None,
                "person": Visitor(),
                "is_demo": False,
                "may_see_desk": False,
                "now": now(),
            }
        person, forum = whoever_asks(), find_the_forum()
        return {
            "the_forum": forum,
            "person": person,
            "is_demo": bool(forum and forum.is_demo),
            "may_see_desk": bool(forum and may_see_desk(person, forum)),
            "now": now(),
        }


def _show_problems(app: Flask) -> None:
    """Each problem as a page of the forum with a way on: never a stack trace."""

    def page(code: int, words: str | None = None, **headers: str) -> Response:
        try:
            html = render_template(f"errors/{code}.html", words=words)
        except (SQLAlchemyError, DatabaseIsBusy):  # an unknown address stays one while the database is away
            _give_up_on_database()
            html = render_template(f"errors/{code}.html", words=words)
        response = current_app.make_response((html, code))
        response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return response

    @app.errorhandler(SignInFirst)
    def sign_in_first(_problem: SignInFirst) -> Any:
        way_back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=way_back))

    @app.errorhandler(NoResultFound)
    def not_there(_problem: NoResultFound) -> Response:
        return page(404)

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        return page(409, str(refusal))

    @app.errorhandler(TooManyTries)
    def too_often(refusal: TooManyTries) -> Response:
        return page(429, str(refusal), Retry_After=str(max(1, int(refusal.wait.total_seconds()))))

    @app.errorhandler(CSRFError)
    def stale_form(_problem: CSRFError) -> Response:
        return page(400, "This page had been open for too long, or was opened in another sign-in.")

    @app.errorhandler(IntegrityError)
    def at_the_same_time(problem: IntegrityError) -> Any:
        if not is_twice_the_same(problem):
            return broken(problem)
        app.logger.warning("The same was added twice at the same time.")  # its own words hold an address
        db.session.rollback()
        return page(409, "Somebody else has just done the same. Look at the page again.")

    @app.errorhandler(DataError)
    def cannot_be_kept(_problem: DataError) -> Response:
        db.session.rollback()
        return page(400, "Something that was sent cannot be kept.")

    @app.errorhandler(DatabaseIsBusy)
    @app.errorhandler(OperationalError)
    def busy(problem: Exception) -> Response:
        why = getattr(problem, "orig", None) or problem  # "database or disk is full"
        app.logger.warning("The database did not answer: %s: %s", type(problem).__name__, why)
        _give_up_on_database()
        return page(503, Retry_After="5")

    @app.errorhandler(HTTPException)
    def other(problem: HTTPException) -> Any:
        if problem.response is not None or problem.code is None or problem.code < 400:
            return problem
        known = problem.code in {400, 403, 404, 409, 413, 429, 500, 503}
        shown = page(problem.code if known else (500 if problem.code >= 500 else 400))
        shown.status_code = problem.code
        for name, value in problem.get_headers():
            if name in {"Allow", "Retry-After"}:
                shown.headers[name] = value
        return shown

    @app.errorhandler(Exception)
    def broken(problem: Exception) -> Any:
        if app.testing and not app.config.get("SHOW_PROBLEMS"):
            raise problem
        app.logger.exception("Something broke.")
        _give_up_on_database()
        return page(500)


def _give_up_on_database() -> None:
    """Show the page that follows without asking the database: it may be what is broken."""
    g.without_database = True
    try:
        db.session.rollback()
    except Exception:
        current_app.logger.warning("The database could not be rolled back.")
