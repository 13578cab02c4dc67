"""Makes the demo forum by the forum's own operations, dated around today: so that it is true."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from forum.accounts.operations import open_account
from forum.accounts.rules import hash_password
from forum.demo import organisations as cast
from forum.demo import story
from forum.demo.sittings import decline, go_on, plan, play
from forum.demo.stage import Stage, know_somebody
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState
from forum.foundation.refusals import Refusal
from forum.journal.operations import note
from forum.meetings.operations import add_series, add_venue
from forum.membership.models import Contact, Forum, Office, Representative
from forum.membership.operations import (
    add_representative,
    admit_lay_member,
    admit_organisation,
    appoint_officer,
    found_forum,
)
from forum.organisations.models import Organisation, Sector, SizeBand
from forum.organisations.operations import add_organisation
from forum.people.models import Person
from forum.strategy.models import Commitment
from forum.strategy.operations import load_strategy
from forum.strategy.rules import Plan as StrategyPlan
from forum.strategy.rules import read_plan
from forum.strategy.shipped import SHIPPED

PASSWORD = "forum-demo"
"""With it every demo person signs in; demo sign-ins are refused off this machine."""

STRATEGY = "civil-society-strategy-2018"

SIGN_INS = (
    ("organiser", "Ruth Adeyemi"), ("chair", "Martin Osei-Wright"), ("minutes", "Bea Lindqvist"),
    ("member", "Samira Holt"), ("commissioner", "Owen Tregarth"), ("lay", "Jo Ferris"), ("outsider", "Ivy Outram"),
)  # fmt: skip


class DatabaseIsNotEmpty(Refusal):
    message = "There is a forum here already. The demo forum is only made in an empty database."


def load_demo(now: datetime) -> Forum:
    """Make the demo forum. Raises `DatabaseIsNotEmpty`."""
    if db.session.scalar(select(exists().select_from(Forum))) or db.session.scalar(
        select(exists().select_from(Person))
    ):
        raise DatabaseIsNotEmpty
    with _without_waiting_for_the_disk():
        return _make(now)


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """SQLite: do not wait for the disk after each of a thousand transactions of a forum that is only being invented."""
    if db.engine.dialect.name != "sqlite":
        yield
        return
    db.session.rollback()
    _say_to_sqlite("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        db.session.rollback()
        _say_to_sqlite("PRAGMA synchronous=FULL")
        _say_to_sqlite("PRAGMA wal_checkpoint(TRUNCATE)")


def _say_to_sqlite(pragma: str) -> None:
    connection = db.engine.raw_connection()
    connection.cursor().execute(pragma).close()
    connection.close()


def _make(now: datetime) -> Forum:
    stage = _found(now)
    year = (*story.PAST, story.SOON, story.NEXT, *story.LATER)
    meetings = [plan(stage, sitting, now) for sitting in year]
    for sitting, meeting in zip(year, meetings, strict=True):
        if sitting.matters:
            play(stage, sitting, meeting, now)
    decline(stage, now)
    go_on(stage, {sitting.title: meeting for sitting, meeting in zip(year, meetings, strict=True)}, now)
    _deliver(now)
    return stage.forum


# ---- The forum and its people -------------------------------------------------------------------------------


def _found(now: datetime) -> Stage:
    began = now - timedelta(days=480)
    today = day_in_london(now)
    host = _organisation(cast.HOST, Sector.INFRASTRUCTURE, SizeBand.MEDIUM, (0, 1, 2, 3, 4, 5), None, began)
    forum = found_forum(
        "Cambridgeshire and Peterborough Commissioning Forum", code="CPCF", host=host,
        area="Cambridgeshire and Peterborough", purpose=story.PURPOSE, terms_of_reference=story.TERMS, is_demo=True,
        by=None, now=began,
    )  # fmt: skip
    known = {login: know_somebody(name, f"{login}@forum.example", began) for login, name in SIGN_INS}
    hashed = hash_password(PASSWORD)
    for login, _ in SIGN_INS:
        open_account(known[login], password_hash=hashed, by=None, now=began)
    organiser = known["organiser"]
    _make_administrator(organiser, began)
    _ask_for_quorum(forum, organiser, began)
    for login, office in (
        ("organiser", Office.ORGANISER),
        ("chair", Office.CHAIR),
        ("minutes", Office.MINUTE_TAKER),
    ):
        appoint_officer(forum, known[login], office, from_on=began.date(), by=organiser, now=began)
    people = {cast.HOST: _acts(host, organiser, Contact.PRIMARY, organiser, began)}
    own = {cast.CARERS: known["member"], cast.COUNTY: known["commissioner"]}
    voluntary: list[Representative] = []
    commissioners: list[Representative] = []
    numbers = iter(range(len(cast.NAMED), 2500))
    for name, sector, size, districts in _organisations():
        joined = began + timedelta(days=1 + len(people))
        organisation = _organisation(name, sector, size, districts, organiser, joined)
        admit_organisation(forum, organisation, from_on=joined.date(), by=organiser, now=joined)
        for contact in _contacts(sector, size):
            person = own.pop(name, None) if contact is Contact.PRIMARY else None
            if person is None:
                named = cast.NAMED.get(name) if contact is Contact.PRIMARY else None
                person = _invent(named or cast.invented_name(next(numbers)), joined)
            representative = _acts(organisation, person, contact, organiser, joined)
            people.setdefault(name, representative)
            if (
                contact is not Contact.REPRESENTATIVE
            ):  # a third person of one organisation would wait for a place
                (commissioners if sector is Sector.COMMISSIONER else voluntary).append(representative)
    _acts(
        people[cast.YOUTH].organisation, known["member"], Contact.SECOND, organiser, began
    )  # who has to choose
    lay = admit_lay_member(forum, known["lay"], from_on=began.date(), by=organiser, now=began)
    for _ in range(3):
        admit_lay_member(
            forum,
            _invent(cast.invented_name(next(numbers)), began),
            from_on=began.date(),
            by=organiser,
            now=began,
        )
    plan = read_plan(SHIPPED[STRATEGY].read_bytes())
    assert isinstance(plan, StrategyPlan)  # noqa: S101 - the file ships with us and is tested
    load_strategy(plan, by=organiser, now=began)
    hall = add_venue(
        forum, "Orchard Hall", address="Mill Road, Huntingdon PE29 3AB", town="Huntingdon",
        is_step_free=True, has_hearing_loop=True, nearest_stop="Mill Road, bus 66, 3 minutes away",
        parking="20 spaces behind the hall, 3 of them wide", access="A toilet for wheelchairs on the same floor.",
        by=organiser, now=began,
    )  # fmt: skip
    names = sorted({sitting.series for sitting in (*story.PAST, story.SOON, story.NEXT)}, reverse=True)
    return Stage(
        today=today, forum=forum, organiser=organiser, chair=known["chair"], minute_taker=known["minutes"], lay=lay,
        people=people, voluntary=voluntary, commissioners=commissioners,
        commitments={one.code: one for one in db.session.scalars(select(Commitment))}, hall=hall,
        series={name: add_series(forum, name, by=organiser, now=began) for name in names},
    )  # fmt: skip


def _organisations() -> Iterator[tuple[str, Sector, SizeBand | None, tuple[int, ...]]]:
    for name, size, districts in cast.VOLUNTARY:
        yield name, Sector.VCSE, size, districts
    for name, size, districts in cast.INFRASTRUCTURE:
        yield name, Sector.INFRASTRUCTURE, size, districts
    for name in cast.COMMISSIONERS:
        yield name, Sector.COMMISSIONER, None, (0, 1, 2, 3, 4, 5)
    for name, sector in cast.OTHERS:
        yield name, sector, None, (2, 4)


def _contacts(sector: Sector, size: SizeBand | None) -> tuple[Contact, ...]:
    """Who acts for an organisation: a small one has one person, a larger one two, a public body three."""
    if sector is Sector.COMMISSIONER:
        return Contact.PRIMARY, Contact.SECOND, Contact.REPRESENTATIVE
    return (
        (Contact.PRIMARY, Contact.SECOND) if size in (SizeBand.MEDIUM, SizeBand.LARGE) else (Contact.PRIMARY,)
    )


def _organisation(name: str, sector: Sector, size: SizeBand | None, districts: tuple[int, ...], by: Person | None,
                  now: datetime) -> Organisation:  # fmt: skip
    return add_organisation(legal_name=name, sector=sector, size_band=size,
                            districts=[cast.DISTRICTS[number] for number in districts], by=by, now=now)  # fmt: skip


def _invent(name: str, now: datetime) -> Person:
    return know_somebody(name, f"{name.lower().replace(' ', '.')}@forum.example", now)


@operation
def _ask_for_quorum(forum: Forum, by: Person, now: datetime) -> None:
    """Eight members, two of them of each side."""
    forum.quorum_least, forum.quorum_each_side = 8, 2
    note(by, "changed the settings", forum, now=now)


@operation
def _make_administrator(person: Person, now: datetime) -> None:
    person.is_administrator = True
    note(None, "made administrator", person, now=now)


def _acts(
    organisation: Organisation | None, person: Person, contact: Contact, by: Person, now: datetime
) -> Representative:
    assert organisation is not None  # noqa: S101 - only lay members act for none
    return add_representative(organisation, person, contact=contact, from_on=now.date(), by=by, now=now)


@operation
def _deliver(now: datetime) -> None:
    """Let the letters of the year behind have been delivered: nobody is told today what happened last winter."""
    db.session.execute(
        update(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.made_at < now)
        .values(state=LetterState.SENT, sent_at=Letter.due_at)
    )
