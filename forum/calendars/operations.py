"""What is done with calendar keys and editions. Each operation is one transaction: kept whole, or not at all."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.queries import digest_of
from forum.calendars import queries, rules
from forum.calendars.models import CalendarKey, Edition
from forum.foundation.database import db, hold, operation
from forum.foundation.references import new_secret
from forum.journal.operations import note
from forum.people.models import Person


@operation
def make_key(*, by: Person, now: datetime) -> str:
    """Give a person the secret of their own calendar's address. Returns it: only its digest is kept.

    An earlier address stops at once, so a second click leaves one that works.
    """
    hold(by)
    revoke_key(by=by, now=now)
    secret = new_secret()
    key = CalendarKey(person=by, digest=digest_of(secret), made_at=now)
    db.session.add(key)
    note(by, "made an address for their calendar", key, now=now)
    return secret


@operation
def change_key(*, by: Person, now: datetime) -> str:
    """Put a new secret in the place of the old one. Returns it; what the calendar holds stays the same."""
    return make_key(by=by, now=now)


@operation
def revoke_key(*, by: Person, now: datetime) -> None:
    """Let the address of a person's calendar open nothing any more. Without one, nothing happens."""
    hold(by)
    key = queries.find_key(by)
    if key is not None:
        key.revoked_at = now
        note(by, "revoked the address of their calendar", key, now=now)
        db.session.flush()


@operation
def keep_edition(feed: str, digest: str, *, now: datetime) -> datetime:
    """Keep that a feed now holds something else, and return since when. Called when a fetch finds it so.

    Two fetches at once agree: whoever comes second finds what the first one kept.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    first = insert(Edition).values(feed=feed, digest=digest, since=rules.edition_begins(None, now))
    db.session.execute(first.on_conflict_do_nothing(index_elements=["feed"]))
    edition = queries.get_edition(feed)
    hold(edition)
    if edition.digest != digest:
        edition.since = rules.edition_begins(edition.since, now)
        edition.digest = digest
    return edition.since
