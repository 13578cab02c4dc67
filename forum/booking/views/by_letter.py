"""What a letter's signed links open, without signing in: each shows first, and acts when its button is pressed."""

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.links import is_key_for, path_for
from forum.booking.models import Booking, BookingState, Joining
from forum.booking.rules import Purpose
from forum.booking.views.apologies import ask_who_comes
from forum.booking.views.blueprint import bp
from forum.booking.views.prospects import prospect_of_change
from forum.foundation.clock import now
from forum.foundation.codes import qr_code
from forum.foundation.forms import ForumForm
from forum.foundation.post import link
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, LinkHasEnded, signed_link
from forum.foundation.words import day

PAGES = {
    Purpose.CANCEL: "booking/cancel.html",
    Purpose.APOLOGIES: "booking/apologies.html",
    Purpose.SUBSTITUTE: "booking/substitute.html",
    Purpose.JOINING: "booking/by_letter_joining.html",
    Purpose.KEEP: "booking/keep.html",
}


@bp.route("/bookings/<reference>/by-letter", methods=["GET", "POST"], defaults={"purpose": "", "key": ""})
@bp.route("/bookings/<reference>/by-letter/<purpose>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/bookings/<reference>/by-letter/<purpose>/<path:key>", methods=["GET", "POST"])
@signed_link
def by_letter(reference: str, purpose: str, key: str) -> ResponseReturnValue:
    """One thing that a letter lets its reader do with one booking. What was cut on its way is told so."""
    booking = queries.find_booking(reference)
    asked = next((one for one in Purpose if one.value == purpose.lower()), None)
    if booking is None or asked is None or not is_key_for(booking, asked, key):
        return _say_no(LinkDoesNotHold())
    if booking.meeting.is_over(now()):
        return _say_no(LinkHasEnded(why=f"The meeting was on {day(booking.meeting.on)}."), booking)
    if not _can_act(booking, asked):
        return _show_how_it_stands(booking, asked)
    if asked is Purpose.SUBSTITUTE:
        return _name_substitute(booking)
    form = ForumForm.from_request()
    if request.method == "POST":
        here = path_for(booking, asked)
        try:
            _act(booking, asked)
        except (
            rules.AlreadyCancelled,
            rules.ApologiesAreSent,
        ):  # pressed twice, or in two letters: it is done
            return redirect(here, 303)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(here, 303)
    return _ask(booking, asked, form)


def _act(booking: Booking, purpose: Purpose) -> None:
    """Do what the link is for: in the name of whom the letter was written to."""
    meeting, person, moment = booking.meeting, booking.person, now()
    if purpose is Purpose.CANCEL:
        operations.cancel_booking(booking, by=person, now=moment)
    elif purpose is Purpose.APOLOGIES:
        operations.send_apologies(meeting, person, booking.representative, by=person, now=moment)
    elif purpose is Purpose.JOINING:
        # What was seen says where to, so that a second click leads nowhere else.
        seen = request.form.get("joining")
        wanted = next((way for way in Joining if way.value == seen), rules.other_way(booking))
        operations.change_joining(booking, wanted or booking.joining, by=person, now=moment)
    else:
        operations.keep_place(booking, by=person, now=moment)


def _name_substitute(booking: Booking) -> ResponseReturnValue:
    form, colleagues = ask_who_comes(booking)
    if form.is_sent_and_valid():
        meeting, person, here = booking.meeting, booking.person, path_for(booking, Purpose.SUBSTITUTE)
        try:
            operations.send_apologies(
                meeting, person, booking.representative, substitute=form.answer(colleagues), by=person, now=now()
            )  # fmt: skip
        except rules.ApologiesAreSent:
            return redirect(here, 303)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(here, 303)
    return _ask(booking, Purpose.SUBSTITUTE, form)


def _can_act(booking: Booking, purpose: Purpose) -> bool:
    meeting, person = booking.meeting, booking.person
    has_booked_again = not booking.is_live and queries.find_live_booking(meeting, person) is not None
    apologies = queries.find_apologies(meeting, person)
    return rules.can_act(booking, purpose, apologies, now(), has_booked_again=has_booked_again)


def _ask(booking: Booking, purpose: Purpose, form: ForumForm) -> ResponseReturnValue:
    """The page of a purpose, with its button."""
    meeting = booking.meeting
    more: dict[str, Any] = {}
    if purpose is Purpose.JOINING:
        other = rules.other_way(booking) or booking.joining
        more = {"other": other, "prospect": prospect_of_change(booking, other, now())}
    return render_template(
        PAGES[purpose],
        booking=booking,
        meeting=meeting,
        form=form,
        by_letter=True,
        is_own=True,
        line=queries.position_of(booking) if booking.state is BookingState.WAITING else None,
        waiting=queries.places_taken(meeting).of(booking.joining).waiting,
        **more,
    )


def _show_how_it_stands(booking: Booking, purpose: Purpose) -> ResponseReturnValue:
    """How the booking stands: all of it for who asked to see it, else what came of what the link is for."""
    meeting = booking.meeting
    has_place = booking.state is BookingState.CONFIRMED and not meeting.is_cancelled
    shows_all = purpose is Purpose.VIEW
    code = None
    if has_place and shows_all:
        address = link(f"/meetings/{meeting.reference}/sign-in/{booking.reference}")
        code = qr_code(address, label="Your code for signing in on the day")
    return render_template(
        "booking/by_letter.html",
        booking=booking,
        meeting=meeting,
        apologies=queries.find_apologies(meeting, booking.person),
        has_place=has_place,
        has_begun=rules.has_begun(meeting, now()),
        line=queries.position_of(booking) if booking.state is BookingState.WAITING else None,
        shows_all=shows_all,
        code=code,
    )


def _say_no(refusal: Refusal, booking: Booking | None = None) -> ResponseReturnValue:
    """Say that a link does not hold, or has ended; only who has a good key reads of which meeting."""
    meeting = booking.meeting if booking else None
    return render_template("booking/by_letter_no.html", words=str(refusal), meeting=meeting), 409
