"""The blueprint on which these pages hang."""

from flask import Blueprint

bp = Blueprint("minutes", __name__)
