"""The blueprint of the pages of decisions and recommendations."""

from flask import Blueprint

bp = Blueprint("decisions", __name__)
