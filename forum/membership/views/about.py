"""Pages about the forum: what it is for, who runs it, how it keeps what it knows; and which forum is meant."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import public, whoever_asks
from forum.membership.choice import choose, find_the_forum, the_forum
from forum.membership.policy import may_appoint_officers, may_change_settings
from forum.membership.queries import forums, get_forum, names_of_organisations, officers_of
from forum.membership.views.blueprint import bp


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    """What the forum is for, its terms of reference, who runs it and who hosts it."""
    forum, person, today = the_forum(), whoever_asks(), day_in_london(now())
    officers = officers_of(forum, today)
    return render_template(
        "membership/about.html",
        forum=forum,
        officers=officers,
        organisations=names_of_organisations([officer.person for officer in officers], today),
        others=[other for other in forums() if other.id != forum.id],
        may_change_settings=may_change_settings(person, forum),
        may_appoint_officers=may_appoint_officers(person, forum),
    )


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """How these pages can be used, and what to do where they cannot."""
    return render_template("membership/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept about people, why, for how long, and whom to ask."""
    return render_template("membership/privacy.html", forum=find_the_forum())


@bp.get("/forums/<code>")
@public
def choose_forum(code: str) -> ResponseReturnValue:
    """Let the pages that follow speak of this forum."""
    choose(get_forum(code))
    return redirect(url_for("overview.home"))
