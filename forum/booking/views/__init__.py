"""Pages of booking."""

from forum.booking.views import apologies, book, by_letter, invitations, joining, places, public, somebody
from forum.booking.views.blueprint import bp

__all__ = ["apologies", "book", "bp", "by_letter", "invitations", "joining", "places", "public", "somebody"]
