"""What it takes to ask five hundred people how their actions stand: one round of the weekly letter."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, update

from forum.actions.chasing import send_digests
from forum.actions.models import Action, ActionOwner, ActionState, DigestLine
from forum.actions.rules.digests import monday_of, sent_from
from forum.commands import make_schema
from forum.factory import create_app
from forum.foundation.clock import day_in_london, now
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState, Series
from forum.membership.models import Contact, Forum, Membership, Representative, Term
from forum.organisations.models import Organisation, Sector
from forum.people.models import Person
from forum.running.bench.promotion import add_rows
from forum.settings import Settings, default_database_url

PEOPLE = 500
ACTIONS_OF_EACH = 4
"""Two of them due, one far off, one closed long ago."""


def measure(folder: Path) -> dict[str, Any]:
    """Send the letters of a week to everybody, whole: who is asked, the letters, the journal, the disk."""
    folder.mkdir(parents=True)
    settings = Settings(
        instance=folder, database_url=default_database_url(folder), secret_key="for the benchmark"
    )
    app = create_app(settings)
    app.logger.disabled = True
    with app.app_context():
        make_schema(db.engine)
        moment = sent_from(1, monday_of(day_in_london(now())))
        with db.engine.begin() as connection:
            _a_forum(connection, moment)
        first, seconds = _send(moment), _send(moment + timedelta(weeks=1))
        lines = db.session.scalar(select(func.count(DigestLine.id)))
        db.session.remove()
        db.engine.dispose()
    return {
        "people": PEOPLE,
        "actions": PEOPLE * ACTIONS_OF_EACH,
        "lines": lines,
        "first_seconds": first,
        "seconds": seconds,
    }


def _send(moment: datetime) -> float:
    began = time.perf_counter()
    number = send_digests(moment)
    if number != PEOPLE:
        raise RuntimeError(f"{number} letters were sent instead of {PEOPLE}.")
    return round(time.perf_counter() - began, 2)


def _a_forum(connection: Connection, moment: datetime) -> None:
    """A forum of five hundred organisations with a person each, and what they promised two weeks ago."""
    agreed_at = moment - timedelta(days=14)
    numbers, today, made = range(1, PEOPLE + 1), moment.date(), {"made_at": agreed_at}
    add_rows(connection, Organisation, [
        {"reference": f"asked-{n}", "legal_name": f"Asked {n}", "known_as": f"Asked {n}", "sector": Sector.VCSE, **made}
        for n in numbers])  # fmt: skip
    add_rows(connection, Forum, [{"code": "ASK", "name": "A forum", "host_id": 1, "area": "Here", **made}])
    add_rows(connection, Series, [{"forum_id": 1, "slug": "asked", "name": "Asked"}])
    add_rows(connection, Meeting, [
        {"reference": "asked", "forum_id": 1, "series_id": 1, "title": "What everybody promised",
         "state": MeetingState.CONFIRMED, "on": agreed_at.date(), "starts_at": agreed_at, "places": 30,
         "ends_at": agreed_at + timedelta(hours=2), "published_at": agreed_at, "changed_at": agreed_at,
         **made}])  # fmt: skip
    add_rows(connection, Person, [
        {"name": f"Asked {n}", "email": f"a{n}@forum.example", "is_demo": True, **made} for n in numbers])  # fmt: skip
    add_rows(connection, Representative, [
        {"person_id": n, "organisation_id": n, "contact": Contact.PRIMARY, "from_on": agreed_at.date()}
        for n in numbers])  # fmt: skip
    add_rows(connection, Membership, [
        {"forum_id": 1, "organisation_id": n, "applied_on": agreed_at.date()} for n in numbers])  # fmt: skip
    add_rows(connection, Term, [
        {"membership_id": n, "from_on": agreed_at.date(), "is_ended": False} for n in numbers])  # fmt: skip
    days = [-3, 9, 200, -100]
    add_rows(connection, Action, [
        {"reference": f"A-2026-{n}-{place}", "forum_id": 1, "meeting_id": 1, "text": "Send the list to members. " * 3,
         "due_as_said": "end of the month", "due_on": today + timedelta(days=day), "first_due_on": today,
         "raised_at": agreed_at, "published_at": agreed_at, "changed_at": agreed_at, "times_moved": 0}
        for n in numbers for place, day in enumerate(days)])  # fmt: skip
    add_rows(connection, ActionOwner, [
        {"action_id": (n - 1) * len(days) + place + 1, "organisation_id": n, "person_id": n if place else None}
        for n in numbers for place in range(len(days))])  # fmt: skip
    connection.execute(
        update(Action)
        .where(Action.reference.like("%-3"))
        .values(state=ActionState.CLOSED, ended_at=agreed_at)
    )
