"""The blueprint on which these pages hang."""

from flask import Blueprint

bp = Blueprint("attendance", __name__)
