"""Finding what feeds hold, and first, in one small question, whether it has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload

from forum.actions.models import Action, ActionOwner, ActionState, ActionTick
from forum.booking.models import Booking, BookingState
from forum.calendars.models import CalendarKey, Edition
from forum.calendars.rules import cancelled_begins, past_begins
from forum.foundation.database import db, look
from forum.meetings.models import Meeting, MeetingState, Series
from forum.membership.models import Forum, Membership, Representative, Term
from forum.people.models import Person


@dataclass(frozen=True)
class Held:
    """What a feed holds, told so shortly that it can be asked at every fetch, and the edition kept of it."""

    feed: str  # the name under which its editions are kept
    told: str  # each thing held by its name for ever and what changes with it
    digest: str | None
    since: datetime | None


# ---- What stands in a feed ----------------------------------------------------------------------------------
#
# Days and states are written into the statements, not handed in beside them: SQLite plans a statement anew for
# each value that is compared with an index, which takes longer than answering it. They change once a day.


def _written(value: date | str) -> ColumnElement[Any]:
    """A day or a state of our own as part of a statement. Never for what somebody typed."""
    return literal_column(f"'{value}'")


def _is_shown(today: date) -> ColumnElement[bool]:
    return and_(
        Meeting.published_at.is_not(None),
        Meeting.on >= _written(past_begins(today)),
        or_(
            Meeting.state != _written(MeetingState.CANCELLED), Meeting.on >= _written(cancelled_begins(today))
        ),
    )


def _holds_on(model: type[Representative] | type[Term], day: date) -> ColumnElement[bool]:
    return and_(
        model.from_on <= _written(day), or_(model.until_on.is_(None), model.until_on >= _written(day))
    )


_OWNER = (
    select(CalendarKey.person_id)
    .join(Person, Person.id == CalendarKey.person_id)
    .where(
        CalendarKey.digest == bindparam("secret"),
        CalendarKey.revoked_at.is_(None),
        Person.erased_at.is_(None),
    )
    .cte("owner")
)
_OWNER_ID = select(_OWNER.c.person_id).scalar_subquery()

_IS_OWN_BOOKING = and_(
    Booking.person_id == _OWNER_ID,
    or_(Booking.state != _written(BookingState.CANCELLED), Booking.called_off),
)


def _is_own_action(today: date) -> ColumnElement[bool]:
    """Whether an action with a date is the owner's, or that of a member organisation which they act for today."""
    owned = aliased(Action)
    theirs = select(ActionOwner.action_id).where(ActionOwner.person_id == _OWNER_ID)
    of_organisations = (
        select(ActionOwner.action_id)
        .join(owned, owned.id == ActionOwner.action_id)
        .join(Representative, Representative.organisation_id == ActionOwner.organisation_id)
        .join(
            Membership,
            and_(
                Membership.organisation_id == ActionOwner.organisation_id,
                Membership.forum_id == owned.forum_id,
            ),
        )
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Representative.person_id == _OWNER_ID, _holds_on(Representative, today), _holds_on(Term, today)
        )
    )
    return and_(
        Action.due_on >= _written(past_begins(today)),
        Action.state != _written(ActionState.DROPPED),
        Action.state != _written(ActionState.WITHDRAWN),
        or_(Action.id.in_(theirs), Action.id.in_(of_organisations), Action.id.in_(_with_an_open_part(today))),
    )


def _with_an_open_part(today: date) -> Select[Any]:
    """The published actions of all members of which a part is the owner's to do, and nobody has ticked it.

    It is theirs by an organisation that they act for today, or as a lay member; who joined later has no part.
    """
    of_all, began = aliased(Action), aliased(Term)
    ticked = exists().where(
        ActionTick.action_id == of_all.id,
        ActionTick.withdrawn_at.is_(None),
        or_(
            ActionTick.organisation_id == Membership.organisation_id,
            ActionTick.person_id == Membership.person_id,
        ),
    )
    was_there = exists().where(
        began.membership_id == Membership.id, began.from_on <= func.date(of_all.raised_at)
    )
    lives = exists().where(Term.membership_id == Membership.id, _holds_on(Term, today))
    acted_for = select(Representative.organisation_id).where(
        Representative.person_id == _OWNER_ID, _holds_on(Representative, today)
    )
    has_part = exists().where(
        Membership.forum_id == of_all.forum_id,
        or_(Membership.organisation_id.in_(acted_for), Membership.person_id == _OWNER_ID),
        lives,
        was_there,
        ~ticked,
    )
    return (
        select(ActionOwner.action_id)
        .join(of_all, of_all.id == ActionOwner.action_id)
        .where(ActionOwner.is_all_members.is_(True), of_all.published_at.is_not(None), has_part)
    )


# ---- Whether it has changed ---------------------------------------------------------------------------------

_COLON: ColumnElement[str] = literal_column("':'", Text)


def _told(*parts: ColumnElement[Any] | Any) -> ColumnElement[str]:
    """All rows of a statement as one text: of each row a few values, the rows in no order."""
    told: ColumnElement[str] = type_coerce(parts[0], Text)
    for part in parts[1:]:
        told = told.concat(_COLON).concat(type_coerce(part, Text))
    return func.aggregate_strings(told, "\n")


_FORUMS = select(_told(Forum.name, func.coalesce(Forum.renamed_at, Forum.made_at))).scalar_subquery()
_EDITION = [
    select(column).where(Edition.feed == bindparam("feed")).scalar_subquery()
    for column in (Edition.digest, Edition.since)
]


@lru_cache(maxsize=8)
def _public(today: date) -> Select[Any]:
    return select(*_EDITION, _FORUMS, _meetings_told(today).scalar_subquery())


@lru_cache(maxsize=8)
def _of_series(today: date) -> Select[Any]:
    theirs = _meetings_told(today).where(Meeting.series_id == Series.id).correlate(Series).scalar_subquery()
    return select(*_EDITION, _FORUMS, Series.name, theirs).where(Series.slug == bindparam("slug"))


@lru_cache(maxsize=8)
def _own(today: date) -> Select[Any]:
    bookings = (
        select(_told(Booking.reference, Booking.state, Booking.sequence, Booking.changed_at,
                     Meeting.sequence, Meeting.changed_at))
        .join(Meeting, Meeting.id == Booking.meeting_id)
        .where(_IS_OWN_BOOKING, _is_shown(today))
    )  # fmt: skip
    actions = select(_told(Action.uid, Action.state, Action.changed_at)).where(_is_own_action(today))
    return select(*_EDITION, _FORUMS, bookings.scalar_subquery(), actions.scalar_subquery(), _OWNER_ID)


def _meetings_told(today: date) -> Select[Any]:
    return select(_told(Meeting.uid, Meeting.sequence, Meeting.changed_at)).where(_is_shown(today))


def _held(feed: str, edition: Sequence[Any], told: Sequence[str | None]) -> Held:
    """What was told, in an order of its own: a database may tell its rows in any."""
    parts = ("\n".join(sorted((part or "").split("\n"))) for part in told)
    return Held(feed, "\n\n".join(parts), *edition)


def public_feed(today: date) -> Held:
    """What the feed of every forum's published meetings holds."""
    (row,) = look(_public(today), {"feed": "meetings"})
    return _held("meetings", row[:2], row[2:])


def series_feed(slug: str, today: date) -> Held | None:
    """What the feed of a series holds; None when there is no such series."""
    feed = f"series/{slug}"
    rows = look(_of_series(today), {"feed": feed, "slug": slug})
    return _held(feed, rows[0][:2], rows[0][2:]) if rows else None


def own_feed(digest: str, today: date) -> Held | None:
    """What the personal feed behind a secret holds, by the secret's digest; None when it opens nothing."""
    feed = f"own/{digest}"
    (row,) = look(_own(today), {"feed": feed, "secret": digest})
    return None if row[-1] is None else _held(feed, row[:2], row[2:-1])


# ---- What it holds ------------------------------------------------------------------------------------------

_WHOLE = (joinedload(Meeting.forum), joinedload(Meeting.series), joinedload(Meeting.venue))


def shown_meetings(today: date) -> list[Meeting]:
    """The published meetings of every forum that feeds hold, in order."""
    found = select(Meeting).where(_is_shown(today)).order_by(Meeting.on, Meeting.id)
    return list(db.session.scalars(found.options(*_WHOLE)))


def shown_meetings_of(slug: str, today: date) -> list[Meeting]:
    """The published meetings of a series that feeds hold, in order."""
    found = (
        select(Meeting)
        .join(Series, Series.id == Meeting.series_id)
        .where(Series.slug == slug, _is_shown(today))
        .order_by(Meeting.on, Meeting.id)
    )
    return list(db.session.scalars(found.options(*_WHOLE)))


def shown_bookings(digest: str, today: date) -> list[Booking]:
    """The places and turns on waiting lists that the calendar behind a secret holds, in order.

    A meeting that was called off stays: its day would else just be empty, and nobody would know why.
    """
    found = (
        select(Booking)
        .join(Booking.meeting)
        .where(_IS_OWN_BOOKING, _is_shown(today))
        .order_by(Meeting.on, Booking.id)
        .options(contains_eager(Booking.meeting).options(*_WHOLE))
    )
    return list(db.session.scalars(found, {"secret": digest}))


def shown_actions(digest: str, today: date) -> list[Action]:
    """The actions with a date that the calendar behind a secret holds, the first due first."""
    found = select(Action).where(_is_own_action(today)).order_by(Action.due_on, Action.id)
    return list(db.session.scalars(found, {"secret": digest}))


def series_name(slug: str) -> str:
    """The name of a series. Raises `NoResultFound`."""
    return db.session.scalars(select(Series.name).where(Series.slug == slug)).one()


def forum_names() -> list[str]:
    """What the forums are called, the first one first."""
    return list(db.session.scalars(select(Forum.name).order_by(Forum.id)))


# ---- Keys and editions --------------------------------------------------------------------------------------


def find_key(person: Person) -> CalendarKey | None:
    """The key that opens a person's own calendar, unless they have none."""
    return db.session.scalar(
        select(CalendarKey).where(CalendarKey.person_id == person.id, CalendarKey.revoked_at.is_(None))
    )


def get_edition(feed: str) -> Edition:
    """The last edition kept of a feed. Raises `NoResultFound`."""
    return db.session.scalars(select(Edition).where(Edition.feed == feed)).one()
