"""One meeting with all about it: when and where, a place, why it meets, its agenda, what came of it."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import abort, get_template_attribute, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forum.actions.rules import owner_words, rag
from forum.agendas.pages import items_in_html, open_matters, what_is_seen
from forum.agendas.policy import may_build_agenda, may_propose, sight_of
from forum.agendas.rules import ItemAsPublished, Published, asks_now, changes_seen, seen_items
from forum.booking.policy import may_open_booking, may_send_apologies
from forum.booking.queries import Standing, counted_at, find_live_booking, standing_of
from forum.booking.rules import rooms_of, why_closed
from forum.foundation.clock import day_in_london, now
from forum.foundation.keeping import Kept
from forum.foundation.permits import public, whoever_asks
from forum.meetings.models import Meeting
from forum.meetings.policy import may_change_meeting, may_see_meeting
from forum.membership.choice import find_the_forum
from forum.membership.queries import representations_of
from forum.minutes.policy import may_read_draft, may_see_minutes_in
from forum.minutes.queries import minutes_approved_at
from forum.overview.queries import meeting as queries
from forum.overview.rules import meeting as rules
from forum.overview.views.blueprint import bp
from forum.people.models import Anyone


@bp.get("/meetings/<reference>")
@public
def meeting(reference: str) -> ResponseReturnValue:
    """The page of one meeting. One that is not published is there for officers alone."""
    find_the_forum()  # every page needs it; asked first, the meeting need not bring its forum along
    whole = queries.get_whole_meeting(reference)
    found, published = whole.meeting, whole.published
    person = whoever_asks()
    if not may_see_meeting(person, found):
        abort(404)
    moment = now()
    today = day_in_london(moment)
    is_over = found.is_over(moment)
    has_begun = is_over or (found.starts_at is not None and found.starts_at <= moment)
    sight = sight_of(person, found.forum)
    items = seen_items(published.items, sight) if published else ()
    standing = _standing(found, person, moment) if found.is_confirmed and not has_begun else None
    own = find_live_booking(found, person) if person.is_known else None
    can_say_no = person.is_known and not (own or has_begun or found.is_cancelled)
    after = _after(whole, person, today) if has_begun else _BEFORE
    so_far = rules.so_far(found, after["came"].decisions, after["came"].actions, moment)
    return render_template(
        "overview/meeting.html",
        meeting=found,
        published=published,
        agenda=items_in_html(
            found,
            published.digest,
            items,
            sight,
            moment,
            starts_at=found.starts_at,
            still_open=open_matters(found, person, moment),
        )
        if published
        else None,
        changes=changes_seen(published.changes, sight) if published else (),
        agenda_due_on=None if published or is_over else rules.agenda_due_on(found),
        thread=_thread(published, items, so_far, today) if published else "",
        numbers={item.reference: item.number for item in items},
        today=today,
        rooms=rooms_of(standing.places, standing.waiting) if standing else [],
        deed=rules.deed(
            found,
            own=own,
            hopes=_hopes(standing, person, found, today) if standing else rules.Hopes(),
            closed=why_closed(found, moment),
            may_book=not person.is_known or may_open_booking(person, found),
            minutes_are_out=after["minutes"] is not None,
            now=moment,
        ),
        may_send_apologies=can_say_no and may_send_apologies(person, found),
        may_change=may_change_meeting(person, found),
        may_build=may_build_agenda(person, found),
        may_suggest=not person.is_known or may_propose(person, found.forum),
        asks=asks_now(found, today) if person.is_known and may_propose(person, found.forum) else "",
        **after,
    )


def _standing(found: Meeting, person: Anyone, moment: datetime) -> Standing:
    """How the places stand: for a visitor as they were given last, for a newcomer as they would be given now."""
    return standing_of(found, moment) if person.is_known else counted_at(found, moment)


def _hopes(standing: Standing, person: Anyone, found: Meeting, today: date) -> rules.Hopes:
    """Whether there is a place for whoever asks, by whom they speak for."""
    speakers = representations_of(person, found.forum, today) if person.is_known else None
    return rules.hopes_of(standing.places, standing.waiting, speakers)


_BEFORE: dict[str, Any] = {
    "came": queries.WhatCame(),
    "minutes": None,
    "minutes_due_on": None,
    "may_read_draft": False,
    "has_minutes": False,
    "approved_here": (),
}


def _after(whole: queries.Found, person: Anyone, today: date) -> dict[str, Any]:
    """What came of a meeting that has begun, and how its minutes stand."""
    found, minutes = whole.meeting, whole.minutes
    if minutes is not None and not may_see_minutes_in(person, found, minutes.state):
        minutes = None
    return {
        "came": queries.what_came_of(found, person),
        "minutes": minutes,
        "minutes_due_on": None if minutes or found.is_cancelled else rules.minutes_due_on(found),
        "has_minutes": whole.has_minutes,
        "approved_here": minutes_approved_at(found) if whole.approves else (),
        "may_read_draft": may_read_draft(person, found),
        "rag": lambda action: rag(action, today),
        "owners": lambda action: "; ".join(owner_words(owner) for owner in action.owners),
    }


# ---- Pieces that are the same for many ----------------------------------------------------------------------
# A published agenda never changes, so its pieces of the page are written once for all who see the same of it.

Items = Sequence[ItemAsPublished]
_threads: Kept[Markup] = Kept()


def _thread(published: Published, items: Items, so_far: rules.SoFar, today: date) -> Markup:
    """The thread in HTML; empty where no item serves a commitment."""
    write = partial(_write, "parts/thread.html", "thread")

    def make() -> Markup:
        steps = rules.thread_steps(items, so_far, today)
        return write(steps) if steps else Markup("")

    return _threads.get((what_is_seen(published.digest, items), so_far, today), make)


def _write(template: str, macro: str, what: object) -> Markup:
    written: Markup = get_template_attribute(template, macro)(what)
    return written
