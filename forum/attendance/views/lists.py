"""The list of a meeting on the desk: who came, put right for one person at a time."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.attendance import operations, queries, rules
from forum.attendance.forms import AddForm, MarkForm
from forum.attendance.models import Presence
from forum.attendance.policy import may_keep_attendance, may_open_door
from forum.attendance.rules import Mark
from forum.attendance.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import A_PAGE, ListPage, page_number
from forum.foundation.permits import permit
from forum.foundation.references import new_secret
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting


@bp.get("/desk/meetings/<reference>/attendance")
def listed(reference: str) -> ResponseReturnValue:
    """Who was, or is to be, at a meeting: by side, with how each stands."""
    meeting = get_meeting(reference)
    person = permit(may_keep_attendance, meeting)
    moment = now()
    every = queries.attendance_of(meeting)
    firm = queries.find_list(meeting)
    number = page_number(request.args.get("page"))
    ordered = rules.by_side(every)
    stepped, numbers = (
        queries.stepped_out_at(meeting),
        {item.id: no for no, item in queries.items_of(meeting)},
    )
    page = ListPage(ordered[(number - 1) * A_PAGE : number * A_PAGE], number, len(ordered))
    return render_template(
        "attendance/list.html",
        meeting=meeting,
        page=page,
        groups=rules.sides_of(page.things),
        sides=rules.SIDES,
        has_badges=bool(rules.in_the_room(every)),
        counts=rules.counts_of(every),
        here_in_words=rules.here_in_words([one for one in every if one.presence is Presence.PRESENT]),
        unmarked=sum(one.presence is Presence.EXPECTED for one in every),
        silent=queries.invited_and_did_not_come(meeting) if meeting.is_over(moment) else [],
        kind=rules.kind_in_words,
        times=rules.times_in_words,
        moved=lambda one: rules.record_words(one, stepped.get(one.row.id, ()) if one.row else (), numbers),
        counted=rules.counted_words(firm, [one for one in every if one.presence is Presence.PRESENT]),
        is_today=day_in_london(moment) == meeting.on,
        why_not=rules.why_no_marks(meeting, firm, moment),
        needs_reason=rules.needs_reason(meeting, firm, None, moment),
        may_open_door=may_open_door(person, meeting),
        section="desk",
    )


@bp.post("/desk/meetings/<reference>/attendance")
def mark_rest(reference: str) -> ResponseReturnValue:
    """Mark everybody who has a place and was not marked: as here, or as not having come."""
    meeting = get_meeting(reference)
    person = permit(may_keep_attendance, meeting)
    chosen = Presence.PRESENT if request.form.get("everyone") == "here" else Presence.ABSENT
    if request.form.get("everyone") in {"here", "away"}:
        count = operations.mark_everyone_else(meeting, chosen, by=person, now=now())
        flash(f"{count} marked." if count else "Everybody was marked already.")
    return redirect(url_for(".listed", reference=reference))


@bp.route("/desk/meetings/<reference>/attendance/add", methods=["GET", "POST"])
def add(reference: str) -> ResponseReturnValue:
    """Put somebody on the list who came without a place."""
    meeting = get_meeting(reference)
    person = permit(may_keep_attendance, meeting)
    moment = now()
    form = AddForm.from_request(sent_key=new_secret())
    if form.is_sent_and_valid():
        try:
            row = operations.add_walk_in(
                meeting, form.name.data, form.organisation.data or "", sent_key=form.sent_key.data or None,
                because=form.because.data or "", at_the_door=False, by=person, now=moment,
            )  # fmt: skip
        except rules.ReasonIsMissing as refusal:
            form.refuse(refusal, "because")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"{row.person.shown_name} is on the list, as present.")
            return redirect(url_for(".listed", reference=reference))
        meeting = get_meeting(reference)
    firm = queries.find_list(meeting)
    return render_template(
        "attendance/add.html",
        meeting=meeting,
        form=form,
        why_not=rules.why_no_marks(meeting, firm, moment),
        needs_reason=rules.needs_reason(meeting, firm, None, moment),
        members=queries.names_of_members(meeting.forum, meeting.on),
        section="desk",
    )


@bp.route("/desk/meetings/<reference>/attendance/<person>", methods=["GET", "POST"])
def change(reference: str, person: str) -> ResponseReturnValue:
    """Say of one person whether they were there, when and instead of whom."""
    meeting = get_meeting(reference)
    officer = permit(may_keep_attendance, meeting)
    one, form = _about(meeting, person)
    moment = now()
    if form.is_sent_and_valid() and (times := form.times(meeting)) is not None:
        mark = Mark(
            one.person,  # type: ignore[arg-type]  # whoever is found by their reference is a person
            one.organisation,
            Presence(form.presence.data),
            one.is_lay,
            form.is_online.data,
            one.guest_from,
            *times,
            form.stands_in_for(),
            *form.during(),
        )
        try:
            operations.mark_attendance(
                meeting, mark, because=form.because.data or "", seen=form.seen.data, by=officer, now=moment
            )
        except rules.ReasonIsMissing as refusal:
            form.refuse(refusal, "because")
        except rules.LeftBeforeArriving as refusal:
            form.refuse(refusal, "left")
        except rules.SubstituteForThemself as refusal:
            form.refuse(refusal, "substitute_for")
        except rules.MarkedMeanwhile as refusal:
            meeting = get_meeting(reference)
            one, form = _about(meeting, person, as_it_stands=True)
            form.refuse(refusal)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved.")
            return redirect(url_for(".listed", reference=reference))
        meeting = get_meeting(reference)
        one = queries.get_listed(meeting, person)
    firm = queries.find_list(meeting)
    return render_template(
        "attendance/change.html",
        meeting=meeting,
        one=one,
        form=form,
        kind=rules.kind_in_words(one),
        why_not=rules.why_no_marks(meeting, firm, moment),
        needs_reason=rules.needs_reason(meeting, firm, one.row, moment),
        section="desk",
    )


def _about(meeting: Meeting, reference: str, *, as_it_stands: bool = False) -> tuple[rules.Listed, MarkForm]:
    """Somebody on the list, and the form as it was sent; `as_it_stands`: as the list has it now."""
    one = queries.get_listed(meeting, reference)
    people = queries.stand_ins_for(meeting, one.organisation)
    items = queries.items_of(meeting)
    return one, MarkForm.about(one, people, items, seen=rules.edition_of(one.row), as_it_stands=as_it_stands)
