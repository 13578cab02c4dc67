"""Proposals: what is suggested and what became of it."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations, queries, rules
from forum.agendas.forms import AnswerForm, ProposalForm
from forum.agendas.models import AgendaItem, Proposal
from forum.agendas.policy import (
    may_answer_proposals,
    may_propose,
    may_see_every_proposal,
    may_see_proposal,
    may_see_proposals,
    shown_title,
)
from forum.agendas.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit, whoever_asks
from forum.foundation.refusals import Refusal
from forum.foundation.words import date_of
from forum.meetings.queries import find_meeting
from forum.membership.choice import the_forum
from forum.membership.queries import representations_of
from forum.people.models import Anyone
from forum.strategy.queries import get_commitment, strategies, themes_with_commitments


@bp.get("/proposals")
def proposals() -> ResponseReturnValue:
    """What was suggested and what became of it."""
    forum = the_forum()
    person = permit(may_see_proposals, forum)
    sees_every = may_see_every_proposal(person, forum)
    page = queries.proposals_of(forum, unanswered_too=sees_every, page=page_number(request.args.get("page")))
    return render_template(
        "agendas/proposals.html",
        page=page,
        sees_every=sees_every,
        names_shown=sees_every,
        may_suggest=may_propose(person, forum),
    )


@bp.route("/proposals/new", methods=["GET", "POST"])
def propose() -> ResponseReturnValue:
    """Suggest an item for an agenda."""
    forum = the_forum()
    person = permit(may_propose, forum)
    today = day_in_london(now())
    representations = representations_of(person, forum, today)
    form = ProposalForm.from_request(commitment=request.args.get("commitment", ""))
    form.offer([pair for one in strategies() for pair in themes_with_commitments(one)], representations)
    if form.is_sent_and_valid():
        chosen = form.data.get("representative")
        strategy, _, code = form.commitment.data.partition("/")
        try:
            proposal = operations.submit_proposal(
                forum,
                title=form.title.data,
                why=form.why.data,
                purpose=form.purpose.data,
                length=timedelta(minutes=int(form.minutes.data)),
                commitments=[get_commitment(strategy, code)] if code else [],
                representative=next(
                    (one for one in representations if chosen in (None, one.reference)), None
                ),
                by=person,
                now=now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Your proposal is in. You get a letter with the answer and the reason.")
            return redirect(url_for(".proposal", reference=proposal.reference))
    coming = queries.coming_meetings(forum, today)
    meeting = next((one for one in coming if rules.call_is_open(one, today)), None)
    closes_on = rules.call_closes_on(meeting) if meeting else None
    return render_template("agendas/propose.html", form=form, meeting=meeting, closes_on=closes_on)


@bp.get("/proposals/<reference>")
def proposal(reference: str) -> ResponseReturnValue:
    """One proposal: what was suggested, and what became of it."""
    found = queries.get_proposal(reference)
    permit(may_see_proposal, found)
    return _proposal_page(found, AnswerForm.from_request())


@bp.post("/proposals/<reference>/answer")
def answer(reference: str) -> ResponseReturnValue:
    """Answer a proposal, with the reason."""
    found = queries.get_proposal(reference)
    person = permit(may_answer_proposals, found.forum)
    form = AnswerForm.from_request()
    _offer(form, found)
    if form.is_sent_and_valid():
        into, meeting = form.into.data, form.meeting.data
        try:
            operations.answer_proposal(
                found,
                form.answer.data,
                reason=form.reason.data,
                meeting=find_meeting(meeting) if meeting else None,
                into=queries.find_proposal(found.forum, into) if into else None,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Answered. The proposer gets a letter with the reason.")
            return redirect(url_for(".proposal", reference=reference))
    return _proposal_page(found, form)


def _offer(form: AnswerForm, found: Proposal) -> None:
    coming = queries.coming_meetings(found.forum, day_in_london(now()))
    form.offer(coming, queries.others_to_merge_into(found))


def _item_in_words(person: Anyone, item: AgendaItem) -> str:
    number = f"{item.number}. " if item.number else ""
    return f"{number}{shown_title(person, item)}, {date_of(item.agenda.meeting.on)}"


def _proposal_page(found: Proposal, form: AnswerForm) -> ResponseReturnValue:
    person = whoever_asks()
    answers = may_answer_proposals(person, found.forum)
    may_answer = answers and rules.is_open(found)
    if may_answer:
        _offer(form, found)
    into = queries.merged_into(found)
    items = queries.items_from(found)
    return render_template(
        "agendas/proposal.html",
        proposal=found,
        items=items,
        item_links=[
            (_item_in_words(person, item), f"/meetings/{item.agenda.meeting.reference}") for item in items
        ],
        into=into if into and may_see_proposal(person, into) else None,
        names_shown=may_see_every_proposal(person, found.forum),
        form=form if may_answer else None,
        building=found.meeting if answers and found.meeting and not found.meeting.is_over(now()) else None,
    )
