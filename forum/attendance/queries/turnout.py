"""Finding who was invited to a meeting, gave no word and did not come."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.attendance.models import Attendance, Presence
from forum.booking.models import Apologies, Booking, Invitation
from forum.booking.queries import invited_in_vain
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation
from forum.people.models import Person


class Silent(NamedTuple):
    """Who was invited, gave no word and did not come: an organisation with those invited, or a lay member."""

    organisation: Organisation | None
    people: list[Person]

    @property
    def name(self) -> str:
        """The name of the organisation, or of the lay member."""
        return self.organisation.known_as if self.organisation else self.people[0].shown_name


def was_taken(meeting: Meeting) -> bool:
    """Whether anybody was marked as present at a meeting."""
    found = select(Attendance.id).where(
        Attendance.meeting_id == meeting.id, Attendance.presence == Presence.PRESENT
    )
    return db.session.scalar(found.limit(1)) is not None


def invited_and_did_not_come(meeting: Meeting) -> list[Silent]:
    """Who was invited to a meeting that is over, gave no word and did not come, by name.

    An organisation of which somebody came, booked or sent apologies gave its word, also where the place was given
    back or never came free. Whose letter never left or came back was not invited. Empty where nobody was marked.
    """
    if not was_taken(meeting):
        return []
    invitations = db.session.scalars(
        select(Invitation)
        .where(Invitation.meeting_id == meeting.id)
        .options(
            joinedload(Invitation.person),
            joinedload(Invitation.representative).joinedload(Representative.organisation),
        )
        .order_by(Invitation.id)
    ).all()
    bodies, people = _who_gave_word(meeting)
    in_vain = invited_in_vain([meeting])
    silent: dict[tuple[int, int], Silent] = {}
    for one in invitations:
        body = one.representative.organisation
        if (meeting.id, one.person_id) in in_vain:
            continue
        if one.person_id in people or (body is not None and body.id in bodies):
            continue
        key = (body.id, 0) if body is not None else (0, one.person_id)
        silent.setdefault(key, Silent(body, [])).people.append(one.person)
    return sorted(silent.values(), key=lambda one: one.name.casefold())


def _who_gave_word(meeting: Meeting) -> tuple[set[int], set[int]]:
    """The organisations and the people who came, booked or sent apologies, by their numbers."""
    rows = [
        *db.session.execute(
            select(Attendance.organisation_id, Attendance.person_id).where(
                Attendance.meeting_id == meeting.id, Attendance.presence != Presence.EXPECTED
            )
        ),
        *db.session.execute(
            select(Apologies.organisation_id, Apologies.person_id).where(
                Apologies.meeting_id == meeting.id, Apologies.withdrawn_at.is_(None)
            )
        ),
        *db.session.execute(
            select(Representative.organisation_id, Booking.person_id)
            .select_from(Booking)
            .outerjoin(Representative, Representative.id == Booking.representative_id)
            .where(Booking.meeting_id == meeting.id)
        ),
    ]
    bodies = {body for body, _ in rows if body is not None}
    return bodies, {person for _, person in rows if person is not None}
