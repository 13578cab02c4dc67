"""Booking a place, and giving one up. A view asks, calls and shows; it decides nothing."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.forms import BookingForm
from forum.booking.models import BookingState, Joining
from forum.booking.operations import WhatIsNeeded
from forum.booking.policy import (
    may_book_place,
    may_cancel_booking,
)
from forum.booking.rules import Speaker
from forum.booking.views.blueprint import bp
from forum.booking.views.naming import Named
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.models import Representative
from forum.membership.queries import representations_of
from forum.people.models import Person


@bp.route("/meetings/<reference>/book", methods=["GET", "POST"])
def book(reference: str) -> ResponseReturnValue:
    """Book a place for oneself, or for a colleague of the same organisation."""
    meeting = get_meeting(reference)
    person = permit(may_book_place, meeting)
    ways = rules.ways_to_join(meeting)
    # Who was asked for nobody's name books for themself: their colleagues need not be looked up.
    speakers = _speakers(person, meeting, with_colleagues=request.method == "GET" or "who" in request.form)
    form = BookingForm.asking(person, speakers, ways)
    if form.is_sent_and_valid():
        chosen = form.speaker(speakers)
        who = chosen.person if chosen else person
        named = Named(who, is_own=who is person)
        try:
            booking = operations.book_place(
                meeting,
                who,
                chosen,
                joining=form.way(ways),
                needs=WhatIsNeeded(form.needs.data or ""),
                by=person,
                now=now(),
            )
        except rules.AlreadyBooked:  # a second click, or a second window: show what stands
            return _show_what_is_booked(meeting, who)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(named.said(booking.state is BookingState.CONFIRMED))
            return redirect(url_for("overview.booking", reference=booking.reference))
    booked = queries.booked_among(meeting, {person.id, *(one.person_id for one in speakers)})
    if request.method == "GET" and person.id in booked and all(one.person_id in booked for one in speakers):
        return _show_what_is_booked(meeting, person)
    without_place = [one for one in speakers if one.person_id not in booked]
    if request.method == "GET":
        form = BookingForm.asking(person, without_place, ways)
    else:
        form.ask_again_for(without_place)
    speakers = without_place or speakers
    chosen = form.speaker(speakers)
    standing = queries.standing_of(meeting, now())
    return render_template(
        "booking/book.html",
        meeting=meeting,
        form=form,
        chosen=chosen,
        prospects={way.value: _prospect(way, chosen, standing) for way in ways},
        lines=_lines(speakers, standing.places),
        taken=rules.taken_of(standing.places, standing.waiting),
        closed=rules.why_closed(meeting, now()),
        own=person.id in booked,
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


def _speakers(person: Person, meeting: Meeting, *, with_colleagues: bool) -> list[Representative]:
    """For whom a person may book: themself first, as each that they speak for, then their colleagues."""
    today = day_in_london(now())
    own = representations_of(person, meeting.forum, today)
    return [*own, *queries.speakers_beside(person, own, today)] if with_colleagues else own


def _show_what_is_booked(meeting: Meeting, who: Person) -> ResponseReturnValue:
    booking = queries.find_live_booking(meeting, who)
    if booking is None:  # it was cancelled in the same moment
        return redirect(url_for(".book", reference=meeting.reference))
    return redirect(url_for("overview.booking", reference=booking.reference))


def _prospect(way: Joining, chosen: Representative | None, standing: queries.Standing) -> rules.Prospect:
    organisation = chosen.organisation if chosen else None
    return rules.prospect(
        way,
        Speaker(organisation.id, organisation.side) if organisation else Speaker(),
        organisation.known_as if organisation else None,
        standing.places,
        standing.waiting[way],
    )


def _lines(speakers: list[Representative], places: rules.Places) -> dict[str, str]:
    """A line for each speaker: the organisation, and when it has all its places."""
    lines = {}
    for one in speakers:
        name = one.organisation.known_as if one.organisation else "Lay member"
        if one.organisation_id is not None:
            share = rules.share_in_words(places.held_by(one.organisation_id), places.limits)
            name += f". {share}" if share else ""
        lines[one.reference] = name
    return lines
