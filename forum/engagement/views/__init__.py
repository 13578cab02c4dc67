"""Pages of items that may lead to a contract: for everyone, for those who answer, and on the desk."""

from forum.engagement.views import desk, facts, page, questions  # noqa: F401 - they hang their pages on it
from forum.engagement.views.blueprint import bp

__all__ = ["bp"]
