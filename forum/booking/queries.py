"""Finding bookings, and counting places."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select

from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules import Claims, Taken
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation, Side, side_of

_FIELDS = {Side.VOLUNTARY: "voluntary", Side.COMMISSIONERS: "commissioners", Side.OTHERS: "others"}


def places_taken(meeting: Meeting) -> Taken:
    """Which places of a meeting are taken, by side, and how many wait."""
    return places_taken_at([meeting])[meeting.id]


def places_taken_at(meetings: Sequence[Meeting]) -> dict[int, Taken]:
    """Which places are taken at each of these meetings, by the meeting's number: one question for all."""
    counts: dict[tuple[int, Joining], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = db.session.execute(
        select(Booking.meeting_id, Booking.joining, Booking.state, Organisation.sector, func.count())
        .outerjoin(Representative, Representative.id == Booking.representative_id)
        .outerjoin(Organisation, Organisation.id == Representative.organisation_id)
        .where(
            Booking.meeting_id.in_([meeting.id for meeting in meetings]),
            Booking.state != BookingState.CANCELLED,
        )
        .group_by(Booking.meeting_id, Booking.joining, Booking.state, Organisation.sector)
    )
    for meeting_id, joining, state, sector, count in rows:
        name = "waiting" if state is BookingState.WAITING else _FIELDS[side_of(sector)]
        counts[meeting_id, joining][name] += count
    return {
        meeting.id: Taken(
            Claims(**counts[meeting.id, Joining.IN_THE_ROOM]), Claims(**counts[meeting.id, Joining.ONLINE])
        )
        for meeting in meetings
    }
