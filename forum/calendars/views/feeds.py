"""The feeds. Programs fetch them every hour and keep no cookies, so each first asks whether anything changed."""

from collections.abc import Callable

from flask import Response, current_app

from forum.accounts.queries import digest_of
from forum.calendars import feeds, operations, queries, rules
from forum.calendars.views.blueprint import bp
from forum.foundation.clock import day_in_london, now
from forum.foundation.permits import public
from forum.foundation.revalidation import Version, revalidated, without_cookies
from forum.meetings.calendar import entry_of, write_file
from forum.meetings.queries import find_meeting

CALENDAR = "text/calendar; charset=utf-8"

FOR_ALL = {"Cache-Control": "public, max-age=900", "X-Robots-Tag": "noindex"}
FOR_ONE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
"""A secret address: nobody between us and the program keeps the answer, and no page learns where it lies."""


@bp.get("/calendars/meetings.ics")
@public
def meetings() -> Response:
    """Every published meeting of every forum."""
    today = day_in_london(now())

    def make() -> bytes:
        return feeds.of_every_forum(queries.shown_meetings(today), queries.forum_names(), _base())

    return _answer(queries.public_feed(today), make, FOR_ALL)


@bp.get("/calendars/series/<slug>.ics")
@public
def series(slug: str) -> Response:
    """The published meetings of one series."""
    today = day_in_london(now())

    def make() -> bytes:
        return feeds.of_series(
            queries.series_name(slug), queries.shown_meetings_of(slug, today), queries.forum_names(), _base()
        )

    return _answer(queries.series_feed(slug, today), make, FOR_ALL)


@bp.get("/calendars/own/<secret>.ics")
@public
def own(secret: str) -> Response:
    """A person's own places and actions. The secret in the address is the permit: programs cannot sign in."""
    today = day_in_london(now())
    digest = digest_of(secret)

    def make() -> bytes:
        return feeds.of_one_person(
            queries.shown_bookings(digest, today),
            queries.shown_actions(digest, today),
            queries.forum_names(),
            _base(),
        )

    return _answer(queries.own_feed(digest, today), make, FOR_ONE)


@bp.get("/meetings/<reference>.ics")
@public
def meeting(reference: str) -> Response:
    """The file of one published meeting."""
    found = find_meeting(reference)
    if found is None or not found.is_published:
        return _nothing_here()
    base = _base()
    entry = entry_of(found, base)
    version = Version(
        rules.digest_of_feed(f"meeting/{found.uid}", f"{entry}{found.lead}", base),
        entry.changed_at.replace(microsecond=0),
    )
    headers = {**FOR_ALL, "Content-Disposition": f'attachment; filename="{reference}.ics"'}
    return revalidated(version, lambda: write_file(found, base), CALENDAR, headers)


def _base() -> str:
    base: str = current_app.extensions["settings"].base_url
    return base


def _answer(held: queries.Held | None, make: Callable[[], bytes], headers: dict[str, str]) -> Response:
    """The feed, if it has changed since whoever asks saw it."""
    if held is None:
        return _nothing_here()
    digest = rules.digest_of_feed(held.feed, held.told, _base())
    since = held.since
    if since is None or held.digest != digest:
        since = operations.keep_edition(held.feed, digest, now=now())
    return revalidated(Version(digest, since), make, CALENDAR, headers)


def _nothing_here() -> Response:
    """The same words whether an address was wrong, is old or was revoked. No page: programs read no pages."""
    without_cookies()
    response = Response(
        "There is no calendar at this address.\n", 404, content_type="text/plain; charset=utf-8"
    )
    response.headers.update({**FOR_ONE, "Cache-Control": "no-store"})
    return response
