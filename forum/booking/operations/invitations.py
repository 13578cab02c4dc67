"""Inviting people to a meeting, and reminding those who have not answered."""

from collections.abc import Sequence
from datetime import datetime

from forum.booking import letters, queries, rules
from forum.booking.models import Invitation
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.foundation.references import new_link_secret, new_reference
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.organisations.models import Side
from forum.people.models import Person


@operation
def invite(meeting: Meeting, representatives: Sequence[Representative], *, by: Person, now: datetime) -> int:
    """Invite these to a meeting by letter: each person once, whomever they act for. Returns how many were new.

    Whoever was invited before, has booked, sent apologies or has no address gets no letter. Somebody whose
    invitation was stopped before it left is invited anew. Raises `NobodyIsInvitedYet`, `MeetingIsCancelled`,
    `MeetingHasBegun`, `BookingIsClosed`.
    """
    hold(meeting)
    rules.check_can_invite(meeting, now)
    found = rules.round_of(
        queries.read_again(representatives),
        rules.Whom.EVERYBODY,
        queries.people_invited(meeting),
        queries.people_who_answered(meeting),
    )
    if not found.people:
        return 0
    earlier = queries.every_invitation(meeting)
    note(by, "invited people to a meeting", meeting, now=now)
    for representative in found.people:
        invitation = earlier.get(representative.person_id)
        if invitation is None:
            invitation = Invitation(reference=new_reference(), meeting=meeting, person=representative.person)
            db.session.add(invitation)
        invitation.representative = representative
        invitation.invited_at, invitation.reminded_at = now, None
        invitation.link_secret = new_link_secret()
        post(letters.invited(invitation, now=now))
    return len(found.people)


@operation
def remind_invited(meeting: Meeting, side: Side | None = None, *, by: Person, now: datetime) -> int:
    """Remind those who were invited and have not answered, of one side or all. Returns how many.

    Each gets at most one such letter a day. Raises what `invite` raises.
    """
    hold(meeting)
    rules.check_can_invite(meeting, now)
    invitations = queries.invited_without_answer(meeting, side)
    found = rules.reminder_of(invitations, queries.reminders_stopped(meeting), day_in_london(now))
    if not found.people:
        return 0
    note(by, "reminded those who had not answered", meeting, now=now)
    for invitation in found.people:
        invitation.reminded_at = now
        post(letters.reminded(invitation, now=now))
    return len(found.people)
