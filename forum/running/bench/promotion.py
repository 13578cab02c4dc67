"""What it takes to give a place to one of five thousand who wait, when somebody gives theirs up."""

import statistics
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from forum.booking.models import Booking, BookingState, Joining
from forum.booking.operations import cancel_booking
from forum.commands import make_schema
from forum.factory import create_app
from forum.foundation.clock import now
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting, MeetingState, Series
from forum.membership.models import Contact, Forum, Representative
from forum.organisations.models import Organisation, Sector
from forum.people.models import Person
from forum.settings import Settings, default_database_url

WAITING = 5000
PLACES = 60
COMMISSIONERS = 12
"""How many of the places commissioners may have: they have them all, and most of those who wait are theirs."""

ROUNDS = 15
"""How many places are given up, one after another: while the first in line may have it, then while the last may."""


def measure(folder: Path) -> dict[str, Any]:
    """Give up places at a full meeting, and time each operation whole: place, letters, journal and disk."""
    folder.mkdir(parents=True)
    settings = Settings(
        instance=folder, database_url=default_database_url(folder), secret_key="for the benchmark"
    )
    app = create_app(settings)
    app.logger.disabled = True
    with app.app_context():
        make_schema(db.engine)
        with db.engine.begin() as connection:
            meeting = _full_meeting(connection, now())
        _give_up(meeting, 2)  # what is done once in the life of a process
        figures = {
            "waiting": WAITING,
            "first in line": _give_up(meeting, ROUNDS),
            "last in line": _give_up(meeting, ROUNDS),
        }
        db.session.remove()
        db.engine.dispose()
    return figures


def _full_meeting(connection: Connection, moment: datetime) -> int:
    """A meeting with no place left. A few of the voluntary sector wait first and last, commissioners between."""
    voluntary = [False] * COMMISSIONERS + [True] * (PLACES - COMMISSIONERS + ROUNDS + 2)
    voluntary += [False] * (WAITING - 2 * ROUNDS - 2) + [True] * ROUNDS
    starts_at = moment + timedelta(days=30)
    made = {"made_at": moment}
    add_rows(connection, Organisation, [
        {"reference": f"waiting-{n}", "legal_name": f"Waiting {n}", "known_as": f"Waiting {n}", **made,
         "sector": Sector.VCSE if one else Sector.COMMISSIONER} for n, one in enumerate(voluntary, 1)])  # fmt: skip
    add_rows(connection, Forum, [{"code": "WAIT", "name": "A forum", "host_id": 1, "area": "Here", **made}])
    add_rows(connection, Series, [{"forum_id": 1, "slug": "waiting", "name": "Waiting"}])
    add_rows(connection, Meeting, [
        {"reference": "waiting", "forum_id": 1, "series_id": 1, "title": "What everybody wants to hear",
         "state": MeetingState.CONFIRMED, "on": starts_at.date(), "starts_at": starts_at, "places": PLACES,
         "ends_at": starts_at + timedelta(hours=2), "most_commissioners": COMMISSIONERS, "kept_voluntary": 10,
         "published_at": moment, "changed_at": moment, **made}])  # fmt: skip
    numbers = range(1, len(voluntary) + 1)
    add_rows(connection, Person, [
        {"name": f"Waiting {n}", "email": f"w{n}@forum.example", "is_demo": True, **made}
        for n in numbers])  # fmt: skip
    add_rows(connection, Representative, [
        {"person_id": n, "organisation_id": n, "contact": Contact.PRIMARY, "from_on": moment.date()}
        for n in numbers])  # fmt: skip
    add_rows(connection, Booking, [
        {"meeting_id": 1, "person_id": n, "representative_id": n, "joining": Joining.IN_THE_ROOM, "changed_at": moment,
         "state": BookingState.CONFIRMED if n <= PLACES else BookingState.WAITING, **made}
        for n in numbers])  # fmt: skip
    return 1


def add_rows(connection: Connection, model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Rows numbered from 1, each with a reference where its kind has one."""
    has_reference = "reference" in model.__table__.c
    for number, row in enumerate(rows, 1):
        row["id"] = number
        if has_reference:
            row.setdefault("reference", new_reference())
    connection.execute(insert(model), rows)


def _give_up(meeting: int, rounds: int) -> dict[str, Any]:
    """Let the voluntary sector give up places: what commissioners hold, other commissioners would get."""
    found = (
        select(Booking).where(Booking.meeting_id == meeting, Booking.state == BookingState.CONFIRMED)
        .order_by(Booking.id.desc()).limit(1)
    )  # fmt: skip
    times, costs = [], []
    for _ in range(rounds):
        booking = db.session.scalars(found).one()
        began, cpu = time.perf_counter(), time.process_time()
        cancel_booking(booking, by=booking.person, now=now())
        times.append((time.perf_counter() - began) * 1000)
        costs.append((time.process_time() - cpu) * 1000)
        db.session.remove()
    return {
        "rounds": rounds,
        "p50_ms": round(statistics.median(times), 2),
        "most_ms": round(max(times), 2),
        "cpu_ms": round(statistics.median(costs), 2),
    }
