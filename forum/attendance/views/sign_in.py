"""The sign-in page: whoever stands at the door taps the names of those who come."""

from datetime import UTC, datetime

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.attendance import operations, queries, rules
from forum.attendance.forms import WalkInForm
from forum.attendance.models import Attendance, Presence
from forum.attendance.policy import may_open_door, may_sign_in_others
from forum.attendance.rules import Tick
from forum.attendance.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.guard import allow_camera
from forum.foundation.permits import permit
from forum.foundation.references import new_secret
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import is_signed, signed_link
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.people.models import Person
from forum.people.queries import get_person


@bp.route("/meetings/<reference>/sign-in", methods=["GET", "POST"])
def sign_in(reference: str) -> ResponseReturnValue:
    """Mark who is here, on the day, on a tablet or a phone."""
    meeting = get_meeting(reference)
    person = permit(may_sign_in_others, meeting)
    return _at_the_door(reference, url_for(".sign_in", reference=reference), person)


@bp.route("/meetings/<reference>/door/<key>", methods=["GET", "POST"])
@signed_link
def door(reference: str, key: str) -> ResponseReturnValue:
    """The same for whoever holds the link for the door, without an account: names and organisations, no more."""
    meeting = get_meeting(reference)
    firm = queries.find_list(meeting)
    if firm is None or firm.door_secret is None or not is_signed("door", meeting.uid, firm.door_secret, key):
        raise rules.DoorLinkDoesNotHold
    rules.check_door_is_open(meeting, now())
    return _at_the_door(reference, url_for(".door", reference=reference, key=key), None)


def _at_the_door(reference: str, address: str, by: Person | None) -> ResponseReturnValue:
    meeting, moment = get_meeting(reference), now()
    form = WalkInForm.from_request(sent_key=new_secret())
    if request.method == "POST":
        tapped = [(what, who) for what in Tick if (who := request.form.get(what.value))]
        try:
            if tapped:
                what, who = tapped[0]
                return _answer(
                    operations.tick(
                        meeting, get_person(who), what, tapped_at=_tapped_at(), by=by, now=moment
                    ),
                    address,
                )
            if form.validate():
                return _answer(_write_down(meeting, form, by, moment), address)
        except Refusal as refusal:
            form.refuse(refusal)
        if _wants_data():
            return jsonify(refused=form.refusal or next(iter(form.errors.values()))[0]), 409
        meeting = get_meeting(reference)
    return allow_camera(_page(meeting, form, address, by, moment))


def _write_down(meeting: Meeting, form: WalkInForm, by: Person | None, moment: datetime) -> Attendance:
    """Put somebody on the list who walked in."""
    row = operations.add_walk_in(
        meeting, form.name.data, form.organisation.data or "", sent_key=form.sent_key.data or None,
        tapped_at=_tapped_at(), by=by, now=moment,
    )  # fmt: skip
    if not _wants_data():
        flash(f"{row.person.shown_name} is on the list, as here.")
    return row


def _tapped_at() -> datetime | None:
    """When a mark was made that waited for the connection, as its page says: milliseconds of our own clock."""
    said = request.form.get("at", "")
    if not (said.isascii() and said.isdigit() and len(said) < 15):
        return None
    return datetime.fromtimestamp(int(said) / 1000, UTC)


def _wants_data() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _answer(row: Attendance | None, address: str) -> ResponseReturnValue:
    """How somebody stands now: as data for the page's script, else the page again, at their name."""
    if not _wants_data():
        return redirect(f"{address}#{row.person.reference}" if row is not None else address)
    if row is None:
        return jsonify(who=None)
    is_here = row.presence is Presence.PRESENT
    return jsonify(
        who=row.person.reference,
        state="left" if is_here and row.left_at else "here" if is_here else "",
        times=rules.times_in_words(row.arrived_at, row.left_at) if is_here else "",
    )


def _page(meeting: Meeting, form: WalkInForm, address: str, by: Person | None, moment: datetime) -> Response:
    typed = request.args.get("name", "")[:100]
    closed = rules.why_no_ticks(meeting, queries.find_list(meeting), moment)
    every = [] if closed else queries.lines_of(meeting)
    shown = rules.lines_called(every, typed) if typed.strip() else every
    return make_response(
        render_template(
            "attendance/sign_in.html",
            meeting=meeting,
            form=form,
            address=address,
            groups=rules.groups_of(shown),
            here=rules.count_lines(every),
            total=len(every),
            times=rules.times_in_words,
            typed=typed,
            closed=closed,
            is_over=day_in_london(moment) > meeting.on,
            members=[] if closed else queries.names_of_members(meeting.forum, meeting.on),
            is_officer=by is not None,
            may_open_door=by is not None and may_open_door(by, meeting),
            at=int(moment.timestamp() * 1000),
            section="desk" if by is not None else "meetings",
        )
    )
