"""The blueprint of the agendas' pages."""

from flask import Blueprint

bp = Blueprint("agendas", __name__)
