"""The page of one booking: what it is part of, once the agenda is out."""

from forum.agendas import operations as agendas
from forum.booking import operations
from forum.booking.models import Joining
from forum.foundation.database import db
from forum.strategy.models import Commitment
from tests.makers import NOW, make_meeting, make_strategy


def test_a_booking_shows_what_it_is_part_of_once_the_agenda_is_out(forum, ada, cleo, browse):
    make_strategy()
    meeting = make_meeting(forum)
    booking = operations.book_place(
        meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW
    )
    browser, address = browse(ada.person), f"/bookings/{booking.reference}"
    page = browser.page(address)
    assert "What you are part of" not in page.words and "Read what it is about" in page.links

    agenda = agendas.begin_agenda(meeting, by=cleo, now=NOW)
    agendas.put_on(agenda, db.session.query(Commitment).filter_by(code="FC1").one(), by=cleo, now=NOW)
    agendas.publish_agenda(agenda, by=cleo, now=NOW)

    page = browser.page(address)
    assert (2, "What you are part of") in page.headings
    assert page.links["FC1"] == "/strategies/civil-society-strategy-2018/commitments/FC1"
    assert page.links["Read the agenda"] == f"/meetings/{meeting.reference}/agenda"

    operations.cancel_booking(booking, by=ada.person, now=NOW)
    assert "What you are part of" not in browser.page(address).words
