"""Saying “us too” to what somebody else suggested, and taking that back."""

from datetime import datetime

from forum.agendas import queries, rules
from forum.agendas.models import Backing, Proposal
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.membership.models import Representative
from forum.people.models import Person


@operation
def back_proposal(proposal: Proposal, speaks_for: Representative, *, by: Person, now: datetime) -> None:
    """Say “us too” for an organisation, or for oneself as a lay member. Said twice, it is said once.

    Raises `OwnProposal` or `CannotBack`.
    """
    hold(proposal)
    rules.check_can_back(proposal, speaks_for)
    backing = queries.find_backing(proposal, by)
    if backing is None:
        backing = Backing(proposal=proposal, person=by)
        db.session.add(backing)
    elif backing.withdrawn_at is None and backing.representative_id == speaks_for.id:
        return
    backing.representative, backing.made_at, backing.withdrawn_at = speaks_for, now, None
    db.session.flush()
    note(by, "said us too to a proposal", backing, now=now)


@operation
def stop_backing(proposal: Proposal, *, by: Person, now: datetime) -> None:
    """Take “us too” back. Where it was never said, or taken back before, nothing happens."""
    hold(proposal)
    backing = queries.find_backing(proposal, by)
    if backing is None or backing.withdrawn_at is not None:
        return
    backing.withdrawn_at = now
    note(by, "took us too back", backing, now=now)
