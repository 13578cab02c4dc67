"""Presenters: asked by letter from the desk, and answering by the link in it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import letters, operations, queries, rules
from forum.agendas.forms import ConfirmForm, PresenterForm
from forum.agendas.models import Agenda, AgendaItem, Presenter, PresenterAnswer
from forum.agendas.policy import may_build_agenda
from forum.agendas.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.foundation.signed_links import LinkDoesNotHold, signed_link
from forum.foundation.words import count_of
from forum.meetings.models import Meeting
from forum.meetings.queries import get_meeting


@bp.route("/presenters/<reference>/confirm", methods=["GET", "POST"], defaults={"key": ""})
@bp.route("/presenters/<reference>/confirm/<path:key>", methods=["GET", "POST"])
@signed_link
def confirm(reference: str, key: str) -> ResponseReturnValue:
    """Say whether one presents an item, by the link in the letter. One that was cut on its way is told so."""
    presenter = queries.find_presenter(reference)
    if presenter is None or not letters.is_key_for(rules.LinkFor.CONFIRM, presenter, key):
        return _no(str(LinkDoesNotHold())), 409
    why = rules.why_ended(presenter, now())
    if why:
        return _no(f"{why} So this link has ended.", presenter), 409
    item, meeting = presenter.item, presenter.item.agenda.meeting
    given = rules.answer_now(presenter, meeting)
    form = ConfirmForm.from_request(answer=given, words=presenter.answer_words if given else "")
    if form.is_sent_and_valid():
        try:
            operations.answer_as_presenter(
                presenter, form.answer.data, form.words.data or "", by=None, now=now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".confirm", reference=reference, key=key, kept="yes"), 303)
    agenda = queries.get_agenda(meeting)
    place = rules.place_of_item(agenda, item)
    return render_template(
        "agendas/confirm.html",
        presenter=presenter,
        item=item,
        meeting=meeting,
        number=place.number,
        begins_at=place.begins_at,
        merged_into=rules.place_of_item(agenda, item.merged_into).number if item.merged_into else "",
        others=[rules.full_name_of(one) for one in item.presenters if one.id != presenter.id],
        given=given,
        is_kept="kept" in request.args and given is not None,
        had_moved=presenter.asked_at is not None and not rules.holds_for(presenter, meeting),
        papers_due_on=rules.papers_still_due_on(meeting, day_in_london(now())),
        papers_at=letters.link_for(rules.LinkFor.PAPERS, presenter),
        form=form,
    )


def _no(words: str, presenter: Presenter | None = None) -> str:
    """What a link that holds no more says; only who has a good key reads of which meeting it was."""
    meeting = presenter.item.agenda.meeting if presenter else None
    return render_template("agendas/confirm_no.html", words=words, meeting=meeting)


# ---- On the desk --------------------------------------------------------------------------------------------


@bp.route("/desk/meetings/<reference>/agenda/presenters", methods=["GET", "POST"])
def presenters(reference: str) -> ResponseReturnValue:
    """How everybody who presents stands; who is asked next, and the letter before it is sent."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    agenda = queries.get_agenda(meeting)
    wanted = request.values.get("item")
    item = queries.get_item(agenda, wanted) if wanted else None
    if request.method == "POST":
        try:
            asked = operations.ask_presenters(agenda, item=item, by=person, now=now())
        except Refusal as refusal:
            flash(str(refusal), "amber")
        else:
            flash(f"{count_of(asked, 'letter')} {'is' if asked == 1 else 'are'} on the way.")
        return redirect(url_for(".presenters", reference=reference))
    return render_template(
        "agendas/presenters.html",
        meeting=meeting,
        item=item,
        **_whom_to_ask(agenda, item),
    )


def _whom_to_ask(agenda: Agenda, item: AgendaItem | None) -> dict[str, Any]:
    meeting, moment = agenda.meeting, now()
    is_past = meeting.is_cancelled or meeting.is_over(moment)
    asked = (
        []
        if is_past
        else rules.presenters_to_ask([item] if item else agenda.items, meeting, again=item is not None)
    )
    numbers = rules.draft_numbers(agenda.items)
    return {
        "asked": asked,
        "letter": letters.asked_to_present(agenda, asked[0], day_in_london(moment)) if asked else None,
        "lines": [
            (number, one)
            for number, one in zip(numbers, agenda.items, strict=True)
            if one.presenters and not one.is_withdrawn
        ],
        "bare": [
            (number, one)
            for number, one in zip(numbers, agenda.items, strict=True)
            if not (one.presenters or one.is_withdrawn or one.is_standing)
        ],
        "stand": lambda presenter: rules.how_stands(presenter, meeting, day_in_london(moment)),
        "full_name": rules.full_name_of,
        "waits": lambda one: bool(rules.presenters_to_ask([one], meeting, again=True)) and not is_past,
    }


@bp.route("/desk/meetings/<reference>/agenda/presenters/<presenter>", methods=["GET", "POST"])
def presenter(reference: str, presenter: str) -> ResponseReturnValue:
    """Write down where somebody is reached, and what they said by telephone or in the corridor."""
    meeting = get_meeting(reference)
    person = permit(may_build_agenda, meeting)
    found = queries.get_presenter(queries.get_agenda(meeting), presenter)
    form = _presenter_form(found, meeting)
    if form.is_sent_and_valid():
        told = form.told()
        try:
            if found.person is None:
                operations.give_presenter_address(found, form.email.data or "", by=person, now=now())
            if told is not None:
                operations.answer_as_presenter(found, told, form.words.data or "", by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved.")
            return redirect(url_for(".presenters", reference=reference))
        meeting = get_meeting(reference)
        found = queries.get_presenter(queries.get_agenda(meeting), presenter)
    return render_template(
        "agendas/presenter.html",
        meeting=meeting,
        presenter=found,
        name=rules.full_name_of(found),
        stand=rules.how_stands(found, meeting, day_in_london(now())),
        form=form,
        cannot=PresenterAnswer.DECLINED,
    )


def _presenter_form(found: Presenter, meeting: Meeting) -> PresenterForm:
    given = rules.answer_now(found, meeting)
    form = PresenterForm.from_request(
        email=found.email or "",
        said=given.value if given else None,
        words=found.answer_words if given else "",
    )
    if request.method == "GET" and given is None:
        form.said.data = form.said.default
    if found.person is not None:
        del form.email
    return form
