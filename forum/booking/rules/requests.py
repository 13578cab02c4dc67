"""What the public asks for, and the guests that an organiser brings along: how long it holds, what is refused."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from forum.booking.models import PlaceRequest
from forum.booking.rules.refusals import closes_at
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.membership.models import Representative

REQUEST_HOLDS = timedelta(hours=48)
"""Long enough for somebody who reads their mail every other day, short enough not to keep strangers' names."""

SAME_REQUEST = timedelta(minutes=10)
"""The same asked again this soon is a double click or a second window, and gets no second letter."""


class Limit(NamedTuple):
    """How often something may be tried, and in which length of time."""

    most: int
    every: timedelta


REQUESTS_OF_AN_ADDRESS = Limit(5, timedelta(hours=1))
"""Nobody's letter box can be filled through us."""

REQUESTS_OF_A_PLACE = Limit(60, timedelta(minutes=15))
"""A whole college can sit behind one address of the internet; a machine that fills letter boxes is faster."""


class NotOpenToPublic(Refusal):
    message = "This meeting is for those who belong to the forum."


class RequestIsGone(Refusal):
    message = (
        "This link has ended, or was cut on its way. A link holds for 48 hours, and not after booking has closed. "
        "Ask for a place again on the page of the meeting."
    )


class SpeaksForSeveral(Refusal):
    message = "Choose for whom you speak."


class KnownToSpeakForSeveral(Refusal):
    message = "This address is {name}’s, who speaks for several. Find {name} by name, and choose for whom."


def holds_until(meeting: Meeting, now: datetime) -> datetime:
    """When what somebody asks for now is forgotten: after 48 hours, or when booking closes."""
    closes = closes_at(meeting)
    return min(now + REQUEST_HOLDS, closes) if closes else now + REQUEST_HOLDS


def check_holds(request: PlaceRequest, now: datetime) -> None:
    """Refuse a request whose time is over, although nobody has deleted it yet."""
    if now >= request.delete_at:
        raise RequestIsGone


def is_the_same(earlier: PlaceRequest, later: PlaceRequest) -> bool:
    """Whether two requests ask for the very same, one right after the other."""
    fields = ("name", "email", "guest_from", "joining", "access", "diet")
    is_soon = later.made_at - earlier.made_at < SAME_REQUEST
    return is_soon and all(getattr(earlier, field) == getattr(later, field) for field in fields)


def speaks_as(speakers: Sequence[Representative], chosen: str | None) -> Representative | None:
    """For whom somebody speaks: the only one, or the one chosen by its reference; nobody where there is none.

    Raises `SpeaksForSeveral` where it has to be chosen and was not.
    """
    if len(speakers) < 2:
        return speakers[0] if speakers else None
    for one in speakers:
        if one.reference == chosen:
            return one
    raise SpeaksForSeveral
