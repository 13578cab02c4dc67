"""Inviting people to a meeting, reminding them, and the page that an invitation's link leads to."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import letters, operations, queries, rules
from forum.booking.forms.invitations import AnswerForm, WhoIsRemindedForm, WhomForm
from forum.booking.models import BookingState, Invitation, RememberedNeeds
from forum.booking.operations import WhatIsNeeded
from forum.booking.policy import may_invite
from forum.booking.views.blueprint import bp
from forum.booking.views.prospects import lines_for, prospects_for
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, LinkHasEnded, signed_link
from forum.foundation.words import count_of
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.models import Representative
from forum.membership.queries import representations_of

LETTERS_OF_NOW = 10 * 60
"""Seconds for which the letter about a booking counts as being on its way."""


@bp.route("/desk/meetings/<reference>/invite", methods=["GET", "POST"])
def invite(reference: str) -> ResponseReturnValue:
    """Invite people to a meeting: the first look shows the letter and whom it reaches, the answer sends it."""
    meeting = get_meeting(reference)
    person = permit(may_invite, meeting)
    moment = now()
    rules.check_can_invite(meeting, moment)
    form = WhomForm(request.args)
    whom = form.wanted()
    everybody = queries.everybody_who_acts(meeting.forum, day_in_london(moment))
    if request.method == "POST":
        if _must_look_first("whom", whom.value):
            return redirect(url_for(".invite", reference=reference, whom=request.form.get("whom")))
        chosen = [one for one in everybody if rules.is_among(one, whom)]
        return _told(operations.invite(meeting, chosen, by=person, now=moment), "invited", reference)
    invited, answered = queries.people_invited(meeting), queries.people_who_answered(meeting)
    found = rules.round_of(everybody, whom, invited, answered)
    letter = letters.invitation_shown(meeting, found.people[0], now=moment) if found.people else None
    return render_template(
        "booking/invite.html",
        meeting=meeting,
        filters=form,
        found=found,
        letter=letter,
        hints={
            one.value: count_of(len(rules.round_of(everybody, one, invited, answered).people), "letter")
            for one in rules.Whom
        },
    )


@bp.route("/desk/meetings/<reference>/remind", methods=["GET", "POST"])
def remind(reference: str) -> ResponseReturnValue:
    """Remind those invited who have not answered: the first look shows the letter and who, the answer sends it."""
    meeting = get_meeting(reference)
    person = permit(may_invite, meeting)
    moment = now()
    rules.check_can_invite(meeting, moment)
    form = WhoIsRemindedForm(request.args)
    side = form.wanted()
    if request.method == "POST":
        if _must_look_first("side", side.value if side else ""):
            return redirect(url_for(".remind", reference=reference, side=request.form.get("side")))
        return _told(operations.remind_invited(meeting, side, by=person, now=moment), "reminded", reference)
    found = rules.reminder_of(
        queries.invited_without_answer(meeting, side),
        queries.reminders_stopped(meeting),
        day_in_london(moment),
    )
    letter = None
    if found.people:
        first = found.people[0]
        letter = letters.invitation_shown(
            meeting, first.representative, now=moment, invited_at=first.invited_at
        )
    return render_template(
        "booking/remind.html",
        meeting=meeting,
        filters=form,
        found=found,
        letter=letter,
        invited=queries.count_invited(meeting),
    )


def _must_look_first(name: str, shown: str) -> bool:
    """Whether others were chosen than the page showed, or nothing but a look was asked for."""
    if "show" in request.form:
        return True
    if request.form.get(name, shown) == shown:
        return False
    flash("You have chosen others. Nothing has been sent: look at whom it reaches now.", "amber")
    return True


def _told(number: int, done: str, reference: str) -> ResponseReturnValue:
    """What was sent, on the page where it can be stopped."""
    if number:
        people = count_of(number, "person is", "people are")
        flash(f"{people} {done}. The letters leave in two minutes; until then you can stop them here.")
        return redirect(url_for("overview.letters"))
    flash(f"Nobody is left to be {done}: no letter was written.", "amber")
    return redirect(url_for("overview.meeting_desk", reference=reference))


# ---- From the letter ----------------------------------------------------------------------------------------


@bp.route("/invitations/<reference>", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/invitations/<reference>/<path:key>", methods=["GET", "POST"])
@signed_link
def answer_invitation(reference: str, key: str) -> ResponseReturnValue:
    """Answer an invitation from its letter, without signing in: book a place, or send apologies.

    What was cut on its way is told so.
    """
    invitation, moment = queries.find_invitation(reference), now()
    if invitation is None or invitation.person.erased_at or not letters.is_key_to_answer(invitation, key):
        return _say_no(LinkDoesNotHold())
    meeting, person = invitation.meeting, invitation.person
    speakers = representations_of(person, meeting.forum, day_in_london(moment))
    why = rules.why_ended(invitation, moment)
    if why is None and not speakers:
        why = "You no longer act for a member of this forum."
    if why is not None:
        return _say_no(LinkHasEnded(why=why), meeting)
    ways = rules.ways_to_join(meeting)
    kept = queries.find_remembered_needs(person)
    form = AnswerForm.asking(
        speakers, ways, first=_first(invitation, speakers), has_remembered=kept is not None
    )
    if request.method == "POST":
        chosen = form.speaker(speakers)
        try:
            if "cannot" in request.form:
                operations.send_apologies(meeting, person, chosen, by=person, now=moment)
            elif form.validate():
                _book(invitation, chosen, form, kept, moment)
            else:
                return _answer_page(invitation, speakers, form, moment)
        except (rules.AlreadyBooked, rules.ApologiesAreSent):
            pass  # a second click, or a second look at the letter: the page shows what stands
        except Refusal as refusal:
            form.refuse(refusal)
            return _answer_page(invitation, speakers, form, moment)
        return redirect(url_for(".answer_invitation", reference=reference, key=key), 303)
    return _answer_page(invitation, speakers, form, moment)


def _say_no(refusal: Refusal, meeting: Meeting | None = None) -> ResponseReturnValue:
    """Say that a link does not hold, or has ended; only who has a good key reads of which meeting."""
    return render_template("booking/by_letter_no.html", words=str(refusal), meeting=meeting), 409


def _book(
    invitation: Invitation,
    chosen: Representative,
    form: AnswerForm,
    kept: RememberedNeeds | None,
    moment: datetime,
) -> None:
    """Book for whom the letter was written to; with what they typed that they need, or what we remember of it."""
    meeting, person = invitation.meeting, invitation.person
    joining = form.way(rules.ways_to_join(meeting))
    if kept is None:
        needs = WhatIsNeeded(form.access.data or "", form.diet.data or "")
        operations.book_own_place(
            meeting, chosen, joining=joining, needs=needs, remember=form.remember.data, by=person, now=moment
        )
    else:
        needs = WhatIsNeeded(kept.access, kept.diet) if form.as_remembered.data else WhatIsNeeded()
        operations.book_place(meeting, person, chosen, joining=joining, needs=needs, by=person, now=moment)


def _first(invitation: Invitation, speakers: list[Representative]) -> Representative:
    """For whom they were invited, while they still act for it."""
    return next((one for one in speakers if one.id == invitation.representative_id), speakers[0])


def _answer_page(
    invitation: Invitation, speakers: list[Representative], form: AnswerForm, moment: datetime
) -> str:
    meeting, person = invitation.meeting, invitation.person
    booking = queries.find_live_booking(meeting, person)
    standing = queries.standing_of(meeting, moment)
    ways, first = rules.ways_to_join(meeting), _first(invitation, speakers)
    chosen = form.speaker(speakers) if "who" in form else first
    return render_template(
        "booking/invitation.html",
        meeting=meeting,
        invited=person,
        invitation=invitation,
        first=first,
        form=form,
        booking=booking,
        position=queries.position_of(booking) if booking and booking.state is BookingState.WAITING else None,
        is_new=booking is not None and (moment - booking.changed_at).total_seconds() < LETTERS_OF_NOW,
        apologies=queries.find_apologies(meeting, person),
        closed=rules.why_closed(meeting, moment),
        prospects=prospects_for(chosen.organisation, ways, standing),
        lines=lines_for(speakers, ways, standing),
    )
