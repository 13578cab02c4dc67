"""One item of an agenda: added by hand, and changed."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations
from forum.agendas import queries as agendas
from forum.agendas.models import AgendaItem
from forum.agendas.policy import may_build_agenda
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.queries import member_organisations, officers_of
from forum.overview.forms.agenda import ItemForm, offers
from forum.overview.queries import agenda as queries
from forum.overview.views.blueprint import bp


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


# ---- The parts ----------------------------------------------------------------------------------------------


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
