"""What shows that an action is done, or how far it is."""

from datetime import datetime

from forum.actions import rules
from forum.actions.models import Action, Evidence
from forum.agendas.models import Paper
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.people.models import Person


@operation
def add_evidence(
    action: Action, words: str, *, address: str = "", paper: Paper | None = None, by: Person, now: datetime
) -> Evidence:
    """Add a page elsewhere or a paper of the forum as evidence. Nothing is fetched.

    Raises `EvidenceNeedsWords`, `EvidenceNeedsPlace`, `AddressIsOdd`, `AddressHasPassword`, and what a public text
    raises.
    """
    address = rules.check_evidence(words, address, has_paper=paper is not None)
    evidence = Evidence(
        action=action, words=words.strip(), address=address, paper=paper, added_at=now, added_by=by
    )
    db.session.add(evidence)
    db.session.flush()
    note(by, "added evidence to an action", evidence, now=now)
    return evidence


@operation
def withdraw_evidence(evidence: Evidence, *, by: Person, now: datetime) -> None:
    """Take evidence back; it stays in the record with who took it back. Twice does nothing."""
    hold(evidence)
    if evidence.withdrawn_at is not None:
        return
    evidence.withdrawn_at, evidence.withdrawn_by = now, by
    note(by, "took back evidence of an action", evidence, now=now)
