"""Finding what feeds hold, and first, in one small question, whether it has changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, cast, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from forum.actions.models import Action, ActionOwner, ActionState
from forum.booking.models import Booking, BookingState
from forum.calendars.models import CalendarKey, Edition
from forum.calendars.rules import cancelled_begins, past_begins
from forum.foundation.database import db
from forum.meetings.models import Meeting, MeetingState, Series
from forum.membership.models import Forum, Membership, Representative, Term
from forum.people.models import Person


@dataclass(frozen=True)
class Held:
    """What a feed holds, told so shortly that it can be asked at every fetch, and the edition kept of it."""

    feed: str  # the name under which its editions are kept
    told: str  # each thing held by its number and what changes with it
    digest: str | None
    since: datetime | None


# ---- What stands in a feed ----------------------------------------------------------------------------------

_PAST: ColumnElement[Any] = bindparam("past")
_CANCELLED: ColumnElement[Any] = bindparam("cancelled")
_TODAY: ColumnElement[Any] = bindparam("today")

_IS_SHOWN = and_(
    Meeting.published_at.is_not(None),
    Meeting.on >= _PAST,
    or_(Meeting.state != MeetingState.CANCELLED, Meeting.on >= _CANCELLED),
)


def _span(today: date) -> dict[str, date]:
    """What the statements below are filled in with."""
    return {"past": past_begins(today), "cancelled": cancelled_begins(today), "today": today}


def _holds_today(model: type[Representative] | type[Term]) -> ColumnElement[bool]:
    return and_(model.from_on <= _TODAY, or_(model.until_on.is_(None), model.until_on >= _TODAY))


def _is_own_booking(owner: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(Booking.person_id == owner, Booking.state != BookingState.CANCELLED)


def _is_own_action(owner: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether an action with a date is a person's, or that of a member organisation which they act for today."""
    owned = aliased(Action)
    theirs = select(ActionOwner.action_id).where(ActionOwner.person_id == owner)
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
        .where(Representative.person_id == owner, _holds_today(Representative), _holds_today(Term))
    )
    return and_(
        Action.due_on >= _PAST,
        Action.state != ActionState.DROPPED,
        Action.state != ActionState.WITHDRAWN,
        Action.id.in_(theirs.union(of_organisations)),
    )


# ---- Whether it has changed ---------------------------------------------------------------------------------


def _told(*parts: ColumnElement[Any] | Any) -> ColumnElement[str]:
    """All rows of a statement as one text: of each row a few values, the rows in no order."""
    told: ColumnElement[str] = cast(parts[0], Text)
    for part in parts[1:]:
        told = told.concat(":").concat(func.coalesce(cast(part, Text), ""))
    return func.aggregate_strings(told, "\n")


def _kept(column: ColumnElement[Any] | Any) -> Any:
    return select(column).where(Edition.feed == bindparam("feed")).scalar_subquery()


_MEETINGS = select(_told(Meeting.id, Meeting.sequence, Meeting.changed_at)).where(_IS_SHOWN)
_FORUMS = select(_told(Forum.id, Forum.renamed_at, Forum.name)).scalar_subquery()
_EDITION = (_kept(Edition.digest), _kept(Edition.since))
_OWNER = (
    select(CalendarKey.person_id)
    .join(Person, Person.id == CalendarKey.person_id)
    .where(
        CalendarKey.digest == bindparam("secret"),
        CalendarKey.revoked_at.is_(None),
        Person.erased_at.is_(None),
    )
    .scalar_subquery()
)
_BOOKINGS = (
    select(_told(Booking.id, Booking.state, Booking.sequence, Booking.changed_at,
                 Meeting.id, Meeting.sequence, Meeting.changed_at))
    .join(Meeting, Meeting.id == Booking.meeting_id)
    .where(_is_own_booking(_OWNER), _IS_SHOWN)
)  # fmt: skip
_ACTIONS = select(_told(Action.id, Action.state, Action.changed_at)).where(_is_own_action(_OWNER))

_PUBLIC: Select[Any] = select(*_EDITION, _FORUMS, _MEETINGS.scalar_subquery())
_OF_SERIES: Select[Any] = select(
    *_EDITION,
    _FORUMS,
    Series.name,
    _MEETINGS.where(Meeting.series_id == Series.id).correlate(Series).scalar_subquery(),
).where(Series.slug == bindparam("slug"))
_OWN: Select[Any] = select(
    *_EDITION, _FORUMS, _BOOKINGS.scalar_subquery(), _ACTIONS.scalar_subquery(), _OWNER
)


def _in_order(told: str | None) -> str:
    """What was told, in an order of its own: a database may tell its rows in any."""
    return "\n".join(sorted((told or "").split("\n")))


def public_feed(today: date) -> Held:
    """What the feed of every forum's published meetings holds."""
    row = db.session.execute(_PUBLIC, {"feed": "meetings", **_span(today)}).one()
    return Held("meetings", "\n\n".join(map(_in_order, row[2:])), row[0], row[1])


def series_feed(slug: str, today: date) -> Held | None:
    """What the feed of a series holds; None when there is no such series."""
    feed = f"series/{slug}"
    row = db.session.execute(_OF_SERIES, {"feed": feed, "slug": slug, **_span(today)}).one_or_none()
    return row and Held(feed, "\n\n".join(map(_in_order, row[2:])), row[0], row[1])


def own_feed(digest: str, today: date) -> Held | None:
    """What the personal feed behind a secret holds, by the secret's digest; None when it opens nothing."""
    feed = f"own/{digest}"
    row = db.session.execute(_OWN, {"feed": feed, "secret": digest, **_span(today)}).one()
    return Held(feed, "\n\n".join(map(_in_order, row[2:-1])), row[0], row[1]) if row[-1] else None


# ---- What it holds ------------------------------------------------------------------------------------------

_SHOWN = (
    select(Meeting)
    .where(_IS_SHOWN)
    .order_by(Meeting.on, Meeting.id)
    .options(joinedload(Meeting.forum), joinedload(Meeting.series), joinedload(Meeting.venue))
)
_SHOWN_BOOKINGS = (
    select(Booking)
    .join(Booking.meeting)
    .where(_is_own_booking(_OWNER), _IS_SHOWN)
    .order_by(Meeting.on, Booking.id)
    .options(
        contains_eager(Booking.meeting).options(
            joinedload(Meeting.forum), joinedload(Meeting.series), joinedload(Meeting.venue)
        )
    )
)
_SHOWN_ACTIONS = select(Action).where(_is_own_action(_OWNER)).order_by(Action.due_on, Action.id)


def shown_meetings(today: date) -> list[Meeting]:
    """The published meetings of every forum that feeds hold, in order."""
    return list(db.session.scalars(_SHOWN, _span(today)))


def shown_meetings_of(slug: str, today: date) -> list[Meeting]:
    """The published meetings of a series that feeds hold, in order."""
    of_series = _SHOWN.join(Series, Series.id == Meeting.series_id).where(Series.slug == slug)
    return list(db.session.scalars(of_series, _span(today)))


def shown_bookings(digest: str, today: date) -> list[Booking]:
    """The places and turns on waiting lists that the calendar behind a secret holds, with the meetings, in order."""
    return list(db.session.scalars(_SHOWN_BOOKINGS, {"secret": digest, **_span(today)}))


def shown_actions(digest: str, today: date) -> list[Action]:
    """The actions with a date that the calendar behind a secret holds, the first due first."""
    return list(db.session.scalars(_SHOWN_ACTIONS, {"secret": digest, **_span(today)}))


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
