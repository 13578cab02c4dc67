"""The rules of meetings. They judge what they are handed: no database, no request, no clock."""

from datetime import datetime, timedelta


def moment_after(before: datetime | None, now: datetime) -> datetime:
    """The moment of a change, in whole seconds as calendars write it, always later than the one before."""
    moment = now.replace(microsecond=0)
    if before is None:
        return moment
    return max(moment, before.replace(microsecond=0) + timedelta(seconds=1))
