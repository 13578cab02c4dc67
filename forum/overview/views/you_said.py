"""You said, we did: what people suggested, and what became of it, written by the record itself."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.agendas.policy import may_see_proposal, may_see_proposals
from forum.agendas.queries import backed, get_proposal
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit
from forum.membership.choice import the_forum
from forum.membership.policy import takes_part
from forum.overview.queries.you_said import page_of_what_came, what_came_of
from forum.overview.rules.you_said import we_did
from forum.overview.views.blueprint import bp


@bp.get("/you-said-we-did")
def you_said() -> ResponseReturnValue:
    """Every answered proposal with what became of it, the newest first."""
    forum, today = the_forum(), day_in_london(now())
    person = permit(may_see_proposals, forum)
    page = page_of_what_came(person, forum, today, page_number(request.args.get("page")))
    return render_template(
        "overview/you_said.html",
        page=page,
        rows=[(came.proposal, we_did(came, today)) for came in page.things],
        backed=backed([came.proposal for came in page.things]),
        names_shown=takes_part(person, forum),
        section="meetings",
    )


@bp.get("/proposals/<reference>/what-came-of-it")
def what_came_of_proposal(reference: str) -> ResponseReturnValue:
    """One proposal, and what became of it."""
    found, today = get_proposal(reference), day_in_london(now())
    person = permit(may_see_proposal, found)
    came = what_came_of([found], person, found.forum)[0]
    return render_template(
        "overview/what_came_of_proposal.html",
        came=came,
        proposal=found,
        did=we_did(came, today),
        backed=backed([found]),
        names_shown=takes_part(person, found.forum),
        section="meetings",
    )
