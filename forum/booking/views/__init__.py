"""Pages of booking."""

from forum.booking.views import book, invitations, joining, places, public, somebody
from forum.booking.views.blueprint import bp

__all__ = ["book", "bp", "invitations", "joining", "places", "public", "somebody"]
