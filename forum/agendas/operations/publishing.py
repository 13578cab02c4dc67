"""Publishing an agenda: a version that never changes, with letters to everyone in the forum."""

from datetime import datetime

from forum.agendas import letters, queries, rules
from forum.agendas.models import Agenda, AgendaVersion
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.operations import note_change
from forum.membership.queries import people_of
from forum.people.models import Person


@operation
def publish_agenda(agenda: Agenda, *, by: Person, now: datetime) -> AgendaVersion:
    """Publish an agenda as it stands: a numbered version with its digest, and a letter to everyone.

    Raises `MeetingIsCalledOff`, `MeetingIsNotPublished`, `AgendaIsEmpty`, `ProposalUnanswered` or `NothingChanged`.
    """
    meeting = agenda.meeting
    hold(meeting)
    hold(agenda)
    agenda = queries.get_agenda(meeting)  # with all that hangs on it, as it is now
    rules.check_ready_to_publish(meeting, agenda.items, queries.unanswered_in_time(meeting))
    for item, number in zip(agenda.items, rules.draft_numbers(agenda.items), strict=True):
        item.number = number
    content = rules.content_of(agenda, queries.papers_of(agenda))
    digest = rules.digest_of(content)
    before = queries.find_version(meeting)
    if before is not None and before.digest == digest:
        raise rules.NothingChanged(number=before.number)
    version = AgendaVersion(
        agenda=agenda,
        number=before.number + 1 if before else 1,
        published_at=now,
        published_by_id=by.id,
        content=content,
        digest=digest,
        changes=rules.what_changed(before.content, content) if before else [],
    )
    db.session.add(version)
    db.session.flush()
    note_change(meeting, now=now)
    for person in people_of(meeting.forum, day_in_london(now)):
        post(letters.agenda_published(version, meeting, person))
    note(by, "published an agenda", version, now=now)
    return version
