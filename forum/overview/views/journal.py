"""The journal, for administrators: who did what, when, and what it changed."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.foundation.paging import page_number
from forum.foundation.permits import permit
from forum.membership.policy import is_administrator
from forum.overview.queries import journal as found
from forum.overview.rules.journal import changes_shown
from forum.overview.views.blueprint import bp


@bp.get("/desk/journal")
def journal() -> ResponseReturnValue:
    """Every change, newest first; personal values, needs, secrets and closed words do not stand in it."""
    permit(is_administrator)
    thing, reference = request.args.get("thing", ""), request.args.get("reference", "").strip()
    page = found.entries(thing, reference, page_number(request.args.get("page")))
    return render_template(
        "overview/journal.html",
        page=page,
        changes_shown=changes_shown,
        kinds=found.kinds_of_things(),
        thing=thing,
        reference=reference,
        section="desk",
    )
