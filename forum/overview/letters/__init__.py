"""Letters that look across: reminders with the agenda's state, and those in an organiser's own words."""

from forum.overview.letters.own import own_letter
from forum.overview.letters.reminders import reminder, reminder_of_line

__all__ = ["own_letter", "reminder", "reminder_of_line"]
