"""Pages of items that may lead to a contract."""

from flask import Blueprint

from forum.engagement import models  # noqa: F401 - so that the schema holds its tables

bp = Blueprint("engagement", __name__)
