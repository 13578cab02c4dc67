"""The desk: what needs an officer now."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.attendance.policy import may_see_who_stays_away
from forum.booking.queries import places_taken
from forum.booking.rules import rooms
from forum.foundation.clock import in_london, now
from forum.foundation.permits import permit
from forum.membership.choice import the_forum
from forum.membership.policy import is_officer, may_run, may_see_desk, takes_minutes
from forum.overview.queries import desk as found
from forum.overview.rules import desk as rules
from forum.overview.views.blueprint import bp


@bp.get("/desk")
def desk() -> ResponseReturnValue:
    """What needs me now, the dates ahead, and the room of the next meeting."""
    forum = the_forum()
    person = permit(may_see_desk, forum)
    moment = now()
    runs = may_run(person, forum)
    lies_there = found.desk_of(
        forum,
        moment,
        runs=runs,
        takes_minutes=takes_minutes(person, forum),
        organises=may_see_who_stays_away(person, forum),
    )
    tasks = rules.tasks(lies_there)
    officer = is_officer(person, forum)
    meeting = lies_there.next_meeting.meeting if officer and lies_there.next_meeting else None
    sent, waiting = found.letters_of_the_week(forum, moment) if runs else (0, 0)
    return render_template(
        "overview/desk.html",
        greeting=_greeting(in_london(moment).hour),
        officer=officer,
        runs=runs,
        tasks=tasks,
        lead=rules.lead(tasks),
        dates=rules.dates_ahead(lies_there) if officer else [],
        meeting=meeting,
        rooms=rooms(meeting, places_taken(meeting), moment) if meeting else [],
        sent=sent,
        waiting=waiting,
        today=lies_there.today,
        section="desk",
    )


def _greeting(hour: int) -> str:
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
