"""Where the pages of items that may lead to a contract hang."""

from flask import Blueprint

bp = Blueprint("engagement", __name__)
