"""Finding who was invited to a meeting, and who has not answered."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, inspect, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.booking.models import Apologies, Booking, Invitation
from forum.booking.queries.speakers import speaks_on
from forum.foundation.database import db
from forum.foundation.post import Letter, LetterState
from forum.meetings.models import Meeting
from forum.membership.models import Forum, Representative
from forum.organisations.models import Organisation, Sector, Side, side_of
from forum.people.models import Person

INVITED = "invitation"
REMINDED = "invitation reminder"
"""The kinds of the two letters: by them it is known which of them was stopped before it left."""


_IN_VAIN = (LetterState.STOPPED, LetterState.REFUSED, LetterState.NO_ADDRESS)


def find_invitation(reference: str) -> Invitation | None:
    """The invitation with this reference, however capitalised, with meeting, person and for whom they speak."""
    meeting = joinedload(Invitation.meeting)
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.reference == reference.upper())
        .options(
            meeting.joinedload(Meeting.forum),
            meeting.joinedload(Meeting.venue),
            meeting.joinedload(Meeting.series),
            joinedload(Invitation.person),
            joinedload(Invitation.representative).joinedload(Representative.organisation),
        )
    )


def everybody_who_acts(forum: Forum, on: date) -> list[Representative]:
    """Whoever acts on a day for a live member of a forum, lay members too, by name, with person and organisation."""
    found = speaks_on(forum, on).options(joinedload(Representative.organisation))
    return list(db.session.scalars(found.order_by(Person.name, Representative.id)))


def every_invitation(meeting: Meeting) -> dict[int, Invitation]:
    """The invitations to a meeting, by the person's number."""
    rows = db.session.scalars(
        select(Invitation).where(Invitation.meeting_id == meeting.id).order_by(Invitation.id)
    )
    return {one.person_id: one for one in rows}


def people_invited(meeting: Meeting) -> set[int]:
    """The numbers of those invited to a meeting. Whose letter was stopped before it left was not."""
    rows = db.session.scalars(
        select(Invitation.person_id)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.meeting_id == meeting.id, Person.reference.not_in(_stopped(meeting, INVITED)))
    )
    return set(rows)


def people_who_answered(meeting: Meeting) -> set[int]:
    """The numbers of those who have a booking at a meeting, or sent word that they cannot come."""
    booked = select(Booking.person_id).where(Booking.meeting_id == meeting.id)
    sent = select(Apologies.person_id).where(
        Apologies.meeting_id == meeting.id, Apologies.withdrawn_at.is_(None), Apologies.person_id.is_not(None)
    )
    return set(db.session.scalars(booked.union(sent)))


def invited_without_answer(meeting: Meeting, side: Side | None = None) -> list[Invitation]:
    """Who was invited to a meeting and has said nothing, by name, with person and organisation; of one side, or all.

    An answer is a booking, also one that was given up, and apologies: of the person, or of the organisation for
    which they were invited with nobody named. Whoever no longer acts for it by then is not waited for.
    """
    found = _without_answer(meeting)
    if side is not None:
        found = found.where(_is_of(side))
    return list(
        db.session.scalars(
            found.options(
                contains_eager(Invitation.person),
                contains_eager(Invitation.representative).contains_eager(Representative.organisation),
            ).order_by(Person.name, Invitation.id)
        )
    )


def count_invited(meeting: Meeting) -> int:
    """How many people were invited to a meeting."""
    return len(people_invited(meeting))


def reminders_stopped(meeting: Meeting) -> set[str]:
    """The references of people whose last reminder about an invitation was stopped before it left."""
    return set(db.session.scalars(_stopped(meeting, REMINDED)))


def invited_in_vain(meetings: Collection[Meeting]) -> set[tuple[int, int]]:
    """Who was invited to these meetings by letters that never left or came back: pairs of meeting and person.

    Nobody can answer what they never got. One question, by the numbers of both.
    """
    arrived = func.count().filter(Letter.state.not_in(_IN_VAIN))
    rows = db.session.execute(
        select(Meeting.id, Person.id)
        .select_from(Letter)
        .join(Meeting, Meeting.reference == Letter.about)
        .join(Person, Person.reference == Letter.to_reference)
        .where(Meeting.id.in_([meeting.id for meeting in meetings]), Letter.kind.in_((INVITED, REMINDED)))
        .group_by(Meeting.id, Person.id)
        .having(arrived == 0)
    )
    return {(meeting_id, person_id) for meeting_id, person_id in rows}


def read_again(representatives: Sequence[Representative]) -> list[Representative]:
    """The same representatives with person and organisation as they stand now, in the order given: one question.

    For operations: what a page read before is out of date inside them.
    """
    numbers: list[int] = [inspect(one).identity[0] for one in representatives]
    rows = db.session.scalars(
        select(Representative)
        .where(Representative.id.in_(numbers))
        .options(joinedload(Representative.person), joinedload(Representative.organisation))
        .execution_options(populate_existing=True)
    )
    found = {one.id: one for one in rows}
    return [found[number] for number in numbers if number in found]


def _without_answer(meeting: Meeting) -> Select[Invitation]:
    booking = select(Booking.id).where(
        Booking.meeting_id == meeting.id, Booking.person_id == Invitation.person_id
    )
    of_organisation = and_(
        Apologies.person_id.is_(None), Apologies.organisation_id == Representative.organisation_id
    )
    apologies = select(Apologies.id).where(
        Apologies.meeting_id == meeting.id,
        Apologies.withdrawn_at.is_(None),
        or_(Apologies.person_id == Invitation.person_id, of_organisation),
    )
    return (
        select(Invitation)
        .join(Invitation.person)
        .join(Invitation.representative)
        .outerjoin(Representative.organisation)
        .where(
            Invitation.meeting_id == meeting.id,
            Person.erased_at.is_(None),
            Person.reference.not_in(_stopped(meeting, INVITED)),
            or_(Representative.until_on.is_(None), Representative.until_on >= meeting.on),
            ~booking.exists(),
            ~apologies.exists(),
        )
    )


def _is_of(side: Side) -> ColumnElement[bool]:
    sectors = [sector for sector in Sector if side_of(sector) is side]
    of_sector = Organisation.sector.in_(sectors)
    return of_sector if side_of(None) is not side else or_(of_sector, Organisation.id.is_(None))


def _stopped(meeting: Meeting, kind: str) -> Select[str]:
    """The references of people whose last letter of one kind about a meeting was stopped."""
    about_it = (Letter.about == meeting.reference, Letter.kind == kind)
    last = select(func.max(Letter.id)).where(*about_it).group_by(Letter.to_reference)
    return select(Letter.to_reference).where(
        *about_it, Letter.id.in_(last), Letter.state == LetterState.STOPPED
    )
