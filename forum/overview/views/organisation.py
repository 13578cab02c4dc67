"""The page of one organisation, with what it does for the forum."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.actions.rules import owners_words, rag
from forum.decisions.rules import answer_mark
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import permit
from forum.membership.choice import the_forum
from forum.membership.policy import may_keep_organisation, may_see_names, may_see_organisation
from forum.membership.queries import find_membership, representatives_of
from forum.membership.rules import member_since, standing
from forum.organisations.queries import get_organisation
from forum.overview.queries.organisation import what_it_does
from forum.overview.views.blueprint import bp


@bp.get("/organisations/<reference>")
def organisation(reference: str) -> ResponseReturnValue:
    """One organisation: what it is, what it does for the forum; to people of the forum, who acts for it."""
    forum, today = the_forum(), day_in_london(now())
    shown = get_organisation(reference)
    person = permit(may_see_organisation, shown, forum)
    membership = find_membership(forum, shown)
    sees_names = membership is not None and may_see_names(person, forum)
    acting = representatives_of(shown) if sees_names else []
    does = what_it_does(shown, person, forum, today)
    return render_template(
        "overview/organisation.html",
        forum=forum,
        organisation=shown,
        membership=membership,
        standing=standing(membership, today) if membership else None,
        since=member_since(membership.terms, today) if membership else None,
        acting=[one for one in acting if one.until_on is None or one.until_on >= today],
        may_see_names=sees_names,
        may_keep_members=may_keep_organisation(person, shown, forum),
        does=does,
        rows=[(action, rag(action, today), owners_words(action)) for action in does.live],
        asked=[(one, answer_mark(one, today)) for one in does.recommendations],
        today=today,
        section="members",
    )
