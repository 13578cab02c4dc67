"""The organiser's pages for meetings: all of them with what is missing, planning, changing, calling off."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking import operations as booking
from forum.booking.queries import live_bookings, places_taken, places_taken_at
from forum.booking.rules import check_leaves_room, check_stays_fixed, is_open, rooms, who_is_told
from forum.foundation.clock import bank_holiday, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, date_of
from forum.meetings import operations, rules
from forum.meetings.models import Meeting
from forum.meetings.policy import may_change_meeting, may_plan_meetings, may_see_meetings_to_run
from forum.meetings.queries import (
    get_meeting,
    get_series,
    meetings_held,
    meetings_named,
    meetings_on,
    meetings_to_run,
    series_of,
    venues_of,
)
from forum.meetings.rules import Plan
from forum.membership.choice import the_forum
from forum.membership.models import Forum
from forum.overview.forms.meetings import CallOffForm, MeetingForm, TogetherForm
from forum.overview.rules.programme import to_run
from forum.overview.views.blueprint import bp
from forum.people.models import Person

A_PAGE = 20


@bp.get("/desk/meetings")
def desk_meetings() -> ResponseReturnValue:
    """All meetings, those to come first, with what is missing; `?when=past` has those that were."""
    forum = the_forum()
    person = permit(may_see_meetings_to_run, forum)
    return _list_of_meetings(forum, person)


@bp.post("/desk/meetings/together")
def confirm_and_publish() -> ResponseReturnValue:
    """Confirm the meetings that were ticked, publish them, or both: all of them or none."""
    forum = the_forum()
    person = permit(may_plan_meetings, forum)
    form = TogetherForm.from_request()
    if form.is_sent_and_valid():
        chosen = meetings_named(forum, form.meetings.data)
        try:
            changed = operations.confirm_and_publish(
                chosen, confirm=form.confirms, publish=form.publishes, by=person, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(rules.done_in_words(len(changed), confirm=form.confirms, publish=form.publishes))
            return redirect(url_for(".desk_meetings", page=request.args.get("page")))
    return _list_of_meetings(forum, person, form)


def _list_of_meetings(forum: Forum, person: Person, form: TogetherForm | None = None) -> str:
    moment, is_past = now(), request.args.get("when") == "past"
    find = meetings_held if is_past else meetings_to_run
    page = find(forum, moment, page_number(request.args.get("page")), A_PAGE)
    may_plan = may_plan_meetings(person, forum)
    unsettled = [meeting.reference for meeting in page.things if rules.is_unsettled(meeting)]
    if form is None:
        form = TogetherForm(meetings=unsettled if request.args.get("tick") == "all" else [])
    return render_template(
        "overview/desk_meetings.html",
        page=page,
        lines=to_run(page.things, places_taken_at(page.things), moment),
        is_past=is_past,
        may_plan=may_plan,
        form=form,
        unsettled=unsettled if may_plan and not is_past else [],
    )


@bp.route("/desk/meetings/new", methods=["GET", "POST"])
def plan_a_meeting() -> ResponseReturnValue:
    """Plan a meeting: with its times, or with the date alone while they are open."""
    forum = the_forum()
    person = permit(may_plan_meetings, forum)
    venues = venues_of(forum)
    form = MeetingForm.asking(series_of(forum), venues)
    said: list[str] = []
    if form.is_sent_and_valid():
        try:
            plan = form.plan(venues)
            rules.check_plan(plan, now(), for_the_record=form.for_the_record.data)
            said = _worth_a_look(plan, forum)
            if form.has_seen(said):
                more = {"for_the_record": form.for_the_record.data, "by": person, "now": now()}
                if form.series.data:
                    meeting = operations.plan_meeting(get_series(form.series.data), plan, **more)
                else:
                    meeting = operations.plan_first_of_series(forum, form.new_series.data, plan, **more)
                flash("The meeting is planned. Only officers see it until it is published.")
                return redirect(url_for(".meeting_desk", reference=meeting.reference))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("overview/plan_meeting.html", form=form, said=said, kept_until=_kept_until(forum))


@bp.route("/desk/meetings/<reference>/change", methods=["GET", "POST"])
def change_meeting(reference: str) -> ResponseReturnValue:
    """Change a meeting: what is missing, what stands, and who would be told of another time or place."""
    meeting = get_meeting(reference)
    person = permit(may_change_meeting, meeting)
    venues = venues_of(meeting.forum)
    form = MeetingForm.asking([], venues, meeting)
    said: list[str] = []
    if form.is_sent_and_valid():
        try:
            plan = form.plan(venues)
            _check_change(meeting, plan, for_the_record=form.for_the_record.data)
            told = _letters_to_come(meeting, plan)
            said = told + _worth_a_look(plan, meeting.forum, meeting)
            if form.has_seen(said):
                changed = booking.change_meeting(
                    meeting, plan, for_the_record=form.for_the_record.data, by=person, now=now()
                )
                flash("The meeting is changed." if changed else "Nothing was changed.")
                if changed and told:
                    return _to_its_letters(reference)
                return redirect(url_for(".meeting_desk", reference=reference))
        except Refusal as refusal:
            form.refuse(refusal)
    moment = now()
    taken = places_taken(meeting)
    return render_template(
        "overview/change_meeting.html",
        meeting=meeting,
        form=form,
        said=said,
        line=to_run([meeting], {meeting.id: taken}, moment)[0],
        rooms=rooms(meeting, taken, moment),
        kept_until=_kept_until(meeting.forum, meeting),
        others=_worth_a_look(rules.plan_of(meeting), meeting.forum, meeting)
        if not form.errors and not said
        else [],
    )


@bp.post("/desk/meetings/<reference>/confirm")
def confirm_meeting(reference: str) -> ResponseReturnValue:
    """Say that a provisional meeting takes place at its times."""
    meeting = get_meeting(reference)
    person = permit(may_change_meeting, meeting)
    operations.confirm_meeting(meeting, by=person, now=now())
    flash("The meeting is confirmed." + (" Booking is open." if is_open(meeting, now()) else ""))
    return redirect(url_for(".meeting_desk", reference=reference))


@bp.post("/desk/meetings/<reference>/publish")
def publish_meeting(reference: str) -> ResponseReturnValue:
    """Let everybody see a meeting; once its times are fixed, booking opens."""
    meeting = get_meeting(reference)
    person = permit(may_change_meeting, meeting)
    operations.publish_meeting(meeting, by=person, now=now())
    flash("The meeting is published." + (" Booking is open." if is_open(meeting, now()) else ""))
    return redirect(url_for(".meeting_desk", reference=reference))


@bp.route("/desk/meetings/<reference>/call-off", methods=["GET", "POST"])
def call_off_meeting(reference: str) -> ResponseReturnValue:
    """Call a meeting off: the first look says how many people will be told, the answer acts."""
    meeting = get_meeting(reference)
    person = permit(may_change_meeting, meeting)
    form = CallOffForm.from_request()
    if form.is_sent_and_valid():
        told = _who_is_told(meeting)
        try:
            booking.call_off_meeting(meeting, because=form.because.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The meeting is called off.")
            if told:
                return _to_its_letters(reference)
            return redirect(url_for(".meeting_desk", reference=reference))
    elif request.method == "GET":
        rules.check_can_call_off(meeting, "asked below", now())
    return render_template(
        "overview/call_off_meeting.html", meeting=meeting, form=form, told=_who_is_told(meeting)
    )


def _to_its_letters(reference: str) -> ResponseReturnValue:
    """To the page where the letters that were just written can still be stopped."""
    flash("The letters about it leave in two minutes. Until then you can stop them here.")
    return redirect(url_for(".letters", meeting=reference))


def _who_is_told(meeting: Meeting) -> int:
    taken = places_taken(meeting)
    return taken.room.confirmed + taken.online + taken.waiting


def _check_change(meeting: Meeting, plan: Plan, *, for_the_record: bool) -> None:
    """Refuse what could not be saved before saying who would be told. The operation asks again, under hold."""
    before = rules.plan_of(meeting)
    rules.check_plan(plan, now(), before, for_the_record=for_the_record)
    check_leaves_room(before, plan, places_taken(meeting), meeting.forum, now())
    check_stays_fixed(before, plan, live_bookings(meeting))


def _letters_to_come(meeting: Meeting, plan: Plan) -> list[str]:
    """What a change would set going, before it does."""
    if meeting.is_over(now()):
        return []
    told = who_is_told(rules.plan_of(meeting), plan, live_bookings(meeting))
    return [told.in_words] if told else []


def _kept_until(forum: Forum, meeting: Meeting | None = None) -> str:
    """When kept places are open to all if the meeting says nothing of it, with the day where it is known."""
    usual = f"{count_of(forum.kept_released_days, 'day')} before the meeting"
    if meeting is not None:
        usual += f", on {date_of(meeting.on - timedelta(days=forum.kept_released_days))}"
    return f"Leave it empty for the forum’s usual time: {usual}."


def _worth_a_look(plan: Plan, forum: Forum, meeting: Meeting | None = None) -> list[str]:
    """Bank holidays, weekends and other meetings on the day: said, never refused."""
    return rules.warnings_of(plan, now(), bank_holiday(plan.on), meetings_on(forum, plan.on, meeting))
