"""Whom a line may name, and what is offered while somebody types it."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.actions.models import Action, ActionOwner
from forum.actions.queries import possible_owners
from forum.actions.rules import Owner
from forum.attendance.models import Presence
from forum.attendance.queries import attendance_of
from forum.attendance.rules import Listed
from forum.foundation.database import db
from forum.meetings.queries import following_meeting
from forum.membership.models import Forum
from forum.minutes.models import Minutes
from forum.minutes.names import Candidate, Offered, offered, offered_dates


def candidates_of(minutes: Minutes, listed: Sequence[Listed] | None = None) -> list[Candidate]:
    """Who may own an action: all members, who is here, the people, bodies and teams of the forum, in this order.

    `listed` is the attendance of the meeting where that was found before.
    """
    marks = attendance_of(minutes.meeting) if listed is None else listed
    here = [
        Candidate(Owner(mark.person, mark.organisation, mark.is_lay), is_here=True)
        for mark in marks
        if mark.presence is Presence.PRESENT and mark.person is not None
    ]
    present = {candidate.owner.person for candidate in here}
    bodies = {candidate.owner.organisation for candidate in here}
    everyone, *others = possible_owners(minutes.meeting.forum, minutes.meeting.on)
    return [
        Candidate(everyone),
        *here,
        *(
            Candidate(owner, is_here=owner.person is None and owner.organisation in bodies)
            for owner in others
            if owner.person is None or owner.person not in present
        ),
        *(Candidate(Owner(team=name)) for name in teams_of(minutes.meeting.forum)),
    ]


def teams_of(forum: Forum) -> list[str]:
    """The teams that have owned an action of a forum: they are known by these names alone."""
    return list(
        db.session.scalars(
            select(ActionOwner.team)
            .join(ActionOwner.action)
            .where(Action.forum_id == forum.id, ActionOwner.team != "")
            .distinct()
            .order_by(ActionOwner.team)
        )
    )


def offered_in(minutes: Minutes, listed: Sequence[Listed] | None = None) -> list[Offered]:
    """What is offered while a line is typed: people, bodies and teams after @, and dates after "by"."""
    meeting = minutes.meeting
    follows = following_meeting(meeting)
    return [
        *offered(candidates_of(minutes, listed)),
        *offered_dates(meeting.on, follows.on if follows else None),
    ]
