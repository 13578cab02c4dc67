"""The register of decisions, one decision with its thread, and what officers say of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions.asking import asks_first
from forum.actions.due import NextMeetingIsNotFixed, NoSuchDate
from forum.actions.models import Action
from forum.actions.queries import outcomes_of, possible_owners
from forum.actions.rules import owners_words, rag
from forum.decisions import operations, queries
from forum.decisions.forms import AddActionForm, RegisterForm, ReviewForm, StateForm
from forum.decisions.models import Decision, DecisionState
from forum.decisions.policy import may_add_action, may_see_decision, may_settle_decision
from forum.decisions.queries import WantedDecisions
from forum.decisions.rules import (
    by_year,
    counted_in_words,
    history_of,
    is_worded,
    listed_in_words,
    state_words,
    was_said,
)
from forum.decisions.threads import steps_of_decision, trail_of_decision
from forum.decisions.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit, public, whoever_asks
from forum.foundation.refusals import Refusal
from forum.membership.choice import the_forum
from forum.membership.models import Forum
from forum.membership.policy import may_see_names
from forum.people.models import Anyone


@bp.get("/decisions")
@public
def register() -> ResponseReturnValue:
    """What the forum resolved, the newest first."""
    forum, person = the_forum(), whoever_asks()
    today = day_in_london(now())
    form = register_form(forum, person)
    wanted = form.wanted()
    page = queries.page_of_decisions(
        person, forum, wanted, today=today, number=page_number(request.args.get("page"))
    )
    actions = queries.actions_of(page.things, person, forum)
    years = [
        (
            year,
            [
                (
                    decision,
                    state_words(decision, today),
                    is_worded(decision),
                    was_said(decision, today),
                    _later(decision, person),
                    trail_of_decision(decision, actions.get(decision.id, []), today),
                )
                for decision in decisions
            ],
        )
        for year, decisions in by_year(page.things)
    ]
    return render_template(
        "decisions/register.html",
        filters=form,
        asked=form.asked(),
        page=page,
        years=years,
        votes=queries.votes_of(page.things),
        counted=counted_in_words(queries.count_decisions(person, forum)),
        heading=listed_in_words(page.total, wanted.which.value, wanted.words),
        is_narrowed=wanted != WantedDecisions(),
        section="decisions",
    )


def register_form(forum: Forum, person: Anyone) -> RegisterForm:
    """What the register is narrowed by, as the address has it, with what a person may choose from."""
    form = RegisterForm(request.args)
    form.offer(queries.commitments_of_decisions(person, forum), queries.meetings_of_decisions(person, forum))
    return form


def _later(decision: Decision, person: Anyone) -> Decision | None:
    """The later decision that ended this one, where a person may see it."""
    later = decision.ended_by
    return later if later is not None and may_see_decision(person, later) else None


@bp.get("/decisions/<reference>")
def show(reference: str) -> ResponseReturnValue:
    """One decision: its words, its thread, and what carries it out."""
    decision = queries.get_decision(reference)
    person = permit(may_see_decision, decision)
    today = day_in_london(now())
    actions = queries.actions_of([decision], person, decision.forum).get(decision.id, [])
    outcomes = [outcome for outcome in outcomes_of(actions).values() if not outcome.action.is_live]
    history = history_of(queries.changes_of(decision), decision)
    return render_template(
        "decisions/show.html",
        decision=decision,
        is_worded=is_worded(decision),
        state=state_words(decision, today),
        later=_later(decision, person),
        ended=queries.ended_by_this(decision, person),
        was_said=was_said(decision, today),
        history=history,
        review=next((one for one in history if one.is_review), None),
        names=may_see_names(person, decision.forum),
        is_due=decision.review_on is not None and decision.review_on <= today,
        steps=steps_of_decision(decision, actions, outcomes, today),
        actions=[(action, rag(action, today), owners_words(action)) for action in actions],
        vote=queries.votes_of([decision]).get(decision.id),
        outcomes={outcome.action_id: outcome for outcome in outcomes},
        may_add=may_add_action(person, decision) and is_worded(decision),
        may_settle=may_settle_decision(person, decision) and is_worded(decision),
        section="decisions",
    )


@bp.route("/decisions/<reference>/action", methods=["GET", "POST"])
def add_action(reference: str) -> ResponseReturnValue:
    """Enter an action that carries out a decision."""
    decision = queries.get_decision(reference)
    person = permit(may_add_action, decision)
    form = AddActionForm.from_request()
    today = day_in_london(now())
    form.offer(possible_owners(decision.forum, today))
    is_whole = not form.wants_another and form.is_sent_and_valid()
    if is_whole and not asks_first(form, decision.meeting, today=today, is_later=True):
        try:
            action: Action = operations.add_action(
                decision,
                form.text.data,
                owners=form.chosen(),
                due_as_said=form.due.data or "",
                by=person,
                now=now(),
            )
        except (NoSuchDate, NextMeetingIsNotFixed) as refusal:
            form.refuse(refusal, "due")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(f"Saved as {action.reference}.")
            return redirect(url_for(".show", reference=reference))
    decision = queries.get_decision(reference)
    return render_template("decisions/add_action.html", decision=decision, form=form, section="decisions")


@bp.route("/decisions/<reference>/state", methods=["GET", "POST"])
def change_state(reference: str) -> ResponseReturnValue:
    """Say that a decision was implemented, or that a later one ended it; or that it stands again."""
    decision = queries.get_decision(reference)
    person = permit(may_settle_decision, decision)
    words = (request.args.get("words") or "").strip()[:100]
    later = queries.later_decisions(decision, words)
    form = StateForm.from_request()
    named = queries.find_later(decision, request.form.get("ended_by", ""))
    form.offer(later.things, named)
    if form.is_sent_and_valid():
        try:
            operations.change_state(
                decision,
                DecisionState(form.state.data),
                reason=form.reason.data,
                ended_by=named if form.ended_by.data else None,
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved, with your reason.")
            return redirect(url_for(".show", reference=reference))
    decision = queries.get_decision(reference)
    return render_template(
        "decisions/change_state.html",
        decision=decision,
        form=form,
        words=words,
        later=later,
        section="decisions",
    )


@bp.route("/decisions/<reference>/review", methods=["GET", "POST"])
def set_review(reference: str) -> ResponseReturnValue:
    """Say when the forum looks at a decision again."""
    decision = queries.get_decision(reference)
    person = permit(may_settle_decision, decision)
    form = ReviewForm.from_request(obj=decision)
    if form.is_sent_and_valid():
        try:
            operations.set_review(decision, form.review_on.data, by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved. It waits for that agenda." if form.review_on.data else "Saved: no review.")
            return redirect(url_for(".show", reference=reference))
    decision = queries.get_decision(reference)
    return render_template("decisions/review.html", decision=decision, form=form, section="decisions")
