"""Who may do what with bookings: the whole table, person by person."""

import pytest

from forum.booking import operations
from forum.booking.models import Joining
from forum.booking.policy import (
    may_book_for_anybody,
    may_book_place,
    may_cancel_booking,
    may_see_booking,
    may_see_joining_link,
    may_see_needs,
    may_see_who_is_coming,
)
from forum.meetings.models import Form
from forum.people.models import Visitor
from tests.makers import NOW, make_meeting, make_representative

TABLE = [
    # who, books, sees Ada's booking, cancels it, sees her needs, sees names, books for anybody, sees the link
    ("ada", True, True, True, True, False, False, True),
    ("colleague", True, True, False, False, False, False, False),
    ("ben", True, False, False, False, False, False, False),
    ("lena", True, False, False, False, False, False, False),
    ("cleo", True, True, True, True, True, True, True),
    ("chas", True, True, False, False, True, False, True),
    ("mina", False, True, False, False, True, False, True),
    ("drew", False, False, False, False, False, False, False),
    ("visitor", False, False, False, False, False, False, False),
]


@pytest.mark.parametrize("who, books, sees, cancels, needs, names, anybody, link", TABLE)
def test_who_may(
    who, books, sees, cancels, needs, names, anybody, link, forum, ada, ben, lena, cleo, chas, mina, drew
):
    colleague = make_representative(forum, "Owen Price", ada.organisation)
    person = {
        "ada": ada.person, "colleague": colleague.person, "ben": ben.person, "lena": lena.person, "cleo": cleo,
        "chas": chas, "mina": mina, "drew": drew, "visitor": Visitor(),
    }[who]  # fmt: skip
    meeting = make_meeting(forum, form=Form.HYBRID, places_online=20)
    booking = operations.book_place(meeting, ada.person, ada, joining=Joining.ONLINE, by=ada.person, now=NOW)

    assert may_book_place(person, meeting) is books
    assert may_see_booking(person, booking) is sees
    assert may_cancel_booking(person, booking) is cancels
    assert may_see_needs(person, booking) is needs
    assert may_see_who_is_coming(person, meeting) is names
    assert may_book_for_anybody(person, meeting) is anybody
    assert may_see_joining_link(person, meeting) is link


def test_how_to_join_online_is_nothing_for_those_in_the_room(forum, ada, ben):
    meeting = make_meeting(forum, form=Form.HYBRID, places_online=1)
    for who, joining in ((ada, Joining.IN_THE_ROOM), (ben, Joining.ONLINE)):
        operations.book_place(meeting, who.person, who, joining=joining, by=who.person, now=NOW)

    assert not may_see_joining_link(ada.person, meeting)
    assert may_see_joining_link(ben.person, meeting)


def test_nobody_books_what_they_cannot_see(forum, ada, cleo):
    draft = make_meeting(forum, published_at=None)

    assert not may_book_place(ada.person, draft)
    assert may_book_place(cleo, draft)
