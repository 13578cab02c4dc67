"""The home page: what the forum is, when it meets next, and what came of the last meeting."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.agendas.policy import may_propose
from forum.booking.policy import may_open_booking
from forum.booking.queries import places_taken
from forum.booking.rules import rooms
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import public, whoever_asks
from forum.meetings.queries import coming_meetings
from forum.membership.choice import find_the_forum, has_to_be_chosen
from forum.membership.queries import forums
from forum.overview.queries import home as found
from forum.overview.queries.strategy import thread_of
from forum.overview.rules.threads import across
from forum.overview.rules.what_came import lines
from forum.overview.views.blueprint import bp


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """The forum's front page; with several forums and none chosen, the list of them."""
    forum = find_the_forum()
    if forum is None:
        return render_template("overview/no_forum.html")
    if has_to_be_chosen():
        return render_template("overview/forums.html", forums=forums())
    moment = now()
    today = day_in_london(moment)
    coming = coming_meetings(forum, moment, most=5)
    person = whoever_asks()
    came = found.what_came(forum, person)
    focus = found.commitment_in_focus(forum, person)
    person = whoever_asks()  # a visitor is shown the way, and asked to sign in on it
    return render_template(
        "overview/home.html",
        forum=forum,
        next_meeting=coming[0] if coming else None,
        rooms=rooms(coming[0], places_taken(coming[0]), moment) if coming else [],
        later=coming[1:],
        came=came,
        lines=lines(came, today) if came else [],
        focus=focus,
        steps=across(focus, thread_of(focus, person, forum), today) if focus else [],
        members=found.count_member_organisations(forum, today),
        may_book=not person.is_known or bool(coming and may_open_booking(person, coming[0])),
        may_suggest=not person.is_known or may_propose(person, forum),
        today=today,
    )
