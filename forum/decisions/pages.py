"""What is open from before, in HTML: on the agenda of the next meeting and where its minutes are written.

It is looked up, never copied: an agenda that was published shows what is open today. It is written once for whoever
sees the same of it, and again when anything has changed.
"""

from datetime import datetime

from flask import get_template_attribute
from markupsafe import Markup

from forum.actions.rules import owners_words, rag
from forum.agendas.pages import stands_on_each_next_agenda
from forum.decisions import queries
from forum.decisions.rules import answer_mark
from forum.foundation.clock import day_in_london
from forum.foundation.keeping import Kept
from forum.journal.queries import version_of_everything
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.people.models import Anyone

Ahead = tuple[tuple[int, datetime | None], ...]
"""The number of each meeting to come in the database, and when it ends."""

_written: Kept[Markup] = Kept()
_next: Kept[Ahead] = Kept()


@stands_on_each_next_agenda
def open_matters(meeting: Meeting, person: Anyone, moment: datetime) -> Markup:
    """What is open, for the meeting that comes next or is under way; for any other nothing."""
    if meeting.is_cancelled or meeting.is_over(moment):
        return Markup("")
    version = version_of_everything()
    return (
        _write(meeting.forum, person, moment, version) if _is_next(meeting, moment, version) else Markup("")
    )


def open_matters_now(forum: Forum, person: Anyone, moment: datetime) -> Markup:
    """What is open, whatever meeting comes next: for who writes the minutes."""
    return _write(forum, person, moment, version_of_everything())


def _is_next(meeting: Meeting, moment: datetime, version: tuple[object, ...]) -> bool:
    """Whether no other meeting of the forum comes before; few questions, however often it is asked."""
    today = day_in_london(moment)

    def find() -> Ahead:
        return tuple((one.id, one.ends_at) for one in queries.meetings_ahead(meeting.forum, moment))

    ahead = _next.get((version, meeting.forum_id, today), find) if version else find()
    first = next((number for number, ends_at in ahead if ends_at is None or ends_at > moment), None)
    return first == meeting.id


def _write(forum: Forum, person: Anyone, moment: datetime, version: tuple[object, ...]) -> Markup:
    today = day_in_london(moment)

    def write() -> Markup:
        found = queries.open_matters_of(forum, person, today)
        if not found.actions.total and not found.recommendations.total:
            return Markup("")
        written: Markup = get_template_attribute("decisions/_open_matters.html", "open_matters")(
            found.counts,
            [(one, rag(one, today), owners_words(one)) for one in found.actions.things],
            found.actions.total,
            [(one, answer_mark(one, today)) for one in found.recommendations.things],
            found.recommendations.total,
        )
        return written

    if not version:
        return write()
    return _written.get((version, forum.id, today, person.id if person.is_known else None), write)
