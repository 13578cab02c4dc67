"""Pages for booking a place. A view asks, calls and shows; it decides nothing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.forms import BookForSomebodyForm, BookingForm
from forum.booking.models import BookingState, Joining
from forum.booking.policy import (
    may_book_for_anybody,
    may_book_place,
    may_cancel_booking,
    may_see_who_is_coming,
)
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.models import Representative
from forum.membership.queries import representations_of
from forum.people.models import Person

bp = Blueprint("booking", __name__)


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
        named = _Named(who, is_own=who is person)
        try:
            booking = operations.book_place(
                meeting,
                who,
                chosen,
                joining=form.way(ways),
                needs=form.needs.data or "",
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
    claims = queries.claims_on(meeting)
    booked = {claim.person_id for claim in claims}
    if request.method == "GET" and person.id in booked and all(one.person_id in booked for one in speakers):
        return _show_what_is_booked(meeting, person)
    without_place = [one for one in speakers if one.person_id not in booked]
    if request.method == "GET":
        form = BookingForm.asking(person, without_place, ways)
    else:
        form.ask_again_for(without_place)
    speakers = without_place or speakers
    chosen = form.speaker(speakers)
    return render_template(
        "booking/book.html",
        meeting=meeting,
        form=form,
        chosen=chosen,
        prospects={way.value: _prospect(way, chosen, claims, meeting) for way in ways},
        lines=_lines(speakers, claims, meeting),
        taken=rules.taken_by(claims),
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
            named = _Named(chosen.person, is_own=False)
            try:
                booking = operations.book_place(
                    meeting, chosen.person, chosen, joining=form.way(ways), needs=form.needs.data or "",
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


class _Named:
    """Whom a booking is for, read before the operation, which forgets what was read."""

    def __init__(self, who: Person, *, is_own: bool) -> None:
        self.is_own, self.name, self.has_address = is_own, who.shown_name, bool(who.email)

    def said(self, has_place: bool) -> str:
        """What is said after booking, and whether a letter tells of it."""
        if has_place:
            done = f"{'Your' if self.is_own else f'{self.name}’s'} place is booked."
        else:
            done = f"{'You are' if self.is_own else f'{self.name} is'} on the waiting list."
        letter = "The letter is on its way." if self.has_address else "No letter: we have no e-mail address."
        return f"{done} {letter}"


def _prospect(
    way: Joining, chosen: Representative | None, claims: list[rules.Claim], meeting: Meeting
) -> rules.Prospect:
    organisation = chosen.organisation if chosen else None
    return rules.prospect(
        way, organisation.id if organisation else None, organisation.known_as if organisation else None,
        claims, rules.limits_of(meeting),
    )  # fmt: skip


def _lines(speakers: list[Representative], claims: list[rules.Claim], meeting: Meeting) -> dict[str, str]:
    """A line for each speaker: the organisation, and when it has all its places."""
    limits = rules.limits_of(meeting)
    places, _ = rules.give_places(claims, limits)
    lines = {}
    for one in speakers:
        name = one.organisation.known_as if one.organisation else "Lay member"
        if one.organisation_id is not None:
            share = rules.share_in_words(places.held_by(one.organisation_id), limits)
            name += f". {share}" if share else ""
        lines[one.reference] = name
    return lines


def _sees_needs(person: Person, meeting: Meeting) -> bool:
    return may_book_for_anybody(person, meeting) and not meeting.is_over(now())
