"""Digests: who gets one, when, once; what is kept; and whom silence is told to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.actions import chasing, operations
from forum.actions.models import Digest, Said
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.journal.models import JournalEntry
from forum.journal.operations import note
from forum.membership.models import Contact
from tests.makers import make_member, make_meeting, make_organisation, make_representative

MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
BEFORE = datetime(2026, 11, 14, 10, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=BEFORE)


@pytest.fixture
def raise_one(meeting, mina):
    """Raises an action of circulated minutes."""

    def raise_(*owners, text="Send the list", due="27 november", published_at=BEFORE):
        action = operations.raise_action(
            meeting, text, owners=[_owner(one) for one in owners], due_as_said=due, by=mina, now=BEFORE
        )
        publish(action, published_at)
        return action

    return raise_


def _owner(one):
    return (
        one
        if isinstance(one, Owner)
        else Owner(one.person, one.organisation, is_lay=one.organisation is None)
    )


@operation
def publish(action, at):
    action.published_at = at
    note(None, "published for a test", action, now=BEFORE)


@operation
def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    note(None, "changed for a test", row, now=BEFORE)


def sent():
    """Who was sent what: the first name and the numbers of the actions."""
    rows = db.session.query(Digest).order_by(Digest.id)
    return [(one.person.name.split()[0], [line.action.reference for line in one.lines]) for one in rows]


def last_line():
    return db.session.query(Digest).order_by(Digest.id.desc()).first().lines[-1]


# ---- Once a week --------------------------------------------------------------------------------------------


def test_on_the_forums_day_in_the_morning_each_gets_one_letter(raise_one, ada, ben):
    first, second, third = (
        raise_one(ada),
        raise_one(ada, ben, due="4 december"),
        raise_one(ben, due="31 march"),
    )

    assert chasing.send_digests(MONDAY - timedelta(minutes=1)) == 0
    assert chasing.send_digests(MONDAY) == 2
    assert chasing.send_digests(MONDAY + timedelta(hours=1)) == 0

    assert sent() == [("Ada", [first.reference, second.reference]), ("Ben", [second.reference])]
    to_ada = db.session.query(Letter).filter_by(to_name="Ada Marsh").one()
    assert to_ada.subject == "How do your 2 actions stand?"
    for words in (f"{first.reference}: Send the list", "Due Friday 27 November 2026 (“27 november”). Overdue by 3 days.",
                  f"/{second.reference}/not-mine/", "All on one page:"):  # fmt: skip
        assert words in to_ada.text.replace("\u00a0", " ")
    assert third.reference not in to_ada.text
    acts = [entry.act for entry in db.session.query(JournalEntry).filter_by(thing="Digest")]
    assert acts == ["asked how actions stand"] * 2
