"""A meeting's desk: all about one meeting for its officers, and the list of who comes as a file."""

from datetime import datetime
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from forum.agendas.policy import may_build_agenda
from forum.attendance.policy import may_keep_attendance, may_sign_in_others
from forum.booking.policy import (
    may_book_for_anybody,
    may_invite,
    may_note_apologies,
    may_see_needs_at,
    may_see_who_is_coming,
)
from forum.booking.queries import (
    answers_after_move,
    count_invited,
    invited_without_answer,
    needs_at,
    places_held,
)
from forum.booking.queries.replies import not_sure_at
from forum.booking.rules import Places, limits_of, why_closed
from forum.foundation.clock import now
from forum.foundation.downloads import hand_over
from forum.foundation.files import write_csv, write_xlsx
from forum.foundation.paging import ListPage, page_number
from forum.foundation.permits import permit
from forum.meetings.models import Meeting
from forum.meetings.policy import may_change_meeting
from forum.meetings.queries import get_meeting
from forum.membership.policy import may_run
from forum.minutes.policy import may_write_minutes
from forum.organisations.models import Side
from forum.overview.queries import meeting_desk as found
from forum.overview.rules import meeting_desk as rules
from forum.overview.rules import meeting_people as people
from forum.overview.rules.meeting_desk import Figures, May
from forum.overview.rules.meeting_people import Which
from forum.overview.rules.programme import to_run
from forum.overview.views.blueprint import bp
from forum.people.models import Person


@bp.get("/desk/meetings/<reference>")
def meeting_desk(reference: str) -> ResponseReturnValue:
    """One meeting for its officers: what is next, how its places stand, who comes, what they need."""
    meeting = get_meeting(reference)
    person = permit(may_see_who_is_coming, meeting)
    moment = now()
    may = _may(person, meeting, moment)
    claims, papers = found.claims_on(meeting), found.papers_of(meeting)
    coming = found.page_of_coming(meeting, claims.all_coming, size=found.FEW)
    waiting = found.page_of_waiting(meeting, claims.all_waiting, size=found.FEW)
    apologies = found.page_of_apologies(meeting, size=found.FEW)
    unanswered = [] if meeting.is_over(moment) else invited_without_answer(meeting, Side.COMMISSIONERS)
    unsure, answers = not_sure_at(meeting), answers_after_move(meeting)
    figures = Figures(
        coming=claims.all_coming,
        waiting=claims.all_waiting,
        apologies=apologies.total,
        still_come=answers.kept,
        gave_up=answers.gave_up,
        open_answers=answers.open,
        unsure=len(unsure),
        invited=count_invited(meeting),
        unanswered=len(unanswered),
        **vars(papers),
    )
    needs = found.needs_with_names(meeting) if may.see_needs else []
    access, diets = people.needs_counted((each, booking.person.shown_name) for each, booking in needs)
    places = Places(places_held(meeting), limits_of(meeting, moment))
    return render_template(
        "overview/meeting_desk.html",
        meeting=meeting,
        marks=to_run([meeting], {}, moment)[0].marks,
        lead=rules.lead(meeting, figures, moment),
        steps=rules.steps(meeting, figures, may, moment),
        ways=rules.ways_shown(places, claims.waiting),
        figures=figures,
        coming=coming,
        waiting=waiting,
        lines=found.lines_before(meeting, waiting),
        apologies=apologies,
        unanswered=unanswered[: found.FEW],
        unsure=set(unsure),
        access=access,
        diets=diets,
        letters=found.letters_about(meeting) if may.read_letters else [],
        closed=why_closed(meeting, moment),
        is_over=meeting.is_over(moment),
        may=may,
        moved=rules.after_the_move(figures),
        people=people,
    )


def _may(person: Person, meeting: Meeting, moment: datetime) -> May:
    """What the officer may do with the meeting as it stands."""
    return May(
        change=may_change_meeting(person, meeting),
        build_agenda=may_build_agenda(person, meeting),
        invite=may_invite(person, meeting),
        invite_now=rules.can_invite(meeting, moment),
        sign_in=may_sign_in_others(person, meeting),
        keep_attendance=may_keep_attendance(person, meeting),
        write_minutes=may_write_minutes(person, meeting),
        read_letters=may_run(person, meeting.forum),
        book_for_anybody=may_book_for_anybody(person, meeting),
        note_apologies=may_note_apologies(person, meeting),
        see_needs=may_see_needs_at(person, meeting),
    )


@bp.get("/desk/meetings/<reference>/people")
def meeting_people(reference: str) -> ResponseReturnValue:
    """One of the lists of a meeting, whole: `?which=` says which of them."""
    meeting = get_meeting(reference)
    permit(may_see_who_is_coming, meeting)
    which = _which(request.args.get("which", Which.APOLOGIES))
    if which is Which.NEEDS:
        permit(may_see_needs_at, meeting)
    return render_template(
        "overview/meeting_people.html",
        meeting=meeting,
        which=which,
        page=_page_of(meeting, which, page_number(request.args.get("page"))),
        people=people,
    )


def _page_of(meeting: Meeting, which: Which, number: int) -> ListPage[Any]:
    if which is Which.APOLOGIES:
        return found.page_of_apologies(meeting, number)
    if which is Which.MOVED:
        return found.page_of_moved(meeting, answers_after_move(meeting).open, number)
    if which is Which.UNSURE:
        return found.page_of_some(meeting, not_sure_at(meeting), number)
    everybody: list[Any] = (
        found.needs_with_names(meeting)
        if which is Which.NEEDS
        else invited_without_answer(meeting, Side.COMMISSIONERS)
    )
    begin = (number - 1) * found.A_PAGE
    return ListPage(everybody[begin : begin + found.A_PAGE], number, len(everybody), found.A_PAGE)


def _which(typed: str) -> Which:
    try:
        return Which(typed)
    except ValueError:
        abort(404)


@bp.get("/desk/meetings/<reference>/coming.<any(csv, xlsx):kind>")
def who_is_coming_file(reference: str, kind: str) -> ResponseReturnValue:
    """Who comes and who waits, as a file. What they need is in it for organisers, until the meeting is over."""
    meeting = get_meeting(reference)
    person = permit(may_see_who_is_coming, meeting)
    needs = needs_at(meeting) if may_see_needs_at(person, meeting) else None
    header, rows = people.rows_for_files(found.everybody(meeting), needs)
    if kind == "csv":
        content = write_csv(header, rows)
    else:
        content = write_xlsx("Who is coming", header, rows, made_at=now())
    return hand_over(content, f"{meeting.reference}-coming.{kind}")
