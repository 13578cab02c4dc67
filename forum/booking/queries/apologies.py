"""Finding apologies, who comes instead, and who answered after a meeting moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.booking.models import Apologies, Booking, BookingState
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation
from forum.people.models import Anyone, Person

_stand = Apologies.withdrawn_at.is_(None)
_of_person = select(Apologies).where(
    Apologies.meeting_id == bindparam("meeting_id"), Apologies.person_id == bindparam("person_id"), _stand
)
_of_organisation = select(Apologies).where(
    Apologies.meeting_id == bindparam("meeting_id"),
    Apologies.organisation_id == bindparam("organisation_id"),
    Apologies.person_id.is_(None),
    _stand,
)
# Asked at each booking: who comes after all takes back their own apologies, and those of their organisation.
_taken_back = (
    select(Apologies)
    .where(
        Apologies.meeting_id == bindparam("meeting_id"),
        or_(
            Apologies.person_id == bindparam("person_id"),
            Apologies.person_id.is_(None) & (Apologies.organisation_id == bindparam("organisation_id")),
        ),
        _stand,
    )
    .order_by(Apologies.id)
)


def find_apologies(meeting: Meeting, person: Anyone) -> Apologies | None:
    """The apologies of a person for a meeting, unless they were taken back."""
    if not person.is_known:
        return None
    return db.session.scalar(_of_person, {"meeting_id": meeting.id, "person_id": person.id})


def find_apologies_of(organisation: Organisation, meeting: Meeting) -> Apologies | None:
    """The apologies of an organisation with nobody named, unless they were taken back."""
    return db.session.scalar(_of_organisation, {"meeting_id": meeting.id, "organisation_id": organisation.id})


def apologies_taken_back_by(
    meeting: Meeting, person: Person, representative: Representative | None
) -> list[Apologies]:
    """The apologies that no longer hold once this person comes, for whom they represent."""
    organisation_id = representative.organisation_id if representative else None
    values = {"meeting_id": meeting.id, "person_id": person.id, "organisation_id": organisation_id}
    return list(db.session.scalars(_taken_back, values))


def apologies_of(meeting: Meeting) -> list[Apologies]:
    """Everybody's apologies for a meeting that stand, first sent first, with person, organisation and substitute."""
    return list(
        db.session.scalars(
            select(Apologies)
            .where(Apologies.meeting_id == meeting.id, _stand)
            .options(
                joinedload(Apologies.person),
                joinedload(Apologies.organisation),
                joinedload(Apologies.substitute),
            )
            .order_by(Apologies.id)
        )
    )


def apologies_at(meetings: Sequence[Meeting], person: Anyone) -> dict[int, Apologies]:
    """A person's apologies for these meetings, by the meeting's number: one question for all."""
    if not person.is_known or not meetings:
        return {}
    rows = db.session.scalars(
        select(Apologies).where(
            Apologies.person_id == person.id,
            Apologies.meeting_id.in_([meeting.id for meeting in meetings]),
            _stand,
        )
    )
    return {apologies.meeting_id: apologies for apologies in rows}


def live_bookings_for(organisation: Organisation, meeting: Meeting) -> list[Booking]:
    """The live bookings of those who speak for an organisation at a meeting, first made first."""
    return list(
        db.session.scalars(
            select(Booking)
            .join(Representative, Representative.id == Booking.representative_id)
            .where(
                Booking.meeting_id == meeting.id,
                Booking.state != BookingState.CANCELLED,
                Representative.organisation_id == organisation.id,
            )
            .options(joinedload(Booking.person))
            .order_by(Booking.id)
        )
    )


def colleagues_of(person: Person, organisation: Organisation, on: date) -> list[Representative]:
    """The others who act on a day for an organisation, by name; of each the newest."""
    found = db.session.scalars(
        select(Representative)
        .join(Person, Person.id == Representative.person_id)
        .where(
            Representative.organisation_id == organisation.id,
            Representative.person_id != person.id,
            Representative.from_on <= on,
            or_(Representative.until_on.is_(None), Representative.until_on >= on),
            Person.erased_at.is_(None),
        )
        .options(contains_eager(Representative.person), joinedload(Representative.organisation))
        .order_by(Person.name, Representative.id)
    )
    return list({one.person_id: one for one in found}.values())


def representation_of(person: Person, organisation_id: int | None, on: date) -> Representative | None:
    """As what a person acts for an organisation on a day; the newest, where there were several."""
    return db.session.scalars(
        select(Representative)
        .where(
            Representative.person_id == person.id,
            Representative.organisation_id == organisation_id,
            Representative.from_on <= on,
            or_(Representative.until_on.is_(None), Representative.until_on >= on),
        )
        .options(joinedload(Representative.organisation))
        .order_by(Representative.id.desc())
    ).first()


@dataclass(frozen=True)
class Answers:
    """How those who had a place answered when a meeting moved."""

    kept: int = 0
    gave_up: int = 0
    open: int = 0

    @property
    def asked(self) -> int:
        """How many were asked."""
        return self.kept + self.gave_up + self.open


def answers_after_move(meeting: Meeting) -> Answers:
    """How those who were asked after a meeting's last move have answered; nobody asked where it never moved."""
    last = select(func.max(Booking.asked_again_at)).where(Booking.meeting_id == meeting.id).scalar_subquery()
    has_kept = Booking.kept_at.is_not(None)
    rows = db.session.execute(
        select(Booking.state, has_kept, func.count())
        .where(Booking.meeting_id == meeting.id, Booking.asked_again_at == last)
        .group_by(Booking.state, has_kept)
    )
    counts = {"kept": 0, "gave_up": 0, "open": 0}
    for state, kept, number in rows:
        counts["gave_up" if state is BookingState.CANCELLED else "kept" if kept else "open"] += number
    return Answers(**counts)
