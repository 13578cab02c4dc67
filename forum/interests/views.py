"""Pages of the register of interests, and of declarations."""

from flask import Blueprint

from forum.interests import models  # noqa: F401 - so that the schema holds its tables

bp = Blueprint("interests", __name__)
