"""Makers: things of the forum as tests need them, each with what most tests do not care about filled in."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from forum.agendas.models import Agenda, AgendaItem, ItemCommitment
from forum.booking.models import Booking, BookingState, Joining
from forum.foundation.database import db, operation
from forum.foundation.references import slug_of
from forum.journal.operations import note
from forum.meetings.models import Form, Meeting, MeetingState, Series, Venue
from forum.membership.models import Contact, Forum, Membership, Office, Officer, Representative, Term
from forum.organisations.models import Organisation, Sector
from forum.people.models import Person
from forum.strategy.models import Commitment, CommitmentKind, Strategy, Theme

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""When the tests take place: a Tuesday morning in winter, so that London and UTC agree."""

TODAY = date(2026, 11, 24)


@operation
def keep(*rows: Any) -> None:
    """Keep rows as they are, in one transaction."""
    db.session.add_all(rows)
    db.session.flush()
    note(None, "made for a test", rows[0], now=NOW)


def make_person(name: str, **values: Any) -> Person:
    """Somebody known to us, with an address made from their name."""
    values.setdefault("email", f"{slug_of(name)}@forum.example")
    person = Person(name=name, made_at=NOW, **values)
    keep(person)
    return person


def make_organisation(name: str, sector: Sector = Sector.VCSE, **values: Any) -> Organisation:
    """An organisation known as `name`."""
    organisation = Organisation(
        reference=slug_of(name), legal_name=name, known_as=name, sector=sector, made_at=NOW, **values
    )
    keep(organisation)
    return organisation


def make_member(forum: Forum, organisation: Organisation, from_on: date = date(2024, 1, 1)) -> Membership:
    """A live membership of an organisation."""
    membership = Membership(forum=forum, organisation=organisation, applied_on=from_on)
    keep(membership, Term(membership=membership, from_on=from_on))
    return membership


def make_representative(
    forum: Forum, name: str, organisation: Organisation | None = None, **values: Any
) -> Representative:
    """A person who acts for an organisation; without one a lay member, admitted to the forum."""
    person = values.pop("person", None) or make_person(name)
    values.setdefault("from_on", date(2024, 1, 1))
    values.setdefault("contact", Contact.REPRESENTATIVE)
    representative = Representative(person=person, organisation=organisation, **values)
    if organisation is None:
        membership = Membership(forum=forum, person=person, applied_on=values["from_on"])
        keep(representative, membership, Term(membership=membership, from_on=values["from_on"]))
    else:
        keep(representative)
    return representative


def make_officer(forum: Forum, name: str, office: Office, person: Person | None = None) -> Officer:
    """Somebody who holds an office today."""
    officer = Officer(
        forum=forum,
        person=person or make_person(name),
        office=office,
        from_on=date(2024, 1, 1),
        until_on=None,
    )
    keep(officer)
    return officer


def make_forum(name: str = "Fenland Commissioning Forum", code: str = "FEN", **values: Any) -> Forum:
    """A forum and its host, a member from the start."""
    host = make_organisation(f"{name} Host", Sector.INFRASTRUCTURE)
    values.setdefault("is_first", True)
    forum = Forum(code=code, name=name, host=host, area="Fenland", made_at=NOW, **values)
    keep(forum)
    make_member(forum, host)
    return forum


def make_series(forum: Forum, name: str = "Quarterly meeting") -> Series:
    """A series, or the one of this name that there is."""
    slug = slug_of(f"{forum.code} {name}")
    found = db.session.query(Series).filter_by(slug=slug).one_or_none()
    if found is None:
        found = Series(forum=forum, slug=slug, name=name)
        keep(found)
    return found


def make_venue(forum: Forum, name: str = "Orchard Hall") -> Venue:
    """A hall in Huntingdon."""
    venue = Venue(forum=forum, name=name, address="Mill Road, Huntingdon PE29 3AB", town="Huntingdon",
                  access="Level entrance. Hearing loop.")  # fmt: skip
    keep(venue)
    return venue


def make_meeting(forum: Forum, **values: Any) -> Meeting:
    """A published, confirmed meeting in person, 23 days from NOW, with 30 places."""
    starts_at = values.pop("starts_at", datetime(2026, 12, 17, 10, 0, tzinfo=UTC))
    ends_at = values.pop("ends_at", starts_at + timedelta(hours=2) if starts_at else None)
    values.setdefault("on", starts_at.date() if starts_at else date(2026, 12, 17))
    values.setdefault("series", None)
    values["series"] = values["series"] or make_series(forum)
    if "venue" not in values:
        values["venue"] = make_venue(forum)
    number = db.session.query(Meeting).count() + 1
    defaults: dict[str, Any] = {
        "reference": f"quarterly-{values['on']:%Y-%m}" + (f"-{number}" if number > 1 else ""),
        "title": "How community transport is bought, and who decides",
        "form": Form.IN_PERSON,
        "state": MeetingState.CONFIRMED,
        "places": 30,
        "published_at": NOW - timedelta(days=30),
        "made_at": NOW - timedelta(days=60),
        "changed_at": NOW - timedelta(days=30),
    }
    meeting = Meeting(forum=forum, starts_at=starts_at, ends_at=ends_at, **{**defaults, **values})
    keep(meeting)
    return meeting


def make_booking(meeting: Meeting, representative: Representative, **values: Any) -> Booking:
    """A confirmed place in the room, as somebody booked it."""
    defaults: dict[str, Any] = {
        "state": BookingState.CONFIRMED,
        "joining": Joining.IN_THE_ROOM,
        "made_at": NOW - timedelta(days=3),
        "changed_at": NOW - timedelta(days=3),
    }
    booking = Booking(
        meeting_id=meeting.id, person_id=representative.person_id, representative_id=representative.id,
        **{**defaults, **values},
    )  # fmt: skip
    keep(booking)
    return booking


def make_strategy(slug: str = "civil-society-strategy-2018") -> Strategy:
    """A strategy with one theme, one commitment (FC1) and one gap (FC9)."""
    strategy = Strategy(
        slug=slug,
        title="Civil Society Strategy: Building a Future that Works for Everyone",
        short_title="Civil Society Strategy 2018",
        publisher="HM Government",
        published_on=date(2018, 8, 9),
    )
    theme = Theme(
        strategy=strategy, slug="funding-commissioning-contracts", title="Funding, commissioning and contracts",
        position=1,
    )  # fmt: skip
    promise = Commitment(
        strategy=strategy, theme=theme, code="FC1", kind=CommitmentKind.COMMITMENT, position=1,
        title="Grants 2.0 and the Grants Functional Standard", text="Revive grant-making.", pages=[[111, 112]],
    )  # fmt: skip
    gap = Commitment(
        strategy=strategy, theme=theme, code="FC9", kind=CommitmentKind.GAP, position=2,
        title="Protection of VCSE providers when a public body fails", text="The strategy is silent.", pages=[],
    )  # fmt: skip
    keep(strategy, theme, promise, gap)
    return strategy


def make_agenda(meeting: Meeting, *titles: str) -> Agenda:
    """An agenda with an item for each title, or with one: "Seeing a specification before it is final"."""
    agenda = Agenda(meeting_id=meeting.id)
    keep(agenda)
    for title in titles or ("Seeing a specification before it is final",):
        make_item(agenda, title)
    return agenda


def make_item(agenda: Agenda, title: str, *commitments: Commitment, **values: Any) -> AgendaItem:
    """The next item of an agenda, of 20 minutes, for everyone to see."""
    values.setdefault("length", timedelta(minutes=20))
    position = db.session.query(AgendaItem).filter_by(agenda_id=agenda.id).count() + 1
    item = AgendaItem(agenda_id=agenda.id, title=title, position=position, **values)
    keep(item)
    for commitment in commitments:
        keep(ItemCommitment(item_id=item.id, commitment_id=commitment.id))
    return item
