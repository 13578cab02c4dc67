"""Two forums in one installation: an officer of one is nobody in the other, by whatever address they come."""

from datetime import timedelta

import pytest

from forum.agendas.models import ProposalState, Purpose
from forum.agendas.operations import begin_agenda, submit_proposal
from forum.agendas.queries import find_proposal, items_of
from forum.booking.models import Joining
from forum.booking.operations import book_place
from forum.decisions.queries import get_decision
from forum.membership.models import Office
from forum.membership.queries import representatives_of
from forum.minutes.models import EntryKind
from forum.minutes.operations import start_minutes, write_entry
from forum.minutes.queries import numbered_items
from forum.organisations.queries import get_organisation
from tests.makers import (
    NOW,
    make_forum,
    make_meeting,
    make_member,
    make_officer,
    make_organisation,
    make_representative,
    make_series,
)


@pytest.fixture
def other(forum):
    """The Broads Commissioning Forum, the second one."""
    return make_forum("Broads Commissioning Forum", code="BRO", is_first=False)


@pytest.fixture
def olga(other):
    """Olga is the other forum's organiser."""
    return make_officer(other, "Olga Reed", Office.ORGANISER).person


@pytest.fixture
def otto(other):
    """Otto represents Broads Boats, a member of the other forum alone."""
    organisation = make_organisation("Broads Boats")
    make_member(other, organisation)
    return make_representative(other, "Otto Wherry", organisation)


@pytest.fixture
def theirs(other, olga, otto):
    """A meeting of the other forum that has begun, with all that hangs on a meeting."""
    meeting = make_meeting(
        other, series=make_series(other), title="Moorings", starts_at=NOW + timedelta(minutes=5)
    )
    booking = book_place(meeting, otto.person, otto, joining=Joining.IN_THE_ROOM, by=otto.person, now=NOW)
    begin_agenda(meeting, by=olga, now=NOW)
    minutes = start_minutes(meeting, by=olga, now=NOW + timedelta(minutes=6))
    item = numbered_items(meeting)[0][1]
    entry = write_entry(minutes, item, EntryKind.DECISION, "Moorings are let yearly.", by=olga, now=NOW)
    proposal = submit_proposal(
        other, title="Winter moorings", why="They freeze.", purpose=Purpose.DISCUSS, length=timedelta(minutes=20),
        representative=otto, by=otto.person, now=NOW,
    )  # fmt: skip
    return {
        "meeting": meeting.reference, "booking": booking.reference, "item": item.reference, "entry": entry.reference,
        "decision": entry.decision.reference, "proposal": proposal.reference, "venue": meeting.venue.reference,
        "acting": otto.reference,
    }  # fmt: skip


REFUSED = [
    "/desk/meetings/{meeting}/change", "/desk/meetings/{meeting}/publish", "/desk/meetings/{meeting}/confirm",
    "/desk/meetings/{meeting}/call-off",
    "/desk/meetings/{meeting}/places", "/desk/meetings/{meeting}/agenda", "/desk/meetings/{meeting}/agenda/begin",
    "/desk/meetings/{meeting}/agenda/put-on", "/desk/meetings/{meeting}/agenda/order",
    "/desk/meetings/{meeting}/agenda/items/new", "/desk/meetings/{meeting}/agenda/items/{item}",
    "/desk/meetings/{meeting}/agenda/publish", "/desk/meetings/{meeting}/agenda/chair",
    "/desk/meetings/{meeting}/agenda/chair/agree", "/desk/meetings/{meeting}/agenda/v1/withhold",
    "/desk/meetings/{meeting}/minutes",
    "/desk/meetings/{meeting}/minutes/{item}", "/desk/meetings/{meeting}/minutes/lines/{entry}",
    "/desk/meetings/{meeting}/minutes/lines/{entry}/take-out", "/desk/meetings/{meeting}/minutes/attendance",
    "/meetings/{meeting}/sign-in", "/desk/meetings/{meeting}/attendance", "/desk/meetings/{meeting}/attendance/add",
    "/desk/meetings/{meeting}/attendance.csv", "/desk/meetings/{meeting}/sign-in-sheet.pdf",
    "/desk/meetings/{meeting}/badges.pdf", "/desk/meetings/{meeting}/door",
    "/desk/meetings/{meeting}/minutes/end", "/desk/meetings/{meeting}/minutes/circulate",
    "/desk/meetings/{meeting}/minutes/approve", "/desk/venues/{venue}", "/bookings/{booking}",
    "/bookings/{booking}/cancel", "/meetings/{meeting}/book", "/decisions/{decision}/action",
    "/decisions/{decision}/state", "/proposals/{proposal}/answer", "/desk/organisations/broads-boats",
    "/desk/organisations/broads-boats/change", "/desk/organisations/broads-boats/representatives/new",
    "/desk/organisations/broads-boats/representatives/{acting}/end",
]  # fmt: skip


def test_an_organiser_does_nothing_in_another_forum(theirs, cleo, browse):
    let_in = {}
    for address in REFUSED:
        for method in ("get", "post"):
            answer = getattr(browse(cleo), method)(address.format(**theirs))
            if answer.status_code not in {403, 404, 405}:
                let_in[f"{method} {address}"] = answer.status_code

    assert let_in == {}


def test_a_proposal_to_another_forum_is_not_put_on_an_agenda(forum, other, theirs, cleo, browse):
    meeting = make_meeting(forum)
    agenda = begin_agenda(meeting, by=cleo, now=NOW)

    answer = browse(cleo).post(
        f"/desk/meetings/{meeting.reference}/agenda/put-on", {"proposal": theirs["proposal"]}
    )

    assert answer.status_code == 404
    assert find_proposal(other, theirs["proposal"]).state is ProposalState.SUBMITTED
    assert all(item.proposal is None for item in items_of(agenda))


def test_nobody_is_made_to_act_for_an_organisation_of_another_forum(theirs, cleo, browse):
    sent = {"name": "Cleo Adeyemi", "email": cleo.email, "contact": "representative", "from_on": "24/11/2026"}

    browse(cleo).post("/desk/organisations/broads-boats/representatives/new", sent)

    acting = representatives_of(get_organisation("broads-boats"))
    assert [one.person.name for one in acting] == ["Otto Wherry"]


def test_who_acts_for_an_organisation_is_not_told_in_another_forum(theirs, ada, cleo, browse):
    for person in (ada.person, cleo):
        page = browse(person).page("/organisations/broads-boats")
        assert page.status == 200 and "Otto" not in page.html


def test_a_page_of_the_other_forum_names_it_whichever_was_chosen(theirs, other, browse):
    browser = browse()
    browser.get("/forums/FEN")

    page = browser.page(f"/meetings/{theirs['meeting']}")

    assert other.name in page.html


def test_a_decision_of_the_other_forum_stands_in_no_list_of_this_one(theirs, cleo, browse):
    assert get_decision(theirs["decision"]).text == "Moorings are let yearly."
    for address in ("/decisions", "/actions", "/desk", "/", "/proposals", "/meetings"):
        page = browse(cleo).page(address)
        assert "Moorings" not in page.html and "moorings" not in page.html, address
