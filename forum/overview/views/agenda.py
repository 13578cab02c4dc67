"""Building the agenda of a meeting: the queue on one side, the agenda on the other."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations
from forum.agendas import queries as agendas
from forum.agendas.models import Agenda, AgendaItem
from forum.agendas.policy import may_build_agenda
from forum.agendas.rules import AlreadyAnswered, AlreadyOnAgenda, check_ready_to_publish, concerns
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.queries import member_organisations, officers_of, people_of
from forum.overview.forms.agenda import ItemForm, LengthsForm, lengths_form, offers
from forum.overview.queries import agenda as queries
from forum.overview.rules import agenda as rules
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


@bp.route("/desk/meetings/<reference>/agenda/items/new", methods=["GET", "POST"])
def new_item(reference: str) -> ResponseReturnValue:
    """Add an item by hand."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.get_agenda(meeting)
    form, given = _item_form(meeting, None)
    if form.is_sent_and_valid():
        try:
            item = operations.add_item(agenda, **given(), by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".build_agenda", reference=reference, _anchor=f"item-{item.reference}"))
    return render_template("overview/agenda_item.html", meeting=meeting, form=form, item=None)


@bp.route("/desk/meetings/<reference>/agenda/items/<item_reference>", methods=["GET", "POST"])
def change_item(reference: str, item_reference: str) -> ResponseReturnValue:
    """Change what an item is."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    item = agendas.get_item(agendas.get_agenda(meeting), item_reference)
    form, given = _item_form(meeting, item)
    if form.is_sent_and_valid():
        try:
            operations.change_item(item, **given(), by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved. It shows to others once the agenda is published again.")
            return redirect(url_for(".build_agenda", reference=reference, _anchor=f"item-{item.reference}"))
    return render_template("overview/agenda_item.html", meeting=meeting, form=form, item=item)


@bp.route("/desk/meetings/<reference>/agenda/publish", methods=["GET", "POST"])
def publish_agenda(reference: str) -> ResponseReturnValue:
    """Check what is ready, say who will be told, and publish."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.get_agenda(meeting)
    if request.method == "POST":
        try:
            version = operations.publish_agenda(agenda, by=person, now=now())
        except Refusal as refusal:  # also a second click: the page says what stands
            flash(str(refusal), "amber")
            return redirect(url_for(".publish_agenda", reference=reference))
        flash(f"Version {version.number} is published, and the letters are on their way.")
        return redirect(url_for(".build_agenda", reference=reference))
    newest = agendas.find_version(meeting)
    return render_template(
        "overview/agenda_publish.html",
        meeting=meeting,
        newest=newest,
        standing=rules.standing_of(agenda, newest),
        concerns=concerns(rules.length_of(meeting), agenda.items),
        people=people_of(meeting.forum, day_in_london(now())),
        **_blocks(meeting, agenda),
    )


# ---- The parts ----------------------------------------------------------------------------------------------


def _lengths(agenda: Agenda) -> LengthsForm:
    return lengths_form((line.number, line.item) for line in rules.filling(agenda).lines)


def _blocks(meeting: Meeting, agenda: Agenda) -> dict[str, Any]:
    """What stops the agenda from being published: the sentence, and the proposals that wait."""
    unanswered = agendas.unanswered_in_time(meeting)
    try:
        check_ready_to_publish(meeting, agenda.items, unanswered)
    except Refusal as refusal:
        return {"blocked": str(refusal), "unanswered": unanswered}
    return {"blocked": None, "unanswered": unanswered}


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
        standing=rules.standing_of(agenda, newest),
        why_asked=rules.why_asked,
        why_waiting=rules.why_waiting,
        **_blocks(meeting, agenda),
    )


def _item_form(meeting: Meeting, item: AgendaItem | None) -> tuple[ItemForm, Any]:
    """The form of an item, and what gives its answers as the operations take them."""
    today = day_in_london(now())
    forum = meeting.forum
    presenters = offers(queries.representatives_of(forum, today), officers_of(forum, today), item)
    organisations = member_organisations(forum, today)
    themes = queries.commitments_by_theme()
    form = ItemForm.from_request()
    form.offer(presenters, organisations, themes)
    if item is not None and request.method == "GET":
        form.fill_from(item, presenters)

    def given() -> dict[str, Any]:
        return {
            "title": form.title.data,
            "summary": form.summary.data or "",
            "purpose": form.purpose.data,
            "length": timedelta(minutes=form.minutes.data),
            "presenters": form.given_presenters(presenters, organisations),
            "commitments": form.given_commitments(themes),
            "visibility": form.visibility.data,
            "public_title": form.public_title.data or None,
            "closed_because": form.closed_because.data or None,
        }

    return form, given
