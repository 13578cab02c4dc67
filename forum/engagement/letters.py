"""The letter that papers, questions and answers were released: to everybody of the forum, at one moment."""

from datetime import datetime

from forum.agendas.models import AgendaItem
from forum.engagement import rules
from forum.foundation.post import ToMany


def released(item: AgendaItem, title: str, release_at: datetime, what: str) -> ToMany:
    """What came out, in numbers: `what` is `2 papers and 3 answers`; `title` that of the published item."""
    meeting = item.agenda.meeting
    return ToMany(
        "engagement/released",
        subject=f"Released to everyone: {title}",
        kind="release",
        sender=meeting.forum,
        about=meeting,
        words={
            "meeting": meeting,
            "title": title,
            "what": what,
            "stamp": rules.stamp(release_at),
            "page": f"/items/{item.reference}/engagement",
        },
    )
