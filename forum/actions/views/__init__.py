"""Pages of actions: what owners and officers do with them."""

from forum.actions.views import answering, digests
from forum.actions.views.blueprint import bp

__all__ = ["answering", "bp", "digests"]
