"""Suggesting and answering, in one line each."""

from datetime import timedelta
from typing import Any

from forum.agendas import operations
from forum.agendas.models import Proposal, ProposalState, Purpose
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.journal.operations import note
from forum.membership.models import Forum, Representative
from forum.people.models import Person
from tests.makers import NOW


def words(title: str, why: str = "It costs us too much.", **values: Any) -> dict[str, Any]:
    """What somebody fills in."""
    return {"title": title, "why": why, "purpose": Purpose.DISCUSS, "length": timedelta(minutes=15), **values}


def suggest(
    forum: Forum, who: Representative, title: str = "Van insurance for volunteers", **values: Any
) -> Proposal:
    """A proposal that somebody sent now."""
    now = values.pop("now", NOW)
    return operations.submit_proposal(
        forum, **words(title, **values), representative=who, by=who.person, now=now
    )  # fmt: skip


def draft(
    forum: Forum, who: Representative, title: str = "Who drives at night?", **values: Any
) -> Proposal:  # fmt: skip
    """A draft that somebody kept now."""
    return operations.keep_draft(
        forum, **words(title, **values), representative=who, by=who.person, now=NOW
    )  # fmt: skip


def answer(proposal: Proposal, state: ProposalState, by: Person, reason: str = "So.", **values: Any) -> None:
    """An answer that an organiser gives now."""
    now = values.pop("now", NOW)
    operations.answer_proposal(proposal, state, reason=reason, by=by, now=now, **values)


def back(proposal: Proposal, who: Representative) -> None:
    """Somebody says “us too”."""
    operations.back_proposal(proposal, who, by=who.person, now=NOW)


def letters_of(kind: str = "proposal") -> list[Letter]:
    """The letters of a kind that were written so far, in order."""
    return list(db.session.query(Letter).filter_by(kind=kind).order_by(Letter.id))


def told(kind: str = "proposal") -> list[str]:
    """To whom letters of a kind were written so far, by name."""
    return [letter.to_name for letter in letters_of(kind)]


@operation
def put(row: Any, **values: Any) -> None:
    """Change a row as the story needs it."""
    for name, value in values.items():
        setattr(row, name, value)
    note(None, "changed for a test", row, now=NOW)
