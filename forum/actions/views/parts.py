"""The parts of an action of all members: who has done theirs, and that one is done."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.actions import operations, queries
from forum.actions.policy import may_see_parts, may_settle_action, may_tick_part, own_keys
from forum.actions.rules import NoPartInIt, progress
from forum.actions.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import A_PAGE, ListPage, page_number
from forum.foundation.permits import permit


@bp.get("/actions/<reference>/parts")
def parts(reference: str) -> ResponseReturnValue:
    """Which members have done their part, and which have not, for members and officers."""
    action = queries.get_action(reference)
    person = permit(may_see_parts, action)
    found = [part for part in queries.parts_of(action, day_in_london(now())) if part.counts]
    number = page_number(request.args.get("page"))
    waiting_first = sorted(found, key=lambda part: part.is_done)
    shown = waiting_first[(number - 1) * A_PAGE : number * A_PAGE]
    return render_template(
        "actions/parts.html",
        action=action,
        progress=progress(found),
        page=ListPage(shown, number, len(found), A_PAGE),
        own=own_keys(person, action),
        may_settle=may_settle_action(person, action),
        section="actions",
    )


@bp.post("/actions/<reference>/parts")
def change_part(reference: str) -> ResponseReturnValue:
    """Say that a member has done its part, or that it has not after all."""
    action = queries.get_action(reference)
    person, key = permit(may_see_parts, action), request.form.get("member", "")
    if all(part.key != key for part in queries.parts_of(action, day_in_london(now()))):
        raise NoPartInIt(name="This member", reference=action.reference)
    permit(may_tick_part, action, key)
    if request.form.get("say") == "undo":
        operations.take_back_tick(action, key, by=person, now=now())
        flash("Taken back.")
    else:
        part = operations.tick_part(action, key, by=person, now=now())
        flash(f"Thank you. The record shows that {part.name} has done its part.")
    if request.form.get("from") == "list":
        return redirect(url_for(".parts", reference=reference))
    return redirect(url_for("overview.show_action", reference=reference))
