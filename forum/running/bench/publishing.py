"""Agendas that were published: a long one to be read, and what it takes to publish one with two hundred letters."""

import statistics
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from forum.agendas.models import Agenda, AgendaItem, Paper, PaperForm, PaperVersion, Purpose, Visibility
from forum.agendas.operations import add_item, begin_agenda, publish_agenda, save_lengths
from forum.agendas.queries import get_agenda
from forum.agendas.rules import presenter_for
from forum.commands import make_schema
from forum.factory import create_app
from forum.foundation.clock import now
from forum.foundation.database import db
from forum.foundation.references import new_reference
from forum.meetings.models import Meeting, MeetingState, Series
from forum.membership.models import Contact, Forum, Membership, Representative, Term
from forum.organisations.models import Organisation, Sector
from forum.people.models import Person
from forum.running.bench.promotion import add_rows
from forum.settings import Settings, default_database_url

ITEMS = 20
PAPERS_OF_EACH = 2
LETTERS = 200
ROUNDS = 7


def publish_long_agenda(meeting: Meeting, organiser: Person, moment: datetime) -> None:
    """Publish an agenda of twenty items with two papers each, each item with somebody who presents it."""
    speakers = list(db.session.scalars(select(Representative).order_by(Representative.id).limit(ITEMS)))
    agenda = begin_agenda(meeting, by=organiser, now=moment)
    for number in range(ITEMS - len(agenda.items)):
        add_item(
            agenda, title=f"A matter of some length, number {number}", purpose=Purpose.DISCUSS,
            length=timedelta(minutes=5), summary="What the forum is asked, in a sentence or two. " * 2,
            presenters=[presenter_for(speakers[number])], by=organiser, now=moment,
        )  # fmt: skip
    with db.engine.begin() as connection:
        numbers = connection.execute(
            select(AgendaItem.id).join(Agenda, Agenda.id == AgendaItem.agenda_id)
            .where(Agenda.meeting_id == meeting.id).order_by(AgendaItem.id)
        ).scalars().all()  # fmt: skip
        for item in numbers:
            _add_papers(connection, item, moment)
    db.session.rollback()
    publish_agenda(get_agenda(meeting), by=organiser, now=moment)


def _add_papers(connection: Connection, item: int, moment: datetime) -> None:
    for place in range(1, PAPERS_OF_EACH + 1):
        paper = connection.execute(
            insert(Paper).returning(Paper.id),
            {"reference": new_reference(), "item_id": item, "position": place, "title": f"Paper {place}",
             "summary": "What it says, in a sentence.", "form": PaperForm.ORIGINAL, "visibility": Visibility.PUBLIC,
             "made_at": moment},
        ).scalar_one()  # fmt: skip
        connection.execute(
            insert(PaperVersion),
            {"paper_id": paper, "number": 1, "digest": f"{paper:064x}", "name": "paper.pdf", "kind": "PDF",
             "media_type": "application/pdf", "size": 250_000, "pages": 6, "received_at": moment},
        )  # fmt: skip


def measure(folder: Path) -> dict[str, Any]:
    """Publish version after version to two hundred people, each time whole: checks, version, letters, journal, disk."""
    folder.mkdir(parents=True)
    settings = Settings(
        instance=folder, database_url=default_database_url(folder), secret_key="for the benchmark"
    )
    app = create_app(settings)
    app.logger.disabled = True
    with app.app_context():
        make_schema(db.engine)
        moment = now()
        with db.engine.begin() as connection:
            _a_forum(connection, moment)
        meeting = db.session.scalars(select(Meeting)).one()
        organiser = db.session.scalars(select(Person).order_by(Person.id)).first()
        assert organiser is not None  # noqa: S101 - they were made just now
        publish_long_agenda(meeting, organiser, moment)  # what is done once in the life of a process
        figures = {"letters": LETTERS, **_publish_again(meeting.id, organiser.id)}
        db.session.remove()
        db.engine.dispose()
    return figures


def _a_forum(connection: Connection, moment: datetime) -> None:
    """A forum of two hundred organisations with a person each, and one meeting to come."""
    starts_at, made = moment + timedelta(days=30), {"made_at": moment}
    numbers, today = range(1, LETTERS + 1), moment.date()
    add_rows(connection, Organisation, [
        {"reference": f"told-{n}", "legal_name": f"Told {n}", "known_as": f"Told {n}", "sector": Sector.VCSE, **made}
        for n in numbers])  # fmt: skip
    add_rows(connection, Forum, [{"code": "TOLD", "name": "A forum", "host_id": 1, "area": "Here", **made}])
    add_rows(connection, Series, [{"forum_id": 1, "slug": "told", "name": "Told"}])
    add_rows(connection, Meeting, [
        {"reference": "told", "forum_id": 1, "series_id": 1, "title": "What everybody wants to hear",
         "state": MeetingState.CONFIRMED, "on": starts_at.date(), "starts_at": starts_at, "places": 30,
         "ends_at": starts_at + timedelta(hours=2), "published_at": moment, "changed_at": moment, **made}])  # fmt: skip
    add_rows(connection, Person, [
        {"name": f"Told {n}", "email": f"t{n}@forum.example", "is_demo": True, **made} for n in numbers])  # fmt: skip
    add_rows(connection, Representative, [
        {"person_id": n, "organisation_id": n, "contact": Contact.PRIMARY, "from_on": today} for n in numbers
    ])  # fmt: skip
    add_rows(connection, Membership, [
        {"forum_id": 1, "organisation_id": n, "applied_on": today} for n in numbers])  # fmt: skip
    add_rows(connection, Term, [
        {"membership_id": n, "from_on": today, "is_ended": False} for n in numbers])  # fmt: skip


def _publish_again(meeting_id: int, organiser_id: int) -> dict[str, Any]:
    times, costs = [], []
    for number in range(ROUNDS):
        meeting = db.session.get_one(Meeting, meeting_id)
        organiser = db.session.get_one(Person, organiser_id)
        agenda = get_agenda(meeting)
        item = next(one for one in agenda.items if not one.is_standing)
        save_lengths(agenda, {item.reference: timedelta(minutes=10 + number)}, by=organiser, now=now())
        agenda = get_agenda(meeting)
        began, cpu = time.perf_counter(), time.process_time()
        publish_agenda(agenda, by=organiser, now=now())
        times.append((time.perf_counter() - began) * 1000)
        costs.append((time.process_time() - cpu) * 1000)
        db.session.remove()
    return {
        "rounds": ROUNDS,
        "p50_ms": round(statistics.median(times), 2),
        "cpu_ms": round(statistics.median(costs), 2),
    }
