"""The order in which a meeting takes its items, and what it did not reach: said while it lasts, or when it ends."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.agendas.models import AgendaItem
from forum.foundation.clock import now
from forum.foundation.permits import permit
from forum.foundation.refusals import Refusal
from forum.meetings.queries import get_meeting
from forum.minutes import operations, queries
from forum.minutes.models import Minutes
from forum.minutes.policy import may_say_how_taken
from forum.minutes.views.blueprint import bp
from forum.people.models import Person


@bp.post("/desk/meetings/<reference>/minutes/<item>/take-now")
def take_now(reference: str, item: str) -> ResponseReturnValue:
    """Take an item now, whatever its place on the agenda."""

    def act(minutes: Minutes, found: AgendaItem, person: Person) -> None:
        operations.take_item_now(minutes, found, by=person, now=now())

    return _act(reference, item, act)


@bp.post("/desk/meetings/<reference>/minutes/<item>/as-printed")
def take_as_printed(reference: str, item: str) -> ResponseReturnValue:
    """Give an item its printed place back."""

    def act(minutes: Minutes, found: AgendaItem, person: Person) -> None:
        operations.take_item_as_printed(minutes, found, by=person, now=now())

    return _act(reference, item, act)


@bp.post("/desk/meetings/<reference>/minutes/<item>/not-reached")
def not_reached(reference: str, item: str) -> ResponseReturnValue:
    """Say that the meeting did not get to an item, and why: the next one finds it in its queue."""
    because = request.form.get("because", "")

    def act(minutes: Minutes, found: AgendaItem, person: Person) -> None:
        operations.leave_item_for_next(minutes, found, because, by=person, now=now())
        flash("It waits for the next meeting.")

    return _act(reference, item, act)


@bp.post("/desk/meetings/<reference>/minutes/<item>/reached")
def reached(reference: str, item: str) -> ResponseReturnValue:
    """Take back that an item was not reached."""

    def act(minutes: Minutes, found: AgendaItem, person: Person) -> None:
        operations.reach_item_after_all(minutes, found, by=person, now=now())

    return _act(reference, item, act)


def _act(
    reference: str, item: str, act: Callable[[Minutes, AgendaItem, Person], None]
) -> ResponseReturnValue:
    """Do one thing with an item, and go back to where the button was."""
    meeting = get_meeting(reference)
    person = permit(may_say_how_taken, meeting)
    minutes = queries.get_minutes(meeting)
    items = queries.numbered_items(meeting)
    try:
        act(minutes, items[queries.place_of(item, items)][1], person)
    except Refusal as refusal:
        flash(str(refusal), "amber")
    if request.form.get("from") == "end":
        return redirect(url_for(".check", reference=reference))
    return redirect(url_for(".write", reference=reference, item=item))
