"""A bare Flask page with one SELECT, and a bare 304: the ceiling that the forum is measured against."""

import os

from flask import Flask, Response, render_template_string, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What the one model stands on."""


db = SQLAlchemy(model_class=Base)


class Row(db.Model):  # type: ignore[name-defined]
    """One of 25 rows."""

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]


PAGE = """<!doctype html><html lang="en-GB"><head><title>Bare</title></head><body><h1>Bare</h1><ul>
{% for row in rows %}<li><h2>{{ row.title }}</h2><p>{{ row.text }}</p></li>{% endfor %}</ul></body></html>"""

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BARE_DATABASE_URL"]
db.init_app(app)


@app.get("/")
def page() -> str:
    """25 rows, as a page."""
    return render_template_string(PAGE, rows=db.session.scalars(db.select(Row).order_by(Row.id)).all())


@app.get("/unchanged")
def unchanged() -> Response:
    """A 304 that asks nobody."""
    response = Response(status=304 if request.if_none_match.contains("bare") else 200)
    response.set_etag("bare")
    return response


def fill() -> None:
    """Make the 25 rows."""
    with app.app_context():
        db.create_all()
        db.session.add_all(Row(title=f"Row {number}", text="Words of a row. " * 8) for number in range(25))
        db.session.commit()
