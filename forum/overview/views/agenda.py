"""Building the agenda of a meeting: the queue on one side, the agenda on the other."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations
from forum.agendas import queries as agendas
from forum.agendas.models import Agenda
from forum.agendas.policy import may_build_agenda
from forum.agendas.rules import AlreadyAnswered, AlreadyOnAgenda
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.overview.forms.agenda import LengthsForm, lengths_form
from forum.overview.queries import agenda as queries
from forum.overview.rules import agenda as rules
from forum.overview.views.agenda_publishing import blocks_of
from forum.overview.views.blueprint import bp
from forum.strategy.queries import get_commitment


@bp.get("/desk/meetings/<reference>/agenda")
def build_agenda(reference: str) -> ResponseReturnValue:
    """The agenda as it stands, and what could go on it."""
    meeting = get_meeting(reference)
    permit(may_build_agenda, meeting)
    agenda = agendas.find_agenda(meeting)
    if agenda is None:
        return render_template("overview/agenda_begin.html", meeting=meeting)
    return _builder(meeting, agenda)


@bp.post("/desk/meetings/<reference>/agenda/begin")
def begin_agenda(reference: str) -> ResponseReturnValue:
    """Begin the agenda with the standing items."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    operations.begin_agenda(meeting, by=person, now=now())
    return redirect(url_for(".build_agenda", reference=reference))


@bp.post("/desk/meetings/<reference>/agenda/put-on")
def put_on_agenda(reference: str) -> ResponseReturnValue:
    """Put a commitment, a gap or a proposal on with one click."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.get_agenda(meeting)
    try:
        if "proposal" in request.form:
            proposal = agendas.get_proposal_to(meeting.forum, request.form["proposal"])
            item = operations.put_on_proposal(agenda, proposal, by=person, now=now())
        else:
            strategy, _, code = request.form.get("commitment", "").partition("/")
            item = operations.put_on(agenda, get_commitment(strategy, code), by=person, now=now())
    except (AlreadyOnAgenda, AlreadyAnswered) as refusal:
        flash(str(refusal), "amber")
        return redirect(url_for(".build_agenda", reference=reference))
    flash(f"“{item.title}” is on the agenda.")
    return redirect(url_for(".build_agenda", reference=reference, _anchor=f"item-{item.reference}"))


@bp.post("/desk/meetings/<reference>/agenda/order")
def arrange_agenda(reference: str) -> ResponseReturnValue:
    """Save the minutes, and move or take off the item whose button was pressed."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.get_agenda(meeting)
    form = _lengths(agenda)
    if not form.is_sent_and_valid():
        return _builder(meeting, agenda, form)
    pressed = {name: request.form.get(name) for name in ("up", "down", "off")}
    try:
        operations.arrange(agenda, form.lengths(), **pressed, by=person, now=now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _builder(meeting, agenda, form)
    moved = pressed["up"] or pressed["down"]
    anchor = f"item-{moved}" if moved else "order"
    return redirect(url_for(".build_agenda", reference=reference, _anchor=anchor))


# ---- The parts ----------------------------------------------------------------------------------------------


def _lengths(agenda: Agenda) -> LengthsForm:
    return lengths_form((line.number, line.item) for line in rules.filling(agenda).lines)


def _builder(meeting: Meeting, agenda: Agenda, form: LengthsForm | None = None) -> ResponseReturnValue:
    whole = request.args.get("queue")
    today = day_in_london(now())
    newest = agendas.find_version(meeting)
    queue = queries.queue_for(meeting, whole)
    return render_template(
        "overview/agenda.html",
        meeting=meeting,
        agenda=agenda,
        filling=rules.filling(agenda),
        form=form or _lengths(agenda),
        queue=queue,
        today=today,
        newest=newest,
        standing=rules.standing_of(agenda, agendas.papers_of(agenda), newest),
        why_asked=rules.why_asked,
        why_waiting=rules.why_waiting,
        **blocks_of(meeting, agenda),
    )
