"""The public books: a form, a letter that proves the address, and one click. No page tells who is known to us."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.forms import ForWhomForm, PublicForm
from forum.booking.links import is_key_for_request, path_for
from forum.booking.models import Booking, BookingState, PlaceRequest
from forum.booking.operations import WhatIsAsked, WhatIsNeeded
from forum.booking.views.blueprint import bp
from forum.booking.views.prospects import prospects_for
from forum.foundation.clock import day_in_london, now
from forum.foundation.digests import keyed_digest
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, signed_link
from forum.foundation.throttle import TooManyTries, Try, count_tries
from forum.meetings.models import Meeting
from forum.membership.models import Representative
from forum.membership.queries import representations_of
from forum.people.queries import find_by_email


def ask(meeting: Meeting) -> ResponseReturnValue:
    """Ask a visitor who they are, and mail them the link that books. The answer is the same for every address."""
    ways, moment = rules.ways_to_join(meeting), now()
    if request.method == "GET" and "asked" in request.args:
        return render_template("booking/asked.html", meeting=meeting)
    form, status = PublicForm.asking(ways), 200
    if form.is_sent_and_valid():
        try:
            _count(form.email.data)
            operations.ask_for_place(
                meeting,
                WhatIsAsked(
                    form.name.data,
                    form.email.data,
                    form.way(ways),
                    form.guest_from.data or "",
                    WhatIsNeeded(form.access.data or "", form.diet.data or ""),
                ),
                now=moment,
            )
        except TooManyTries as refusal:
            form.refuse(refusal)
            status = 429
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".book", reference=meeting.reference, asked="yes"))
    standing = queries.standing_of(meeting, moment)
    page = render_template(
        "booking/public.html",
        meeting=meeting,
        form=form,
        prospects=prospects_for(None, ways, standing),
        rooms=rules.rooms_of(standing.places, standing.waiting),
        closed=rules.why_closed(meeting, moment),
    )
    return make_response(page, status)


@bp.route("/place-requests/<reference>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/place-requests/<reference>/<path:key>", methods=["GET", "POST"])
@signed_link
def place_request(reference: str, key: str) -> ResponseReturnValue:
    """What somebody of the public asked for: the first look says what will be booked, the button books it."""
    asked = queries.find_place_request(reference)
    if asked is None:
        raise rules.RequestIsGone
    if not is_key_for_request(asked, key):
        raise LinkDoesNotHold
    moment = now()
    rules.check_holds(asked, moment)
    speakers = _speakers(asked)
    form = ForWhomForm.asking(speakers)
    if asked.booking is None and form.is_sent_and_valid():
        try:
            operations.confirm_request(asked, form.who.data if "who" in form else None, now=moment)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".place_request", reference=reference, key=key), 303)
    if asked.booking is not None:
        return _show_what_stands(asked.booking)
    meeting = asked.meeting
    standing = queries.standing_of(meeting, moment)
    organisation = speakers[0].organisation if speakers else None
    return render_template(
        "booking/place_request.html",
        asked=asked,
        meeting=meeting,
        form=form,
        speaks=speakers[0] if len(speakers) == 1 else None,
        prospect=prospects_for(organisation, [asked.joining], standing)[asked.joining.value],
        closed=rules.why_closed(meeting, moment),
    )


def _show_what_stands(booking: Booking) -> ResponseReturnValue:
    is_waiting = booking.state is BookingState.WAITING
    return render_template(
        "booking/place_request_booked.html",
        booking=booking,
        meeting=booking.meeting,
        line=queries.position_of(booking) if is_waiting else None,
        address=path_for(booking, rules.Purpose.VIEW),
    )


def _speakers(asked: PlaceRequest) -> list[Representative]:
    """For whom whoever holds the letter may speak: the letter came to their own address."""
    person = find_by_email(asked.email)
    if person is None:
        return []
    return representations_of(person, asked.meeting.forum, day_in_london(now()))


def _count(email: str) -> None:
    """Count a try by where it comes from and by whom it is about. Raises `TooManyTries`."""
    place = keyed_digest("tries of a place", request.remote_addr or "")
    address = keyed_digest("tries of an address", email)
    count_tries(
        [
            Try(f"place request {place}", *rules.REQUESTS_OF_A_PLACE),
            Try(f"place request {address}", *rules.REQUESTS_OF_AN_ADDRESS),
        ],
        now=now(),
    )
