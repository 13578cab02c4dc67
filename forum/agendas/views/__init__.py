"""Pages of published agendas, of proposals and of papers."""

from forum.agendas.views import calls, documents, presenting, proposals, proposing, published
from forum.agendas.views.blueprint import bp

__all__ = ["bp", "calls", "documents", "presenting", "proposals", "proposing", "published"]
