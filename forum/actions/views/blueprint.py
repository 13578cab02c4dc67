"""The blueprint on which these pages hang."""

from flask import Blueprint

bp = Blueprint("actions", __name__)
