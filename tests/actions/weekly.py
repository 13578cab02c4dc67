"""When the tests of the weekly letter take place."""

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""Eight in the morning, in London."""

BEFORE = datetime(2026, 11, 14, 10, 0, tzinfo=UTC)
"""When the meeting was that agreed what is asked about."""

WEEK = timedelta(weeks=1)
