"""The letters that ask somebody to come. Their link answers for one person, without signing in."""

from datetime import datetime

from forum.booking import queries, rules
from forum.booking.models import Invitation
from forum.foundation.post import Letter, link, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.foundation.words import near_date
from forum.meetings.models import Form, Meeting
from forum.membership.models import Representative

PURPOSE = "answer an invitation"
SHOWN_INSTEAD = "/invitations/…"
"""What stands in a letter that is only looked at: the link of a real one acts for whoever it is written to."""


def invited(invitation: Invitation, *, now: datetime) -> Letter:
    """Somebody is asked to come to a meeting."""
    return _write(invitation.meeting, invitation.representative, _address(invitation), now=now)


def reminded(invitation: Invitation, *, now: datetime) -> Letter:
    """Somebody who was asked has not answered yet."""
    meeting, representative = invitation.meeting, invitation.representative
    return _write(meeting, representative, _address(invitation), now=now, invited_at=invitation.invited_at)


def invitation_shown(
    meeting: Meeting, representative: Representative, *, now: datetime, invited_at: datetime | None = None
) -> Letter:
    """An invitation, or with the moment of one a reminder, as it would read to one person; it is never posted."""
    return _write(meeting, representative, link(SHOWN_INSTEAD), now=now, invited_at=invited_at)


def is_key_to_answer(invitation: Invitation, key: str) -> bool:
    """Whether a key lets its holder answer this invitation."""
    return is_signed(PURPOSE, invitation.reference, invitation.link_secret, key)


def key_to_answer(invitation: Invitation) -> str:
    """The key that lets its holder answer this invitation."""
    return sign(PURPOSE, invitation.reference, invitation.link_secret)


def _address(invitation: Invitation) -> str:
    return link(f"/invitations/{invitation.reference}/{key_to_answer(invitation)}")


def _write(
    meeting: Meeting,
    representative: Representative,
    address: str,
    *,
    now: datetime,
    invited_at: datetime | None = None,
) -> Letter:
    organisation = representative.organisation
    says = "Are you coming?" if invited_at else "You are invited:"
    return write_letter(
        "booking/invitation_reminder" if invited_at else "booking/invitation",
        to=representative.person,
        subject=f"{says} {meeting.title}, {near_date(meeting.on, now)}",
        kind=queries.REMINDED if invited_at else queries.INVITED,
        sender=meeting.forum,
        about=meeting,
        meeting=meeting,
        organisation=organisation.known_as if organisation else None,
        place=_place(meeting),
        address=address,
        opens=rules.opens_in_words(meeting, now),
        closes=rules.closes_in_words(rules.closes_at(meeting), meeting.starts_at),
        invited_at=invited_at,
    )


def _place(meeting: Meeting) -> str:
    """Where it is held, with the whole address; the way to join online is for those with a place."""
    if meeting.form is Form.ONLINE:
        return "online"
    where = (
        f"{meeting.venue.name}, {meeting.venue.address}" if meeting.venue else "the place will be on its page"
    )
    return f"{where}, or online" if meeting.form is Form.HYBRID else where
