"""Finding series, venues and meetings."""

from collections.abc import Collection
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.foundation.references import slug_of
from forum.meetings.models import Meeting, MeetingState, Series, Venue
from forum.membership.models import Forum

_WHOLE = (joinedload(Meeting.forum), joinedload(Meeting.series), joinedload(Meeting.venue))


# ---- One meeting --------------------------------------------------------------------------------------------


# Made once: putting a statement together takes longer than asking it.
_one_meeting = select(Meeting).where(Meeting.reference == bindparam("reference")).options(*_WHOLE)


def get_meeting(reference: str) -> Meeting:
    """The meeting with this reference, with its forum, series and venue. Raises `NoResultFound`."""
    return db.session.scalars(_one_meeting, {"reference": reference}).one()


def find_meeting(reference: str) -> Meeting | None:
    """The meeting with this reference, with its forum, series and venue."""
    return db.session.scalar(_one_meeting, {"reference": reference})


def next_meeting(forum: Forum, now: datetime) -> Meeting | None:
    """The published meeting of a forum that comes next or is under way; one called off is passed over."""
    return next(iter(coming_meetings(forum, now, most=1)), None)


def coming_meetings(forum: Forum, now: datetime, most: int) -> list[Meeting]:
    """The published meetings of a forum that come next or are under way, the nearest first, none called off."""
    return list(
        db.session.scalars(
            _published(forum, with_cancelled=False)
            .where(_is_to_come(now))
            .order_by(Meeting.on, Meeting.starts_at, Meeting.id)
            .limit(most)
            .options(*_WHOLE)
        )
    )


def last_meeting(forum: Forum, now: datetime) -> Meeting | None:
    """The published meeting of a forum that was held last."""
    return db.session.scalar(
        _published(forum, with_cancelled=False)
        .where(~_is_to_come(now))
        .order_by(Meeting.on.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(1)
        .options(*_WHOLE)
    )


def following_meeting(meeting: Meeting, after: date | None = None) -> Meeting | None:
    """The published meeting of the same series that comes after one, or after a later day; not called off."""
    earliest = max(meeting.on, after) if after else meeting.on
    return db.session.scalar(
        _published(meeting.forum, with_cancelled=False)
        .where(Meeting.series_id == meeting.series_id, Meeting.on > earliest)
        .order_by(Meeting.on, Meeting.starts_at, Meeting.id)
        .limit(1)
        .options(*_WHOLE)
    )


# ---- Lists --------------------------------------------------------------------------------------------------


def upcoming_meetings(forum: Forum, now: datetime, number: int = 1, size: int = A_PAGE) -> ListPage[Meeting]:
    """The published meetings that are to come or under way, those called off too, the nearest first."""
    return _page(
        _published(forum).where(_is_to_come(now)),
        (Meeting.on, Meeting.starts_at, Meeting.id),
        number,
        size,
    )


def past_meetings(forum: Forum, now: datetime, number: int = 1, size: int = A_PAGE) -> ListPage[Meeting]:
    """The published meetings that are over, those called off too, the latest first."""
    return _page(
        _published(forum).where(~_is_to_come(now)),
        (Meeting.on.desc(), Meeting.starts_at.desc(), Meeting.id.desc()),
        number,
        size,
    )


def recent_meetings(forum: Forum, now: datetime, most: int = 5) -> list[Meeting]:
    """The published meetings that were over last, those called off too, the latest first."""
    return list(
        db.session.scalars(
            _published(forum)
            .where(~_is_to_come(now))
            .order_by(Meeting.on.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
            .limit(most)
            .options(*_WHOLE)
        )
    )


def meetings_to_run(forum: Forum, now: datetime, number: int = 1, size: int = A_PAGE) -> ListPage[Meeting]:
    """The meetings to come or under way, also those not published: the organiser's list, the nearest first."""
    return _page(
        select(Meeting).where(Meeting.forum_id == forum.id, _is_to_come(now)),
        (Meeting.on, Meeting.starts_at, Meeting.id),
        number,
        size,
    )


def meetings_held(forum: Forum, now: datetime, number: int = 1, size: int = A_PAGE) -> ListPage[Meeting]:
    """The meetings that are over, also those never published, the latest first."""
    return _page(
        select(Meeting).where(Meeting.forum_id == forum.id, ~_is_to_come(now)),
        (Meeting.on.desc(), Meeting.starts_at.desc(), Meeting.id.desc()),
        number,
        size,
    )


def meetings_on(forum: Forum, on: date, but: Meeting | None = None) -> list[Meeting]:
    """The meetings of a forum on one day that are not called off, leaving one out."""
    found = select(Meeting).where(
        Meeting.forum_id == forum.id, Meeting.on == on, Meeting.state != MeetingState.CANCELLED
    )
    if but is not None:
        found = found.where(Meeting.id != but.id)
    return list(db.session.scalars(found.order_by(Meeting.starts_at, Meeting.id)))


def meetings_on_days(forum: Forum, days: Collection[date]) -> dict[date, list[Meeting]]:
    """The meetings on some days that are not called off: those of a forum, and what other forums have published."""
    own_or_out = or_(Meeting.forum_id == forum.id, Meeting.published_at.is_not(None))
    found = db.session.scalars(
        select(Meeting)
        .where(Meeting.on.in_(set(days)), Meeting.state != MeetingState.CANCELLED, own_or_out)
        .order_by(Meeting.on, Meeting.starts_at, Meeting.id)
        .options(joinedload(Meeting.forum), joinedload(Meeting.series))
    )
    return {on: list(those) for on, those in groupby(found, lambda meeting: meeting.on)}


def meetings_named(forum: Forum, references: Collection[str]) -> list[Meeting]:
    """The meetings of a forum with these references, the nearest first. What is not there is left out."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.forum_id == forum.id, Meeting.reference.in_(set(references)))
            .order_by(Meeting.on, Meeting.starts_at, Meeting.id)
            .options(*_WHOLE)
        )
    )


def meetings_at(venue: Venue) -> list[Meeting]:
    """Every meeting at a venue, in a fixed order."""
    return list(db.session.scalars(select(Meeting).where(Meeting.venue_id == venue.id).order_by(Meeting.id)))


def references_like(start: str) -> set[str]:
    """The references of meetings that begin like this one."""
    return set(db.session.scalars(select(Meeting.reference).where(Meeting.reference.startswith(start))))


def published_meetings_of(series: Series) -> list[Meeting]:
    """Every published meeting of a series, in order."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.series_id == series.id, Meeting.published_at.is_not(None))
            .order_by(Meeting.on, Meeting.starts_at, Meeting.id)
            .options(*_WHOLE)
        )
    )


def _published(forum: Forum, *, with_cancelled: bool = True) -> Select[Meeting]:
    found = select(Meeting).where(Meeting.forum_id == forum.id, Meeting.published_at.is_not(None))
    return found if with_cancelled else found.where(Meeting.state != MeetingState.CANCELLED)


def _is_to_come(now: datetime) -> ColumnElement[bool]:
    """Whether a meeting is not over. The day alone is asked first: it has the index."""
    today = day_in_london(now)
    return and_(
        Meeting.on >= today, or_(Meeting.on > today, Meeting.ends_at.is_(None), Meeting.ends_at > now)
    )


def _page(found: Select[Meeting], order: Collection[Any], number: int, size: int) -> ListPage[Meeting]:
    rows = list(
        db.session.scalars(found.order_by(*order).offset((number - 1) * size).limit(size).options(*_WHOLE))
    )
    if number == 1 and len(rows) < size:
        return ListPage(rows, number, len(rows), size)  # the first page holds all: nothing to count
    total = db.session.scalar(found.with_only_columns(func.count())) or 0
    return ListPage(rows, number, total, size)


# ---- Series and venues --------------------------------------------------------------------------------------


def series_of(forum: Forum) -> list[Series]:
    """The series of a forum, the first made first."""
    return list(db.session.scalars(select(Series).where(Series.forum_id == forum.id).order_by(Series.id)))


def get_series(slug: str) -> Series:
    """The series with this slug. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Series).where(Series.slug == slug).options(joinedload(Series.forum))
    ).one()


def find_series(slug: str) -> Series | None:
    """The series with this slug."""
    return db.session.scalar(select(Series).where(Series.slug == slug).options(joinedload(Series.forum)))


def venues_of(forum: Forum) -> list[Venue]:
    """The venues of a forum, by name."""
    return list(
        db.session.scalars(select(Venue).where(Venue.forum_id == forum.id).order_by(Venue.name, Venue.id))
    )


def find_venue(forum: Forum, name: str, address: str, but: Venue | None = None) -> Venue | None:
    """The venue of a forum with this name at this address, however they are written; leaving one out."""
    wanted = slug_of(name), slug_of(address)
    return next(
        (venue for venue in venues_of(forum) if (slug_of(venue.name), slug_of(venue.address)) == wanted
         and venue is not but), None,
    )  # fmt: skip


def get_venue(reference: str) -> Venue:
    """The venue with this reference, with its forum. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Venue).where(Venue.reference == reference).options(joinedload(Venue.forum))
    ).one()
