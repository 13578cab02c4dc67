"""The stage of the tests of minutes: a meeting that began 47 minutes ago, and its minutes."""

from datetime import timedelta

import pytest

from forum.actions.rules import Owner
from forum.attendance.models import Presence
from forum.minutes import operations
from tests.makers import NOW, make_agenda, make_meeting
from tests.minutes.writing import ACTION, DECISION, mark, mark_all, write


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=NOW - timedelta(minutes=47))


@pytest.fixture
def agenda(meeting):
    return make_agenda(meeting, "Welcome", "Seeing a specification before it is final")


@pytest.fixture
def minutes(meeting, agenda, mina):
    return operations.start_minutes(meeting, by=mina, now=NOW)


@pytest.fixture
def item(agenda):
    return agenda.items[1]


@pytest.fixture
def written(minutes, item, ada, ben, cora, lena, mina):
    """Minutes with a line of each kind, Ada and Lena present, Ben sorry; Cora owns an action and was away."""
    write(minutes, item, mina)
    decided = write(minutes, item, mina, "Providers see each draft.", DECISION)
    write(
        minutes, item, mina, "Publish the list.", ACTION, owners=[Owner(cora.person, cora.organisation)],
        due_as_said="end of november", carries_out=decided.decision,
    )  # fmt: skip
    mark_all(minutes.meeting, mina, mark(ada), mark(lena), mark(ben, Presence.APOLOGIES))
    operations.end_minutes(minutes, by=mina, now=NOW)
    return minutes
