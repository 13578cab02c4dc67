"""Taking minutes: begun, written line by line under each item, and put right."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions.due import NextMeetingIsNotFixed, NoSuchDate
from forum.actions.queries import possible_owners
from forum.actions.rules import Owner, as_owner, owners_words
from forum.agendas.models import AgendaItem
from forum.agendas.policy import may_build_agenda
from forum.agendas.rules import LONGEST_BECAUSE, not_reached_words, order_as_taken, taken_words
from forum.attendance.models import Presence
from forum.attendance.queries import attendance_of
from forum.attendance.rules import Listed, here_in_words
from forum.decisions.models import Decision
from forum.foundation.clock import now
from forum.foundation.forms import ForumForm
from forum.foundation.permits import permit
from forum.foundation.references import new_secret
from forum.foundation.refusals import Refusal
from forum.interests.queries import declarations_on
from forum.interests.rules import in_one_line, those_that_count
from forum.meetings.queries import following_meeting, get_meeting
from forum.minutes import line, operations, queries, rules
from forum.minutes.forms import EntryForm, LineForm
from forum.minutes.models import Entry, EntryKind, Minutes, MinutesState
from forum.minutes.policy import (
    may_circulate_minutes,
    may_read_draft,
    may_say_how_taken,
    may_write_minutes,
)
from forum.minutes.views.blueprint import bp
from forum.people.models import Person

ABOUT_THE_DATE = (NoSuchDate, NextMeetingIsNotFixed)


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
        **_who_is_here(attendance_of(meeting)),
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
    return redirect(url_for(".write", reference=reference, item=items[0][1].reference))


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


def _who_is_here(listed: list[Listed]) -> dict[str, object]:
    here = [mark for mark in listed if mark.presence is Presence.PRESENT]
    return {
        "here": here,
        "here_in_words": here_in_words(here),
        "expected": sum(mark.presence is Presence.EXPECTED for mark in listed),
    }


# ---- Writing ------------------------------------------------------------------------------------------------


@bp.route("/desk/meetings/<reference>/minutes/<item>", methods=["GET", "POST"])
def write(reference: str, item: str) -> ResponseReturnValue:
    """Write the next line under an item."""
    meeting = get_meeting(reference)
    is_sent = request.method == "POST"
    person = permit(may_write_minutes if is_sent else may_read_draft, meeting)
    minutes = queries.get_minutes(meeting)
    items = queries.numbered_items(meeting)
    at = queries.place_of(item, items)
    entries = queries.entries_of(minutes, items[at][1])
    listed = attendance_of(meeting)
    candidates = _candidates(minutes, listed)
    form = LineForm.from_request(sent_key=new_secret())
    form.offer([candidate.owner for candidate in candidates])
    decisions = [entry.decision for entry in entries if entry.decision and not rules.is_taken_back(entry)]
    form.offer_decisions(decisions)
    if (
        is_sent
        and form.is_sent_and_valid()
        and _save(form, minutes, items[at][1], candidates, decisions, person)
    ):
        return redirect(url_for(".write", reference=reference, item=item) + "#write")
    if is_sent:  # what was refused rolled back: what the page shows is found again
        meeting = get_meeting(reference)
        minutes = queries.get_minutes(meeting)
        items = queries.numbered_items(meeting)
        entries = queries.entries_of(minutes, items[at][1])
        listed = attendance_of(meeting)
    moment = now()
    number, current = items[at]
    before, after = _neighbours(items, current)
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
        counts=queries.count_entries(minutes),
        steps=rules.trail_of_item(number, current, entries),
        owners_words=owners_words,
        time=rules.time_words(current, entries, minutes, moment),
        form=form,
        declared=[in_one_line(one) for one in those_that_count(declarations_on(current))],
        **_who_is_here(listed),
        may_write=may_write_minutes(person, meeting),
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


def _save(
    form: LineForm,
    minutes: Minutes,
    item: AgendaItem,
    candidates: list[line.Candidate],
    decisions: list[Decision],
    person: Person,
) -> bool:
    """Save what was typed, and say whether it was; a refusal stands in the form, with what was typed."""
    meeting = minutes.meeting
    following = following_meeting(meeting)
    try:
        said = line.understand(
            form.line.data or "",
            EntryKind(form.kind.data),
            said_on=meeting.on,
            next_meeting_on=following.on if following else None,
        )
        owners = line.owners_called(said.names, candidates, chosen=form.chosen())
        carries_out = next((one for one in decisions if one.reference == form.carries_out.data), None)
        operations.write_entry(
            minutes,
            item,
            said.kind,
            said.text,
            owners=owners,
            due_as_said=said.due_as_said or form.due.data or "",
            carries_out=carries_out,
            sent_key=form.sent_key.data or None,
            by=person,
            now=now(),
        )
    except ABOUT_THE_DATE as refusal:
        form.refuse(refusal, "due" if form.due.data else "line")
    except Refusal as refusal:
        form.refuse(refusal, "line")
    else:
        return True
    return False


def _candidates(minutes: Minutes, listed: list[Listed]) -> list[line.Candidate]:
    """Who may own an action: those who are here first, then the people and bodies of the forum."""
    here = [
        line.Candidate(Owner(mark.person, mark.organisation, mark.is_lay), is_here=True)
        for mark in listed
        if mark.presence is Presence.PRESENT
    ]
    present = {candidate.owner.person for candidate in here}
    bodies = {candidate.owner.organisation for candidate in here}
    others = [
        line.Candidate(owner, is_here=owner.person is None and owner.organisation in bodies)
        for owner in possible_owners(minutes.meeting.forum, minutes.meeting.on)
        if owner.person is None or owner.person not in present
    ]
    return [others[0], *here, *others[1:]]


# ---- Putting right ------------------------------------------------------------------------------------------


@bp.route("/desk/meetings/<reference>/minutes/lines/<entry>", methods=["GET", "POST"])
def change(reference: str, entry: str) -> ResponseReturnValue:
    """Put a line right."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = queries.get_entry(queries.get_minutes(meeting), entry)
    form, kept = _entry_form(found)
    if form.is_sent_and_valid():
        try:
            operations.change_entry(
                found,
                form.text.data,
                edition=form.edition.data or 0,
                owners=[*form.chosen(), *kept],
                due_as_said=form.due.data or "",
                by=person,
                now=now(),
            )
        except ABOUT_THE_DATE as refusal:
            form.refuse(refusal, "due")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("The line was changed.")
            return redirect(url_for(".write", reference=reference, item=found.item.reference))
    meeting = get_meeting(reference)
    found = queries.get_entry(queries.get_minutes(meeting), entry)
    form.edition.data = found.edition
    return render_template(
        "minutes/entry.html",
        meeting=meeting,
        entry=found,
        form=form,
        also=[owner.label for owner in kept],
        is_taken_back=rules.is_taken_back(found),
        section="desk",
    )


def _entry_form(entry: Entry) -> tuple[EntryForm, list[Owner]]:
    """The form of a line as it stands, and the owners for which it has no room."""
    owners = [as_owner(owner) for owner in entry.action.owners] if entry.action else []
    keys = [owner.key for owner in owners]
    form = EntryForm.from_request(
        text=entry.text,
        edition=entry.edition,
        owner=keys[0] if keys else "",
        second_owner=keys[1] if len(keys) > 1 else "",
        due=entry.action.due_as_said if entry.action else "",
    )
    meeting = entry.minutes.meeting
    form.offer([*possible_owners(meeting.forum, meeting.on), *owners] if entry.action else [])
    return form, owners[2:]


@bp.post("/desk/meetings/<reference>/minutes/lines/<entry>/take-out")
def take_out(reference: str, entry: str) -> ResponseReturnValue:
    """Take a line out; a decision or action keeps its number."""
    meeting = get_meeting(reference)
    person = permit(may_write_minutes, meeting)
    found = queries.get_entry(queries.get_minutes(meeting), entry)
    item = found.item.reference
    operations.withdraw_entry(found, by=person, now=now())
    flash("The line was taken out.")
    return redirect(url_for(".write", reference=reference, item=item))


@bp.get("/desk/meetings/<reference>/minutes/attendance")
def attendance(reference: str) -> ResponseReturnValue:
    """Who is here stood here once: the way to where it stands now."""
    permit(may_read_draft, get_meeting(reference))
    return redirect(url_for("attendance.listed", reference=reference))
