"""Every letter: whole, plain, silent on what is nobody else’s, with links that lead somewhere."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import CodePurpose, SignIn
from forum.accounts.operations import ask_for_new_address, mail_code, reset_password
from forum.actions.models import Action, Digest, Said
from forum.actions.operations import drop_action, hand_over_action, report_on_action, tell_of_silence
from forum.actions.rules import Owner
from forum.actions.rules.digests import Silence
from forum.agendas.models import AgendaVersion, Paper, PresenterAnswer, Proposal
from forum.agendas.operations import (
    answer_as_presenter,
    ask_for_papers,
    ask_presenters,
    decline_late,
    note_opened,
    remind_of_papers,
    take_back_proposal,
    withdraw_paper,
    withhold_version,
)
from forum.agendas.queries import find_presenter, get_agenda
from forum.booking.models import Booking, Joining
from forum.booking.operations import (
    cancel_booking,
    change_joining,
    change_meeting,
    keep_place,
    remind_invited,
    renew_links,
    send_apologies,
)
from forum.booking.rules import SomebodyElse
from forum.decisions.models import RecommendationAnswer
from forum.decisions.operations import answer_recommendation, remind_of_answers
from forum.decisions.queries import get_recommendation
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.foundation.static import find_folder
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.meetings.rules import plan_of
from forum.minutes.operations import (
    accept_correction,
    agree_minutes_by_letter,
    put_right,
    withhold_minutes,
)
from forum.minutes.queries import (
    entries_of,
    find_minutes_review,
    get_correction,
    get_draft,
    get_minutes,
)
from forum.minutes.queries import get_version as get_minutes_version
from forum.overview.operations.address import set_new_address
from forum.overview.operations.own_letters import write_to_booked, write_to_members
from forum.overview.operations.reminders import remind_of_meetings
from forum.overview.rules.own_letters import Reach
from tests.demo_world import LOGINS, World, person
from tests.house.samples import samples
from tests.makers import NOW

LETTERS = find_folder("templates") / "letters"
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/\S*)")


def hand_over(world: World) -> None:
    action = db.session.scalars(select(Action).where(Action.reference == world.own_action)).one()
    owner = Owner(person("commissioner"))
    hand_over_action(action, [owner], reason="They know more.", by=person("organiser"), now=NOW)


def free_an_action(world: World) -> None:
    """The commissioner’s action waits for another, which will not be done."""
    waiter, other = db.session.scalars(
        select(Action).where(Action.published_at.is_not(None), Action.reference != world.own_action)
        .where(Action.state == "open").order_by(Action.id).limit(2)
    ).all()  # fmt: skip
    hand_over_action(
        waiter, [Owner(person("commissioner"))], reason="Theirs.", by=person("organiser"), now=NOW
    )
    report_on_action(waiter, Said.HELD_UP, waits_for=other, by=person("commissioner"), now=NOW)
    drop_action(other, reason="No need any more.", by=person("organiser"), now=NOW)


def remind_the_invited(world: World) -> None:
    meeting = get_meeting(world.open_to_all)
    assert remind_invited(meeting, by=person("organiser"), now=NOW)


def remind(world: World) -> None:
    assert remind_of_meetings(NOW)


def write_in_own_words(world: World) -> None:
    forum, organiser = get_meeting(world.full).forum, person("organiser")
    words = "We meet upstairs.\n\nThe lift is on the left."
    write_to_booked(
        get_meeting(world.full), Reach.BOTH, "The room has changed", words, key="k", by=organiser, now=NOW
    )
    write_to_members(forum, "A year of meetings", "Thank you.", key="k", by=organiser, now=NOW)


def nobody_answers(world: World) -> None:
    digest = db.session.scalars(select(Digest).where(Digest.reference == world.digest)).one()
    line = digest.lines[0]
    silence = Silence(line.id, digest.person_id, line.action_id, NOW - timedelta(days=14))
    assert tell_of_silence([silence], digest.forum, person("organiser").id, now=NOW) == 1


def give_a_place(world: World) -> None:
    meeting = db.session.scalars(select(Meeting).where(Meeting.reference == world.full)).one()
    taken = db.session.scalars(
        select(Booking).where(Booking.meeting_id == meeting.id, Booking.reference != world.waiting)
    ).one()
    cancel_booking(taken, by=person("organiser"), now=NOW)


def move_a_meeting(world: World) -> None:
    meeting = db.session.scalars(select(Meeting).where(Meeting.reference == world.full)).one()
    plan = plan_of(meeting)
    assert plan.starts is not None
    later = replace(plan, starts=plan.starts.replace(minute=15))
    change_meeting(meeting, later, by=person("organiser"), now=NOW)


def answer_by_letter(world: World) -> None:
    """A meeting gets a new title; the member keeps their place, joins online, and sends somebody else instead."""
    booking = db.session.scalars(select(Booking).where(Booking.reference == world.moved)).one()
    meeting, member, speaks = booking.meeting, booking.person, booking.representative
    title = replace(plan_of(meeting), title="A meeting that moved, and is called otherwise")
    change_meeting(meeting, title, by=person("organiser"), now=NOW)
    keep_place(booking, by=member, now=NOW)
    change_joining(booking, Joining.ONLINE, by=member, now=NOW)
    instead = SomebodyElse("Jo Penn", "jo@elsewhere.example")
    send_apologies(meeting, member, speaks, substitute=instead, by=member, now=NOW)


def end_old_links(world: World) -> None:
    """Of a booking that was made long ago: its own letters are none of the newest."""
    member = person("member")
    ahead = select(Booking).join(Meeting).where(Booking.person_id == member.id, Meeting.starts_at > NOW)
    booking = db.session.scalars(ahead.order_by(Booking.id)).first()
    assert booking is not None and booking.is_live
    renew_links(booking, by=member, now=NOW)


def change_an_address(world: World) -> None:
    lay, asked = person("lay"), {"sender": "The forum", "now": NOW}
    ask_for_new_address(lay, "member@forum.example", **asked)
    set_new_address(ask_for_new_address(lay, "lay@elsewhere.example", **asked), **asked)


def choose_a_new_password(world: World) -> None:
    mail_code("member@forum.example", CodePurpose.RESET, sender="The forum", with_demo=True, now=NOW)
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    code = re.search(r"\b\d{6}\b", letter.text if letter else "")
    assert code is not None
    assert reset_password("member@forum.example", code[0], password_hash="a hash", device="A browser",
                          sender="The forum", with_demo=True, now=NOW)  # fmt: skip
    assert (
        db.session.scalars(select(SignIn).where(SignIn.person_id == person("member").id)).first() is not None
    )


def take_a_proposal_back(world: World) -> None:
    """What went together with it waits for an answer of its own again."""
    own = db.session.scalars(select(Proposal).where(Proposal.reference == world.suggested)).one()
    take_back_proposal(own, reason="The county has changed its mind.", by=person("member"), now=NOW)


def withhold_an_agenda(world: World) -> None:
    """An old version was a mistake; those who got it are told."""
    newer = select(AgendaVersion.agenda_id).where(AgendaVersion.number == 2)
    old = select(AgendaVersion).where(AgendaVersion.number == 1, AgendaVersion.agenda_id.in_(newer))
    withhold_version(
        db.session.scalars(old.order_by(AgendaVersion.id)).first(), because="It named somebody who did not agree.",
        tell=True, by=person("organiser"), now=NOW,
    )  # fmt: skip


def have_papers(world: World) -> None:
    """One is withdrawn after it was opened, one not accepted; who presents is asked for another, and reminded."""
    organiser, member = person("organiser"), person("member")
    read, late = (
        db.session.scalars(select(Paper).where(Paper.reference == reference)).one()
        for reference in (world.paper, world.late)
    )
    note_opened(read.versions[-1], by=member, now=NOW)
    withdraw_paper(read, "The figures were wrong.", by=organiser, now=NOW)
    decline_late(late, because="Nobody can read it by then.", by=person("chair"), now=NOW)
    assert read.item is not None
    ask_for_papers(read.item.agenda, by=organiser, now=NOW - timedelta(days=10))
    assert remind_of_papers(NOW)


def wait_for_answers(world: World) -> None:
    """What was recommended to the commissioner's organisation is answered; of another there is no answer yet."""
    assert remind_of_answers(NOW)
    found = get_recommendation(world.recommendation)
    said = {"text": "From April on.", "by": person("commissioner"), "now": NOW}
    answer_recommendation(found, RecommendationAnswer.ACCEPTED, **said)


def ask_who_presents(world: World) -> None:
    """Presenters are asked whether they can; one cannot."""
    organiser = person("organiser")
    meeting = get_meeting(str(samples(world)["agendas.presenter"]["reference"]))
    agenda = get_agenda(meeting)
    ask_presenters(agenda, by=organiser, now=NOW)
    asked = find_presenter(str(samples(world)["agendas.presenter"]["presenter"]))
    assert asked is not None
    answer_as_presenter(asked, PresenterAnswer.DECLINED, "I drive that day.", by=None, now=NOW)


def carry_minutes_to_approval(world: World) -> None:
    """Corrections are answered, the chair agrees, a version is withheld, an approved one is put right."""
    organiser = person("organiser")
    meeting = get_meeting(str(samples(world)["minutes.chair"]["reference"]))
    minutes = get_minutes(meeting)
    accept_correction(
        get_correction(minutes, world.correction), "The chair thanked the hosts.", by=organiser, now=NOW
    )
    review = find_minutes_review(world.minutes_review)
    assert review is not None
    agree_minutes_by_letter(review, get_draft(minutes).digest, now=NOW)
    approved = get_minutes(get_meeting(str(samples(world)["minutes.put_right"]["reference"])))
    entry = next(one for one in entries_of(approved) if one.decision is None and one.action is None)
    put_right(entry, f"{entry.text} So it was.", because="Words were missing.", edition=entry.edition,
              by=organiser, now=NOW)  # fmt: skip
    first = get_minutes_version(approved.meeting, 1)
    withhold_minutes(first, because="It named somebody.", tell=True, by=organiser, now=NOW)


DEEDS: tuple[Callable[[World], None], ...] = (
    remind_the_invited,
    remind,
    write_in_own_words,
    nobody_answers,
    hand_over,
    free_an_action,
    give_a_place,
    move_a_meeting,
    answer_by_letter,
    end_old_links,
    choose_a_new_password,
    take_a_proposal_back,
    have_papers,
    withhold_an_agenda,
    ask_who_presents,
    wait_for_answers,
    carry_minutes_to_approval,
    change_an_address,  # last: until then people are found by the address that they had
)
"""What the year of the demo passes over, and a letter is written about."""


@pytest.fixture
def written(world: World) -> list[Letter]:
    """The letters of the demo and of the deeds: of each kind the newest three."""
    for deed in DEEDS:
        deed(world)
    newest: dict[str, list[Letter]] = {}
    for letter in db.session.scalars(select(Letter).order_by(Letter.id.desc())):
        found = newest.setdefault(letter.kind, [])
        if len(found) < 3:
            found.append(letter)
    return [letter for found in newest.values() for letter in found]


def test_each_kind_of_letter_was_written(written):
    parts_of_others = {"layout", "facts", "links", "asked"}
    templates = {path.stem for path in LETTERS.rglob("*.txt")} - parts_of_others

    assert len({letter.kind for letter in written}) == len(templates)


def test_each_is_whole_and_plain(written):
    for letter in written:
        assert letter.text.startswith("Dear "), letter.kind
        assert letter.text.endswith("http://127.0.0.1:8000/"), letter.kind
        assert not re.search(r"[{}<]|None|\bTrue\b|\bFalse\b|&[a-z]+;", letter.text), letter.text
        assert not re.search(r"\n{3,}| \n", letter.text), letter.text
        assert 5 < len(letter.subject) < 120 and "\n" not in letter.subject, letter.subject


def test_none_tells_what_somebody_needs_nor_how_others_are_reached(written):
    for letter in written:
        assert "Large print" not in f"{letter.text}{letter.calendar}", letter.kind
        others = set(re.findall(r"[\w.-]+@forum\.example", letter.text)) - {letter.to_address}
        assert others == set(), letter.kind


def test_each_link_leads_somewhere_for_whom_it_was_written_to(world, written):
    login = {f"{login}@forum.example": who for who, login in LOGINS.items()}
    lost = {}
    for letter in written:
        browser = world.browser(login.get(letter.to_address or "", "visitor"))
        for path in ADDRESS.findall(letter.text):
            answer = browser.get(path.rstrip(".,)"))
            # What a letter asked about may have ended since, by another of the deeds: then its link says so.
            has_ended = "So this link has ended." in answer.get_data(as_text=True)
            if answer.status_code not in {200, 302} and not has_ended:
                lost[f"{letter.kind}: {path}"] = answer.status_code

    assert lost == {}
