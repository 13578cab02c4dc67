"""The letter to somebody of the public who asked for a place. It says the same to every address."""

from dataclasses import dataclass

from forum.booking.links import path_for_request
from forum.booking.models import PlaceRequest
from forum.foundation.post import Letter, link, write_letter
from forum.foundation.words import near_date


@dataclass(frozen=True)
class Asker:
    """Whoever asked, as the post needs to know them. In a forum that is invented, so are they."""

    reference: str
    name: str
    email: str
    is_demo: bool


def place_asked_for(request: PlaceRequest) -> Letter:
    """The link that books what was asked for. It opens something, so it leaves at once and is not kept."""
    meeting = request.meeting
    return write_letter(
        "booking/place_asked_for",
        to=Asker(request.reference, request.name, request.email, meeting.forum.is_demo),
        subject=f"One click books your place: {meeting.title}, {near_date(meeting.on, request.made_at)}",
        kind="place asked for",
        sender=meeting.forum,
        secret=True,
        meeting=meeting,
        ends_at=request.delete_at,
        address=link(path_for_request(request)),
    )
