"""Finding whom an organiser writes to."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.booking.models import Booking, BookingState
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.overview.rules.own_letters import Reach

_STATES = {
    Reach.BOOKED: (BookingState.CONFIRMED,),
    Reach.WAITING: (BookingState.WAITING,),
    Reach.BOTH: (BookingState.CONFIRMED, BookingState.WAITING),
}


def bookings_reached(meeting: Meeting, reach: Reach) -> list[Booking]:
    """The bookings whose people a letter about a meeting reaches, first made first, with person and organisation."""
    return list(
        db.session.scalars(
            select(Booking)
            .where(Booking.meeting_id == meeting.id, Booking.state.in_(_STATES[reach]))
            .options(
                joinedload(Booking.person),
                joinedload(Booking.representative).joinedload(Representative.organisation),
            )
            .order_by(Booking.id)
        )
    )
