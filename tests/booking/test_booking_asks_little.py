"""Booking asks the database as often in a crowd as alone, whatever limits bear on whom."""

from dataclasses import replace

import pytest

from forum.booking import operations, queries
from forum.booking.models import BookingState, Joining
from forum.foundation.database import db
from forum.meetings.rules import plan_of
from forum.organisations.models import Sector
from tests.makers import NOW, make_meeting, make_member, make_organisation, make_representative

SECTORS = (Sector.VCSE, Sector.COMMISSIONER, Sector.OTHER_PROVIDER)


def crowd(forum, name: str, number: int):
    """So many people of all sides, two of each organisation, and lay members between."""
    found = []
    for n in range(number):
        if n % 4 == 3:
            found.append(make_representative(forum, f"{name} {n}"))
            continue
        if n % 4 == 0:
            organisation = make_organisation(f"{name} organisation {n}", SECTORS[n // 4 % 3])
            make_member(forum, organisation)
        found.append(make_representative(forum, f"{name} {n}", organisation))
    return found


def book(meeting, who):
    return operations.book_place(
        meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=NOW
    )


@pytest.fixture
def limited(forum):
    """A meeting where every limit bears on somebody soon, and places stay kept for commissioners."""
    return make_meeting(
        forum, places=8, most_commissioners=3, most_voluntary=4, kept_voluntary=2, kept_commissioners=3
    )


def test_the_page_and_the_form_ask_as_often_in_a_crowd_as_among_few(limited, forum, browse, counted):
    first, later = crowd(forum, "First", 24), crowd(forum, "Later", 60)
    for who in first:
        book(limited, who)
    address = f"/meetings/{limited.reference}/book"
    newcomers = [make_representative(forum, f"Lay {n}") for n in range(3)]

    def costs(who):
        browser = browse(who.person)
        browser.get("/meetings")
        with counted() as page:
            browser.page(address)
        with counted() as form:
            browser.post(address)
        return page.count, form.count

    costs(newcomers[0])  # the first question of each kind is put together once
    few = costs(newcomers[1])
    for who in later:
        book(limited, who)

    assert costs(newcomers[2]) == few
    assert queries.find_live_booking(limited, newcomers[2].person).state is BookingState.WAITING
    assert few[0] <= 14 and few[1] <= 22


def test_giving_up_asks_as_often_before_a_long_line_as_before_a_short_one(limited, forum, counted):
    first, later = crowd(forum, "First", 24), crowd(forum, "Later", 60)
    for who in first:
        book(limited, who)

    def gives_up():
        holder = next(one for one in queries.live_bookings(limited) if one.state is BookingState.CONFIRMED)
        by = holder.person
        with counted() as asked:
            operations.cancel_booking(holder, by=by, now=NOW)
        db.session.expire_all()
        return asked.count

    few = gives_up()
    for who in later:
        book(limited, who)

    assert gives_up() == few <= 32


def test_a_raised_limit_reads_a_long_line_in_a_few_looks(forum, cleo, counted):
    """Of hundreds who wait only some may have what came free; those of full organisations are not read at all."""
    meeting = make_meeting(forum, places=0)
    for who in crowd(forum, "Waiting", 120):
        book(meeting, who)
    plan = replace(plan_of(meeting), places=10)

    with counted() as asked:
        operations.change_meeting(meeting, plan, by=cleo, now=NOW)

    looks = [one for one in asked.statements if "ORDER BY booking.id" in one and "LIMIT" in one]
    assert len(looks) == 1
    assert queries.places_taken(meeting).room.confirmed == 10
