"""The directory of members, and the page of one organisation."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit, public, whoever_asks
from forum.membership import queries
from forum.membership.choice import the_forum
from forum.membership.forms import DirectoryForm
from forum.membership.policy import (
    may_keep_members,
    may_keep_organisation,
    may_see_names,
    may_see_organisation,
)
from forum.membership.rules import member_since, standing
from forum.membership.views.blueprint import bp
from forum.organisations.queries import get_organisation


@bp.get("/organisations")
@public
def directory() -> ResponseReturnValue:
    """The member organisations: those that agreed to be listed; to people of the forum, all."""
    forum, person, today = the_forum(), whoever_asks(), day_in_london(now())
    form = DirectoryForm(formdata=request.args)
    is_asked = form.validate()
    takes_part = may_see_names(person, forum)
    return render_template(
        "membership/directory.html",
        forum=forum,
        search=form,
        is_narrowed=bool(form.q.data or form.sector.data),
        members=queries.directory(
            forum,
            today,
            everyone=takes_part,
            words=(form.q.data or "") if is_asked else "",
            sector=form.sector.data if is_asked else None,
            page=page_number(request.args.get("page")),
        ),
        lay_members=queries.lay_members(forum, today) if takes_part else [],
        member_since=member_since,
        today=today,
        may_keep_members=may_keep_members(person, forum),
    )


@bp.get("/organisations/<reference>")
def organisation(reference: str) -> ResponseReturnValue:
    """One organisation: what it is, since when it is a member; to people of the forum, who acts for it."""
    forum, today = the_forum(), day_in_london(now())
    shown = get_organisation(reference)
    person = permit(may_see_organisation, shown, forum)
    membership = queries.find_membership(forum, shown)
    sees_names = membership is not None and may_see_names(person, forum)
    acting = queries.representatives_of(shown) if sees_names else []
    return render_template(
        "membership/organisation.html",
        forum=forum,
        organisation=shown,
        membership=membership,
        standing=standing(membership, today) if membership else None,
        since=member_since(membership.terms, today) if membership else None,
        acting=[one for one in acting if one.until_on is None or one.until_on >= today],
        may_see_names=sees_names,
        may_keep_members=may_keep_organisation(person, shown, forum),
        today=today,
    )
