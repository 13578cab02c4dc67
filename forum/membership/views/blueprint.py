"""Where the pages of this feature hang."""

from flask import Blueprint

bp = Blueprint("membership", __name__)
