"""Tidying the lines of an item: their order, another item, two of one, one of two, what each is, how it came to be."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions.queries import possible_owners
from forum.actions.rules import owners_words
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.minutes import operations, queries, rules
from forum.minutes.forms import MoveForm, SplitForm, TurnForm
from forum.minutes.models import Entry, EntryKind, MinutesState
from forum.minutes.policy import may_read_draft, may_write_minutes
from forum.minutes.views.blueprint import bp
from forum.minutes.views.saving import ABOUT_THE_DATE


@bp.get("/desk/meetings/<reference>/minutes/tidy/<item>")
def tidy(reference: str, item: str) -> ResponseReturnValue:
    """The lines of an item, to be put in order."""
    meeting = get_meeting(reference)
    permit(may_write_minutes, meeting)
    minutes = queries.get_minutes(meeting)
    items = queries.numbered_items(meeting)
    at = queries.place_of(item, items)
    form = MoveForm()
    form.offer([one for one in items if one[1].id != items[at][1].id])
    return render_template(
        "minutes/tidy.html",
        meeting=meeting,
        items=items,
        number=items[at][0],
        item=items[at][1],
        entries=queries.entries_of(minutes, items[at][1]),
        rivals=queries.open_rivals(minutes),
        counts=queries.count_entries(minutes),
        form=form,
        words_alone=rules.WORDS_ALONE,
        is_open=minutes.state is not MinutesState.APPROVED,
        owners_words=owners_words,
        moved=request.args.get("moved", ""),
        way=request.args.get("way", ""),
        section="desk",
    )


@bp.post("/desk/meetings/<reference>/minutes/lines/<entry>/move")
def move(reference: str, entry: str) -> ResponseReturnValue:
    """Move a line up or down, or to another item."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = _line(meeting, entry)
    was = found.item.reference
    form = MoveForm.from_request()
    if form.way.data in ("up", "down"):
        operations.move_entry(found, -1 if form.way.data == "up" else 1, by=person, now=now())
        return _back(meeting, was, entry, moved=entry, way=form.way.data)
    items = queries.numbered_items(meeting)
    at = queries.place_of(form.item.data or "", items) if form.item.data else None
    if at is None:
        flash("Choose the item to which the line goes.", "amber")
        return _back(meeting, was, entry)
    number, title = items[at][0], items[at][1].title
    operations.move_entry_to_item(found, items[at][1], by=person, now=now())
    flash(f"The line stands at the end of item {number}, {title}.")
    return _back(meeting, was)


@bp.post("/desk/meetings/<reference>/minutes/lines/<entry>/join")
def join(reference: str, entry: str) -> ResponseReturnValue:
    """Join a line to the one above it."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = _line(meeting, entry)
    was = found.item.reference
    above = operations.join_entries(found, by=person, now=now()).reference
    flash("The two lines are one.")
    return _back(meeting, was, above)


@bp.route("/desk/meetings/<reference>/minutes/lines/<entry>/split", methods=["GET", "POST"])
def split(reference: str, entry: str) -> ResponseReturnValue:
    """Make several lines of one."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = _line(meeting, entry)
    was = found.item.reference
    form = SplitForm.from_request(text=found.text, edition=found.edition)
    if form.is_sent_and_valid():
        try:
            parts = rules.parts_of(form.text.data or "")
            operations.split_entry(found, parts, edition=form.edition.data or 0, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"It is {len(parts)} lines now.")
            return _back(meeting, was, entry)
    meeting = get_meeting(reference)
    return render_template(
        "minutes/split.html", meeting=meeting, entry=_line(meeting, entry), form=form, section="desk"
    )


@bp.route("/desk/meetings/<reference>/minutes/lines/<entry>/turn", methods=["GET", "POST"])
def turn(reference: str, entry: str) -> ResponseReturnValue:
    """Make a line what it should have been: a note an action, a decision a note."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = _line(meeting, entry)
    was = found.item.reference
    possible = possible_owners(meeting.forum, meeting.on)
    form = TurnForm.from_request(edition=found.edition)
    form.offer(possible)
    form.offer_bodies(possible)
    form.offer_kinds(found.kind)
    if form.is_sent_and_valid():
        try:
            operations.turn_entry(
                found,
                EntryKind(form.kind.data),
                edition=form.edition.data or 0,
                owners=form.chosen(),
                due_as_said=form.due.data or "",
                to=form.chosen_body(),
                by=person,
                now=now(),
            )
        except ABOUT_THE_DATE as refusal:
            form.refuse(refusal, "due")
        except rules.RecommendationNeedsBody as refusal:
            form.refuse(refusal, "to")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            thing = found.decision or found.action or found.recommendation
            flash(
                f"The line is {thing.reference} now." if thing else f"The line is a {found.kind.value} now."
            )
            return _back(meeting, was, entry)
    meeting = get_meeting(reference)
    return render_template(
        "minutes/turn.html", meeting=meeting, entry=_line(meeting, entry), form=form, section="desk"
    )


@bp.get("/desk/meetings/<reference>/minutes/lines/<entry>/history")
def history(reference: str, entry: str) -> ResponseReturnValue:
    """What was done to a line: who, when, and what it said before."""
    meeting = get_meeting(reference)
    permit(may_read_draft, meeting)
    found = _line(meeting, entry)
    return render_template(
        "minutes/history.html",
        meeting=meeting,
        entry=found,
        steps=queries.steps_of(found),
        has_gone=found.withdrawn_at is not None,
        section="desk",
    )


def _line(meeting: Meeting, entry: str) -> Entry:
    return queries.get_entry(queries.get_minutes(meeting), entry)


def _back(
    meeting: Meeting, item: str, entry: str = "", *, moved: str | None = None, way: str | None = None
) -> ResponseReturnValue:
    """To the lines of the item, with the one that was moved in sight and its button ready for the next step."""
    there = url_for(".tidy", reference=meeting.reference, item=item, moved=moved, way=way)
    return redirect(f"{there}#{entry}" if entry else there)
