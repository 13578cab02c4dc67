"""A small app that shows each part of the look in each of its states. It stands only in the tests."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, abort, flash, g, render_template, request
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.datastructures import MultiDict
from werkzeug.serving import WSGIRequestHandler
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from forum.foundation.fields import FileField
from forum.foundation.forms import ForumForm
from forum.foundation.refusals import Refusal
from forum.foundation.static import find_folder, serve_static
from forum.foundation.words import FILTERS
from forum.running import assets

PAGES = ("/", "/form", "/form?wrong", "/form?refused", "/desk", "/empty")
ERRORS = (400, 403, 404, 409, 413, 429, 500, 503)
LONG_NAME = (
    "The Cambridgeshire, Peterborough and South Holland Voluntary Community and Social Enterprise Alliance"
)


class SampleForm(ForumForm):
    """One question of each kind."""

    name = StringField(
        "Your name", [InputRequired("Write your name.")], description="As it stands on your letters"
    )
    email = EmailField("E-mail address", [InputRequired("Write your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Write a password.")])
    day = DateField("Day of the meeting", [InputRequired("Choose a day.")])
    places = IntegerField("Places in the room", [InputRequired("Write how many places there are.")])
    paper = FileField("Paper", [InputRequired("Choose a file.")], description="PDF or Word, at most 25 MB")
    why = TextAreaField("Why now?", [InputRequired("Say why now.")], description="Two or three sentences")
    joining = RadioField(
        "How will you join?",
        [InputRequired("Choose how you will join.")],
        choices=[SelectChoice("room", "In the room"), SelectChoice("online", "Online")],
    )
    purpose = RadioField(
        "What is asked of the forum?",
        choices=[
            SelectChoice("inform", "Inform"),
            SelectChoice("discuss", "Discuss"),
            SelectChoice("decide", "Decide"),
        ],
        default="discuss",
    )
    themes = SelectMultipleField(
        "Which themes does it touch?",
        [InputRequired("Choose at least one theme.")],
        choices=[SelectChoice("funding", "Funding and contracts"), SelectChoice("young", "Young people")],
        description="As many as you like",
    )
    agrees = BooleanField(
        "Tell me when an agenda is published", [InputRequired("Say yes, or leave the forum.")]
    )
    organisation = SelectField(
        "For which organisation?",
        choices=[SelectChoice("1", "Fenland Carers’ Link"), SelectChoice("2", LONG_NAME)],
    )
    theme = SelectField(
        "Commitment",
        choices=[
            SelectChoice("FC1", "FC1 Grants 2.0", optgroup="Funding and contracts"),
            SelectChoice("YP2", "YP2 Local action", optgroup="Young people"),
        ],
    )


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class ThePlacesAreTaken(Refusal):
    """A rule's no, as an operation would raise it."""

    message = "The last place was taken a moment ago. You can join the waiting list."


def make_sampler(instance: Path) -> Flask:
    """The app, with its static files made in `instance`."""
    assets.build(instance)
    app = Flask(__name__, template_folder=None, static_folder=None)
    app.secret_key = "only for the look"
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(find_folder("templates")), FileSystemLoader(Path(__file__).parent / "pages")]
    )
    for name in FILTERS:
        app.add_template_filter(name, name.__name__)
    CSRFProtect(app)
    serve_static(app, instance)
    app.add_url_rule("/", view_func=show_parts)
    app.add_url_rule("/form", view_func=show_form, methods=["GET", "POST"])
    app.add_url_rule("/desk", view_func=show_desk)
    app.add_url_rule("/empty", view_func=show_empty)
    app.add_url_rule("/error/<int:code>", view_func=show_error)
    app.context_processor(whom_and_where)
    return app


def whom_and_where() -> dict[str, object]:
    """What each page is handed: a visitor on most pages, an organiser on the desk, nothing where all is down."""
    on_desk = request.path == "/desk"
    forum = SimpleNamespace(
        name="Cambridgeshire and Peterborough Commissioning Forum",
        host=SimpleNamespace(known_as="Ouse Valley Council for Voluntary Service"),
    )
    return {
        "the_forum": None if request.path == "/empty" else forum,
        "person": SimpleNamespace(is_known=on_desk, name="Ruth Adeyemi"),
        "is_demo": request.path == "/",
        "may_see_desk": on_desk,
    }


def a_meeting() -> SimpleNamespace:
    """A meeting in winter, when London keeps UTC."""
    return SimpleNamespace(
        title="How community transport is bought, and who decides",
        starts_at=datetime(2026, 12, 17, 10, tzinfo=UTC),
        ends_at=datetime(2026, 12, 17, 12, tzinfo=UTC),
    )


def show_parts() -> str:
    """Threads, trails, marks, dates, places and lists."""
    flash("Your place is booked. The letter is on its way.")
    flash("Two letters are still waiting.", "amber")
    return render_template(
        "parts.html", meeting=a_meeting(), page=SimpleNamespace(number=3, last=9), long_name=LONG_NAME
    )


def show_form() -> str:
    """A form as it opens, as it returns with errors, as it is refused."""
    if "wrong" in request.args:
        typed = {
            "name": "<Ada> & “Co”",
            "why": "\nBecause",
            "joining": "fax",
            "places": "many",
            "theme": "YP2",
        }
        form = SampleForm(formdata=MultiDict(typed))
        form.validate()
    else:
        form = SampleForm(
            name="Ada Marsh", day=datetime(2026, 12, 17, tzinfo=UTC).date(), joining="online", agrees=True
        )
    if "refused" in request.args:
        form.refuse(ThePlacesAreTaken())
    return render_template("form.html", form=form, meeting=a_meeting())


def show_desk() -> str:
    """The page of somebody signed in, with a table, working lists and the entries of minutes."""
    return render_template("desk.html", long_name=LONG_NAME)


def show_empty() -> str:
    """Each list with nothing in it."""
    return render_template("empty.html", page=SimpleNamespace(number=1, last=1))


def show_error(code: int) -> tuple[str, int]:
    """An error page, as the roof would show it."""
    if code not in ERRORS:
        abort(404)
    g.request_id = "7f3a9c"
    words = {409: "Booking for this meeting has closed.", 429: "That was tried too often. Wait 5 minutes."}
    return render_template(f"errors/{code}.html", words=words.get(code)), code
