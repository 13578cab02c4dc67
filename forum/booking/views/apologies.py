"""Saying that one cannot come, and who comes instead, for who is signed in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.forms import ApologiesForm, SubstituteForm
from forum.booking.models import Booking, BookingState
from forum.booking.policy import may_cancel_booking, may_note_apologies, may_send_apologies
from forum.booking.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.forms import ForumForm
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.models import Representative
from forum.membership.queries import representations_of
from forum.people.models import Person

LONGEST_SEARCH = 100


@bp.route("/bookings/<reference>/apologies", methods=["GET", "POST"])
def apologies(reference: str) -> ResponseReturnValue:
    """Send apologies for a booking: the first look asks, the button acts."""
    booking = queries.get_booking(reference)
    person = permit(may_cancel_booking, booking)
    is_own, name = booking.person_id == person.id, booking.person.shown_name
    form = ForumForm.from_request()
    if request.method == "POST":
        try:
            rules.check_can_cancel(booking, now())
            operations.send_apologies(
                booking.meeting, booking.person, booking.representative, by=person, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Your apologies are sent." if is_own else f"The apologies of {name} are noted.")
            return redirect(url_for("overview.booking", reference=reference))
    else:
        rules.check_can_cancel(booking, now())
    return render_template("booking/apologies.html", form=form, **_about(booking, person))


@bp.route("/bookings/<reference>/substitute", methods=["GET", "POST"])
def substitute(reference: str) -> ResponseReturnValue:
    """Let somebody else come instead: a colleague, or somebody new by name and address."""
    booking = queries.get_booking(reference)
    person = permit(may_cancel_booking, booking)
    rules.check_can_be_replaced(booking.representative)
    rules.check_can_cancel(booking, now())
    form, colleagues = ask_who_comes(booking)
    if form.is_sent_and_valid():
        try:
            sent = operations.send_apologies(
                booking.meeting, booking.person, booking.representative, substitute=form.answer(colleagues),
                by=person, now=now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            instead = sent.substitute.shown_name if sent.substitute else "Somebody else"
            flash(f"{instead} comes instead. Both get a letter.")
            return redirect(url_for("overview.booking", reference=reference))
    return render_template("booking/substitute.html", form=form, **_about(booking, person))


@bp.route("/bookings/<reference>/keep", methods=["GET", "POST"])
def keep(reference: str) -> ResponseReturnValue:
    """Say, after the meeting moved, that one still comes; the organiser says it for who telephoned."""
    booking = queries.get_booking(reference)
    person = permit(may_cancel_booking, booking)
    if request.method == "POST":
        operations.keep_place(booking, by=person, now=now())
        flash("The place is confirmed.")
        return redirect(url_for("overview.booking", reference=reference))
    rules.check_can_keep(booking, now())
    return render_template("booking/keep.html", form=ForumForm.from_request(), **_about(booking, person))


@bp.post("/bookings/<reference>/links")
def renew_links(reference: str) -> ResponseReturnValue:
    """Let the links in earlier letters stop working."""
    booking = queries.get_booking(reference)
    person = permit(may_cancel_booking, booking)
    is_told = booking.is_live and bool(booking.person.email) and not booking.meeting.is_over(now())
    operations.renew_links(booking, by=person, now=now())
    more = " A letter with new ones is on its way." if is_told else ""
    flash(f"Links in earlier letters have stopped working.{more}")
    return redirect(url_for("overview.booking", reference=reference))


@bp.route("/meetings/<reference>/apologies", methods=["GET", "POST"])
def meeting_apologies(reference: str) -> ResponseReturnValue:
    """Send apologies without a booking: for oneself, or for an organisation with nobody named."""
    meeting = get_meeting(reference)
    person = permit(may_send_apologies, meeting)
    booking = queries.find_live_booking(meeting, person)
    if booking is not None and request.method == "GET":
        return redirect(url_for(".apologies", reference=booking.reference))
    acts = representations_of(person, meeting.forum, day_in_london(now()))
    organisations = [one.organisation for one in acts if one.organisation]
    form = ApologiesForm.asking(person, organisations)
    if form.is_sent_and_valid():
        try:
            chosen = form.organisation(organisations)
            if chosen is None:
                operations.send_apologies(meeting, person, acts[0], by=person, now=now())
            else:
                operations.send_apologies_of(chosen, meeting, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The apologies are noted.")
            return redirect(url_for("overview.meeting", reference=reference))
    elif request.method == "GET":
        rules.check_can_send_apologies(meeting, now())
    return render_template(
        "booking/meeting_apologies.html", meeting=meeting, form=form, sent=queries.find_apologies(meeting, person)
    )  # fmt: skip


@bp.route("/desk/meetings/<reference>/apologies", methods=["GET", "POST"])
def note_apologies(reference: str) -> ResponseReturnValue:
    """The organiser notes what came by telephone: finds a person or an organisation, and says so."""
    meeting = get_meeting(reference)
    person = permit(may_note_apologies, meeting)
    forum, today = meeting.forum, day_in_london(now())
    rules.check_can_send_apologies(meeting, now())
    if request.method == "POST":
        try:
            flash(f"The apologies of {_note(meeting, person)} are noted.")
        except Refusal as refusal:
            flash(str(refusal), "amber")
        return redirect(url_for(".note_apologies", reference=reference))
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    speakers = queries.find_speakers(forum, words, today) if words else []
    return render_template(
        "booking/note_apologies.html",
        meeting=meeting,
        words=words,
        speakers=speakers,
        members=queries.find_members_called(forum, words, today) if words else [],
        booked=queries.booked_among(meeting, {one.person_id for one in speakers}),
        sent=queries.apologies_of(meeting),
        most=queries.MOST_FOUND,
    )


def _note(meeting: Meeting, by: Person) -> str:
    """Note the apologies of who was chosen; returns their name."""
    forum, today = meeting.forum, day_in_london(now())
    if member := request.form.get("member"):
        organisation = queries.get_member(forum, member, today)
        name = organisation.known_as
        operations.send_apologies_of(organisation, meeting, by=by, now=now())
        return name
    speaks = queries.get_speaker(forum, request.form.get("who", ""), today)
    name = speaks.person.shown_name
    operations.send_apologies(meeting, speaks.person, speaks, by=by, now=now())
    return name


def ask_who_comes(booking: Booking) -> tuple[SubstituteForm, list[Representative]]:
    """The form that asks who comes instead of somebody, and the colleagues whom it offers."""
    organisation = booking.representative.organisation if booking.representative else None
    colleagues = []
    if organisation is not None:
        colleagues = queries.colleagues_of(booking.person, organisation, day_in_london(now()))
    booked = queries.booked_among(booking.meeting, {one.person_id for one in colleagues})
    return SubstituteForm.asking(colleagues, booked), colleagues


def _about(booking: Booking, person: Person) -> dict[str, object]:
    meeting = booking.meeting
    return {
        "booking": booking,
        "meeting": meeting,
        "by_letter": False,
        "is_own": booking.person_id == person.id,
        "line": queries.position_of(booking) if booking.state is BookingState.WAITING else None,
        "waiting": queries.places_taken(meeting).of(booking.joining).waiting,
    }
