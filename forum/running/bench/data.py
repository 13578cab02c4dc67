"""A database of a chosen size for the benchmark: the demo forum, and years of meetings behind it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, func, insert, select

from forum.accounts.models import SignIn
from forum.accounts.queries import digest_of
from forum.actions.models import Action
from forum.agendas.models import Agenda, AgendaVersion
from forum.attendance.models import Attendance, Presence
from forum.booking.models import Booking, BookingState, Joining
from forum.calendars.operations import make_key
from forum.commands import make_schema
from forum.decisions.models import Decision
from forum.demo.loading import load_demo
from forum.factory import create_app
from forum.foundation.clock import day_in_london, now
from forum.foundation.database import db
from forum.foundation.references import new_reference, new_secret
from forum.meetings.models import Form, Meeting, MeetingState, Series
from forum.membership.models import Contact, Forum, Membership, Representative, Term
from forum.organisations.models import Organisation, Sector
from forum.people.models import Person
from forum.people.queries import find_by_email
from forum.running.assets import build
from forum.running.bench.actions import fill_log
from forum.running.bench.agendas import building_with_a_queue
from forum.running.bench.minutes import WATCHING, Room, begun_minutes, long_minutes
from forum.running.bench.publishing import publish_long_agenda
from forum.settings import Settings, default_database_url

FEED = 100
"""How many meetings lie in the window of the feed, at every size."""

IN_BALANCE = {"places": 150, "most_commissioners": 40, "most_voluntary": 120, "kept_voluntary": 60}
"""The limits of the meeting that people book at. Of the 200 who book, every third is a commissioner."""

BOOKED = 20
"""How many people booked a place at each past meeting."""

PEOPLE_OF_A_MEETING = 3
"""How many people there are for each past meeting."""

AT_THE_DOOR = 300
"""How many names stand on the sign-in page of today's meeting; a third of them came already."""

TODAY, LONG = "bench-today", "bench-long"
MINUTED, LIVE = "bench-minuted", "bench-live"

SECRET = "for the benchmark alone"


@dataclass
class Made:
    """What was made: where the pages are, who is signed in, and how large the database is."""

    app: Flask
    settings: dict[str, str]
    rows: dict[str, int]
    bytes: int
    meeting: str  # the reference of the meeting that is asked for
    to_book: str  # the reference of a meeting with limits for each side
    today: str  # the reference of a meeting of today, at which three hundred have a place
    member: str  # the cookie of a member
    organiser: str
    queue: str  # the reference of a meeting for whose agenda two hundred things wait
    long_agenda: str  # the reference of a meeting whose agenda has twenty items and forty papers
    actions: (
        str  # the address of the log of two thousand actions, narrowed to an owner, a state and two words
    )
    minuted: str  # the reference of a meeting whose minutes have 150 entries and were approved
    room: Room  # a meeting of today that is being minuted
    bookers: list[str]  # cookies of people who have not booked yet
    own_calendar: str

    def count_queries(self, journey: Any) -> int:
        """How many questions one request of a journey puts to the database, once the process is warm."""
        client = self.app.test_client(use_cookies=False)
        headers = dict(journey.headers)
        for _ in range(2):
            client.get(journey.address, headers=headers)
        count = 0

        def see(*_what: Any) -> None:
            nonlocal count
            count += 1

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", see)
        try:
            client.get(journey.address, headers=headers)
        finally:
            event.remove(engine, "before_cursor_execute", see)
        return count


def make(instance: Path, meetings: int) -> Made:
    """Make an instance with `meetings` past meetings spread over 30 years, people and bookings in proportion."""
    instance.mkdir(parents=True)
    build(instance)
    settings = Settings(instance=instance, database_url=default_database_url(instance), secret_key=SECRET)
    app = create_app(settings)
    app.logger.disabled = True
    with app.app_context():
        make_schema(db.engine)
        moment = now()
        forum = load_demo(moment)
        _fill(forum, meetings, moment)
        meeting = db.session.scalars(
            select(Meeting).join(Agenda, Agenda.meeting_id == Meeting.id).join(AgendaVersion)
            .where(Meeting.on > day_in_london(moment)).order_by(Meeting.on).limit(1)
        ).one()  # fmt: skip
        to_book = _meeting_in_balance(forum, moment)
        member, organiser = (find_by_email(f"{who}@forum.example") for who in ("member", "organiser"))
        assert member is not None and organiser is not None  # noqa: S101 - the demo has made them
        _meet_today(to_book, moment)
        building = building_with_a_queue(forum, to_book, organiser, moment)
        publish_long_agenda(_plain_meeting(to_book, moment), organiser, moment)
        minute_taker, chair = (find_by_email(f"{who}@forum.example") for who in ("minutes", "chair"))
        assert minute_taker is not None and chair is not None  # noqa: S101 - the demo has made them
        today = db.session.scalars(select(Meeting).where(Meeting.reference == TODAY)).one()
        minuted = _another_meeting(to_book, moment - timedelta(days=1), MINUTED)
        long_minutes(minuted, today, organiser, moment)
        written = begun_minutes(_another_meeting(to_book, moment, LIVE), organiser, moment)
        log = fill_log(forum, moment)
        secret = make_key(by=member, now=moment)
        bookers = list(db.session.scalars(
            select(Person).join(Representative, Representative.person_id == Person.id)
            .where(Person.name.like("Booker %")).order_by(Person.id)
        ))  # fmt: skip
        made = Made(
            app=app,
            settings={"FORUM_SECRET_KEY": SECRET},
            rows={table.name: count for table in db.metadata.sorted_tables
                  if (count := db.session.scalar(select(func.count()).select_from(table)))},
            bytes=(instance / "forum.sqlite3").stat().st_size,
            meeting=meeting.reference,
            to_book=to_book.reference,
            today=TODAY,
            member=_cookie(app, [member], moment)[0],
            organiser=_cookie(app, [organiser], moment)[0],
            queue=building.reference,
            long_agenda=LONG,
            minuted=MINUTED,
            room=Room(
                address=f"/desk/meetings/{LIVE}/minutes/{written}",
                writers=_cookie(app, [minute_taker, organiser], moment),
                watchers=_cookie(app, [chair] * WATCHING, moment),
            ),
            actions=log,
            bookers=_cookie(app, bookers, moment),
            own_calendar=f"/calendars/own/{secret}.ics",
        )  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    return made


def make_demo(instance: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Make an instance with the demo forum alone. Returns its settings, and references for addresses."""
    instance.mkdir(parents=True, exist_ok=True)
    build(instance)
    app = create_app(
        Settings(instance=instance, database_url=default_database_url(instance), secret_key=SECRET)
    )
    app.logger.disabled = True
    with app.app_context():
        make_schema(db.engine)
        moment = now()
        load_demo(moment)
        today = day_in_london(moment)
        meetings = list(db.session.scalars(select(Meeting).order_by(Meeting.on)))
        ahead = [meeting for meeting in meetings if meeting.on > today]
        names = {
            "past": f"/meetings/{[meeting for meeting in meetings if meeting.on <= today][-1].reference}",
            "soon": f"/meetings/{ahead[0].reference}",
            "next": f"/meetings/{ahead[1].reference}",
            "decision": str(db.session.scalar(select(func.max(Decision.reference)))),
            "action": str(db.session.scalar(select(Action.reference).where(Action.times_moved > 0)
                                            .order_by(Action.id.desc()).limit(1))),
        }  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    return {"FORUM_SECRET_KEY": SECRET}, names


def _cookie(app: Flask, people: list[Person], moment: datetime) -> list[str]:
    """Sign people in, and return what their browsers would send."""
    tokens = {new_secret(): person.id for person in people}
    with db.engine.begin() as connection:
        connection.execute(
            insert(SignIn),
            [{"reference": new_reference(), "person_id": number, "token_digest": digest_of(token), "made_at": moment,
              "last_seen_at": moment, "device": "the benchmark"} for token, number in tokens.items()],
        )  # fmt: skip
    cookies = []
    for token in tokens:
        with app.test_client() as client:
            with client.session_transaction() as session:
                session["_user_id"] = token
                session["_fresh"] = True
            found = client.get_cookie("forum")
            assert found is not None  # noqa: S101 - it was set just now
            cookies.append(f"forum={found.value}")
    return cookies


def _fill(forum: Forum, count: int, moment: datetime) -> None:
    """Fill in what makes a forum old: straight rows, for thirty years of operations would take an hour."""
    today = day_in_london(moment)
    series = db.session.scalars(select(Series).where(Series.forum_id == forum.id).order_by(Series.id)).first()
    assert series is not None  # noqa: S101 - the demo has made two
    inside = (
        db.session.scalar(select(func.count(Meeting.id)).where(Meeting.on > today - timedelta(days=360))) or 0
    )
    days = _days(count, today - timedelta(days=400), timedelta(days=365 * 29))
    days += _days(FEED - inside, today - timedelta(days=3), timedelta(days=330))
    people = _people(forum, max(count * PEOPLE_OF_A_MEETING, AT_THE_DOOR), today, moment)
    with db.engine.begin() as connection:
        first = (connection.execute(select(func.max(Meeting.id))).scalar() or 0) + 1
        connection.execute(
            insert(Meeting), [_meeting(forum, series, number, day, moment) for number, day in enumerate(days)]
        )
        connection.execute(
            insert(Booking),
            [
                booking
                for number in range(count)
                for booking in _bookings(first + number, number, people, moment)
            ],
        )
    db.session.rollback()  # what it read before is read again


def _days(count: int, until: date, over: timedelta) -> list[date]:
    return [until - over * number / max(count, 1) for number in range(count)]


def _meeting(forum: Forum, series: Series, number: int, day: date, moment: datetime) -> dict[str, Any]:
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=moment.tzinfo)
    return {
        "reference": f"bench-{number}", "forum_id": forum.id, "series_id": series.id, "title": f"Meeting {number}",
        "lead": "What was talked about at this meeting, in a sentence or two.", "who_for": "", "form": Form.IN_PERSON,
        "state": MeetingState.CONFIRMED, "on": day, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2),
        "places": 30, "places_online": 0, "is_open_to_public": False, "published_at": starts_at - timedelta(days=60),
        "uid": f"bench-{number}", "sequence": 0, "made_at": starts_at - timedelta(days=90),
        "changed_at": starts_at - timedelta(days=60),
    }  # fmt: skip


def _people(forum: Forum, count: int, today: date, moment: datetime) -> list[tuple[int, int]]:
    """People with an organisation of their own each. Returns pairs of person and representative."""
    with db.engine.begin() as connection:
        starts = [connection.execute(select(func.max(model.id))).scalar() or 0
                  for model in (Person, Organisation, Membership, Representative)]  # fmt: skip
        numbers = range(1, count + 1)
        connection.execute(insert(Person), [
            {"id": starts[0] + n, "reference": new_reference(), "name": f"Booker {n}", "email": f"b{n}@forum.example",
             "made_at": moment, "is_administrator": False, "is_demo": True} for n in numbers])  # fmt: skip
        connection.execute(insert(Organisation), [
            {"id": starts[1] + n, "reference": f"bench-{n}", "legal_name": f"Organisation {n}",
             "known_as": f"Organisation {n}", "sector": Sector.VCSE if n % 3 else Sector.COMMISSIONER,
             "districts": [], "about": "", "is_listed": True, "made_at": moment} for n in numbers])  # fmt: skip
        connection.execute(insert(Membership), [
            {"id": starts[2] + n, "reference": new_reference(), "forum_id": forum.id, "organisation_id": starts[1] + n,
             "applied_on": today} for n in numbers])  # fmt: skip
        connection.execute(insert(Term), [
            {"membership_id": starts[2] + n, "from_on": today - timedelta(days=30), "is_ended": False}
            for n in numbers])  # fmt: skip
        connection.execute(insert(Representative), [
            {"id": starts[3] + n, "reference": new_reference(), "person_id": starts[0] + n,
             "organisation_id": starts[1] + n, "contact": Contact.PRIMARY, "from_on": today - timedelta(days=30)}
            for n in numbers])  # fmt: skip
    return [(starts[0] + n, starts[3] + n) for n in numbers]


def _bookings(
    meeting_id: int, number: int, people: list[tuple[int, int]], moment: datetime
) -> list[dict[str, Any]]:
    chosen = [people[(number * 7 + step) % len(people)] for step in range(BOOKED)]
    return [
        {"reference": new_reference(), "meeting_id": meeting_id, "person_id": person, "representative_id": speaks,
         "state": BookingState.CONFIRMED, "joining": Joining.IN_THE_ROOM, "made_at": moment, "changed_at": moment,
         "sequence": 0} for person, speaks in chosen
    ]  # fmt: skip


def _meet_today(like: Meeting, moment: datetime) -> None:
    """A meeting that begins now, with its names on the sign-in page."""
    speakers = db.session.scalars(
        select(Representative).order_by(Representative.id.desc()).limit(AT_THE_DOOR)
    )
    people = {one.person_id: one for one in speakers}
    with db.engine.begin() as connection:
        row = _meeting(like.forum, like.series, 999_998, day_in_london(moment), moment)
        number = connection.execute(
            insert(Meeting).returning(Meeting.id),
            {**row, "reference": TODAY, "starts_at": moment, "ends_at": moment + timedelta(hours=2),
             "places": AT_THE_DOOR, "published_at": moment - timedelta(days=1)},
        ).scalar_one()  # fmt: skip
        connection.execute(insert(Booking), [
            {"reference": new_reference(), "meeting_id": number, "person_id": person, "representative_id": one.id,
             "state": BookingState.CONFIRMED, "joining": Joining.IN_THE_ROOM, "made_at": moment, "changed_at": moment,
             "sequence": 0} for person, one in people.items()])  # fmt: skip
        connection.execute(insert(Attendance), [
            {"meeting_id": number, "person_id": person, "organisation_id": one.organisation_id,
             "presence": Presence.PRESENT, "arrived_at": moment, "marked_at": moment, "is_lay": False,
             "is_online": False, "guest_from": "", "because": ""}
            for person, one in list(people.items())[: AT_THE_DOOR // 3]])  # fmt: skip
    db.session.rollback()


def _plain_meeting(like: Meeting, moment: datetime) -> Meeting:
    """A meeting to come at which nothing is special, for a long agenda."""
    day = day_in_london(moment) + timedelta(days=20)
    with db.engine.begin() as connection:
        row = _meeting(like.forum, like.series, 999_997, day, moment)
        connection.execute(insert(Meeting), {**row, "reference": LONG, "published_at": moment})
    db.session.rollback()
    return db.session.scalars(select(Meeting).where(Meeting.reference == LONG)).one()


def _another_meeting(like: Meeting, starts_at: datetime, reference: str) -> Meeting:
    """A published meeting at which nothing is special, on the day of a moment."""
    with db.engine.begin() as connection:
        row = _meeting(like.forum, like.series, 999_996, day_in_london(starts_at), starts_at)
        connection.execute(
            insert(Meeting), {**row, "reference": reference, "uid": reference, "published_at": starts_at}
        )
    db.session.rollback()
    return db.session.scalars(select(Meeting).where(Meeting.reference == reference)).one()


def _meeting_in_balance(forum: Forum, moment: datetime) -> Meeting:
    """One of the meetings to come, where every limit bears on those who book, and some of them have to wait."""
    meeting = db.session.scalars(
        select(Meeting).where(Meeting.reference == "bench-0")
    ).one()  # fmt: skip
    starts_at = moment + timedelta(days=30)
    with db.engine.begin() as connection:
        connection.execute(
            insert(Meeting),
            [{**_meeting(forum, meeting.series, 999_999, starts_at.date(), moment), **IN_BALANCE,
              "published_at": moment - timedelta(days=1)}],
        )  # fmt: skip
    db.session.rollback()
    return db.session.scalars(select(Meeting).where(Meeting.reference == "bench-999999")).one()
