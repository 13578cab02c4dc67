"""Suggesting an item: the form, drafts that are kept, and taking a proposal back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas import operations, queries, rules
from forum.agendas.forms import DraftForm, ProposalForm, TakeBackForm
from forum.agendas.models import Proposal
from forum.agendas.policy import may_change_draft, may_drop_draft, may_propose, may_take_back_proposal
from forum.agendas.views.blueprint import bp
from forum.agendas.views.papers import papers_with
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.membership.choice import the_forum
from forum.membership.models import Forum
from forum.membership.queries import representations_of
from forum.people.models import Person
from forum.strategy.queries import every_theme_with_commitments


@bp.route("/proposals/new", methods=["GET", "POST"])
def propose() -> ResponseReturnValue:
    """Suggest an item for an agenda."""
    forum = the_forum()
    return _form(forum, permit(may_propose, forum), None)


@bp.route("/proposals/<reference>/edit", methods=["GET", "POST"])
def go_on(reference: str) -> ResponseReturnValue:
    """Go on with a draft, and send it."""
    draft = queries.get_proposal(reference)
    if not draft.is_draft and may_take_back_proposal(permit(may_propose, draft.forum), draft):
        return redirect(url_for(".proposal", reference=reference))  # sent meanwhile: a second click
    return _form(draft.forum, permit(may_change_draft, draft), draft)


@bp.post("/proposals/<reference>/drop")
def drop_draft(reference: str) -> ResponseReturnValue:
    """Throw a draft away."""
    draft = queries.get_proposal(reference)
    person = permit(may_drop_draft, draft)
    operations.drop_draft(draft, by=person, now=now())
    flash("The draft is thrown away.")
    return redirect(url_for(".proposals"))


@bp.route("/proposals/<reference>/take-back", methods=["GET", "POST"])
def take_back(reference: str) -> ResponseReturnValue:
    """Take a proposal back, with a word."""
    found = queries.get_proposal(reference)
    person = permit(may_take_back_proposal, found)
    form = TakeBackForm.from_request()
    if form.is_sent_and_valid():
        operations.take_back_proposal(found, reason=form.reason.data, by=person, now=now())
        flash("You have taken your proposal back.")
        return redirect(url_for(".proposal", reference=reference))
    if not rules.is_open(found):
        return redirect(url_for(".proposal", reference=reference))
    return render_template("agendas/take_back.html", proposal=found, form=form)


def _form(forum: Forum, person: Person, draft: Proposal | None) -> ResponseReturnValue:
    moment = now()
    today = day_in_london(moment)
    representations = representations_of(person, forum, today)
    tree = every_theme_with_commitments()
    keeps = "draft" in request.form
    form = (DraftForm if keeps else ProposalForm).asking(draft, **_brought_along(draft))
    form.offer(tree, representations)
    if "find" not in request.form and form.is_sent_and_valid():
        keep = operations.keep_draft if keeps else operations.submit_proposal
        try:
            kept = keep(
                forum, **form.as_given(tree, representations), draft=draft, by=person, now=moment
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _told(kept, keeps)
    coming = queries.coming_meetings(forum, today)
    meeting = next((one for one in coming if rules.takes_proposals(one, today)), None)
    return render_template(
        "agendas/propose.html",
        form=form,
        draft=draft,
        proposal=draft,
        papers=papers_with(person, draft) if draft else (),
        lines=form.lines(tree),
        looks=request.method == "POST" and "find" in request.form,
        meeting=meeting,
        closes_on=rules.call_closes_on(meeting) if meeting else None,
    )


def _brought_along(draft: Proposal | None) -> dict[str, object]:
    """What a link to the form brings with it: the commitment or the theme on whose page it stood."""
    if draft is not None:
        return {}
    commitment, theme = request.args.get("commitment"), request.args.get("theme")
    return {"commitments": [commitment] if commitment else [], "theme": theme or "", "within": theme or ""}


def _told(kept: Proposal, keeps: bool) -> ResponseReturnValue:
    if keeps:
        flash("The draft is kept. Only you see it.")
        return redirect(url_for(".go_on", reference=kept.reference))
    flash("Your proposal is in. You get a letter with the answer and the reason.")
    return redirect(url_for(".proposal", reference=kept.reference))
