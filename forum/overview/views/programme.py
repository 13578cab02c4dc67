"""The programme: meetings to come with their places, and those that were."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.booking.policy import may_book_place
from forum.booking.queries import bookings_at, places_taken_at
from forum.foundation.clock import now
from forum.foundation.paging import page_number
from forum.foundation.permits import public, whoever_asks
from forum.meetings.policy import may_plan_meetings
from forum.meetings.queries import past_meetings, recent_meetings, upcoming_meetings
from forum.membership.choice import the_forum
from forum.overview.rules.programme import by_year, programme
from forum.overview.views.blueprint import bp

A_PAGE = 20


@bp.get("/meetings")
@public
def meetings() -> ResponseReturnValue:
    """Meetings to come, the nearest first, and a few that were; `?when=past` has all that were, by year."""
    forum, person, moment = the_forum(), whoever_asks(), now()
    is_past = request.args.get("when") == "past"
    number = page_number(request.args.get("page"))
    find = past_meetings if is_past else upcoming_meetings
    page = find(forum, moment, number, A_PAGE)
    recent = [] if is_past or number > 1 else recent_meetings(forum, moment)
    shown = [*page.things, *recent]
    own = bookings_at(shown, person)
    lines = programme(page.things, {} if is_past else places_taken_at(page.things), own, moment)
    return render_template(
        "overview/meetings.html",
        page=page,
        lines=lines,
        years=by_year(lines) if is_past else [],
        recent=programme(recent, {}, own, moment),
        is_past=is_past,
        may_book=bool(page.things) and not is_past and may_book_place(person, page.things[0]),
        may_plan=may_plan_meetings(person, forum),
    )
