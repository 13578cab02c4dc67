"""What shows that an action is done, and what will close it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.actions import operations, queries
from forum.actions.forms import ClosingForm, EvidenceForm
from forum.actions.policy import may_add_evidence, may_settle_action
from forum.actions.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal


@bp.route("/actions/<reference>/evidence", methods=["GET", "POST"])
def add_evidence(reference: str) -> ResponseReturnValue:
    """Add a page elsewhere, or a paper of the forum."""
    action = queries.get_action(reference)
    person = permit(may_add_evidence, action)
    form = EvidenceForm.from_request()
    form.offer(queries.papers_out(action.forum))
    if form.is_sent_and_valid():
        try:
            operations.add_evidence(
                action,
                form.words.data,
                address=form.address.data or "",
                paper=form.chosen(),
                by=person,
                now=now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Added.")
            return redirect(url_for("overview.show_action", reference=reference))
    action = queries.get_action(reference)
    return render_template("actions/evidence.html", action=action, form=form, section="actions")


@bp.post("/actions/<reference>/evidence/<evidence>/withdraw")
def withdraw_evidence(reference: str, evidence: str) -> ResponseReturnValue:
    """Take evidence back; the record keeps that it was there."""
    action = queries.get_action(reference)
    person = permit(may_add_evidence, action)
    operations.withdraw_evidence(queries.get_evidence(action, evidence), by=person, now=now())
    flash("Taken back. The record shows that it was there.")
    return redirect(url_for("overview.show_action", reference=reference))


@bp.route("/actions/<reference>/closed-by", methods=["GET", "POST"])
def closed_by(reference: str) -> ResponseReturnValue:
    """Say which item or paper will close an action."""
    action = queries.get_action(reference)
    person = permit(may_settle_action, action)
    today = day_in_london(now())
    item, paper = action.heard_at_item, action.done_by_paper
    chosen = f"item:{item.reference}" if item else f"paper:{paper.reference}" if paper else ""
    form = ClosingForm.from_request(closed_by=chosen)
    items, papers = queries.items_to_come(action.forum, today), queries.papers_to_come(action.forum, today)
    form.offer(
        [*([item] if item and item not in items else []), *items],
        [*([paper] if paper and paper not in papers else []), *papers],
    )
    if form.is_sent_and_valid():
        try:
            operations.arrange_closing(action, item=form.item(), paper=form.paper(), by=person, now=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash("Saved.")
            return redirect(url_for("overview.show_action", reference=reference))
    action = queries.get_action(reference)
    return render_template("actions/closed_by.html", action=action, form=form, section="actions")


@bp.post("/actions/<reference>/close-as-arranged")
def close_as_arranged(reference: str) -> ResponseReturnValue:
    """Close an action in one step, since its item was heard or its paper is out."""
    action = queries.get_action(reference)
    person = permit(may_settle_action, action)
    operations.close_as_arranged(action, by=person, now=now())
    flash("Closed. Its owners get a letter with what came of it.")
    return redirect(url_for("overview.show_action", reference=reference))
