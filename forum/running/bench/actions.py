"""An action log for the benchmark: two thousand actions, agreed at past meetings, of every member in turn."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import insert, select

from forum.actions.models import Action, ActionCommitment, ActionOwner, ActionState
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.queries import member_organisations
from forum.strategy.models import Commitment

IN_ALL = 2000

AGREED_AT = 40
"""At how many meetings they were agreed, at most."""

OWNERS = 120
"""How many organisations own them."""

STATES = (ActionState.OPEN, ActionState.IN_PROGRESS, ActionState.BLOCKED, ActionState.CLOSED)


def fill_log(forum: Forum, moment: datetime) -> str:
    """Let the log hold two thousand actions that everyone sees. Returns the address of a part of it.

    Every second has a date of its own past or to come; owners, themes and states take turns.
    """
    today = day_in_london(moment)
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.forum_id == forum.id, Meeting.on < today)
        .order_by(Meeting.on.desc(), Meeting.id)
        .limit(AGREED_AT)
    ).all()
    bodies = member_organisations(forum, today)[:OWNERS]
    commitments = db.session.scalars(select(Commitment).order_by(Commitment.id)).all()
    with db.engine.begin() as connection:
        actions = [
            {
                "reference": f"A-1990-{number:04}", "forum_id": forum.id,
                "meeting_id": meetings[number % len(meetings)].id,
                "text": f"Bring the list of services number {number} up to date", "state": STATES[number % len(STATES)],
                "due_as_said": "", "due_on": today + timedelta(days=number % 90 - 45) if number % 2 else None,
                "first_due_on": today + timedelta(days=number % 90 - 45) if number % 2 else None,
                "times_moved": 0, "raised_at": moment, "published_at": moment,
                "ended_at": moment if number % len(STATES) == len(STATES) - 1 else None,
                "changed_at": moment, "uid": str(uuid4()), "owners_as_said": "", "waits_for": "",
            }
            for number in range(1, IN_ALL + 1)
        ]  # fmt: skip
        connection.execute(insert(Action), actions)
        numbers = connection.execute(
            select(Action.id).where(Action.reference.like("A-1990-%")).order_by(Action.id)
        ).scalars()
        owned, serves = [], []
        for place, number in enumerate(numbers):
            owned.append({
                "action_id": number, "organisation_id": bodies[place % len(bodies)].id, "person_id": None,
                "is_lay": False, "is_all_members": False, "team": "",
            })  # fmt: skip
            serves.append({"action_id": number, "commitment_id": commitments[place % len(commitments)].id})
        connection.execute(insert(ActionOwner), owned)
        connection.execute(insert(ActionCommitment), serves)
    return f"/actions?state=open&owner={bodies[0].reference}&q=list+services"
