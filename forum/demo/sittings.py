"""Plays the meetings of the story: agendas, bookings, minutes, and what came of suggestions."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from forum.agendas.models import Agenda, AgendaItem, ProposalState, Purpose
from forum.agendas.operations import (
    answer_proposal,
    begin_agenda,
    change_item,
    note_not_reached,
    publish_agenda,
    put_on,
    put_on_proposal,
    submit_proposal,
)
from forum.agendas.queries import get_agenda
from forum.agendas.rules import Particulars, PresenterGiven
from forum.booking.models import Booking, Guest, Joining
from forum.booking.operations import (
    ComesAs,
    WhatIsNeeded,
    book_guest,
    book_place,
    cancel_booking,
    invite,
    send_apologies,
)
from forum.booking.rules import SomebodyElse
from forum.demo import after, before, papers, story
from forum.demo import organisations as cast
from forum.demo.clockwork import at
from forum.demo.minutes import take_minutes
from forum.demo.stage import Stage, hour, know_somebody
from forum.demo.story import Matter, Sitting
from forum.feedback.models import FeedbackRequest, Opinion
from forum.feedback.operations import answer, ask_about
from forum.feedback.rules import Answers
from forum.foundation.clock import bank_holiday
from forum.foundation.database import db
from forum.meetings.models import Balance, Form, Meeting
from forum.meetings.operations import plan_meeting, publish_meeting
from forum.meetings.rules import Plan
from forum.membership.models import Representative

OTHERS_INVITED = 9
_NEEDS = WhatIsNeeded(access="Hearing loop", diet="Vegetarian")


def play(stage: Stage, sitting: Sitting, meeting: Meeting, now: datetime) -> None:
    """Build the agenda of a meeting, fill the room, publish, and minute what is over."""
    agenda = _build(stage, sitting, meeting, now)
    before.hand_in(stage, agenda, papers.OF.get(sitting.title, ()), now)
    _book(stage, sitting, meeting, now)
    if sitting is story.SOON:
        before.have_agreed(stage, agenda, now - timedelta(hours=26))
    for number in range(1, sitting.published + 1):
        ahead = hour(meeting.on, 15) - timedelta(days=12 - 3 * number)
        _publish(stage, agenda, number, min(now - timedelta(hours=30 - number * 12), ahead))
    if meeting.starts_at and meeting.starts_at < now:
        take_minutes(stage, sitting, meeting, now)
        _carry(stage, sitting, agenda)
        _ask_those_who_came(sitting, meeting)


def _carry(stage: Stage, sitting: Sitting, agenda: Agenda) -> None:
    """What the meeting did not get to waits for the next one."""
    titles = {matter.title: matter.not_reached for matter in sitting.matters if matter.not_reached}
    ends_at = agenda.meeting.ends_at
    assert ends_at is not None  # noqa: S101 - it was held
    for item in agenda.items:
        if item.title in titles:
            at(ends_at, note_not_reached, item, titles[item.title], by=stage.minute_taker)


def _day_of(sitting: Sitting, today: date) -> date:
    """The day of a meeting of the story: a Thursday, or for a workshop a Tuesday, that is no bank holiday."""
    weekday = 3 if sitting.series == "Quarterly meeting" else 1
    day = today + timedelta(days=sitting.days - 3)
    while day.weekday() != weekday or bank_holiday(day):
        day += timedelta(days=1)
    return day


def plan(stage: Stage, sitting: Sitting, now: datetime) -> Meeting:
    """Plan and publish a meeting four months ahead; one without a topic yet has a provisional date."""
    on = _day_of(sitting, stage.today)
    planned = min(now, hour(on, 9) - timedelta(days=120)) - timedelta(hours=2)
    is_fixed = bool(sitting.matters)
    hybrid = is_fixed and sitting.form == "hybrid"
    plan = Plan(
        title=sitting.title, on=on, lead=sitting.lead, who_for=sitting.who_for,
        starts=time(10, 0) if is_fixed else None, ends=time(12, 0) if is_fixed else None,
        form=Form.HYBRID if hybrid else Form.IN_PERSON, venue=stage.hall if is_fixed else None,
        joining_link="https://meet.forum.example/commissioning" if hybrid else None,
        dial_in="0330 1234 567, then 4821#" if hybrid else None,
        places=sitting.places if is_fixed else 0, places_online=20 if hybrid else 0,
        balance=story.BALANCE if is_fixed and sitting.places >= 30 else Balance(),
        is_open_to_public=sitting is story.NEXT,
    )  # fmt: skip
    meeting = plan_meeting(stage.series[sitting.series], plan, by=stage.organiser, now=planned)
    publish_meeting(meeting, by=stage.organiser, now=planned + timedelta(hours=1))
    return meeting


def _build(stage: Stage, sitting: Sitting, meeting: Meeting, now: datetime) -> Agenda:
    """Build the agenda: proposals that were made a month before, then commitments, one click each."""
    proposed_at = min(now - timedelta(days=8), hour(meeting.on, 19) - timedelta(days=31))
    built_at = min(now - timedelta(days=2), hour(meeting.on, 9) - timedelta(days=18))
    proposals = {}
    for matter in sitting.matters:
        if matter.from_proposal:
            speaks = stage.person_for(matter.presenter)
            proposals[matter.code] = submit_proposal(
                stage.forum, title=matter.title, why=matter.summary, purpose=matter.purpose,
                length=timedelta(minutes=matter.minutes), commitments=[stage.commitments[matter.code]],
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
        more=Particulars(no_paper_because=matter.no_paper, regime=matter.regime), by=stage.organiser,
        now=now + timedelta(minutes=5),
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


def _invite(
    stage: Stage, sitting: Sitting, meeting: Meeting, coming: list[Representative], now: datetime
) -> None:
    """Ask those who will come, and some who will not: most of these send apologies, and one never says a word."""
    first = _begin_of_booking(meeting, now)
    coming_for = {one.organisation_id for one in coming}
    others = [one for one in stage.people.values() if one.organisation_id not in coming_for][:OTHERS_INVITED]
    silent = stage.people[cast.POLICE]
    at(first - timedelta(hours=2), invite, meeting, [*coming, *others, silent], by=stage.organiser)
    for number, one in enumerate(others):
        if one is not silent and (number + sitting.days) % 3:
            moment = first + timedelta(days=1, hours=number)
            at(moment, send_apologies, meeting, one.person, one, by=one.person)


def _begin_of_booking(meeting: Meeting, now: datetime) -> datetime:
    return min(now - timedelta(days=12), hour(meeting.on, 8) - timedelta(days=40))


def _bring_in_others(stage: Stage, meeting: Meeting, booking: Booking, now: datetime) -> None:
    """A guest speaks, and somebody who has a place sends somebody else."""
    name, address, where = story.SPEAKER
    know_somebody(name, address, now)
    comes_as = ComesAs(Guest.SPEAKER, where)
    at(now, book_guest, meeting, name, address, comes_as, joining=Joining.IN_THE_ROOM, by=stage.organiser)
    instead = know_somebody(*story.SUBSTITUTE, now)
    at(now, send_apologies, meeting, booking.person, booking.representative,
       substitute=SomebodyElse(instead.name, instead.email or ""), by=booking.person)  # fmt: skip


def _book(stage: Stage, sitting: Sitting, meeting: Meeting, now: datetime) -> None:
    """People book over the weeks before; one of them gives the place back."""
    first = _begin_of_booking(meeting, now)
    step = (min(now, hour(meeting.on, 8)) - timedelta(hours=40) - first) / 40
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
            if one.organisation_id != stage.people[cast.POLICE].organisation_id
        ),
        *((one, Joining.ONLINE) for one in stage.voluntary[30 + spread : 30 + spread + sitting.online]),
    ]
    _invite(stage, sitting, meeting, [one for one, _joining in who], now)
    moment = first
    for number, (representative, joining) in enumerate(who):
        moment = first + step * number
        booking = at(moment, book_place, meeting, representative.person, representative, joining=joining,
                     needs=_NEEDS if number % 9 == 4 else None, by=representative.person)  # fmt: skip
        if number == len(who) - 3:
            at(moment + step, cancel_booking, booking, by=representative.person)
        if number == len(own) + 1 and sitting is story.SOON:
            _bring_in_others(stage, meeting, booking, moment + step / 2)


def _ask_those_who_came(sitting: Sitting, meeting: Meeting) -> None:
    """Four questions to everybody who was there; three in four answer, and each meeting goes a little better."""
    if meeting.ends_at is None:
        return
    at(meeting.ends_at + timedelta(hours=3), ask_about, meeting)
    asked = db.session.scalars(
        select(FeedbackRequest).where(FeedbackRequest.meeting_id == meeting.id).order_by(FeedbackRequest.id)
    ).all()
    better = story.PAST.index(sitting) if sitting in story.PAST else 0
    for number, request in enumerate(asked):
        if number % 4 == 3:
            continue
        opinions = [
            Opinion.YES if (number * step + better) % 7 < pleased + better // 2 else
            Opinion.PARTLY if (number + step) % 3 else Opinion.NO
            for step, pleased in ((1, 3), (2, 4), (3, 2))
        ]  # fmt: skip
        words = (
            story.TAKE_UP_NEXT[(number // 4 + better) % len(story.TAKE_UP_NEXT)]
            if number % 4 == 1 and number // 4 < len(story.TAKE_UP_NEXT)
            else ""
        )
        said = Answers(opinions[0], opinions[1], opinions[2], words)
        at(meeting.ends_at + timedelta(hours=4 + number), answer, request, said)


def decline(stage: Stage, now: datetime) -> None:
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


def go_on(stage: Stage, meetings: dict[str, Meeting], now: datetime) -> None:
    """What goes on between the meetings: suggestions, presenters, interests, and what comes back to an agenda."""
    soon, coming = meetings[story.SOON.title], meetings[story.NEXT.title]
    before.call_for_items(stage, coming, now)
    before.talk_about_suggestions(stage, coming, now)
    agenda = get_agenda(coming)
    before.ask_who_presents(stage, agenda, now - timedelta(hours=9))
    before.have_remarked(stage, agenda, *story.REMARK, now - timedelta(hours=7))
    before.engage(stage, get_agenda(soon), "FC5", now)
    before.enter_interests(stage, now)
    before.declare_interests(stage, soon, "FC5", now - timedelta(hours=4))
    before.look_again(stage, meetings[story.PAST[0].title], now)
    after.do_parts(stage, now)
    after.have_corrected(stage, meetings[story.PAST[-1].title], now)
    after.send_letters_of_the_week(now)
