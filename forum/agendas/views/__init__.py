"""Pages of published agendas, of proposals and of papers."""

from forum.agendas.views import proposals, published
from forum.agendas.views.blueprint import bp

__all__ = ["bp", "proposals", "published"]
