"""One item across meetings: where it was taken up, and what came of it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import public, whoever_asks
from forum.overview.queries.item_thread import thread_of_item
from forum.overview.rules.item_thread import in_short, item_steps, since_words
from forum.overview.views.blueprint import bp


@bp.get("/items/<reference>")
@public
def item(reference: str) -> ResponseReturnValue:
    """An item of a published agenda with what it goes on from, what went on from it, and what came of it all."""
    person = whoever_asks()
    found = thread_of_item(reference, person)
    today = day_in_london(now())
    thread, one = found.thread, found.item
    meeting = next(strand.meeting for strand in thread.strands if one in strand.items)
    return render_template(
        "overview/item.html",
        item=one,
        meeting=meeting,
        steps=item_steps(one, thread, found.taken, today),
        since=since_words(thread.strands, today),
        missing=thread.decisions_without_action(),
        counts=in_short(thread),
    )
