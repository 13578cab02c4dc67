"""The feed of publications. Programs fetch it every hour, so it first asks whether anything has changed."""

from flask import Response, current_app, url_for

from forum.calendars.operations import keep_edition
from forum.calendars.rules import digest_of_feed
from forum.foundation.atom import CONTENT_TYPE, write_feed
from forum.foundation.clock import now
from forum.foundation.permits import public
from forum.foundation.revalidation import Version, revalidated
from forum.membership.models import Forum
from forum.membership.queries import forums, get_forum
from forum.overview.queries import publications as queries
from forum.overview.rules import publications as rules
from forum.overview.views.blueprint import bp

FOR_ALL = {"Cache-Control": "public, max-age=900", "X-Robots-Tag": "noindex"}


@bp.get("/feeds/publications.atom")
@public
def publications() -> Response:
    """What was published last, in every forum."""
    return _answer(None, url_for(".publications"))


@bp.get("/feeds/<code>/publications.atom")
@public
def publications_of(code: str) -> Response:
    """What one forum published last."""
    return _answer(get_forum(code), url_for(".publications_of", code=code))


def _answer(forum: Forum | None, path: str) -> Response:
    base: str = current_app.extensions["settings"].base_url
    held = queries.publications(forum)
    feed = f"publications/{forum.code}" if forum else "publications"
    every = [forum] if forum else forums()
    names = [one.name for one in every]
    digest = digest_of_feed(feed, f"{names} {rules.told(held)}", base)
    edition = queries.find_edition(feed)
    if edition is None or edition[0] != digest:
        since = keep_edition(feed, digest, now=now())
    else:
        since = edition[1]

    def make() -> bytes:
        entries = [
            rules.entry_of(one, None if one.is_minutes or one.withheld_at else queries.agenda_of(one), base)
            for one in held
        ]
        first = every[0] if every else None
        return write_feed(
            rules.feed_of(
                entries,
                name=names[0] if len(names) == 1 else "Commissioning forums",
                key=f"{feed} {first.code} {first.made_at.isoformat()}" if first else feed,
                own_address=base + path,
                page=f"{base}/meetings",
                since=since,
            )
        )

    return revalidated(Version(digest, since), make, CONTENT_TYPE, FOR_ALL)
