"""A small app that takes files and hands them out, as a feature would. It stands only in the tests."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, redirect, render_template_string
from wtforms import StringField
from wtforms.validators import DataRequired

from forum.foundation.downloads import hand_over_file
from forum.foundation.fields import FileField
from forum.foundation.file_names import safe_name
from forum.foundation.forms import ForumForm
from forum.foundation.guard import guard_posts, send_strict_headers
from forum.foundation.refusals import Refusal
from forum.foundation.static import find_folder
from forum.foundation.storage import MB, path_of
from forum.foundation.uploads import guard_bodies, take_in, takes_files

MOST = 5 * MB
PAGE = """
{% from "parts/forms.html" import problems, question, send, upload %}
{{ problems(form) }}
<form method="post" enctype="multipart/form-data">
  {{ question(form.title) }}{{ upload(form.paper, accept=".pdf") }}{{ send("Send") }}
</form>
"""


class PaperForm(ForumForm):
    """A paper and what it is called."""

    title = StringField("Title", [DataRequired("Write the title.")])
    paper = FileField("Paper", [DataRequired("Choose a file.")], description="PDF, at most 5 MB")


def make_app() -> Flask:
    """The app, with its store in the folder `FORUM_INSTANCE`."""
    app = Flask("papers", template_folder=str(find_folder("templates")))
    app.secret_key = "for tests alone"
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["settings"] = SimpleNamespace(instance=Path(os.environ["FORUM_INSTANCE"]))
    send_strict_headers(app, https=False)
    guard_bodies(app)
    guard_posts(app)
    app.add_url_rule("/papers", view_func=send_paper, methods=["GET", "POST"])
    app.add_url_rule("/papers/<digest>/<name>", view_func=open_paper)
    app.add_url_rule("/words", view_func=send_words, methods=["GET", "POST"])
    return app


@takes_files
def send_paper() -> Any:
    """Take a paper in."""
    form = PaperForm.from_request()
    if form.is_sent_and_valid():
        paper = form.paper.data
        try:
            kept, found = take_in(paper.stream, paper.filename, most=MOST)
            return redirect(f"/papers/{kept.digest}/{safe_name(paper.filename, found.extension)}", 303)
        except Refusal as refusal:
            form.refuse(refusal, "paper")
    return render_template_string(PAGE, form=form)


def open_paper(digest: str, name: str) -> Any:
    """Hand a paper out."""
    return hand_over_file(path_of(digest), name, "application/pdf")


def send_words() -> Any:
    """Take words, no files."""
    return f"{len(PaperForm.from_request().title.data or '')} letters"
