"""What is open from before, in HTML: on the agenda of the next meeting and where its minutes are written.

It is looked up, never copied: an agenda that was published shows what is open today. It is written once for whoever
sees the same of it, and again when anything has changed.
"""

from collections.abc import Sequence
from datetime import datetime

from flask import get_template_attribute
from markupsafe import Markup

from forum.actions.rules import owners_words, rag
from forum.agendas.pages import stands_on_each_next_agenda
from forum.decisions import queries
from forum.decisions.queries import Ahead
from forum.decisions.rules import answer_mark
from forum.foundation.clock import day_in_london
from forum.foundation.keeping import Kept
from forum.journal.queries import version_of_everything
from forum.meetings.models import Meeting
from forum.people.models import Anyone

_ahead: Kept[Sequence[Ahead]] = Kept()
_written: Kept[Markup] = Kept()


@stands_on_each_next_agenda
def open_matters(meeting: Meeting, person: Anyone, moment: datetime, *, is_taken_up: bool = False) -> Markup:
    """What is open, for the meeting that comes next in its series or is under way; for any other nothing.

    `is_taken_up`: for this meeting in any case, since its minutes are being written.
    """
    if not is_taken_up and (meeting.is_cancelled or meeting.is_over(moment)):
        return Markup("")
    version, today = version_of_everything(), day_in_london(moment)

    def find() -> Sequence[Ahead]:
        return queries.meetings_ahead(meeting.forum, moment)

    found = _ahead.get((version, meeting.forum_id, today), find) if version else find()
    ahead = [one for one in found if one.ends_at is None or one.ends_at > moment]
    next_of_series = next((one.meeting for one in ahead if one.series == meeting.series_id), None)
    if next_of_series != meeting.id and not is_taken_up:
        return Markup("")
    is_first = bool(ahead) and ahead[0].meeting == meeting.id
    others = tuple(dict.fromkeys(one.series for one in ahead)) if is_first else None

    def write() -> Markup:
        seen = queries.open_matters_of(
            meeting.forum, person, today, series=meeting.series_id, or_not_of=others
        )
        if not seen.actions.total and not seen.recommendations.total:
            return Markup("")
        written: Markup = get_template_attribute("decisions/_open_matters.html", "open_matters")(
            [(one, rag(one, today), owners_words(one)) for one in seen.actions.things],
            seen.actions.total,
            seen.overdue,
            [(one, answer_mark(one, today)) for one in seen.recommendations.things],
            seen.recommendations.total,
        )
        return written

    if not version:
        return write()
    who = person.id if person.is_known else None
    return _written.get((version, meeting.forum_id, meeting.series_id, others, today, who), write)
