"""Taking minutes: begun, written line by line under each item, and put right."""

from collections.abc import Sequence
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.actions.rules import owners_words
from forum.agendas.models import AgendaItem
from forum.agendas.policy import may_build_agenda
from forum.agendas.queries import papers_of_item
from forum.agendas.rules import (
    LONGEST_BECAUSE,
    not_reached_words,
    order_as_taken,
    papers_on_the_table,
    taken_words,
    where_open_matters_stand,
)
from forum.attendance.models import Presence
from forum.attendance.queries import attendance_of
from forum.attendance.rules import Listed, here_in_words, here_now
from forum.decisions.pages import open_matters
from forum.foundation.answers import wants_data
from forum.foundation.clock import now
from forum.foundation.forms import ForumForm
from forum.foundation.permits import permit
from forum.foundation.references import new_secret
from forum.foundation.refusals import Refusal
from forum.interests.queries import declarations_on
from forum.interests.rules import in_one_line, those_that_count
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.minutes import operations, queries, rules
from forum.minutes.forms import LineForm
from forum.minutes.models import Minutes, MinutesState
from forum.minutes.policy import (
    may_circulate_minutes,
    may_read_draft,
    may_say_how_taken,
    may_write_minutes,
)
from forum.minutes.views import live
from forum.minutes.views.blueprint import bp
from forum.minutes.views.saving import Choice, choices_for, save_in_pieces, save_line
from forum.minutes.views.steps import approval_here, desk_steps
from forum.people.models import Person


@bp.route("/desk/meetings/<reference>/minutes", methods=["GET"])
def desk(reference: str) -> ResponseReturnValue:
    """How far the minutes of a meeting have come, and what is next."""
    meeting = get_meeting(reference)
    person = permit(may_read_draft, meeting)
    minutes = queries.find_minutes(meeting)
    if minutes is None:
        return _not_begun(ForumForm(), reference)
    items = queries.numbered_items(meeting)
    counts = queries.count_entries(minutes)
    return render_template(
        "minutes/desk.html",
        meeting=meeting,
        minutes=minutes,
        items=items,
        counts=counts,
        next_item=next(((number, item) for number, item in items if not counts.get(item.id)), None),
        versions=queries.versions_of(meeting),
        steps=desk_steps(minutes, person),
        **_who_is_here(attendance_of(meeting), minutes),
        may_write=may_write_minutes(person, meeting),
        may_circulate=may_circulate_minutes(person, meeting),
        section="desk",
    )


@bp.post("/desk/meetings/<reference>/minutes")
def begin(reference: str) -> ResponseReturnValue:
    """Begin the minutes of a meeting."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    form = ForumForm.from_request()
    try:
        operations.start_minutes(meeting, by=person, now=now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _not_begun(form, reference)
    items = queries.numbered_items(get_meeting(reference))
    return redirect(url_for(".write", reference=reference, item=items[0][1].reference) + "#line")


def _not_begun(form: ForumForm, reference: str) -> ResponseReturnValue:
    meeting = get_meeting(reference)
    person = permit(may_read_draft, meeting)
    return render_template(
        "minutes/not_begun.html",
        meeting=meeting,
        form=form,
        items=queries.numbered_items(meeting),
        may_build=may_build_agenda(person, meeting),
        may_write=may_write_minutes(person, meeting),
        section="desk",
    )


def _who_is_here(listed: list[Listed], minutes: Minutes) -> dict[str, object]:
    """Who is here now, and after the end who was."""
    was_here = [mark for mark in listed if mark.presence is Presence.PRESENT]
    here = here_now(listed) if minutes.ended_at is None else was_here
    return {
        "here": here,
        "here_in_words": here_in_words(here),
        "expected": sum(mark.presence is Presence.EXPECTED for mark in listed),
    }


# ---- Writing ------------------------------------------------------------------------------------------------


@bp.route("/desk/meetings/<reference>/minutes/<item>", methods=["GET", "POST"])
def write(reference: str, item: str) -> ResponseReturnValue:
    """Write the next line under an item. The page's script sends its lines to the same address, and gets data."""
    is_sent = request.method == "POST"
    if is_sent and wants_data():
        return live.take_line(reference, item)
    meeting = get_meeting(reference)
    person = permit(may_write_minutes if is_sent else may_read_draft, meeting)
    form = LineForm.from_request(sent_key=new_secret())
    choices = _save(form, meeting, item, person) if is_sent else []
    if choices is None:
        return redirect(url_for(".write", reference=reference, item=item) + "#line")
    if is_sent:  # what was refused rolled back
        meeting = get_meeting(reference)
    return _page(form, meeting, item, person, choices)


def _save(form: LineForm, meeting: Meeting, item: str, person: Person) -> list[Choice] | None:
    """Save what was typed. A refusal stands in the form; returned is what would settle it, None where all is saved."""
    minutes = queries.get_minutes(meeting)
    current = queries.get_item_of(meeting, item)
    candidates = queries.candidates_of(minutes)
    decisions = live.decisions_of(queries.entries_of(minutes, current))
    form.offer([candidate.owner for candidate in candidates])
    form.offer_decisions(decisions)
    if not form.is_sent_and_valid():
        return []
    if form.in_pieces.data and form.pieces:
        save_in_pieces(form, minutes, current, person)
        return None
    try:
        save_line(form, minutes, current, candidates, decisions, person)
    except Refusal as refusal:
        form.refuse(refusal)
        return choices_for(form, refusal)
    return None


def _still_open(
    minutes: Minutes,
    current: AgendaItem,
    items: Sequence[tuple[str, AgendaItem]],
    person: Person,
    moment: datetime,
) -> Markup:
    """What is open from before, while the meeting runs, under the item that takes it up or else the last one."""
    takes_up = where_open_matters_stand((one.reference, one.standing) for _, one in items)
    if minutes.ended_at is not None or current.reference != (takes_up or items[-1][1].reference):
        return Markup("")
    return open_matters(minutes.meeting, person, moment, is_taken_up=True)


def _page(form: LineForm, meeting: Meeting, item: str, person: Person, choices: list[Choice]) -> str:
    """The page on which an item is minuted."""
    minutes = queries.get_minutes(meeting)
    items = queries.numbered_items(meeting)
    number, current = items[queries.place_of(item, items)]
    entries = queries.entries_of(minutes, current)
    listed = attendance_of(meeting)
    may_write, moment = may_write_minutes(person, meeting), now()
    is_open = may_write and minutes.state is not MinutesState.APPROVED
    candidates = queries.candidates_of(minutes, listed) if is_open else []
    form.offer([candidate.owner for candidate in candidates])
    form.offer_decisions(live.decisions_of(entries))
    before, after = _neighbours(items, current)
    edition = queries.Edition(minutes.edition, minutes.state)
    return render_template(
        "minutes/write.html",
        meeting=meeting,
        minutes=minutes,
        items=items,
        number=number,
        item=current,
        before=before,
        after=after,
        taken=taken_words(current.taken_as, _printed(items, current)),
        not_reached=not_reached_words(current.not_reached_because),
        may_say_how=may_say_how_taken(person, meeting) and minutes.state is not MinutesState.APPROVED,
        most_because=LONGEST_BECAUSE,
        entries=entries,
        rivals=queries.open_rivals(minutes),
        edition=edition.number,
        tag=live.tag_of(meeting, item, edition, may_write=may_write),
        counts=queries.count_entries(minutes),
        steps=rules.trail_of_item(number, current, entries),
        owners_words=owners_words,
        time=rules.time_words(current, entries, minutes, moment),
        began=min((entry.written_at for entry in entries), default=None),
        papers=papers_on_the_table(papers_of_item(current), moment),
        form=form,
        choices=choices,
        declared=[in_one_line(one) for one in those_that_count(declarations_on(current))],
        approval=approval_here(meeting, current, person),
        still_open=_still_open(minutes, current, items, person, moment),
        **_who_is_here(listed, minutes),
        quorum=queries.quorum_at(minutes, current, moment, listed) if minutes.ended_at is None else None,
        may_write=may_write,
        section="desk",
    )


def _neighbours(
    items: list[tuple[str, AgendaItem]], current: AgendaItem
) -> tuple[tuple[str, AgendaItem] | None, tuple[str, AgendaItem] | None]:
    """The items before and after one, in the order in which the meeting takes them."""
    numbers = {item.id: number for number, item in items}
    order = [(numbers[item.id], item) for item in order_as_taken([item for _, item in items])]
    at = next((place for place, (_, item) in enumerate(order) if item.id == current.id), None)
    if at is None:
        return None, None
    return order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None


def _printed(items: list[tuple[str, AgendaItem]], current: AgendaItem) -> int | None:
    """The place in which an item is printed, from 1."""
    live = [item.id for _, item in items if not item.is_withdrawn]
    return live.index(current.id) + 1 if current.id in live else None


@bp.get("/desk/meetings/<reference>/minutes/attendance")
def attendance(reference: str) -> ResponseReturnValue:
    """Who is here stood here once: the way to where it stands now."""
    permit(may_read_draft, get_meeting(reference))
    return redirect(url_for("attendance.listed", reference=reference))
