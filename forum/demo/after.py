"""What follows a meeting of the demo: parts that members have done, a correction, and the weekly letters."""

from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from forum.actions.chasing import send_digests
from forum.actions.models import Action, ActionOwner, DigestLine, Said
from forum.actions.operations import answer_digest, tick_part
from forum.actions.rules.digests import monday_of
from forum.agendas.models import AgendaItem
from forum.attendance.operations import move_person
from forum.attendance.queries import present_at
from forum.attendance.rules import Move
from forum.demo import organisations as cast
from forum.demo.clockwork import at
from forum.demo.stage import hour
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.minutes.models import Entry, Minutes
from forum.minutes.operations import suggest_correction
from forum.minutes.queries import get_minutes

if TYPE_CHECKING:
    from forum.demo.stage import Stage

PARTS_DONE = 14
CORRECTION = (
    "Owen Tregarth: a draft can be shown, if every provider gets it on the same day and has the same time with it.",
    "It was about the day as well as the time.",
)


def come_and_go(stage: "Stage", meeting: Meeting, items: list[AgendaItem], began: datetime) -> None:
    """Somebody comes late, somebody leaves early, and whoever declared an interest leaves the room for the item."""
    declares = stage.people[cast.CARERS].person
    there = [mark.person for mark in present_at(meeting) if mark.person and mark.person.id != declares.id]
    moves = [
        (there[1], Move.ARRIVED, items[2], 14),
        (declares, Move.OUT_FOR_INTEREST, items[3], 20),
        (declares, Move.BACK, items[3], 31),
        (there[4], Move.LEFT, items[5], 40),
    ]
    for person, what, item, minutes in moves:
        moment = began + timedelta(minutes=minutes)
        move_person(meeting, person, what, item=item, at=moment, by=stage.minute_taker, now=moment)


def do_parts(stage: "Stage", now: datetime) -> None:
    """Some members have done their part of what is for all of them."""
    action = db.session.scalars(
        select(Action).join(Action.owners).where(ActionOwner.is_all_members).order_by(Action.id.desc())
    ).first()
    assert action is not None  # noqa: S101 - the story has one
    for number, speaks in enumerate(islice(stage.voluntary, PARTS_DONE)):
        assert speaks.organisation is not None  # noqa: S101 - only lay members act for none
        moment = now - timedelta(days=20 - number)
        at(moment, tick_part, action, speaks.organisation.reference, by=speaks.person)


def have_corrected(stage: "Stage", meeting: Meeting, now: datetime) -> None:
    """Somebody who was there would have a line of the circulated minutes read otherwise: it waits for an answer."""
    minutes = get_minutes(meeting)
    speaks = stage.people[cast.CARERS]
    line = _line_of(meeting)
    text, because = CORRECTION
    at(now - timedelta(days=3), suggest_correction, minutes, text, line=line, because=because,
       organisation=speaks.organisation, by=speaks.person)  # fmt: skip


def _line_of(meeting: Meeting) -> str:
    found: str = db.session.scalars(
        select(Entry.reference)
        .join(Entry.minutes)
        .where(Minutes.meeting_id == meeting.id, Entry.text.startswith("Owen Tregarth: a draft"))
    ).one()
    return found


def send_letters_of_the_week(now: datetime) -> None:
    """Last week’s digests and this week’s have gone out; one owner answered by the link."""
    monday = monday_of(day_in_london(now))
    for moment in (hour(monday - timedelta(days=7), 9), hour(monday, 9)):
        if moment < now:
            send_digests(moment)
    line = db.session.scalars(select(DigestLine).order_by(DigestLine.id)).first()
    if line is not None:
        at(hour(monday - timedelta(days=6), 12), answer_digest, line, Said.ON_TRACK,
           text="The second of eight has signed.")  # fmt: skip
