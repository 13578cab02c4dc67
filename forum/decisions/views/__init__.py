"""Pages of the registers of decisions and recommendations."""

from forum.decisions.views import decisions, recommendations
from forum.decisions.views.blueprint import bp

__all__ = ["bp", "decisions", "recommendations"]
