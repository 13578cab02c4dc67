"""Finding minutes, their lines, and the versions that went out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from forum.actions.models import Action, ActionOwner, ActionState
from forum.actions.queries import unpublished_actions
from forum.agendas.models import AgendaItem
from forum.agendas.queries import find_agenda
from forum.agendas.rules import draft_numbers
from forum.attendance.queries import present_at
from forum.decisions.models import DecisionState, Recommendation, Vote
from forum.decisions.queries import unpublished_decisions
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState
from forum.membership.queries import people_of
from forum.minutes.models import Entry, Minutes, MinutesVersion
from forum.people.models import Person

# ---- Minutes ------------------------------------------------------------------------------------------------


def find_minutes(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, once they were begun."""
    return db.session.scalar(
        select(Minutes)
        .where(Minutes.meeting_id == meeting.id)
        .options(
            joinedload(Minutes.meeting).joinedload(Meeting.forum), joinedload(Minutes.approved_at_meeting)
        )
    )


def get_minutes(meeting: Meeting) -> Minutes:
    """The minutes of a meeting. Raises `NoResultFound` before they were begun."""
    minutes = find_minutes(meeting)
    if minutes is None:
        raise NoResultFound("These minutes have not been begun.")
    return minutes


def minutes_approved_at(meeting: Meeting) -> list[Minutes]:
    """The minutes of earlier meetings that a meeting approved."""
    return list(
        db.session.scalars(
            select(Minutes)
            .where(Minutes.approved_at_meeting_id == meeting.id)
            .options(joinedload(Minutes.meeting))
            .order_by(Minutes.id)
        )
    )


def meetings_to_approve_at(meeting: Meeting, *, until: date) -> list[Meeting]:
    """The meetings of the same forum after one and up to a day: where its minutes may have been approved."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.forum_id == meeting.forum_id,
                Meeting.on > meeting.on,
                Meeting.on <= until,
                Meeting.state != MeetingState.CANCELLED,
                Meeting.published_at.is_not(None),
            )
            .order_by(Meeting.on, Meeting.id)
        )
    )


# ---- Items and lines ----------------------------------------------------------------------------------------

_WITH_EVERYTHING: tuple[ORMOption, ...] = (
    joinedload(Entry.decision),
    joinedload(Entry.recommendation).joinedload(Recommendation.organisation),
    joinedload(Entry.vote).options(joinedload(Vote.proposed_by), joinedload(Vote.seconded_by)),
    joinedload(Entry.action)
    .selectinload(Action.owners)
    .options(joinedload(ActionOwner.person), joinedload(ActionOwner.organisation)),
)


def numbered_items(meeting: Meeting) -> list[tuple[str, AgendaItem]]:
    """The items that minutes are written under, each with its number.

    One taken off the agenda stays out, unless something was written under it.
    """
    agenda = find_agenda(meeting)
    if agenda is None:
        return []
    withdrawn = [item.id for item in agenda.items if item.withdrawn_at is not None]
    written = set()
    if withdrawn:
        written = set(
            db.session.scalars(
                select(Entry.item_id).where(Entry.item_id.in_(withdrawn), Entry.withdrawn_at.is_(None))
            )
        )
    return [
        (number, item)
        for number, item in zip(draft_numbers(agenda.items), agenda.items, strict=True)
        if item.withdrawn_at is None or item.id in written
    ]


def place_of(reference: str, items: Sequence[tuple[str, AgendaItem]]) -> int:
    """Where the item with this reference stands among numbered items. Raises `NoResultFound`."""
    for at, (_number, item) in enumerate(items):
        if item.reference == reference:
            return at
    raise NoResultFound("There is no such item.")


def entries_of(minutes: Minutes, item: AgendaItem | None = None) -> list[Entry]:
    """The lines of minutes, or those under one item, in the order in which they stand there."""
    found = select(Entry).where(Entry.minutes_id == minutes.id, Entry.withdrawn_at.is_(None))
    if item is not None:
        found = found.where(Entry.item_id == item.id)
    return list(
        db.session.scalars(found.order_by(Entry.item_id, Entry.position, Entry.id).options(*_WITH_EVERYTHING))
    )


def last_position(minutes: Minutes, item: AgendaItem) -> int:
    """The place of the last line of an item; a new one shares it, and being newer it stands behind."""
    return (
        db.session.scalar(
            select(func.coalesce(func.max(Entry.position), 0)).where(
                Entry.minutes_id == minutes.id, Entry.item_id == item.id
            )
        )
        or 0
    )


def count_entries(minutes: Minutes) -> dict[int, int]:
    """How many lines stand under each item, by the item's number in the database."""
    rows = db.session.execute(
        select(Entry.item_id, func.count())
        .where(Entry.minutes_id == minutes.id, Entry.withdrawn_at.is_(None))
        .group_by(Entry.item_id)
    )
    return {row[0]: row[1] for row in rows}


def get_entry(minutes: Minutes, reference: str) -> Entry:
    """A line of these minutes, with what hangs on it. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Entry)
        .where(Entry.minutes_id == minutes.id, Entry.reference == reference)
        .options(*_WITH_EVERYTHING, joinedload(Entry.item), joinedload(Entry.minutes))
    ).one()


def find_entry_sent_as(minutes: Minutes, sent_key: str) -> Entry | None:
    """The line that a form carried under this key."""
    return db.session.scalar(
        select(Entry)
        .where(Entry.minutes_id == minutes.id, Entry.sent_key == sent_key)
        .options(*_WITH_EVERYTHING)
    )


# ---- Versions -----------------------------------------------------------------------------------------------


def find_version(meeting: Meeting, number: int | None = None) -> MinutesVersion | None:
    """A version of the minutes of a meeting; without a number the newest that holds: none that is withheld."""
    found = (
        select(MinutesVersion)
        .join(MinutesVersion.minutes)
        .where(Minutes.meeting_id == meeting.id)
        .options(
            joinedload(MinutesVersion.minutes).options(
                joinedload(Minutes.meeting), joinedload(Minutes.approved_at_meeting)
            )
        )
        .order_by(MinutesVersion.number.desc())
        .limit(1)
    )
    if number is not None:
        found = found.where(MinutesVersion.number == number)
    else:
        found = found.where(MinutesVersion.withheld_at.is_(None))
    return db.session.scalar(found)


def get_version(meeting: Meeting, number: int | None = None) -> MinutesVersion:
    """A version of the minutes of a meeting, or the newest. Raises `NoResultFound`."""
    version = find_version(meeting, number)
    if version is None:
        raise NoResultFound("There is no such version of these minutes.")
    return version


def versions_of(meeting: Meeting) -> list[MinutesVersion]:
    """Every version of the minutes of a meeting, without its content, the newest first."""
    return list(
        db.session.scalars(
            select(MinutesVersion)
            .join(MinutesVersion.minutes)
            .where(Minutes.meeting_id == meeting.id)
            .options(defer(MinutesVersion.content))
            .order_by(MinutesVersion.number.desc())
        )
    )


def people_called(references: Collection[str]) -> dict[str, Person]:
    """The people with these references, by reference."""
    if not references:
        return {}
    found = db.session.scalars(select(Person).where(Person.reference.in_(references)))
    return {person.reference: person for person in found}


@dataclass(frozen=True)
class GoingOut:
    """What circulating would send and make public."""

    present: int
    decisions: int
    actions: int
    for_all_members: int


def going_out(meeting: Meeting, today: date) -> GoingOut:
    """How many people were there, and what is not public yet; `for_all_members` are those who would hear of it."""
    actions = [action for action in unpublished_actions(meeting) if action.state is not ActionState.WITHDRAWN]
    decisions = [
        decision
        for decision in unpublished_decisions(meeting)
        if decision.state is not DecisionState.WITHDRAWN
    ]
    is_for_all = any(owner.is_all_members for action in actions for owner in action.owners)
    return GoingOut(
        present=len(present_at(meeting)),
        decisions=len(decisions),
        actions=len(actions),
        for_all_members=len(people_of(meeting.forum, today)) if is_for_all else 0,
    )
