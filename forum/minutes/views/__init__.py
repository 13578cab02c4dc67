"""Pages of minutes: taking them, checking and circulating them, and reading them."""

from forum.minutes.views import finishing, order, reading, taking  # noqa: F401 - they hang their pages on it
from forum.minutes.views.blueprint import bp

__all__ = ["bp"]
