"""Pages of booking."""

from forum.booking.views import book, places
from forum.booking.views.blueprint import bp

__all__ = ["book", "bp", "places"]
