"""Publishing an agenda: a version that never changes, with letters to everyone in the forum. And taking one back."""

from datetime import datetime

from sqlalchemy import update

from forum.agendas import letters, queries, rules
from forum.agendas.models import Agenda, AgendaVersion
from forum.agendas.operations.documents import ask_for_pack
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import Letter, LetterState, post_to_all
from forum.journal.operations import note
from forum.meetings.operations import note_change
from forum.membership.queries import people_of
from forum.people.models import Person


@operation
def publish_agenda(
    agenda: Agenda, *, previewed: str | None = None, by: Person, now: datetime
) -> AgendaVersion:
    """Publish an agenda as it stands: a numbered version with its digest, and a letter to everyone.

    `previewed` is the digest of what whoever publishes was shown; None where nothing was (a demo, a script).
    Raises what `rules.check_may_publish` raises: of two who publish at once the second is refused.
    """
    meeting = agenda.meeting
    hold(meeting)
    hold(agenda)
    draft = queries.get_draft(meeting)  # with all that hangs on it, now that nobody else can change it
    rules.check_may_publish(draft, previewed, now)
    numbers = draft.numbers  # fixed from now on, so they are read before the first of them is set
    for item in draft.agenda.items:
        item.number = numbers.get(item.reference)
    for paper in (one for papers in draft.papers.values() for one in papers):
        if paper.published_at is None and not paper.is_withdrawn and rules.newest(paper) is not None:
            paper.published_at = now
    version = AgendaVersion(
        agenda=draft.agenda,
        number=draft.number,
        published_at=now,
        published_by_id=by.id,
        content=draft.content,
        digest=draft.digest,
        changes=[one.kept for one in rules.changes_since(draft)],
        changes_since=draft.before.number if draft.before else None,
    )
    db.session.add(version)
    db.session.flush()
    note_change(meeting, now=now)
    ask_for_pack(version, rules.EVERYONE, now=now)
    post_to_all(
        letters.agenda_published(meeting, rules.as_published(draft, now)),
        people_of(meeting.forum, day_in_london(now)),
        key=lambda person: queries.key_of_letter(version, person.reference),
    )
    note(by, "published an agenda", version, now=now)
    return version


@operation
def withhold_version(
    version: AgendaVersion, *, because: str, tell: bool = False, by: Person, now: datetime
) -> None:
    """Show no more what a version says. Its address, its number and its digest stay, and everybody reads why.

    Its letters that still wait are stopped. `tell` writes to those who have got theirs.
    Raises `WithheldAlready` or `WithholdingNeedsReason`.
    """
    meeting = version.agenda.meeting
    hold(meeting)
    hold(version)
    rules.check_can_withhold(version, because)
    version.withheld_at, version.withheld_because, version.withheld_by_id = now, because.strip(), by.id
    waiting = [letter.id for letter in queries.waiting_letters_of(version)]
    db.session.execute(
        update(Letter)
        .where(Letter.id.in_(waiting), Letter.state == LetterState.WAITING)
        .values(state=LetterState.STOPPED, answer="")
    )
    _forget_that_it_was_out(version)
    db.session.flush()
    note_change(meeting, now=now)
    if tell:
        shown = queries.find_version(meeting)
        letter = letters.agenda_withheld(version, because.strip(), shown.number if shown else None)
        post_to_all(letter, queries.people_who_got(version))
    note(by, "withheld a published agenda", version, now=now)


def _forget_that_it_was_out(version: AgendaVersion) -> None:
    """Let items and papers that no version holds be what they were before: nobody has read of them.

    So they stand on no public page, and one that is taken off leaves no line.
    """
    db.session.flush()
    held = queries.items_and_papers_out(version.agenda)
    agenda = queries.get_agenda(version.agenda.meeting)
    for item in agenda.items:
        if item.number is not None and item.reference not in held:
            item.number = None
    for paper in (one for papers in queries.papers_of(agenda).values() for one in papers):
        if paper.published_at is not None and paper.reference not in held:
            paper.published_at = None
