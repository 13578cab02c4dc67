"""Who is coming: for the officers. The organiser finds somebody here, and cancels."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.booking import queries, rules
from forum.booking.policy import may_book_for_anybody, may_see_needs_at, may_see_who_is_coming
from forum.booking.views.blueprint import bp
from forum.foundation.clock import now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit
from forum.meetings.queries import get_meeting

LONGEST_SEARCH = 100


@bp.get("/desk/meetings/<reference>/places")
def places(reference: str) -> ResponseReturnValue:
    """Who is coming, by side, and who waits; with `?q=` those who are called so."""
    meeting = get_meeting(reference)
    person = permit(may_see_who_is_coming, meeting)
    moment = now()
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    page = queries.who_comes(meeting, words, page_number(request.args.get("page")))
    may_book = may_book_for_anybody(person, meeting)
    taken = queries.places_taken(meeting)
    return render_template(
        "booking/places.html",
        meeting=meeting,
        page=page,
        words=words,
        side_of=rules.side_of_booking,
        as_what=rules.as_what,
        taken=taken,
        rooms=rules.rooms(meeting, taken, moment),
        needs=queries.needs_of([row.booking for row in page.things])
        if may_see_needs_at(person, meeting)
        else {},
        may_cancel=may_book and rules.places_can_move(meeting, moment),
        may_book=may_book,
        closed=rules.why_closed(meeting, moment),
    )
