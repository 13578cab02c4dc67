"""The grid: all open actions before a meeting on one page, taken through by keyboard. And what has gone adrift."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.actions import operations
from forum.actions.policy import may_review_actions, may_see_grid
from forum.actions.queries.grid import adrift_actions, grid_of
from forum.actions.rules import owners_words, rag, report_heading, reporter_words
from forum.actions.rules.grid import RowsRefused, ended_words
from forum.agendas.models import Standing
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.foundation.words import count_of
from forum.meetings.queries import get_meeting
from forum.membership.choice import the_forum
from forum.minutes import queries as minuting
from forum.overview.forms.action_grid import grid_form
from forum.overview.views.blueprint import bp


@bp.route("/desk/meetings/<reference>/actions", methods=["GET", "POST"])
def action_grid(reference: str) -> ResponseReturnValue:
    """Take the meeting through its open actions: a word for each, all saved at once."""
    meeting = get_meeting(reference)
    moment = now()
    grid = grid_of(meeting, moment)
    minutes = minuting.find_minutes(meeting)
    heard = minuting.count_entries(minutes).keys() if minutes else ()
    form = grid_form(grid.live, heard)
    is_sent = form.is_sent_and_valid()
    person = permit(may_review_actions if is_sent else may_see_grid, meeting.forum)
    if is_sent:
        by_reference = {action.reference: action for action in grid.live}
        try:
            updated = operations.review_actions(by_reference, form.rows(grid.live), by=person, now=moment)
        except RowsRefused as refused:
            form.refuse(refused)
            for row, refusal in refused.problems.items():
                form.refuse_row(row, refusal)
        else:
            flash(f"{count_of(updated, 'action')} updated." if updated else "Nothing was filled in.")
            return redirect(url_for(".action_grid", reference=reference))
        meeting = get_meeting(reference)
        grid = grid_of(meeting, moment)
        form.show_anew(grid.live)
    today = day_in_london(moment)
    items = minuting.numbered_items(meeting)
    return render_template(
        "overview/action_grid.html",
        meeting=meeting,
        minutes=minutes,
        actions_item=next((item for _, item in items if item.standing is Standing.ACTIONS), None),
        grid=grid,
        form=form,
        rows=[
            (
                action,
                rag(action, today),
                owners_words(action),
                grid.last_words.get(action.id),
                form.boxes(action),
            )
            for action in grid.live
        ],
        ended=[(action, ended_words(action, today), grid.outcomes.get(action.id)) for action in grid.ended],
        heading=report_heading,
        said_by=reporter_words,
        may_review=may_review_actions(person, meeting.forum),
        today=today,
        section="desk",
    )


@bp.get("/desk/actions/adrift")
def adrift() -> ResponseReturnValue:
    """The open actions that may be nobody's, each with why, and what mends it."""
    forum = the_forum()
    person = permit(may_see_grid, forum)
    today = day_in_london(now())
    found = adrift_actions(forum, today)
    return render_template(
        "overview/adrift.html",
        rows=[(action, why, owners_words(action), rag(action, today)) for action, why in found],
        may_settle=may_review_actions(person, forum),
        today=today,
        section="desk",
    )
