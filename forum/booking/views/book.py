"""Booking a place for oneself or a colleague, and giving one up. A view asks, calls and shows; it decides nothing."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.forms import FEW, BookingForm, ColleagueForm
from forum.booking.models import BookingState
from forum.booking.operations import WhatIsNeeded
from forum.booking.policy import may_book_place, may_cancel_booking, may_open_booking
from forum.booking.views.blueprint import bp
from forum.booking.views.naming import Named
from forum.booking.views.prospects import has_place, lines_for, prospects_for
from forum.booking.views.public import ask
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.policy import may_run
from forum.membership.queries import representations_of
from forum.people.models import Person


@bp.route("/meetings/<reference>/book", methods=["GET", "POST"])
def book(reference: str) -> ResponseReturnValue:
    """Book a place: for oneself, with `?for=colleague` for a colleague, and as one of the public by letter."""
    meeting = get_meeting(reference)
    person = permit(may_open_booking, meeting)
    if not person.is_known:
        return ask(meeting)
    if request.args.get("for") == "colleague":
        return _book_for_colleague(meeting, permit(may_book_place, meeting))
    return _book_for_oneself(meeting, person)


def _book_for_oneself(meeting: Meeting, person: Person) -> ResponseReturnValue:
    ways, moment = rules.ways_to_join(meeting), now()
    speakers = representations_of(person, meeting.forum, day_in_london(moment))
    is_guest = not speakers and not may_run(person, meeting.forum)
    # Of a form that was sent nothing is filled in: what it says counts, and the rest need not be looked up.
    remembered = queries.find_remembered_needs(person) if request.method == "GET" else None
    form = BookingForm.asking(speakers, ways, remembered, is_guest=is_guest)
    if form.is_sent_and_valid():
        named = Named(person, is_own=True)
        try:
            booking = operations.book_own_place(
                meeting,
                form.speaker(speakers),
                joining=form.way(ways),
                needs=WhatIsNeeded(form.access.data or "", form.diet.data or ""),
                remember=form.remember.data,
                guest_from=form.guest_from.data or "" if is_guest else "",
                by=person,
                now=moment,
            )
        except rules.AlreadyBooked:  # a second click, or a second window: show what stands
            return _show_what_is_booked(meeting, person)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(named.said(booking.state is BookingState.CONFIRMED))
            return redirect(url_for("overview.booking", reference=booking.reference))
    elif request.method == "GET" and queries.find_live_booking(meeting, person) is not None:
        return _show_what_is_booked(meeting, person)
    standing = queries.standing_of(meeting, moment)
    if request.method == "GET" and len(speakers) > 1:  # the one who would have a place is marked
        best = [one for one in speakers if has_place(prospects_for(one.organisation, ways, standing))]
        form = BookingForm.asking(speakers, ways, remembered, is_guest=is_guest, first=next(iter(best), None))
    chosen = form.speaker(speakers)
    return render_template(
        "booking/book.html",
        meeting=meeting,
        form=form,
        chosen=chosen,
        is_guest=is_guest,
        remembers=remembered is not None,
        may_have_colleagues=any(one.organisation_id is not None for one in speakers),
        prospects=prospects_for(chosen.organisation if chosen else None, ways, standing),
        lines=lines_for(speakers, ways, standing),
        rooms=rules.rooms_of(standing.places, standing.waiting),
        closed=rules.why_closed(meeting, moment),
    )


def _book_for_colleague(meeting: Meeting, person: Person) -> ResponseReturnValue:
    ways, moment = rules.ways_to_join(meeting), now()
    today = day_in_london(moment)
    own = representations_of(person, meeting.forum, today)
    everybody = queries.speakers_beside(person, own, today)
    booked = queries.booked_among(meeting, {one.person_id for one in everybody})
    without_place = [one for one in everybody if one.person_id not in booked]
    form = ColleagueForm.asking(everybody if request.method == "POST" else without_place, ways)
    if form.is_sent_and_valid() and (chosen := form.colleague(everybody)) is not None:
        colleague = chosen.person
        named = Named(colleague, is_own=False)
        try:
            booking = operations.book_place(
                meeting,
                colleague,
                chosen,
                joining=form.way(ways),
                needs=WhatIsNeeded(form.access.data or "", form.diet.data or ""),
                by=person,
                now=moment,
            )
        except rules.AlreadyBooked:
            return _show_what_is_booked(meeting, colleague)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(named.said(booking.state is BookingState.CONFIRMED))
            return redirect(url_for("overview.booking", reference=booking.reference))
    standing = queries.standing_of(meeting, moment)
    shown = form.colleague(without_place) or next(iter(without_place or own), None)
    return render_template(
        "booking/colleague.html",
        meeting=meeting,
        form=form,
        colleagues=without_place,
        few=FEW,
        booked=[one.person.shown_name for one in everybody if one.person_id in booked],
        prospects=prospects_for(shown.organisation if shown else None, ways, standing),
        lines=lines_for(without_place, ways, standing, names=True),
        rooms=rules.rooms_of(standing.places, standing.waiting),
        closed=rules.why_closed(meeting, moment),
    )


@bp.route("/bookings/<reference>/cancel", methods=["GET", "POST"])
def cancel(reference: str) -> ResponseReturnValue:
    """Give up a place: the first look asks, the answer acts."""
    booking = queries.get_booking(reference)
    person = permit(may_cancel_booking, booking)
    is_own = booking.person_id == person.id
    if request.method == "POST":
        operations.cancel_booking(booking, by=person, now=now())
        flash("The booking is cancelled. The letter is on its way.")
        if is_own:
            return redirect(url_for("overview.booking", reference=booking.reference))
        return redirect(url_for(".places", reference=booking.meeting.reference))
    rules.check_can_cancel(booking, now())
    waiting = queries.places_taken(booking.meeting).of(booking.joining).waiting
    return render_template(
        "booking/cancel.html", booking=booking, meeting=booking.meeting, is_own=is_own, waiting=waiting
    )


def _show_what_is_booked(meeting: Meeting, who: Person) -> ResponseReturnValue:
    booking = queries.find_live_booking(meeting, who)
    if booking is None:  # it was cancelled in the same moment
        return redirect(url_for(".book", reference=meeting.reference))
    return redirect(url_for("overview.booking", reference=booking.reference))
