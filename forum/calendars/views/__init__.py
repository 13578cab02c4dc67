"""Calendars: the feeds that programs fetch, and the pages that say how."""

from forum.calendars.views import feeds, pages
from forum.calendars.views.blueprint import bp

__all__ = ["bp", "feeds", "pages"]
