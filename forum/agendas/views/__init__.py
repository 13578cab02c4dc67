"""Pages of published agendas, of proposals and of papers."""

from forum.agendas.views import calls, documents, presenting, proposals, proposing, published
from forum.agendas.views import handing_in, papers, papers_desk
from forum.agendas.views.blueprint import bp

__all__ = ["handing_in", "papers", "papers_desk", "bp", "calls", "documents", "presenting", "proposals", "proposing", "published"]
