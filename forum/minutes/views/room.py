"""The room while a meeting runs: who comes and goes during which item, who steps out, and how many there are."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.models import AgendaItem
from forum.attendance import operations as attendance
from forum.attendance.models import Presence
from forum.attendance.policy import may_keep_attendance
from forum.attendance.queries import attendance_of, find_list, stepped_out_at
from forum.attendance.rules import (
    WORDS_OF_MOVES,
    Listed,
    Move,
    ReasonIsMissing,
    called,
    counted_words,
    here_in_words,
    moves_of,
    needs_reason,
    out_now,
    stands_in_words,
    why_no_marks,
)
from forum.decisions.rules import quorum_in_short, quorum_words
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import A_PAGE, ListPage, page_number
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.interests.queries import declarations_at
from forum.interests.rules import in_one_line, those_that_count
from forum.meetings.queries import get_meeting
from forum.minutes import queries
from forum.minutes.forms import HeadsForm, RoomForm
from forum.minutes.models import Minutes
from forum.minutes.views.blueprint import bp
from forum.people.queries import get_person

Items = list[tuple[str, AgendaItem]]


@bp.route("/desk/meetings/<reference>/minutes/room", methods=["GET", "POST"])
def room(reference: str) -> ResponseReturnValue:
    """Say who comes and goes: each button says one thing of one person, during the item that is chosen."""
    meeting = get_meeting(reference)
    person = permit(may_keep_attendance, meeting)
    minutes = queries.get_minutes(meeting)
    items = queries.numbered_items(meeting)
    form = _form(minutes, items)
    moved = next(((what, who) for what in Move if (who := request.form.get(what.value))), None)
    if moved and form.is_sent_and_valid():
        what, who = moved
        moment = now()
        runs = minutes.ended_at is None and day_in_london(moment) == meeting.on
        try:
            attendance.move_person(
                meeting,
                get_person(who),
                what,
                item=form.chosen(),
                at=moment if runs else None,
                because=form.because.data or "",
                by=person,
                now=moment,
            )
        except ReasonIsMissing as refusal:
            form.refuse(refusal, "because")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(_address(reference, form) + f"#{who}")
    elif request.method == "POST" and not moved:
        return redirect(_address(reference, form))
    else:
        return _page(reference, form, items=items)
    return _page(reference, form)  # what was refused rolled back, so all that is shown is found anew


@bp.post("/desk/meetings/<reference>/minutes/room/heads")
def count_heads(reference: str) -> ResponseReturnValue:
    """Keep how many heads were counted."""
    meeting = get_meeting(reference)
    person = permit(may_keep_attendance, meeting)
    form = _form(queries.get_minutes(meeting), queries.numbered_items(meeting))
    heads = HeadsForm.from_request()
    if heads.is_sent_and_valid():
        try:
            attendance.count_heads(
                meeting,
                in_room=heads.in_room.data,
                online=heads.online.data,
                because=form.because.data or "",
                by=person,
                now=now(),
            )
        except ReasonIsMissing as refusal:
            form.refuse(refusal, "because")
        except Refusal as refusal:
            heads.refuse(refusal)
        else:
            return redirect(_address(reference, form) + "#heads")
    return _page(reference, form, heads=heads)


def _form(minutes: Minutes, items: Items) -> RoomForm:
    """The form with the item that the address or the lines name: the one that is being taken."""
    asked = request.args.get("item", "")
    if asked not in {item.reference for _number, item in items}:
        taken = queries.item_taken_at(minutes, now())
        asked = next((item.reference for _number, item in items if item.id == taken), "")
    form = RoomForm.from_request(item=asked or (items[0][1].reference if items else ""))
    form.offer(items)
    form.item.data = form.item.data or asked
    return form


def _address(reference: str, form: RoomForm) -> str:
    typed, page = request.args.get("q") or None, request.args.get("page") or None
    return url_for(".room", reference=reference, item=form.item.data or None, q=typed, page=page)


def _page(
    reference: str, form: RoomForm, *, heads: HeadsForm | None = None, items: Items | None = None
) -> ResponseReturnValue:
    meeting = get_meeting(reference)
    minutes = queries.get_minutes(meeting)
    listed, firm, moment = attendance_of(meeting), find_list(meeting), now()
    items = queries.numbered_items(meeting) if items is None else items
    number, current = next(
        ((number, item) for number, item in items if item.reference == form.item.data), ("", None)
    )
    typed = request.args.get("q", "")[:100]
    people = called([one for one in listed if one.person is not None], typed)
    at = page_number(request.args.get("page"))
    page = ListPage(people[(at - 1) * A_PAGE : at * A_PAGE], at, len(people))
    stepped = stepped_out_at(meeting)
    numbers = {item.id: number for number, item in items}
    declared = [
        one
        for one in those_that_count(declarations_at(meeting))
        if one.item_id is None or (current is not None and one.item_id == current.id)
    ]
    quorum = queries.quorum_at(minutes, current, moment, listed)
    present = [one for one in listed if one.presence is Presence.PRESENT]

    def row(one: Listed) -> dict[str, object]:
        out = out_now(stepped.get(one.row.id, ())) if one.row else None
        likely, further = moves_of(one, out)
        return {
            "one": one,
            "stands": stands_in_words(one, out, numbers),
            "is_out": out is not None,
            "likely": likely,
            "further": further,
            "has_interest": any(said.person_id == one.person_id for said in declared),
        }

    if heads is None:
        heads = HeadsForm(
            in_room=firm.counted_in_room if firm else None,
            online=firm.counted_online if firm else None,
        )
    by_number = {one.person_id: one for one in listed if one.person is not None}
    return render_template(
        "minutes/room.html",
        meeting=meeting,
        minutes=minutes,
        form=form,
        heads=heads,
        number=number,
        item=current,
        typed=typed,
        page=page,
        rows=[row(one) for one in page.things],
        declared=[
            (in_one_line(one), row(by_number[one.person_id]) if one.person_id in by_number else None)
            for one in declared
        ],
        words=WORDS_OF_MOVES,
        here=present,
        here_in_words=here_in_words(present),
        counted=counted_words(firm, present),
        quorum=quorum,
        quorum_in_short=quorum_in_short(quorum),
        quorum_words=quorum_words(quorum),
        why_not=why_no_marks(meeting, firm, moment),
        asks_why=needs_reason(meeting, firm, None, moment) or day_in_london(moment) > meeting.on,
        section="desk",
    )
