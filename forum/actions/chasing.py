"""The weekly round: who is asked today, and whose silence is told. Prepared in bulk, kept in short transactions."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.actions import letters, operations, queries
from forum.actions.rules import digests as rules
from forum.foundation.clock import day_in_london
from forum.foundation.database import DatabaseIsBusy
from forum.foundation.jobs import falls_due
from forum.foundation.post import Letter
from forum.foundation.references import new_link_secret, new_reference
from forum.membership.models import Forum
from forum.membership.queries import forums as every_forum

AT_ONCE = 50
"""How many digests one transaction keeps: nobody else waits long for their turn to write."""

log = logging.getLogger(__name__)


@falls_due
def send_digests(now: datetime) -> int:
    """Send the digests that are due, each once, however many workers do this. Returns how many are new.

    What goes wrong with one person's digest holds up nobody else's.
    """
    if not rules.is_morning_or_later(now) or queries.has_no_digest_to_send():
        return 0
    planned = rules.due_digests(queries.digest_facts(now), now)
    senders = {forum.id: forum for forum in every_forum()} if planned else {}
    new = 0
    for some in _batches(planned):
        try:
            new += operations.keep_digests(
                [ready_digest(one, senders[one.forum_id], now) for one in some], now=now
            )
        except DatabaseIsBusy:  # the next round goes on
            return new
        except Exception:  # one of them, or another worker a moment earlier: each by itself tells which
            new += sum(_send_alone(one, senders, now) for one in some)
    return new


@falls_due
def tell_of_silence(now: datetime) -> int:
    """Tell contacts about actions on which two digests in a row brought no word. Returns how many actions."""
    if not rules.is_morning_or_later(now):
        return 0
    found = queries.find_silent(now)
    if found is None:
        return 0
    by_contact: dict[tuple[int, int | None], list[rules.Silence]] = defaultdict(list)
    for silence in rules.silences(found.asked, found.words, found.owners, now):
        owner = rules.asked_for(silence, found.owners.get(silence.action_id, ()), found.acting)
        contact = rules.contact_to_tell(silence.person_id, owner, found.acting, found.people)
        by_contact[found.forums[silence.action_id], contact.id if contact else None].append(silence)
    senders = {forum.id: forum for forum in every_forum()}
    told = 0
    for (forum_id, contact_id), some in by_contact.items():
        try:
            told += operations.tell_of_silence(some, senders[forum_id], contact_id, now=now)
        except DatabaseIsBusy:
            return told
        except Exception as problem:
            log.warning("The silence of some was not told: %s", type(problem).__name__)
    return told


def _batches(planned: Sequence[rules.Planned]) -> Iterable[Sequence[rules.Planned]]:
    return (planned[start : start + AT_ONCE] for start in range(0, len(planned), AT_ONCE))


def _send_alone(planned: rules.Planned, senders: dict[int, Forum], now: datetime) -> int:
    try:
        return operations.keep_digests([ready_digest(planned, senders[planned.forum_id], now)], now=now)
    except Exception as problem:
        log.warning("The digest of %s was not sent: %s", planned.who.reference, type(problem).__name__)
        return 0


def ready_digest(planned: rules.Planned, sender: Forum, now: datetime) -> operations.ReadyDigest:
    """A digest with its letter, ready to be kept."""
    reference, secret = new_reference(), new_link_secret()
    return operations.ReadyDigest(
        reference=reference,
        secret=secret,
        person_id=planned.who.id,
        forum_id=planned.forum_id,
        actions=tuple(line.action.id for line in planned.lines),
        letter=letters.digest_letter(planned, sender, reference, secret, now),
    )


# ---- What comes next ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """The digests that a forum sends on a day to come, as things stand now."""

    on: date
    digests: Sequence[rules.Planned]


def expected_digests(forum: Forum, now: datetime) -> list[Expected]:
    """The days on which digests leave, in what is left of this week, or else in the next; the first one first."""
    if not forum.sends_digests:
        return []
    facts = queries.digest_facts(now, forum)
    monday = rules.monday_of(day_in_london(now))
    to_come = [
        one
        for one in rules.digests_of_week(facts, monday)
        if one.due_at > now and one.who.id not in facts.had
    ]
    to_come = to_come or rules.digests_of_week(facts, monday + timedelta(weeks=1))
    days = sorted({day_in_london(one.due_at) for one in to_come})
    return [Expected(on, [one for one in to_come if day_in_london(one.due_at) == on]) for on in days]


def letter_expected(planned: rules.Planned, forum: Forum) -> Letter:
    """One of these letters before it is sent. Its links open nothing: they are made when it leaves."""
    return letters.digest_letter(planned, forum, "0000-0000", "not sent yet", planned.due_at)
