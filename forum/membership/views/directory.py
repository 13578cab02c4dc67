"""The directory of members."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import public, whoever_asks
from forum.membership import queries
from forum.membership.choice import the_forum
from forum.membership.forms import DirectoryForm
from forum.membership.policy import may_keep_members, may_see_names
from forum.membership.rules import member_since
from forum.membership.views.blueprint import bp


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
