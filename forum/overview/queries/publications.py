"""Finding what was published last, for the feed: agendas, and minutes that everybody may read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, or_, select

from forum.agendas.models import Agenda, AgendaVersion
from forum.agendas.queries import published
from forum.calendars.models import Edition
from forum.foundation.database import db
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.minutes.models import Minutes, MinutesState, MinutesVersion
from forum.overview.rules.publications import FEW, Publication

Question = Select[*tuple[Any, ...]]

_ABOUT = (Meeting.uid, Meeting.reference, Meeting.title, Meeting.on, Forum.name.label("forum"))
_of_forum = bindparam("forum", type_=Forum.id.type)
_IS_SHOWN = (Meeting.published_at.is_not(None), or_(_of_forum == 0, Forum.id == _of_forum))

# Made once: putting a statement together takes longer than asking it, and programs ask every hour.
_changed_at = func.coalesce(AgendaVersion.withheld_at, AgendaVersion.published_at)
_agendas: Question = (
    select(
        AgendaVersion.id,
        AgendaVersion.digest,
        AgendaVersion.number,
        AgendaVersion.published_at,
        AgendaVersion.withheld_at,
        AgendaVersion.withheld_because,
        literal(None).label("state"),
        literal("").label("because"),
        *_ABOUT,
    )
    .join(Agenda, Agenda.id == AgendaVersion.agenda_id)
    .join(Meeting, Meeting.id == Agenda.meeting_id)
    .join(Forum, Forum.id == Meeting.forum_id)
    .where(*_IS_SHOWN)
    .order_by(_changed_at.desc(), AgendaVersion.id.desc())
    .limit(FEW)
)
_minutes: Question = (
    select(
        MinutesVersion.id,
        MinutesVersion.digest,
        MinutesVersion.number,
        MinutesVersion.published_at,
        MinutesVersion.withheld_at,
        MinutesVersion.withheld_because,
        MinutesVersion.state,
        MinutesVersion.because,
        *_ABOUT,
    )
    .join(Minutes, Minutes.id == MinutesVersion.minutes_id)
    .join(Meeting, Meeting.id == Minutes.meeting_id)
    .join(Forum, Forum.id == Meeting.forum_id)
    .where(
        *_IS_SHOWN,
        or_(MinutesVersion.state == MinutesState.APPROVED, Forum.draft_minutes_are_public),
    )
    .order_by(
        func.coalesce(MinutesVersion.withheld_at, MinutesVersion.published_at).desc(),
        MinutesVersion.id.desc(),
    )
    .limit(FEW)
)
_edition = select(Edition.digest, Edition.since).where(Edition.feed == bindparam("feed"))


def publications(forum: Forum | None = None) -> list[Publication]:
    """What was published last, newest first; of one forum, or of all. What is withheld counts from then on anew."""
    wanted = {"forum": forum.id if forum else 0}
    connection = db.session.connection()
    found = [
        Publication(**row._mapping)
        for statement in (_agendas, _minutes)
        for row in connection.execute(statement, wanted)
    ]
    found.sort(key=lambda one: (one.updated_at, one.is_minutes, one.id), reverse=True)
    return found[:FEW]


def find_edition(feed: str) -> Sequence[Any] | None:
    """The digest and the date of the edition that was kept of a feed."""
    return db.session.connection().execute(_edition, {"feed": feed}).first()


def agenda_of(publication: Publication) -> Any:
    """The agenda that was published, ready to be shown. It must not be withheld."""
    return published(publication.id, publication.digest)
