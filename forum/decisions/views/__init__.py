"""Pages of the registers of decisions and recommendations."""

from forum.decisions import pages
from forum.decisions.views import answering, decisions, files, recommendations
from forum.decisions.views.blueprint import bp

__all__ = ["answering", "bp", "decisions", "files", "pages", "recommendations"]
