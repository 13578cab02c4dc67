"""Pages of actions: what owners and officers do with them."""

from forum.actions.views import answering, asking, digests, evidence, parts
from forum.actions.views.blueprint import bp

__all__ = ["answering", "asking", "bp", "digests", "evidence", "parts"]
