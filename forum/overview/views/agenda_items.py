"""One item of an agenda: added by hand, changed, withdrawn, and put back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations, rules
from forum.agendas import queries as agendas
from forum.agendas.models import AgendaItem
from forum.agendas.policy import may_build_agenda
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.references import new_secret
from forum.foundation.refusals import Refusal
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting
from forum.membership.queries import member_organisations, officers_of
from forum.overview.forms.agenda import ItemForm, item_form
from forum.overview.forms.presenters import offers
from forum.overview.forms.withdrawing import WithdrawForm
from forum.overview.queries import agenda as queries
from forum.overview.views.blueprint import bp


@bp.route("/desk/meetings/<reference>/agenda/items/new", methods=["GET", "POST"])
def new_item(reference: str) -> ResponseReturnValue:
    """Add an item by hand."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.get_agenda(meeting)
    form, given = _item_form(meeting, None)
    if not form.wants_more and form.is_sent_and_valid():
        try:
            sent_key = form.sent_key.data or None
            item = operations.add_item(agenda, **given(), sent_key=sent_key, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".build_agenda", reference=reference, _anchor=f"item-{item.reference}"))
    return _item_page(meeting, None, form)


@bp.route("/desk/meetings/<reference>/agenda/items/<item_reference>", methods=["GET", "POST"])
def change_item(reference: str, item_reference: str) -> ResponseReturnValue:
    """Change what an item is."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    item = agendas.get_item(agendas.get_agenda(meeting), item_reference)
    form, given = _item_form(meeting, item)
    if not form.wants_more and form.is_sent_and_valid():
        try:
            operations.change_item(item, **given(), by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved. It shows to others once the agenda is published again.")
            return redirect(url_for(".build_agenda", reference=reference, _anchor=f"item-{item.reference}"))
        meeting = get_meeting(reference)
        item = agendas.get_item(agendas.get_agenda(meeting), item_reference)
    return _item_page(meeting, item, form)


@bp.route("/desk/meetings/<reference>/agenda/items/<item_reference>/withdraw", methods=["GET", "POST"])
def withdraw_item(reference: str, item_reference: str) -> ResponseReturnValue:
    """Withdraw an item that was published, or take it together with another: it keeps its number."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = agendas.get_agenda(meeting)
    item = agendas.get_item(agenda, item_reference)
    numbers = dict(zip((one.id for one in agenda.items), rules.draft_numbers(agenda.items), strict=True))
    others = rules.may_be_merged_into(item, agenda.items)
    form = WithdrawForm.from_request()
    form.offer([(one.reference, f"{numbers[one.id]}. {one.title}") for one in others])
    if form.is_sent_and_valid():
        because = form.because.data or ""
        try:
            if form.is_merged:
                into = next((one for one in others if one.reference == form.into.data), None)
                operations.merge_item(item, into, because, by=person, now=now())
            else:
                operations.withdraw_item(item, because, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("It shows to others once the agenda is published again. Until then you can put it back.")
            return redirect(url_for(".build_agenda", reference=reference, _anchor=f"item-{item.reference}"))
        meeting = get_meeting(reference)
        agenda = agendas.get_agenda(meeting)
        item = agendas.get_item(agenda, item_reference)
    newest = agendas.find_version(meeting)
    told = rules.withdrawn_in(newest.content) if newest else set()
    return render_template(
        "overview/agenda_item_withdraw.html",
        meeting=meeting,
        item=item,
        number=numbers[item.id],
        into=numbers.get(item.merged_into_id) if item.merged_into_id else "",
        may_put_back=item.is_withdrawn and item.reference not in told,
        form=form,
    )


@bp.post("/desk/meetings/<reference>/agenda/items/<item_reference>/put-back")
def put_back_item(reference: str, item_reference: str) -> ResponseReturnValue:
    """Put an item back that was withdrawn, before the next version tells everybody."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    item = agendas.get_item(agendas.get_agenda(meeting), item_reference)
    try:
        operations.put_back(item, by=person, now=now())
    except Refusal as refusal:
        flash(str(refusal), "amber")
    else:
        flash(f"“{item.title}” is on the agenda again.")
    return redirect(url_for(".build_agenda", reference=reference, _anchor=f"item-{item_reference}"))


# ---- The parts ----------------------------------------------------------------------------------------------


def _item_page(meeting: Meeting, item: AgendaItem | None, form: ItemForm) -> ResponseReturnValue:
    today = day_in_london(now())
    return render_template(
        "overview/agenda_item.html",
        meeting=meeting,
        form=form,
        item=item,
        stands=[(rules.full_name_of(one), rules.how_stands(one, meeting, today)) for one in item.presenters]
        if item
        else [],
    )


def _item_form(meeting: Meeting, item: AgendaItem | None) -> tuple[ItemForm, Callable[[], dict[str, Any]]]:
    """The form of an item, and what gives its answers as the operations take them."""
    today = day_in_london(now())
    forum = meeting.forum
    presenters = offers(queries.representatives_of(forum, today), officers_of(forum, today), item)
    organisations = member_organisations(forum, today)
    themes = queries.commitments_by_theme()
    earlier = agendas.earlier_items(meeting)
    if item is not None and item.continues is not None and item.continues not in earlier:
        earlier.append(item.continues)
    form = item_form(item)
    form.offer(presenters, organisations, themes, earlier)
    if request.method == "GET":
        if item is not None:
            form.fill_from(item, presenters)
        else:
            form.sent_key.data = new_secret()

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
            "more": form.given_particulars(earlier),
        }

    return form, given
