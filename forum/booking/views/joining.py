"""Changing how one joins, for who is signed in: the first look says what would happen, the button does it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.models import Joining
from forum.booking.policy import may_change_joining
from forum.booking.views.blueprint import bp
from forum.booking.views.naming import letter_or_not
from forum.booking.views.prospects import prospect_of_change
from forum.foundation.clock import now
from forum.foundation.permits import permit


@bp.route("/bookings/<reference>/joining", methods=["GET", "POST"])
def joining(reference: str) -> ResponseReturnValue:
    """Join the other way: online instead of in the room, or the other way round."""
    booking = queries.get_booking(reference)
    person = permit(may_change_joining, booking)
    moment, here = now(), url_for("overview.booking", reference=reference)
    other = rules.other_way(booking) or booking.joining
    if request.method == "POST":
        # What was seen says where to, so that a second click leads nowhere else.
        wanted = next((way for way in Joining if way.value == request.form.get("joining")), other)
        letter = letter_or_not(booking.person)
        if operations.change_joining(booking, wanted, by=person, now=moment):
            flash(f"{'Online' if wanted is Joining.ONLINE else 'In the room'} it is. {letter}")
        return redirect(here)
    rules.check_can_change_joining(booking, other, moment)
    if other is booking.joining:
        return redirect(here)  # there is one way only: what stands is all there is
    return render_template(
        "booking/change_joining.html",
        booking=booking,
        meeting=booking.meeting,
        is_own=booking.person_id == person.id,
        other=other,
        prospect=prospect_of_change(booking, other, moment),
        rooms=rules.rooms(booking.meeting, queries.places_taken(booking.meeting), moment),
    )
