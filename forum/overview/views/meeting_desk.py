"""A meeting's desk: all about one meeting for its officers, and the list of who comes as a file."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from forum.agendas.policy import may_build_agenda
from forum.booking.policy import may_book_for_anybody, may_see_needs_at, may_see_who_is_coming
from forum.booking.queries import needs_at, places_held
from forum.booking.rules import Places, limits_of, why_closed
from forum.foundation.clock import now
from forum.foundation.downloads import hand_over
from forum.foundation.files import write_csv, write_xlsx
from forum.foundation.paging import ListPage, page_number
from forum.foundation.permits import permit
from forum.meetings.models import Meeting
from forum.meetings.policy import may_change_meeting
from forum.meetings.queries import get_meeting
from forum.minutes.policy import may_write_minutes
from forum.overview.queries import meeting_desk as found
from forum.overview.rules import meeting_desk as rules
from forum.overview.rules.meeting_desk import Figures, May, Which
from forum.overview.rules.programme import to_run
from forum.overview.views.blueprint import bp
from forum.people.models import Person


@bp.get("/desk/meetings/<reference>")
def meeting_desk(reference: str) -> ResponseReturnValue:
    """One meeting for its officers: what is next, how its places stand, who comes, what they need."""
    meeting = get_meeting(reference)
    person = permit(may_see_who_is_coming, meeting)
    moment = now()
    claims, papers = found.claims_on(meeting), found.papers_of(meeting)
    coming = found.page_of_coming(meeting, claims.all_coming, size=found.FEW)
    waiting = found.page_of_waiting(meeting, claims.all_waiting, size=found.FEW)
    apologies = found.page_of_apologies(meeting, size=found.FEW)
    figures = Figures(
        coming=claims.all_coming,
        waiting=claims.all_waiting,
        apologies=apologies.total,
        asked_again=claims.asked_again,
        agenda_versions=papers.agenda_versions,
        agenda_items=papers.agenda_items,
        minutes=papers.minutes,
        marked=papers.marked,
        asked_for_feedback=papers.asked_for_feedback,
        feedback=papers.feedback,
    )
    sees_needs = may_see_needs_at(person, meeting)
    needs = found.needs_with_names(meeting) if sees_needs else []
    access, diets = rules.needs_counted((each, booking.person.shown_name) for each, booking in needs)
    places = Places(places_held(meeting), limits_of(meeting, moment))
    may = _may(person, meeting)
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
        sees_needs=sees_needs,
        access=access,
        diets=diets,
        closed=why_closed(meeting, moment),
        is_over=meeting.is_over(moment),
        may=may,
        may_book=may_book_for_anybody(person, meeting),
        rules=rules,
    )


def _may(person: Person, meeting: Meeting) -> May:
    return May(
        change=may_change_meeting(person, meeting),
        build_agenda=may_build_agenda(person, meeting),
        write_minutes=may_write_minutes(person, meeting),
    )


@bp.get("/desk/meetings/<reference>/people")
def meeting_people(reference: str) -> ResponseReturnValue:
    """One of the lists of a meeting, whole: `?which=` says which of them."""
    meeting = get_meeting(reference)
    person = permit(may_see_who_is_coming, meeting)
    which = _which(request.args.get("which"))
    number = page_number(request.args.get("page"))
    claims = found.claims_on(meeting)
    page: ListPage
    if which is Which.NEEDS:
        permit(may_see_needs_at, meeting)
        everyone = found.needs_with_names(meeting)
        begin = (number - 1) * found.A_PAGE
        page = ListPage(everyone[begin : begin + found.A_PAGE], number, len(everyone), found.A_PAGE)
    elif which is Which.APOLOGIES:
        page = found.page_of_apologies(meeting, number)
    elif which is Which.WAITING:
        page = found.page_of_waiting(meeting, claims.all_waiting, number)
    elif which is Which.MOVED:
        page = found.page_of_moved(meeting, claims.asked_again, number)
    else:
        page = found.page_of_coming(meeting, claims.all_coming, number)
    return render_template(
        "overview/meeting_people.html",
        meeting=meeting,
        which=which,
        page=page,
        lines=found.lines_before(meeting, page) if which is Which.WAITING else {},
        sees_needs=may_see_needs_at(person, meeting),
        claims=claims,
        rules=rules,
    )


def _which(typed: str | None) -> Which:
    if typed is None:
        return Which.COMING
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
    header, rows = rules.rows_for_files(found.everybody(meeting), needs)
    if kind == "csv":
        content = write_csv(header, rows)
    else:
        content = write_xlsx("Who is coming", header, rows, made_at=now())
    return hand_over(content, f"{meeting.reference}-coming.{kind}")
