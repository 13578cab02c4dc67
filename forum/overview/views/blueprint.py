"""The blueprint on which these pages hang."""

from flask import Blueprint

bp = Blueprint("overview", __name__)
