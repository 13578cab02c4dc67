"""The action log, and one action with its thread and its history."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.actions import queries
from forum.actions.models import ActionState
from forum.actions.policy import may_report_on_action, may_see_action, may_settle_action
from forum.actions.queries import Wanted, Which
from forum.actions.rules import owners_words, rag, report_heading, reporter_words
from forum.decisions.queries import decisions_carried_out_by
from forum.decisions.threads import steps_of_action, trail_of_action
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit, public, whoever_asks
from forum.membership.choice import the_forum
from forum.overview.forms.action_log import LogForm
from forum.overview.views.blueprint import bp


@bp.get("/actions")
@public
def action_log() -> ResponseReturnValue:
    """What was promised at the forum, by whom, and whether it has been done."""
    forum, person = the_forum(), whoever_asks()
    today = day_in_london(now())
    form = LogForm(request.args)
    form.offer(queries.owners_of_actions(person, forum), queries.themes_of_actions(person, forum))
    wanted = form.wanted()
    page = queries.page_of_actions(
        wanted, person, forum, today=today, number=page_number(request.args.get("page"))
    )
    decisions = decisions_carried_out_by(page.things, person, forum)
    outcomes = queries.outcomes_of(page.things)
    left = queries.who_left(page.things, today)
    rows = [
        (
            action,
            rag(action, today),
            owners_words(action, left),
            trail_of_action(action, decisions.get(action.id), outcomes.get(action.id), today),
        )
        for action in page.things
    ]
    return render_template(
        "overview/action_log.html",
        counts=queries.count_actions(person, forum, today=today),
        filters=form,
        wanted=wanted,
        is_narrowed=wanted != Wanted(),
        heading=_heading(wanted, page.total),
        page=page,
        rows=rows,
        section="actions",
    )


def _heading(wanted: Wanted, total: int) -> str:
    words = {
        Which.OPEN: "open",
        Which.OVERDUE: "overdue",
        Which.SOON: "open, due within 14 days",
        Which.SAID_TO_BE_DONE: "open, said to be done",
        Which.CLOSED: "closed",
        Which.DROPPED: "dropped or taken back",
        Which.ALL: "",
    }[wanted.which]
    first, _, rest = words.partition(", ")
    parts = [f"{total:,}", first, "action" if total == 1 else "actions"]
    return " ".join(part for part in parts if part) + (f" {rest}" if rest else "")


@bp.get("/actions/<reference>")
def show_action(reference: str) -> ResponseReturnValue:
    """One action: where it stands, whose it is, and what has happened."""
    action = queries.get_action(reference)
    person = permit(may_see_action, action)
    today = day_in_london(now())
    decision = decisions_carried_out_by([action], person, action.forum).get(action.id)
    outcome = queries.outcomes_of([action]).get(action.id)
    reports = queries.reports_of(action)
    may_settle = may_settle_action(person, action)
    return render_template(
        "overview/action.html",
        action=action,
        decision=decision,
        outcome=outcome if not action.is_live else None,
        rag=rag(action, today),
        owners=owners_words(action, queries.who_left([action], today)),
        steps=steps_of_action(action, decision, outcome, today),
        reports=[(report, report_heading(report), reporter_words(report)) for report in reports],
        is_owner=may_report_on_action(person, action),
        may_settle=may_settle,
        is_worded=action.state is not ActionState.WITHDRAWN or may_settle,
        today=today,
        section="actions",
    )
