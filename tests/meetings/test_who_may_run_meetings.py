"""Who may see and run meetings: the whole table, person by person."""

import pytest

from forum.meetings.policy import (
    may_change_meeting,
    may_plan_meetings,
    may_see_meeting,
    may_see_meetings_to_run,
)
from forum.people.models import Visitor
from tests.makers import make_meeting


@pytest.mark.parametrize(
    "who, sees_draft, sees_list, runs",
    [
        ("ada", False, False, False), ("lena", False, False, False), ("cleo", True, True, True),
        ("chas", True, True, True), ("mina", True, True, False), ("drew", False, False, False),
        ("visitor", False, False, False),
    ],
)  # fmt: skip
def test_who_may(who, sees_draft, sees_list, runs, forum, ada, lena, cleo, chas, mina, drew):
    person = {"ada": ada.person, "lena": lena.person, "cleo": cleo, "chas": chas, "mina": mina, "drew": drew,
              "visitor": Visitor()}[who]  # fmt: skip
    draft, published = make_meeting(forum, published_at=None), make_meeting(forum)

    assert may_see_meeting(person, draft) is sees_draft
    assert may_see_meeting(person, published)
    assert may_see_meetings_to_run(person, forum) is sees_list
    assert may_plan_meetings(person, forum) is may_change_meeting(person, draft) is runs
