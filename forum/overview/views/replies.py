"""What came by mail, for those who run the forum: replies to read, and addresses that do not take letters."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.booking.operations.replies import put_aside
from forum.booking.queries import replies as found
from forum.foundation.clock import day_in_london, now
from forum.foundation.paging import page_number
from forum.foundation.permits import permit
from forum.membership.choice import the_forum
from forum.membership.policy import may_run
from forum.membership.queries import names_of_organisations
from forum.overview.queries import replies as letters
from forum.overview.rules import replies as rules
from forum.overview.views.blueprint import bp


@bp.get("/desk/letters/replies")
def replies() -> ResponseReturnValue:
    """What somebody must look at, the newest first; `?which=seen` has what was put aside or did its work."""
    forum = the_forum()
    permit(may_run, forum)
    seen = request.args.get("which") == "seen"
    page = found.page_of_replies(forum, put_aside=seen, number=page_number(request.args.get("page")))
    return render_template(
        "overview/replies.html",
        page=page,
        seen=seen,
        to_see=page.total if not seen else found.count_replies_to_see(forum),
        names=found.names_at({reply.from_address for reply in page.things}),
        rules=rules,
    )


@bp.post("/desk/letters/replies/<reference>/put-aside")
def put_reply_aside(reference: str) -> ResponseReturnValue:
    """Say that a message was seen to."""
    forum = the_forum()
    person = permit(may_run, forum)
    put_aside(found.get_reply(forum, reference), by=person, now=now())
    flash("The reply is put aside.")
    return redirect(url_for(".replies"))


@bp.get("/desk/letters/addresses")
def addresses_refused() -> ResponseReturnValue:
    """Addresses that do not take letters: whose they are, what the mail server said, and what to do."""
    forum = the_forum()
    permit(may_run, forum)
    page = letters.page_of_addresses_refused(forum, page_number(request.args.get("page")))
    people = [person for person, _ in page.things]
    return render_template(
        "overview/addresses_refused.html",
        page=page,
        organisations=names_of_organisations(people, day_in_london(now())),
    )
