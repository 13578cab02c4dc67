"""Who may do what with bookings. Every question is answered yes or no; nothing is raised."""

from forum.booking import queries
from forum.booking.models import Booking
from forum.foundation import clock
from forum.meetings.models import Meeting
from forum.meetings.policy import may_see_meeting
from forum.membership.policy import is_officer, is_organiser, may_run, represents, speaks_in
from forum.membership.queries import representations_of
from forum.people.models import Anyone


def may_book_place(person: Anyone, meeting: Meeting) -> bool:
    """Members' representatives, lay members and those who run the forum book a place for themselves."""
    return speaks_in(person, meeting.forum) and may_see_meeting(person, meeting)


def may_book_as_public(person: Anyone, meeting: Meeting) -> bool:
    """Anybody asks for a place at a meeting that is open to the public."""
    return meeting.is_published and meeting.is_open_to_public


def may_open_booking(person: Anyone, meeting: Meeting) -> bool:
    """Whoever may book for themself, by signing in or as one of the public."""
    return may_book_place(person, meeting) or may_book_as_public(person, meeting)


def may_see_booking(person: Anyone, booking: Booking) -> bool:
    """Whoever it is for, the others who act for the same organisation, and the officers."""
    return (
        booking.person_id == person.id
        or is_officer(person, booking.meeting.forum)
        or _acts_for_the_same(person, booking)
    )


def may_cancel_booking(person: Anyone, booking: Booking) -> bool:
    """Whoever it is for, and the organiser for anybody."""
    return booking.person_id == person.id or is_organiser(person, booking.meeting.forum)


def may_change_joining(person: Anyone, booking: Booking) -> bool:
    """Whoever it is for, and the organiser for anybody."""
    return may_cancel_booking(person, booking)


def may_send_apologies(person: Anyone, meeting: Meeting) -> bool:
    """Whoever speaks for a member, or for themself as a lay member, says that they cannot come."""
    return represents(person, meeting.forum) and may_see_meeting(person, meeting)


def may_note_apologies(person: Anyone, meeting: Meeting) -> bool:
    """The organiser notes anybody's, as they come by telephone."""
    return is_organiser(person, meeting.forum)


def may_book_for_anybody(person: Anyone, meeting: Meeting) -> bool:
    """The organiser books for anybody of the forum."""
    return is_organiser(person, meeting.forum)


def may_invite(person: Anyone, meeting: Meeting) -> bool:
    """Organisers and chairs invite people, and remind them."""
    return may_run(person, meeting.forum)


def may_see_who_is_coming(person: Anyone, meeting: Meeting) -> bool:
    """Names are for the officers; numbers by side are for everyone."""
    return is_officer(person, meeting.forum)


def may_see_needs(person: Anyone, booking: Booking) -> bool:
    """Their own are for the person; those of a meeting to come are for its organisers too."""
    if booking.person_id == person.id:
        return True
    return is_organiser(person, booking.meeting.forum) and not booking.meeting.is_over(clock.now())


def may_see_needs_at(person: Anyone, meeting: Meeting) -> bool:
    """What everybody needs at a meeting is for its organisers, until it is over."""
    return is_organiser(person, meeting.forum) and not meeting.is_over(clock.now())


def may_see_joining_link(person: Anyone, meeting: Meeting) -> bool:
    """How to join online is for those with a confirmed online place, and for the officers."""
    return is_officer(person, meeting.forum) or queries.has_online_place(meeting, person)


def _acts_for_the_same(person: Anyone, booking: Booking) -> bool:
    own = booking.representative.organisation_id if booking.representative else None
    if own is None:
        return False
    today = clock.day_in_london(clock.now())
    return any(one.organisation_id == own for one in representations_of(person, booking.meeting.forum, today))
