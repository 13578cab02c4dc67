"""What the QR code of a booking leads to: for an officer one button, for anybody else the booking itself."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.attendance import operations, queries, rules
from forum.attendance.models import Presence
from forum.attendance.policy import may_sign_in_others
from forum.attendance.views.blueprint import bp
from forum.booking.models import Booking
from forum.booking.queries import get_booking
from forum.foundation.clock import now
from forum.foundation.permits import permit, public, whoever_asks
from forum.foundation.words import day
from forum.meetings.policy import may_see_meeting
from forum.meetings.queries import get_meeting


@bp.get("/meetings/<reference>/sign-in/<booking>")
@public
def code(reference: str, booking: str) -> ResponseReturnValue:
    """Who holds this code, for an officer. Anybody else sees the booking, if it is theirs to see."""
    meeting = get_meeting(reference)
    person = whoever_asks()
    if not may_sign_in_others(person, meeting):
        return redirect(url_for("overview.booking", reference=booking))
    found = get_booking(booking)
    moment = now()
    is_other = found.meeting_id != meeting.id
    row = None if is_other else queries.find_mark(meeting, found.person)
    return render_template(
        "attendance/code.html",
        meeting=meeting,
        booking=found,
        is_other=is_other,
        names_other=is_other and may_see_meeting(person, found.meeting),
        body=_body(found),
        row=row,
        is_here=row is not None and row.presence is Presence.PRESENT,
        closed=rules.why_no_ticks(meeting, queries.find_list(meeting), moment),
        section="desk",
    )


@bp.post("/meetings/<reference>/sign-in/<booking>")
def let_in(reference: str, booking: str) -> ResponseReturnValue:
    """Mark whoever holds this code as here."""
    meeting = get_meeting(reference)
    person = permit(may_sign_in_others, meeting)
    found = get_booking(booking)
    if found.meeting_id != meeting.id:
        is_seen = may_see_meeting(person, found.meeting)
        title = found.meeting.title if is_seen else "one that you do not see"
        raise rules.CodeOfAnotherMeeting(title=title, day=day(found.meeting.on))
    operations.let_in(found, by=person, now=now())
    flash(f"{found.person.shown_name} is here.")
    return redirect(url_for(".code", reference=reference, booking=booking))


def _body(booking: Booking) -> str:
    speaks = booking.representative
    known_as = speaks.organisation.known_as if speaks and speaks.organisation else None
    guest_from = booking.guest_from or (booking.guest.value if booking.guest else "")
    return rules.body_in_words(known_as, speaks is not None, guest_from)
