"""The stage of the tests of attendance: a meeting that began ten minutes ago, and who has a place at it."""

from datetime import timedelta

import pytest

from tests.makers import NOW, make_booking, make_meeting


@pytest.fixture
def meeting(forum):
    return make_meeting(forum, starts_at=NOW - timedelta(minutes=10))


@pytest.fixture
def placed(meeting, ada, ben, cora, lena):
    """Ada, Ben, Cora and Lena have places, by whom they are."""
    return {one: make_booking(meeting, one) for one in (ada, ben, cora, lena)}


@pytest.fixture
def door(meeting):
    """Where the sign-in page lies."""
    return f"/meetings/{meeting.reference}/sign-in"


@pytest.fixture
def desk(meeting):
    """Where the list lies."""
    return f"/desk/meetings/{meeting.reference}/attendance"
