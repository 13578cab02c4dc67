"""Makes the demo forum by the forum's own operations, dated around today: so that it is true."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, select, update

from forum.accounts.operations import open_account
from forum.accounts.rules import hash_password
from forum.agendas.models import Agenda, AgendaItem, ProposalState, Purpose
from forum.agendas.operations import (
    answer_proposal,
    begin_agenda,
    change_item,
    publish_agenda,
    put_on,
    put_on_proposal,
    submit_proposal,
)
from forum.agendas.rules import PresenterGiven
from forum.booking.models import Joining
from forum.booking.operations import WhatIsNeeded, book_place, cancel_booking
from forum.demo import organisations as cast
from forum.demo import story
from forum.demo.clockwork import at
from forum.demo.minutes import take_minutes
from forum.demo.story import Matter, Sitting
from forum.foundation.clock import bank_holiday, day_in_london, london_moment
from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState
from forum.foundation.refusals import Refusal
from forum.journal.operations import note
from forum.meetings.models import Form, Meeting, Series, Venue
from forum.meetings.operations import add_series, add_venue, plan_meeting, publish_meeting
from forum.meetings.rules import Plan
from forum.membership.models import Contact, Forum, Office, Representative
from forum.membership.operations import (
    add_representative,
    admit_lay_member,
    admit_organisation,
    appoint_officer,
    found_forum,
    know_person,
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


_NEEDS = WhatIsNeeded(access="Hearing loop", diet="Vegetarian")


class DatabaseIsNotEmpty(Refusal):
    message = "There is a forum here already. The demo forum is only made in an empty database."


@dataclass
class Stage:
    """What the story is played on: the forum, its people, and the clock of the story."""

    today: date
    forum: Forum
    organiser: Person
    chair: Person
    minute_taker: Person
    lay: Representative
    people: dict[str, Representative]  # the first representative of each organisation, by its name
    voluntary: list[Representative]
    commissioners: list[Representative]
    commitments: dict[str, Commitment]
    hall: Venue
    series: dict[str, Series]

    def person_for(self, name: str) -> Representative:
        """Who speaks for an organisation of the story, by its name; "host" and "lay" have theirs."""
        if name == "lay":
            return self.lay
        return self.people[cast.HOST if name in {"host", "chair"} else name]


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
    meetings = [_plan(stage, sitting, now) for sitting in year]
    for sitting, meeting in zip(year, meetings, strict=True):
        if sitting.matters:
            _play(stage, sitting, meeting, now)
    _decline(stage, now)
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
    known = {login: _know(name, f"{login}@forum.example", began) for login, name in SIGN_INS}
    hashed = hash_password(PASSWORD)
    for login, _ in SIGN_INS:
        open_account(known[login], password_hash=hashed, by=None, now=began)
    organiser = known["organiser"]
    _make_administrator(organiser, began)
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
        access="Level entrance from the car park. Hearing loop in the main room. Accessible toilet on the same floor. "
        "Bus 66 stops at Mill Road, 3 minutes away.", by=organiser, now=began,
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


@operation
def _know(name: str, email: str, now: datetime) -> Person:
    person = know_person(name, email, by=None, now=now)
    person.is_demo = True
    return person


def _invent(name: str, now: datetime) -> Person:
    return _know(name, f"{name.lower().replace(' ', '.')}@forum.example", now)


@operation
def _make_administrator(person: Person, now: datetime) -> None:
    person.is_administrator = True
    note(None, "made administrator", person, now=now)


def _acts(
    organisation: Organisation | None, person: Person, contact: Contact, by: Person, now: datetime
) -> Representative:
    assert organisation is not None  # noqa: S101 - only lay members act for none
    return add_representative(organisation, person, contact=contact, from_on=now.date(), by=by, now=now)


# ---- A sitting of the story ---------------------------------------------------------------------------------


def _play(stage: Stage, sitting: Sitting, meeting: Meeting, now: datetime) -> None:
    """Build the agenda of a meeting, fill the room, publish, and minute what is over."""
    agenda = _build(stage, sitting, meeting, now)
    _book(stage, sitting, meeting, now)
    for number in range(1, sitting.published + 1):
        ahead = _hour(meeting.on, 15) - timedelta(days=12 - 3 * number)
        _publish(stage, agenda, number, min(now - timedelta(hours=30 - number * 12), ahead))
    if meeting.starts_at and meeting.starts_at < now:
        take_minutes(stage, sitting, meeting, now)


def _day_of(sitting: Sitting, today: date) -> date:
    """The day of a meeting of the story: a Thursday, or for a workshop a Tuesday, that is no bank holiday."""
    weekday = 3 if sitting.series == "Quarterly meeting" else 1
    day = today + timedelta(days=sitting.days - 3)
    while day.weekday() != weekday or bank_holiday(day):
        day += timedelta(days=1)
    return day


def _hour(day: date, hour: int) -> datetime:
    return london_moment(day, time(hour))


def _plan(stage: Stage, sitting: Sitting, now: datetime) -> Meeting:
    """Plan and publish a meeting four months ahead; one without a topic yet has a provisional date."""
    on = _day_of(sitting, stage.today)
    planned = min(now, _hour(on, 9) - timedelta(days=120)) - timedelta(hours=2)
    is_fixed = bool(sitting.matters)
    hybrid = is_fixed and sitting.form == "hybrid"
    plan = Plan(
        title=sitting.title, on=on, lead=sitting.lead, who_for=sitting.who_for,
        starts=time(10, 0) if is_fixed else None, ends=time(12, 0) if is_fixed else None,
        form=Form.HYBRID if hybrid else Form.IN_PERSON, venue=stage.hall if is_fixed else None,
        joining_link="https://meet.forum.example/commissioning" if hybrid else None,
        places=sitting.places if is_fixed else 0, places_online=20 if hybrid else 0,
    )  # fmt: skip
    meeting = plan_meeting(stage.series[sitting.series], plan, by=stage.organiser, now=planned)
    publish_meeting(meeting, by=stage.organiser, now=planned + timedelta(hours=1))
    return meeting


def _build(stage: Stage, sitting: Sitting, meeting: Meeting, now: datetime) -> Agenda:
    """Build the agenda: proposals that were made a month before, then commitments, one click each."""
    proposed_at = min(now - timedelta(days=8), _hour(meeting.on, 19) - timedelta(days=31))
    built_at = min(now - timedelta(days=2), _hour(meeting.on, 9) - timedelta(days=18))
    proposals = {}
    for matter in sitting.matters:
        if matter.from_proposal:
            speaks = stage.person_for(matter.presenter)
            proposals[matter.code] = submit_proposal(
                stage.forum, title=matter.title, why=matter.summary, purpose=matter.purpose,
                length=timedelta(minutes=matter.minutes), commitment=stage.commitments[matter.code],
                representative=speaks, by=speaks.person, now=proposed_at,
            )  # fmt: skip
    agenda = begin_agenda(meeting, by=stage.organiser, now=built_at)
    for matter in sitting.matters:
        proposal = proposals.get(matter.code)
        if proposal is not None:
            item = at(built_at, put_on_proposal, agenda, proposal, by=stage.organiser)
        else:
            item = put_on(agenda, stage.commitments[matter.code], by=stage.organiser, now=built_at)
        _say_what_it_is(stage, item, matter, built_at)
    for title, why, minutes, name in sitting.unanswered:
        speaks = stage.person_for(name)
        submit_proposal(
            stage.forum, title=title, why=why, purpose=Purpose.DISCUSS if minutes > 5 else Purpose.INFORM,
            length=timedelta(minutes=minutes), representative=speaks, by=speaks.person, now=now - timedelta(hours=20),
        )  # fmt: skip
    return agenda


def _say_what_it_is(stage: Stage, item: AgendaItem, matter: Matter, now: datetime) -> None:
    if matter.presenter == "chair":
        presents = PresenterGiven(person=stage.chair)
    else:
        speaks = stage.person_for(matter.presenter)
        presents = PresenterGiven(person=speaks.person, organisation=speaks.organisation,
                                  is_lay=speaks.organisation_id is None)  # fmt: skip
    change_item(
        item, title=matter.title, purpose=matter.purpose, length=timedelta(minutes=matter.minutes),
        summary=matter.summary, presenters=[presents], commitments=[stage.commitments[matter.code]],
        by=stage.organiser, now=now + timedelta(minutes=5),
    )  # fmt: skip


def _publish(stage: Stage, agenda: Agenda, number: int, now: datetime) -> None:
    """Publish a version; before the second one an item gets five minutes more and another five less."""
    if number == 2:
        changing = [item for item in agenda.items if item.standing is None and item.withdrawn_at is None]
        for item, minutes in ((changing[0], 5), (changing[1], -5)):
            presents = [
                PresenterGiven(one.person, one.organisation, one.name, one.is_lay) for one in item.presenters
            ]
            change_item(
                item, title=item.title, purpose=item.purpose, length=item.length + timedelta(minutes=minutes),
                summary=item.summary, presenters=presents, commitments=[link.commitment for link in item.commitments],
                by=stage.organiser, now=now - timedelta(minutes=20),
            )  # fmt: skip
    at(now, publish_agenda, agenda, by=stage.organiser)


def _book(stage: Stage, sitting: Sitting, meeting: Meeting, now: datetime) -> None:
    """People book over the weeks before; one of them gives the place back."""
    first = min(now - timedelta(days=12), _hour(meeting.on, 8) - timedelta(days=40))
    step = (min(now, _hour(meeting.on, 8)) - timedelta(hours=40) - first) / 40
    spread = abs(sitting.days) % 7
    own = (
        [stage.people[cast.CARERS], stage.people[cast.COUNTY], stage.lay] if sitting is not story.NEXT else []
    )
    who = [
        *((one, Joining.IN_THE_ROOM) for one in own),
        *((one, Joining.IN_THE_ROOM) for one in stage.voluntary[spread + 2 : spread + 2 + sitting.voluntary]),
        *(
            (one, Joining.IN_THE_ROOM)
            for one in stage.commissioners[spread + 2 : spread + 2 + sitting.commissioners]
        ),
        *((one, Joining.ONLINE) for one in stage.voluntary[30 + spread : 30 + spread + sitting.online]),
    ]
    moment = first
    for number, (representative, joining) in enumerate(who):
        moment = first + step * number
        booking = at(moment, book_place, meeting, representative.person, representative, joining=joining,
                     needs=_NEEDS if number % 9 == 4 else None, by=representative.person)  # fmt: skip
        if number == len(who) - 3:
            at(moment + step, cancel_booking, booking, by=representative.person)


def _decline(stage: Stage, now: datetime) -> None:
    """Two suggestions that were not taken up, each with its reason."""
    for number, (title, why, name, reason) in enumerate(story.DECLINED):
        moment = now - timedelta(days=130 - 60 * number)
        speaks = stage.person_for(name)
        proposal = submit_proposal(
            stage.forum, title=title, why=why, purpose=Purpose.DISCUSS, length=timedelta(minutes=15),
            representative=speaks, by=speaks.person, now=moment,
        )  # fmt: skip
        at(moment + timedelta(days=6), answer_proposal, proposal, ProposalState.DECLINED, reason=reason,
           by=stage.organiser)  # fmt: skip


@operation
def _deliver(now: datetime) -> None:
    """Let the letters of the year behind have been delivered: nobody is told today what happened last winter."""
    db.session.execute(
        update(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.made_at < now)
        .values(state=LetterState.SENT, sent_at=Letter.due_at)
    )
