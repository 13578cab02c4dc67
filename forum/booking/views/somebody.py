"""The organiser books for anybody: somebody known, found by name; a new colleague of a member; a guest."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations, queries, rules
from forum.booking.forms import GuestForm, NewColleagueForm, SomebodyForm
from forum.booking.models import Booking, BookingState
from forum.booking.operations import ComesAs, WhatIsNeeded
from forum.booking.policy import may_book_for_anybody
from forum.booking.views.blueprint import bp
from forum.booking.views.naming import letter_or_not
from forum.booking.views.prospects import prospects_for
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.models import Representative
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.people.queries import find_by_email

LONGEST_SEARCH = 100
AnyForm = SomebodyForm | NewColleagueForm | GuestForm


@bp.route("/desk/meetings/<reference>/places/book", methods=["GET", "POST"])
def book_for_somebody(reference: str) -> ResponseReturnValue:
    """Find who it is for, or say who they are; then how they join. The address says for whom."""
    meeting = get_meeting(reference)
    person = permit(may_book_for_anybody, meeting)
    today, asked = day_in_london(now()), request.args
    if who := asked.get("who"):
        return _for_known(meeting, queries.get_speaker(meeting.forum, who, today), None, person)
    if officer := asked.get("officer"):
        return _for_known(meeting, None, queries.get_officer_person(meeting.forum, officer, today), person)
    if member := asked.get("member"):
        return _for_new_colleague(meeting, member, person)
    if "guest" in asked:
        return _for_guest(meeting, person)
    return _find(meeting)


def _find(meeting: Meeting) -> ResponseReturnValue:
    """Look for somebody by name, organisation or address."""
    forum, today = meeting.forum, day_in_london(now())
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    speakers = queries.find_speakers(forum, words, today) if words else []
    officers = (
        queries.find_officers(forum, words, today, but=[one.person_id for one in speakers]) if words else []
    )
    booked = queries.booked_among(
        meeting, {*(one.person_id for one in speakers), *(one.id for one in officers)}
    )
    return render_template(
        "booking/find_somebody.html",
        meeting=meeting,
        words=words,
        speakers=speakers,
        officers=officers,
        members=queries.find_members_called(forum, words, today) if words else [],
        booked=booked,
        most=queries.MOST_FOUND,
        closed=rules.why_closed(meeting, now()),
    )


def _for_known(
    meeting: Meeting, speaks: Representative | None, officer: Person | None, by: Person
) -> ResponseReturnValue:
    ways = rules.ways_to_join(meeting)
    who = speaks.person if speaks else officer
    if who is None:
        raise ValueError("Somebody is booked for.")
    form = SomebodyForm.from_request()
    form.ask_how(ways)

    def book() -> Booking:
        return operations.book_place(
            meeting, who, speaks, joining=form.way(ways), needs=_needs(form), by=by, now=now()
        )

    if form.is_sent_and_valid() and (answer := _book(meeting, form, book, who)):
        return answer
    organisation = speaks.organisation if speaks else None
    whom = organisation.known_as if organisation else ("Lay member" if speaks else "Officer of the forum")
    return _show(meeting, form, organisation, heading=f"Book for {who.shown_name}", note=whom)


def _for_new_colleague(meeting: Meeting, member: str, by: Person) -> ResponseReturnValue:
    ways = rules.ways_to_join(meeting)
    organisation = queries.get_member(meeting.forum, member, day_in_london(now()))
    form = NewColleagueForm.from_request()
    form.ask_how(ways)

    def book() -> Booking:
        return operations.book_new_colleague(
            meeting, organisation, form.name.data, form.email.data or None,
            joining=form.way(ways), needs=_needs(form), by=by, now=now(),
        )  # fmt: skip

    if form.is_sent_and_valid() and (answer := _book(meeting, form, book)):
        return answer
    return _show(
        meeting, form, organisation, heading=f"Somebody new of {organisation.known_as}",
        note=f"They act for {organisation.known_as} from today on.",
    )  # fmt: skip


def _for_guest(meeting: Meeting, by: Person) -> ResponseReturnValue:
    ways = rules.ways_to_join(meeting)
    form = GuestForm.from_request()
    form.ask_how(ways)
    form.ask_as_what(rules.GUESTS_OF_THE_ORGANISER)

    def book() -> Booking:
        comes_as = ComesAs(form.guest.data, form.guest_from.data or "")
        return operations.book_guest(
            meeting, form.name.data, form.email.data or None, comes_as,
            joining=form.way(ways), needs=_needs(form), by=by, now=now(),
        )  # fmt: skip

    if form.is_sent_and_valid() and (answer := _book(meeting, form, book)):
        return answer
    return _show(meeting, form, None, heading="Book for a guest")


def _book(
    meeting: Meeting, form: AnyForm, book: Callable[[], Booking], who: Person | None = None
) -> ResponseReturnValue | None:
    """Book, and lead back to the list; to the booking there is, for the same person twice. None: the form says no."""
    name, email, guest_from = (_typed(form, field) for field in ("name", "email", "guest_from"))
    try:
        booking = book()
    except rules.AlreadyBooked as refusal:
        who = who or (find_by_email(email) if email else None)
        stands = queries.find_live_booking(meeting, who) if who else None
        stands = stands or queries.find_guest_without_address(meeting, name, guest_from)
        if stands is None:
            form.refuse(refusal)
            return None
        flash(f"{stands.person.shown_name} has a booking already. This is how it stands.", "amber")
        return redirect(url_for("overview.booking", reference=stands.reference))
    except rules.KnownToSpeakForSeveral as refusal:
        form.refuse(refusal, "email")
    except Refusal as refusal:
        form.refuse(refusal)
    else:
        flash(_said(booking, name))
        return redirect(url_for(".places", reference=meeting.reference))
    return None


def _said(booking: Booking, typed: str) -> str:
    """What was booked; where an address turned out to be somebody's, whose it is and as what they come."""
    name = booking.person.shown_name
    if booking.state is BookingState.CONFIRMED:
        done = f"{name}’s place is booked."
    else:
        done = f"{name} is on the waiting list."
    if typed and typed.casefold() != name.casefold():
        done = f"This address is {name}’s ({rules.as_what(booking)}). {done}"
    return f"{done} {letter_or_not(booking.person)}"


def _show(
    meeting: Meeting,
    form: AnyForm,
    organisation: Organisation | None,
    *,
    heading: str,
    note: str = "",
) -> ResponseReturnValue:
    moment = now()
    standing = queries.standing_of(meeting, moment)
    return render_template(
        "booking/somebody.html",
        meeting=meeting,
        form=form,
        heading=heading,
        note=note,
        prospects=prospects_for(organisation, rules.ways_to_join(meeting), standing),
        rooms=rules.rooms_of(standing.places, standing.waiting),
        closed=rules.why_closed(meeting, moment),
    )


def _needs(form: AnyForm) -> WhatIsNeeded:
    return WhatIsNeeded(form.access.data or "", form.diet.data or "")


def _typed(form: AnyForm, field: str) -> str:
    return (form[field].data or "") if field in form else ""
