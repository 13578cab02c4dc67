"""Pages of attendance: at the door on the day, on the desk before and after, and on paper."""

from forum.attendance.views import codes, door, files, lists, sign_in  # noqa: F401 - they hang their pages on it
from forum.attendance.views.blueprint import bp

__all__ = ["bp"]
