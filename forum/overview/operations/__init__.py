"""What is done on the pages that look across, and belongs to no single feature."""

from forum.overview.operations.reminders import remind_of_meetings  # a job: it has to be known to the worker

__all__ = ["remind_of_meetings"]
