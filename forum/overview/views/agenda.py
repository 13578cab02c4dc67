"""Building the agenda of a meeting: the queue on one side, the agenda on the other."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations
from forum.agendas import queries as agendas
from forum.agendas.models import Agenda
from forum.agendas.policy import may_build_agenda
from forum.agendas.rules import (
    AlreadyAnswered,
    AlreadyOnAgenda,
    Seen,
    concerns,
    open_remarks,
    presenters_in_short,
    presenters_to_ask,
    standing_items,
    what_stops,
)
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.overview.forms.building import BuildingForm, LeaveForm, boxes_of, building_form
from forum.overview.operations import agenda as together
from forum.overview.operations.agenda import Waiting
from forum.overview.queries import queue as queries
from forum.overview.rules import agenda as rules
from forum.overview.rules.queue import queue_of
from forum.overview.views.blueprint import bp
from forum.people.models import Person
from forum.strategy.queries import get_commitment

KINDS = ("proposal", "carried", "recommendation", "decision", "commitment")
"""What a button of the queue may name."""


@bp.get("/desk/meetings/<reference>/agenda")
def build_agenda(reference: str) -> ResponseReturnValue:
    """The agenda as it stands, and what could go on it."""
    meeting = get_meeting(reference)
    permit(may_build_agenda, meeting)
    agenda = agendas.find_agenda(meeting)
    return _begin(meeting) if agenda is None else _builder(meeting, agenda)


@bp.post("/desk/meetings/<reference>/agenda/begin")
def begin_agenda(reference: str) -> ResponseReturnValue:
    """Begin the agenda with the standing items, or like the last one."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.find_agenda(meeting)
    like = agendas.agenda_before(meeting) if request.form.get("like") else None
    try:
        if agenda is None:
            operations.begin_agenda(meeting, like=like, by=person, now=now())
        elif like is not None:
            operations.fill_like(agenda, like, by=person, now=now())
    except Refusal as refusal:
        flash(str(refusal), "amber")
    return redirect(url_for(".build_agenda", reference=reference))


@bp.post("/desk/meetings/<reference>/agenda/put-on")
def put_on_agenda(reference: str) -> ResponseReturnValue:
    """Put on whatever waits with one click; the minutes that were typed beside it are saved with it."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    return _put_on(meeting, agendas.get_agenda(meeting), person)


@bp.post("/desk/meetings/<reference>/agenda/order")
def arrange_agenda(reference: str) -> ResponseReturnValue:
    """Save minutes and order; put on, move or take off what was pressed; set a heading; find in the queue."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.get_agenda(meeting)
    if any(kind in request.form for kind in KINDS):
        return _put_on(meeting, agenda, person)
    form = _form_of(agenda)
    if not form.is_sent_and_valid():
        return _builder(meeting, agenda, form)
    pressed = {name: request.form.get(name) for name in ("up", "down", "off")}
    try:
        meanwhile = operations.arrange(
            agenda, form.lengths(), order=form.given_order(), **pressed,
            heading=form.heading() if "head" in request.form else None,
            seen=form.shown(), by=person, now=now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(meeting, agenda, form, refusal)
    if meanwhile:
        flash(meanwhile, "amber")
    moved = pressed["up"] or pressed["down"]
    found = "queue" if "find" in request.form else "order"
    return _back(meeting, form, f"item-{moved}" if moved else found)


@bp.route("/desk/meetings/<reference>/agenda/carried/<item_reference>/leave", methods=["GET", "POST"])
def leave_item(reference: str, item_reference: str) -> ResponseReturnValue:
    """Say that an item which an earlier meeting did not reach is not carried further, and why."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    item = queries.get_carried(meeting, item_reference)
    form = LeaveForm.from_request()
    if form.is_sent_and_valid():
        try:
            operations.leave_item(item, form.because.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"“{item.title}” is not carried further.")
            return redirect(url_for(".build_agenda", reference=reference, _anchor="queue"))
    return render_template("overview/agenda_leave.html", meeting=meeting, item=item, form=form)


# ---- The parts ----------------------------------------------------------------------------------------------


def _waiting(meeting: Meeting) -> Waiting:
    """What the pressed button of the queue names. Raises `NoResultFound` for what is not of this forum."""
    sent = request.form
    if "proposal" in sent:
        return agendas.get_proposal_to(meeting.forum, sent["proposal"])
    if "carried" in sent:
        return queries.get_carried(meeting, sent["carried"])
    if "decision" in sent:
        return queries.get_decision_of(meeting, sent["decision"])
    if "recommendation" in sent:
        return queries.get_recommendation_of(meeting, sent["recommendation"])
    strategy, _, code = sent.get("commitment", "").partition("/")
    return get_commitment(strategy, code)


def _put_on(meeting: Meeting, agenda: Agenda, person: Person) -> ResponseReturnValue:
    waiting = _waiting(meeting)
    form = _form_of(agenda)
    if not form.is_sent_and_valid():
        return _builder(meeting, agenda, form)
    try:
        item = together.put_on_agenda(
            agenda, waiting, lengths=form.lengths(), seen=form.shown(), by=person, now=now()
        )
    except (AlreadyOnAgenda, AlreadyAnswered) as refusal:
        flash(str(refusal), "amber")
        return _back(meeting, form, "order")
    except Refusal as refusal:
        return _refused(meeting, agenda, form, refusal)
    flash(f"“{item.title}” is on the agenda. {rules.filling(agenda).over_words}.")
    return _back(meeting, form, f"item-{item.reference}")


def _form_of(agenda: Agenda) -> BuildingForm:
    return building_form((line.number, line.item) for line in rules.filling(agenda).lines)


def _back(meeting: Meeting, form: BuildingForm, anchor: str) -> ResponseReturnValue:
    """To the page, with the queue narrowed as it was."""
    return redirect(
        url_for(
            ".build_agenda", reference=meeting.reference, queue=request.args.get("queue"),
            words=form.words.data or None, _anchor=anchor,
        )
    )  # fmt: skip


def _refused(meeting: Meeting, agenda: Agenda, form: BuildingForm, refusal: Refusal) -> ResponseReturnValue:
    """The page again with the rule's no; what was typed stays in its boxes."""
    form.refuse(refusal)
    form.show_anew(agenda.items)
    return _builder(meeting, agenda, form)


def _begin(meeting: Meeting) -> ResponseReturnValue:
    before = agendas.meeting_before(meeting)
    earlier = agendas.agenda_before(meeting)
    return render_template(
        "overview/agenda_begin.html",
        meeting=meeting,
        standing=standing_items(before.on if before else None, agendas.standing_items_of(meeting.forum)),
        earlier=earlier,
        again=rules.comes_again(earlier, agendas.meeting_before(earlier.meeting)) if earlier else [],
    )


def _builder(meeting: Meeting, agenda: Agenda, form: BuildingForm | None = None) -> ResponseReturnValue:
    moment = now()
    today = day_in_london(moment)
    words = (form.words.data if form else request.args.get("words", "").strip()[:100]) or ""
    found = queries.find_queue(meeting, today, request.args.get("queue"), words)
    draft = queries.draft_of(agenda, found.every_proposal)
    is_new = rules.has_only_standing(agenda)
    return render_template(
        "overview/agenda.html",
        meeting=meeting,
        agenda=agenda,
        filling=rules.filling(agenda),
        form=form,
        boxes=boxes_of(agenda.items, form),
        seen=form.seen.data if form else Seen.of(agenda.items).words,
        queue=queue_of(found, f"/desk/meetings/{meeting.reference}/agenda", today),
        words=words,
        newest=draft.before,
        today=today,
        paper_words=rules.paper_words_for(draft, meeting, today),
        standing=rules.standing_of_draft(draft),
        stops=what_stops(draft, moment),
        remarks=open_remarks(draft.reviews),
        concerns=concerns(rules.length_of(meeting), agenda.items, draft.papers),
        presenters_stand=lambda item: presenters_in_short(item, meeting, today),
        unasked=len(presenters_to_ask(agenda.items, meeting)),
        earlier=agendas.agenda_before(meeting) if is_new else None,
    )
