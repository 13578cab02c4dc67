"""The blueprint on which feeds and their pages hang."""

from flask import Blueprint

bp = Blueprint("calendars", __name__)
