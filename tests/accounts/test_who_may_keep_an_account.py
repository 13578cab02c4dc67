"""Who may do what with accounts: the whole table."""

import pytest

from forum.accounts.models import SignIn
from forum.accounts.policy import may_end_sign_in, may_keep_account
from forum.people.models import Person, Visitor


@pytest.mark.parametrize(
    "who, keep, end",
    [
        (Person(id=1), True, True),
        (Person(id=2), True, False),
        (Visitor(), False, False),
    ],
)
def test_who_may(who, keep, end):
    assert may_keep_account(who) is keep
    assert may_end_sign_in(who, SignIn(person_id=1)) is end
