"""The demo forum for tests, with what its year happens to lack: made once, and a fresh copy for each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.operations import ask_for_new_address
from forum.actions.chasing import ready_digest
from forum.actions.models import Action, Digest, Said
from forum.actions.operations import add_evidence, answer_digest, keep_digests, publish_action, raise_action
from forum.actions.queries import digest_facts, get_action
from forum.actions.rules import Owner
from forum.actions.rules import digests as asking
from forum.agendas.models import Paper, PaperForm, ProposalState, Purpose, Regime
from forum.agendas.operations import (
    add_item,
    add_paper_form,
    add_paper_version,
    answer_proposal,
    ask_chair,
    ask_chair_about,
    back_proposal,
    begin_agenda,
    keep_draft,
    note_not_reached,
    publish_agenda,
    put_on,
    remark,
    submit_proposal,
    withdraw_paper,
    withhold_version,
)
from forum.agendas.queries import get_proposal
from forum.agendas.rules import Particulars, presenter_for
from forum.attendance.models import Presence
from forum.attendance.operations import add_walk_in, make_door_link, mark_attendance
from forum.attendance.rules import Mark
from forum.booking.links import path_for_request
from forum.booking.models import Booking, Guest, Invitation, Joining, PlaceRequest, Reply
from forum.booking.operations import (
    ComesAs,
    WhatIsAsked,
    WhatIsNeeded,
    ask_for_place,
    book_guest,
    book_place,
    call_off_meeting,
    change_meeting,
    confirm_request,
    invite,
    remember_needs,
)
from forum.booking.operations.replies import take_reply
from forum.booking.queries import everybody_who_acts
from forum.calendars.operations import make_key
from forum.commands import make_schema
from forum.decisions.operations import record_recommendation
from forum.demo.loading import load_demo
from forum.engagement.operations import answer_question, ask_question, keep_facts, release
from forum.engagement.rules import FactsGiven
from forum.factory import create_app
from forum.feedback.models import FeedbackRequest
from forum.foundation import clock
from forum.foundation.clock import in_london
from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState
from forum.foundation.post.reading import read_mail
from forum.foundation.signed_links import sign
from forum.interests.models import DeclaredAt, Effect, InterestKind
from forum.interests.operations import WhatInterest, ask_if_still_right, declare, enter_interest
from forum.interests.queries import items_to_declare_on, open_checks
from forum.journal.operations import note
from forum.meetings.models import Form, Meeting, Series, Venue
from forum.meetings.operations import plan_meeting, publish_meeting
from forum.meetings.queries import get_meeting
from forum.meetings.rules import Plan, plan_of
from forum.membership.models import Forum, Representative
from forum.membership.operations import change_settings, know_person
from forum.minutes.models import EntryKind, Minutes, MinutesState
from forum.minutes.operations import (
    ask_chair_about_minutes,
    keep_rival,
    remark_on_minutes,
    start_minutes,
    suggest_correction,
    withhold_minutes,
    write_entry,
)
from forum.minutes.queries import entries_of, get_version, numbered_items
from forum.people.models import Person
from forum.settings import Settings
from forum.strategy.models import Commitment, Theme
from tests.browsing import Browser
from tests.conftest import sign_in_as, spare_the_disk
from tests.foundation.mail import answer, outlook, report, written
from tests.makers import NOW
from tests.papers import hand_in, pdf_given

LOGINS = {
    "outsider": "outsider", "member": "member", "commissioner": "commissioner", "lay": "lay",
    "minute-taker": "minutes", "organiser": "organiser", "chair": "chair", "administrator": "administrator",
}  # fmt: skip
"""The kinds of people of the permission table, by what stands before the @ of their address; visitors have none."""


@dataclass
class World:
    """The demo forum on a stage of its own: the app, who is who, and where what was added to it lies."""

    app: Flask
    folder: Path
    tokens: dict[str, str]
    """The session of each kind of person, who is signed in already."""

    today: str = ""
    """The meeting of this morning, whose minutes are being written."""
    full: str = ""
    """A meeting in a week with one place, that is taken; the member waits."""
    for_members: str = ""
    """A meeting to come, for those who belong to the forum, at which nobody has a place yet."""
    open_to_all: str = ""
    """A meeting, in the room and online, that is open to the public."""
    asked_for: str = ""
    """What somebody of the public asked for there, and has not answered the letter yet."""
    answered: str = ""
    """The address in another such letter, that somebody has answered."""
    called_off: str = ""
    not_published: str = ""
    coming: str = ""
    """The member's booking for this morning's meeting."""
    door: str = ""
    """The key of the link for the door of this morning's meeting."""
    item: str = ""
    """An item of the agenda of this morning's meeting."""
    carried: str = ""
    """Another one, which that meeting does not reach: it waits for the next."""
    entry: str = ""
    rival: dict[str, str] = field(default_factory=dict)
    """A line on which two wrote, and the second text."""
    own_action: str = ""
    evidence: str = ""
    digest: str = ""
    """The letter about two actions that the member got this morning: one of them is answered."""
    asked: str = ""
    """The other one."""
    waiting: str = ""
    uncertain: str = ""
    """A letter whose fate nobody knows."""
    feedback: str = ""
    """The member was asked about the last meeting, and has not answered yet."""
    invitation: str = ""
    """The member's invitation to the meeting that is open to all, not answered; others were invited with them."""
    moved: str = ""
    """The member's booking of a meeting that moved: they have not said yet whether they still come."""
    new_address: str = ""
    """The address that the lay member asked for, and has not confirmed."""
    reply: str = ""
    """What the member wrote back."""
    reviewed: str = ""
    """A meeting to come, about whose agenda the chair was asked; its only version was withheld."""
    review: str = ""
    """The chair was asked so, and has not agreed yet."""
    remark: str = ""
    """What the chair wrote about it."""
    minutes_review: str = ""
    """The chair was asked about minutes that are out already, before they go out again."""
    withheld_minutes: str = ""
    """A meeting of whose minutes the first version was withheld."""
    minutes_remark: str = ""
    """What the chair wrote about them."""
    correction: str = ""
    """What the member, who was there, would have them say; nobody has answered yet."""
    paper: str = ""
    """A paper that is out, in its second version, with an easy read form: of what the member presents."""
    late: str = ""
    """A paper that came late for a decision, and waits for the chair."""
    attached: str = ""
    """A paper that came with what the member suggested."""
    with_papers: str = ""
    """The meeting that has both."""
    draft: str = ""
    """What the member began to suggest, and has not sent."""
    suggested: str = ""
    """What the member suggested: it was put off, others say “us too”, and another one goes together with it."""
    secret: str = ""
    """What stands in the address of the member's own calendar."""
    recommendation: str = ""
    """What was recommended to the commissioner's organisation, and has no answer."""
    recommendation_to_come: str = ""
    """What was recommended this morning: nobody but the officers sees it yet."""
    interest: str = ""
    """An entry of the member's in the register of interests."""
    interests_check: str = ""
    """The member was asked whether it is still right, and has not answered."""
    declaration: str = ""
    """What the member declared on an item of this morning's meeting."""
    contract: str = ""
    """An item that may lead to a contract of the commissioner's: of its papers and answers one is out, one waits."""
    question: str = ""
    """What the member asked about it, and nobody has answered."""

    def restore(self) -> None:
        """Put the world back as it was made."""
        db.session.remove()
        db.engine.dispose()
        for leftover in ("forum.sqlite3-wal", "forum.sqlite3-shm"):
            (self.folder / leftover).unlink(missing_ok=True)
        shutil.copyfile(self.folder / "made.sqlite3", self.folder / "forum.sqlite3")

    def browser(self, who: str = "visitor", **session: str | None) -> Browser:
        """The browser of a kind of person, signed in; `session` is what else their cookie holds."""
        browser = Browser(self.app)
        with browser.client.session_transaction() as kept:
            if who != "visitor":
                kept["_user_id"], kept["_fresh"] = self.tokens[who], True
            kept.update(session)
        return browser

    def cookie(self, who: str, **session: str | None) -> str:
        """The cookie of a kind of person, for a real browser."""
        cookie = self.browser(who, **session).client.get_cookie("forum")
        assert cookie is not None
        return cookie.value


@pytest.fixture(scope="session")
def made_world(tmp_path_factory: pytest.TempPathFactory, instance: Path) -> Iterator[World]:
    """The world as it is made, once for each process of tests. Tests take `world`."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copytree(instance / "static", folder / "static")
    url = f"sqlite:///{folder / 'forum.sqlite3'}"
    app = create_app(Settings(instance=folder, database_url=url, secret_key="for tests alone", testing=True))
    app.config["SHOW_PROBLEMS"] = True
    app.logger.disabled = True
    spare_the_disk(app)
    world = World(app, folder, {})
    with clock.stopped_at(NOW), app.app_context():
        make_schema(db.engine)
        load_demo(NOW)
        _add_what_lacks(world)
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    shutil.copyfile(folder / "forum.sqlite3", folder / "made.sqlite3")
    yield world
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(made_world: World) -> Iterator[World]:
    """The demo forum, as it was made, at the moment when the tests take place."""
    with clock.stopped_at(NOW), made_world.app.app_context():
        made_world.restore()
        yield made_world
        db.session.remove()
        db.engine.dispose()


def person(login: str) -> Person:
    """One of the demo's people who sign in, by what stands before the @."""
    return db.session.scalars(select(Person).where(Person.email == f"{login}@forum.example")).one()


def _add_what_lacks(world: World) -> None:
    """An administrator who is nothing else, and things in states that the story of the demo passes over."""
    forum = db.session.scalars(select(Forum)).one()
    organiser, member = person("organiser"), person("member")
    _make_administrator()
    plan = _planner(forum, organiser)
    world.today = _play_this_morning(plan, organiser, member, world)
    world.full = _fill(plan, member, organiser, world)
    _open_to_all(plan, member, organiser, world)
    for_members = plan("An evening among ourselves", NOW + timedelta(days=42), Form.IN_PERSON, 30)
    publish_meeting(for_members, by=organiser, now=NOW - timedelta(days=50))
    world.for_members = for_members.reference
    off = plan("A meeting that was called off", NOW + timedelta(days=30), Form.IN_PERSON, 10)
    publish_meeting(off, by=organiser, now=NOW - timedelta(days=3))
    book_place(off, organiser, None, joining=Joining.IN_THE_ROOM, by=organiser, now=NOW - timedelta(days=2))
    call_off_meeting(off, because="The hall is being mended.", by=organiser, now=NOW - timedelta(days=1))
    world.called_off = off.reference
    world.moved = _move(plan, member, organiser)
    world.not_published = plan(
        "A meeting nobody knows of yet", NOW + timedelta(days=45), Form.IN_PERSON, 10
    ).reference
    world.uncertain = _lose_track_of_a_letter()
    world.invitation = _invite(world, member, organiser)
    world.feedback = _ask_the_member(member)
    world.secret = make_key(by=member, now=NOW)
    _read_the_mail(world, member)
    _have_interests(world, member)
    _recommend(world, organiser)
    _suggest(world, member, organiser)
    _ask_the_chair(world, organiser)
    _hand_in(world, plan, member, organiser)
    _lead_to_contract(world, plan, member, organiser)
    _ask_about_actions(world, member, organiser)
    _correct_minutes(world, member, organiser)
    _withhold_minutes(world, organiser)
    world.tokens = {who: sign_in_as(world.app, person(login)) for who, login in LOGINS.items()}


@operation
def _make_administrator() -> None:
    administrator = know_person("Alex Keane", "administrator@forum.example", by=None, now=NOW)
    administrator.is_administrator = True
    person("organiser").is_administrator = False  # in the demo one person does both
    note(None, "made administrator", administrator, now=NOW)


def _planner(forum: Forum, organiser: Person) -> Callable[[str, datetime, Form, int], Meeting]:
    series, hall = (
        db.session.scalars(select(Series).order_by(Series.id)).first(),
        db.session.scalars(select(Venue)).one(),
    )
    assert series is not None and series.forum_id == forum.id

    def plan(title: str, starts_at: datetime, form: Form, places: int) -> Meeting:
        starts = in_london(starts_at)
        wanted = Plan(title, starts.date(), starts.time(), time(starts.hour + 2), form, hall, places=places,
                      lead="A meeting for the tests.", who_for="Anyone.")  # fmt: skip
        return plan_meeting(series, wanted, by=organiser, now=NOW - timedelta(days=60))

    return plan


def _play_this_morning(plan: Callable[..., Meeting], organiser: Person, member: Person, world: World) -> str:
    """A meeting that began half an hour ago: its agenda is out, a line is minuted, and an action is the member's."""
    meeting = plan("Grants: what we learned this year", NOW - timedelta(minutes=30), Form.IN_PERSON, 20)
    publish_meeting(meeting, by=organiser, now=NOW - timedelta(days=50))
    agenda = begin_agenda(meeting, by=organiser, now=NOW - timedelta(days=20))
    grants = db.session.scalars(select(Commitment).where(Commitment.code == "FC1")).one()
    put_on(agenda, grants, by=organiser, now=NOW - timedelta(days=20))
    left = add_item(
        agenda, title="Who reads applications?", purpose=Purpose.INFORM, length=timedelta(minutes=10), by=organiser,
        now=NOW - timedelta(days=20),
    )  # fmt: skip
    publish_agenda(agenda, by=organiser, now=NOW - timedelta(days=10))
    note_not_reached(left, "The meeting ran out of time", by=organiser, now=NOW)
    world.carried = left.reference
    world.coming, world.door = _stand_at_the_door(meeting, member, organiser)
    minutes = start_minutes(meeting, by=organiser, now=NOW - timedelta(minutes=30))
    change_settings(meeting.forum, by=organiser, now=NOW, quorum_least=3, takes_votes=True)
    items = [item for _number, item in numbered_items(meeting)]
    item = next(item for item in items if item.standing is None)
    world.item = item.reference
    said_at = NOW - timedelta(minutes=10)
    entry = write_entry(
        minutes, item, EntryKind.NOTE, "Members would like dates earlier.", by=organiser, now=said_at
    )
    write_entry(minutes, item, EntryKind.DECISION, "Dates are told a month ahead.", by=organiser, now=said_at)
    world.entry = entry.reference
    twice = write_entry(minutes, item, EntryKind.NOTE, "Dates were told.", by=organiser, now=said_at)
    rival = keep_rival(twice, "Dates were read out.", by=organiser, now=said_at)
    world.rival = {"entry": twice.reference, "rival": rival.reference if rival else ""}
    world.own_action = _raise_own_action(meeting, member, organiser)
    world.evidence = add_evidence(
        get_action(world.own_action), "What members told us", address="https://www.gov.uk/guidance", by=member,
        now=NOW - timedelta(minutes=3),
    ).reference  # fmt: skip
    return meeting.reference


def _stand_at_the_door(meeting: Meeting, member: Person, organiser: Person) -> tuple[str, str]:
    """The member and the lay member have places, and the commissioner came without one."""
    booking, _ = (
        book_place(
            meeting, one, _speaks(one), joining=Joining.IN_THE_ROOM, by=one, now=NOW - timedelta(days=2)
        )
        for one in (member, person("lay"))
    )
    commissioner = _speaks(person("commissioner"))
    assert commissioner.organisation is not None
    add_walk_in(meeting, commissioner.person.name, commissioner.organisation.known_as,
                by=organiser, now=NOW - timedelta(minutes=20))  # fmt: skip
    firm = make_door_link(meeting, by=organiser, now=NOW - timedelta(hours=2))
    assert firm.door_secret is not None
    return booking.reference, sign("door", meeting.uid, firm.door_secret)


def _speaks(one: Person) -> Representative:
    return db.session.scalars(
        select(Representative).where(Representative.person_id == one.id).order_by(Representative.id)
    ).first()  # type: ignore[return-value]


@operation
def _raise_own_action(meeting: Meeting, member: Person, organiser: Person) -> str:
    """An action of the member’s, that everybody sees."""
    action: Action = raise_action(
        meeting, "Collect what members want to know about grants.", owners=[Owner(member)],
        due_as_said="30 november", by=organiser, now=NOW - timedelta(minutes=5),
    )  # fmt: skip
    action.published_at = NOW - timedelta(minutes=4)
    note(organiser, "showed an action to everybody", action, now=NOW)
    return action.reference


def _ask_about_actions(world: World, member: Person, organiser: Person) -> None:
    """The member was asked how two actions stand, and has answered about one."""
    meeting, then = get_meeting(world.today), NOW - timedelta(minutes=5)
    numbers = []
    for text in ("Ask three small groups what they would apply for.", "Find a hall for an open evening."):
        action = raise_action(
            meeting, text, owners=[Owner(member)], due_as_said="end of next week", by=organiser, now=then
        )
        publish_action(action, because="It was agreed this morning.", by=member, now=then)
        numbers.append(action.reference)
    who = asking.Who(member.id, member.reference, member.name, member.email, member.is_demo)
    facts = digest_facts(NOW)
    asked = [one for one in facts.actions if one.reference in numbers]
    lines = tuple(asking.Line(one, asking.Why.SOON, asking.Share.OWN) for one in asked)
    planned = asking.Planned(who, meeting.forum.id, NOW, lines)
    keep_digests([ready_digest(planned, meeting.forum, NOW)], now=NOW)
    digest = db.session.scalars(select(Digest).order_by(Digest.id.desc())).first()
    assert digest is not None and len(digest.lines) == 2
    world.digest, world.asked = digest.reference, numbers[0]
    answer_digest(digest.lines[1], Said.ON_TRACK, text="Two have answered.", now=NOW)


def _fill(plan: Callable[..., Meeting], member: Person, organiser: Person, world: World) -> str:
    meeting = plan("A small room", NOW + timedelta(days=7), Form.IN_PERSON, 1)
    publish_meeting(meeting, by=organiser, now=NOW - timedelta(days=50))
    book_place(
        meeting, organiser, None, joining=Joining.IN_THE_ROOM, by=organiser, now=NOW - timedelta(days=2)
    )
    speaks = db.session.scalars(
        select(Representative).where(Representative.person_id == member.id).order_by(Representative.id)
    ).first()
    booking: Booking = book_place(
        meeting,
        member,
        speaks,
        joining=Joining.IN_THE_ROOM,
        needs=WhatIsNeeded("Large print"),
        by=member,
        now=NOW - timedelta(days=1),
    )
    world.waiting = booking.reference
    return meeting.reference


@operation
def _ask_the_member(member: Person) -> str:
    """The member's answer about a meeting of the demo is still open."""
    request: FeedbackRequest = db.session.scalars(
        select(FeedbackRequest)
        .where(FeedbackRequest.person_id == member.id)
        .order_by(FeedbackRequest.id.desc())
    ).first()
    request.asked_at, request.has_answered = NOW - timedelta(days=1), False
    return request.reference


def _open_to_all(plan: Callable[..., Meeting], member: Person, organiser: Person, world: World) -> None:
    """A meeting that is open to the public: somebody has asked for a place, and the organiser brought guests."""
    meeting = plan("An open evening", NOW + timedelta(days=41), Form.HYBRID, 30)
    wanted = replace(plan_of(meeting), places_online=5, is_open_to_public=True)
    change_meeting(meeting, wanted, by=organiser, now=NOW - timedelta(days=55))
    publish_meeting(meeting, by=organiser, now=NOW - timedelta(days=50))
    asked = WhatIsAsked("Robin Ashby", "robin@ashby.example", Joining.ONLINE, "Ramsey")
    ask_for_place(meeting, asked, now=NOW - timedelta(hours=1))
    book_guest(
        meeting, "Noor Haddad", "noor@haddad.example", ComesAs(Guest.SPEAKER, "Anglia Ruskin University"),
        joining=Joining.IN_THE_ROOM, by=organiser, now=NOW - timedelta(days=2),
    )  # fmt: skip
    kim = WhatIsAsked("Kim Lee", "kim@lee.example", Joining.IN_THE_ROOM)
    ask_for_place(meeting, kim, now=NOW - timedelta(hours=3))
    answered = db.session.scalars(select(PlaceRequest).where(PlaceRequest.name == kim.name)).one()
    confirm_request(answered, now=NOW - timedelta(hours=2))
    world.answered = path_for_request(answered)
    remember_needs(member, WhatIsNeeded("Hearing loop", "Vegetarian"), now=NOW - timedelta(days=40))
    world.open_to_all = meeting.reference
    world.asked_for = db.session.scalars(
        select(PlaceRequest.reference).where(PlaceRequest.name == asked.name)
    ).one()


def _invite(world: World, member: Person, organiser: Person) -> str:
    """Everybody is invited to the meeting that is open to all, two days ago; the member has not answered."""
    meeting = get_meeting(world.open_to_all)
    invite(meeting, everybody_who_acts(meeting.forum, NOW.date()), by=organiser, now=NOW - timedelta(days=2))
    return db.session.scalars(
        select(Invitation.reference).where(
            Invitation.meeting_id == meeting.id, Invitation.person_id == member.id
        )
    ).one()


def _move(plan: Callable[..., Meeting], member: Person, organiser: Person) -> str:
    """A meeting in a hall and online, which moved after the member had booked."""
    meeting = plan("A meeting that moved", NOW + timedelta(days=160), Form.HYBRID, 10)
    publish_meeting(meeting, by=organiser, now=NOW - timedelta(days=9))
    was = replace(plan_of(meeting), places_online=10)
    change_meeting(meeting, was, by=organiser, now=NOW - timedelta(days=9))
    speaks = db.session.scalars(
        select(Representative).where(Representative.person_id == member.id).order_by(Representative.id)
    ).first()
    booking = book_place(
        meeting, member, speaks, joining=Joining.IN_THE_ROOM, by=member, now=NOW - timedelta(days=8)
    )
    moved = replace(was, on=was.on + timedelta(days=2))
    change_meeting(meeting, moved, by=organiser, now=NOW - timedelta(days=7))
    return booking.reference


def _suggest(world: World, member: Person, organiser: Person) -> None:
    """The member keeps a draft; another suggestion was put off, is backed, and has taken a second one in."""
    forum = db.session.scalars(select(Forum)).one()
    lay = person("lay")

    def said(title: str) -> dict[str, Any]:
        return {
            "title": title,
            "why": "Because.",
            "purpose": Purpose.DISCUSS,
            "length": timedelta(minutes=20),
        }

    draft = keep_draft(
        forum, **said("Who drives at night?"), representative=_speaks(member), by=member, now=NOW
    )
    world.draft = draft.reference
    asked_at = NOW - timedelta(days=3)
    theme = db.session.scalars(select(Theme).order_by(Theme.id)).first()
    own, other = (
        submit_proposal(
            forum, **said(title), regime=Regime.NOT_KNOWN, theme=theme, representative=_speaks(one), by=one,
            now=asked_at,
        )
        for one, title in ((member, "Buses in the evening"), (lay, "The last bus home"))
    )  # fmt: skip
    for one in (person("commissioner"), lay):
        back_proposal(own, _speaks(one), by=one, now=asked_at)
    answer_proposal(own, ProposalState.DEFERRED, reason="There is more time in March.", by=organiser, now=NOW)
    answer_proposal(
        other, ProposalState.MERGED, reason="It asks the same.", into=own, by=organiser, now=NOW
    )  # fmt: skip
    world.suggested = own.reference


def _hand_in(world: World, plan: Callable[..., Meeting], member: Person, organiser: Person) -> None:
    """A meeting whose papers are out, but for one that came late for a decision; another one was withdrawn."""
    meeting = plan("An afternoon with much to read", NOW + timedelta(days=8, hours=3), Form.IN_PERSON, 20)
    publish_meeting(meeting, by=organiser, now=NOW - timedelta(days=20))
    agenda = begin_agenda(meeting, by=organiser, now=NOW)
    about = {"length": timedelta(minutes=20), "by": organiser, "now": NOW}
    read, decide = (
        add_item(agenda, title=title, purpose=purpose, presenters=[presenter_for(_speaks(member))], **about)
        for title, purpose in (
            ("What passengers told us", Purpose.DISCUSS),
            ("Who sits on panels", Purpose.DECIDE),
        )
    )
    given = hand_in(read, "What 212 passengers told us", member, presenter=read.presenters[0])
    add_paper_version(given, pdf_given("The same, with the figures of October"), by=member, now=NOW)
    add_paper_form(given, PaperForm.EASY_READ, pdf_given("Easy to read"), by=organiser, now=NOW)
    gone = hand_in(read, "A first reckoning", organiser)
    publish_agenda(agenda, by=organiser, now=NOW)
    withdraw_paper(gone, "The figures were wrong.", by=organiser, now=NOW)
    late = hand_in(decide, "Three ways to choose them", member, presenter=decide.presenters[0])
    _make_late(late)
    ask_chair_about(late, by=organiser, now=NOW)
    attached = hand_in(get_proposal(world.suggested), "The timetable of 2019", member)
    world.paper, world.late, world.with_papers = given.reference, late.reference, meeting.reference
    world.attached = attached.reference


@operation
def _make_late(paper: Paper) -> None:
    paper.late_because = "The survey stayed open for one more week."
    for version in paper.versions:
        version.due_on = (NOW - timedelta(days=2)).date()
    note(None, "made late", paper, now=NOW)


def _read_the_mail(world: World, member: Person) -> None:
    """The member writes back and is not sure to come; a letter came back; the lay member has another address."""
    meeting, letter = get_meeting(world.open_to_all), _letter_that_left()
    take_reply(read_mail(written(str(member.email), "Is there parking?")), now=NOW)
    take_reply(
        read_mail(outlook("stranger@elsewhere.example", answer(meeting.uid, str(member.email)))), now=NOW
    )
    take_reply(read_mail(report(letter)), now=NOW)
    lay = person("lay")
    new = ask_for_new_address(lay, "lay@elsewhere.example", sender="The forum", now=NOW)
    world.new_address = new.reference
    reply = db.session.scalars(select(Reply).order_by(Reply.id)).first()
    assert reply is not None
    world.reply = reply.reference


def _have_interests(world: World, member: Person) -> None:
    """The member has an entry in the register that is more than a year old, and declared it this morning."""
    meeting = get_meeting(world.today)
    long_ago = NOW - timedelta(days=400)
    what = WhatInterest("The Fen Trust", "Trustee, without pay.", InterestKind.PROFESSIONAL)
    interest = enter_interest(meeting.forum, what, by=member, now=long_ago)
    world.interest = interest.reference
    ask_if_still_right(NOW - timedelta(days=1))
    world.interests_check = open_checks(meeting.forum, member)[0].reference
    item = next(one for one in items_to_declare_on(meeting) if one.reference == world.item)
    (declaration,) = declare(
        meeting, [item], nature="Trustee of the Fen Trust, which has a grant.", effect=Effect.SPEAKS,
        asked_at=DeclaredAt.BOOKING, person=member, interest=interest, by=member, now=NOW - timedelta(days=2),
    )  # fmt: skip
    world.declaration = declaration.reference


def _recommend(world: World, organiser: Person) -> None:
    """Two recommendations to the commissioner's organisation: one that is out, one of this morning."""
    to = _speaks(person("commissioner")).organisation
    assert to is not None
    circulated = db.session.scalars(
        select(Meeting).join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.state == MinutesState.CIRCULATED).order_by(Meeting.on.desc())
    ).first()  # fmt: skip
    assert circulated is not None
    at = NOW - timedelta(minutes=3)
    out = record_recommendation(circulated, "Publish dates a year ahead.", to=to, by=organiser, now=at)
    new = record_recommendation(get_meeting(world.today), "Pay in ten days.", to=to, by=organiser, now=at)
    world.recommendation, world.recommendation_to_come = out.reference, new.reference


def _ask_the_chair(world: World, organiser: Person) -> None:
    """The chair has a letter about the agenda of the meeting for members, and one remark."""
    meeting = get_meeting(world.for_members)
    world.reviewed = meeting.reference
    agenda = begin_agenda(meeting, by=organiser, now=NOW)
    (review,) = ask_chair(agenda, by=organiser, now=NOW - timedelta(hours=1))
    remark(review, {"": "Half an hour is too long for minutes."}, now=NOW)
    world.review, world.remark = review.reference, review.comments[0].reference
    version = publish_agenda(agenda, by=organiser, now=NOW - timedelta(minutes=50))
    withhold_version(version, because="It was not ready.", by=organiser, now=NOW - timedelta(minutes=40))


def _correct_minutes(world: World, member: Person, organiser: Person) -> None:
    """The chair looks at the minutes of the last meeting, and the member would have a line read otherwise."""
    minutes = db.session.scalars(
        select(Minutes)
        .join(Minutes.meeting)
        .where(Minutes.state == MinutesState.CIRCULATED)
        .order_by(Meeting.on.desc())
    ).first()
    assert minutes is not None
    speaks = _speaks(member)
    mark = Mark(member, speaks.organisation, Presence.PRESENT)
    mark_attendance(minutes.meeting, mark, because="She came late.", by=organiser, now=NOW)
    entry = entries_of(minutes)[-1]
    world.correction = suggest_correction(
        minutes,
        "There was no other business, but the chair thanked the hosts.",
        line=entry.reference,
        because="She did.",
        by=member,
        now=NOW - timedelta(hours=2),
    ).reference
    review, *_ = ask_chair_about_minutes(minutes, by=organiser, now=NOW - timedelta(hours=1))
    remark_on_minutes(review, {entry.reference: "Was that all?"}, now=NOW)
    world.minutes_review = review.reference
    world.minutes_remark = review.remarks[0].reference


def _withhold_minutes(world: World, organiser: Person) -> None:
    """The draft of the oldest minutes is withheld; what was approved holds."""
    minutes = db.session.scalars(
        select(Minutes)
        .join(Minutes.meeting)
        .where(Minutes.state == MinutesState.APPROVED)
        .order_by(Meeting.on)
    ).first()
    assert minutes is not None
    withhold_minutes(get_version(minutes.meeting, 1), because="A name was in it.", by=organiser, now=NOW)
    world.withheld_minutes = minutes.meeting.reference


def _lead_to_contract(world: World, plan: Callable[..., Meeting], member: Person, organiser: Person) -> None:
    """An item under the Procurement Act: a paper and an answer are out, others wait, and one question has no answer."""
    meeting = plan("What day care might look like", NOW + timedelta(days=9, hours=3), Form.IN_PERSON, 20)
    publish_meeting(meeting, by=organiser, now=NOW - timedelta(days=20))
    agenda, then = begin_agenda(meeting, by=organiser, now=NOW), NOW - timedelta(days=2)
    item = add_item(
        agenda, title="Day care from 2028", length=timedelta(minutes=30), purpose=Purpose.DISCUSS,
        more=Particulars(regime=Regime.PROCUREMENT_ACT), by=organiser, now=then,
    )  # fmt: skip
    hand_in(item, "What people use today", organiser, now=then)
    publish_agenda(agenda, by=organiser, now=then)
    buyer = _speaks(person("commissioner")).organisation
    facts = FactsGiven(
        organisation=buyer, subject="Day care for adults", contact="commissioning@council.example",
        questions_until_on=(NOW + timedelta(days=12)).date(), notice_number="012345-2026",
    )  # fmt: skip
    keep_facts(item, facts, by=organiser, now=then)
    first, second, third = (
        ask_question(item, text, person=member, now=then)
        for text in ("For how many years is it?", "Are consortia welcome?", "Who owns the minibuses?")
    )
    answer_question(first, "Four, and two more by agreement.", by=person("commissioner"), now=then)
    release(item, None, by=organiser, now=then)
    hand_in(item, "What it costs today", organiser)
    answer_question(second, "Yes.", by=organiser, now=NOW)
    world.contract, world.question = item.reference, third.reference


@operation
def _letter_that_left() -> str:
    letter = db.session.scalars(
        select(Letter)
        .where(Letter.to_reference == person("commissioner").reference)
        .order_by(Letter.id.desc())
    ).first()
    assert letter is not None
    letter.state = LetterState.SENT
    note(None, "let a letter leave", person("organiser"), now=NOW)
    return letter.message_id


@operation
def _lose_track_of_a_letter() -> str:
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    letter.state = LetterState.UNCERTAIN
    letter.answer = "The line was cut."
    note(None, "lost track of a letter", person("organiser"), now=NOW)
    return letter.reference
