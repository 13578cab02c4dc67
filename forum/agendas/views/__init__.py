"""Pages of published agendas, of proposals and of papers."""

from forum.agendas.views import (
    calls,
    documents,
    handing_in,
    paper_desk,
    papers,
    papers_desk,
    presenting,
    proposals,
    proposing,
    published,
    reviews,
)
from forum.agendas.views.blueprint import bp

__all__ = [
    "handing_in",
    "paper_desk",
    "papers",
    "papers_desk",
    "bp",
    "calls",
    "documents",
    "presenting",
    "proposals",
    "proposing",
    "published",
    "reviews",
]
