"""Who is coming: for the officers, and for the organiser who books for anybody."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.forms import BookForSomebodyForm
from forum.booking.models import BookingState
from forum.booking.operations import WhatIsNeeded
from forum.booking.policy import (
    may_book_for_anybody,
    may_see_who_is_coming,
)
from forum.booking.views.blueprint import bp
from forum.booking.views.naming import Named
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.people.models import Person


@bp.route("/desk/meetings/<reference>/places", methods=["GET", "POST"])
def places(reference: str) -> ResponseReturnValue:
    """Who is coming, by side, and who waits. The organiser books for anybody, and cancels."""
    meeting = get_meeting(reference)
    person = permit(may_see_who_is_coming, meeting)
    ways, moment = rules.ways_to_join(meeting), now()
    may_book = may_book_for_anybody(person, meeting) and rules.is_open(meeting, moment)
    form, speakers = None, []
    if request.method == "POST":
        permit(may_book_for_anybody, meeting)
        rules.check_is_open(meeting, moment)
    if may_book:
        speakers = queries.speakers_of(meeting.forum, day_in_london(moment))
        form = BookForSomebodyForm.asking(speakers, ways)
        if form.is_sent_and_valid():
            chosen = form.speaker(speakers)
            named = Named(chosen.person, is_own=False)
            try:
                booking = operations.book_place(
                    meeting, chosen.person, chosen, joining=form.way(ways), needs=WhatIsNeeded(form.needs.data or ""),
                    by=person, now=moment,
                )  # fmt: skip
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                flash(named.said(booking.state is BookingState.CONFIRMED))
                return redirect(url_for(".places", reference=reference))
    bookings = queries.live_bookings(meeting)
    return render_template(
        "booking/places.html",
        meeting=meeting,
        form=form,
        groups=rules.groups_of(bookings, ways),
        side_of=rules.side_of_booking,
        taken=queries.places_taken(meeting),
        needs=queries.needs_at(meeting) if _sees_needs(person, meeting) else {},
        may_cancel=may_book_for_anybody(person, meeting) and rules.places_can_move(meeting, moment),
        closed=rules.why_closed(meeting, moment),
    )


def _sees_needs(person: Person, meeting: Meeting) -> bool:
    return may_book_for_anybody(person, meeting) and not meeting.is_over(now())
