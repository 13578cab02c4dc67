"""Asking owners once a week, taking their answers by letter, and telling a contact of silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.actions import letters, queries, rules
from forum.actions.models import Digest, DigestDay, DigestLine, Said
from forum.actions.operations.log import move_due_date, report_on_action
from forum.actions.operations.parts import tick_own_parts
from forum.actions.rules import digests as asking
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import Letter, post, post_each
from forum.journal.operations import note
from forum.membership.models import Forum
from forum.people.models import Person


@dataclass(frozen=True)
class ReadyDigest:
    """A digest with its letter, before it is kept: to whom, by which forum, about which actions."""

    reference: str
    secret: str
    person_id: int
    forum_id: int
    actions: tuple[int, ...]
    letter: Letter


@operation
def keep_digests(ready: Sequence[ReadyDigest], *, now: datetime) -> int:
    """Keep these digests with their letters, but to nobody who had one this week. Returns how many are new."""
    monday = asking.monday_of(day_in_london(now))
    for forum_id in sorted({one.forum_id for one in ready}):
        hold(
            db.session.get_one(Forum, forum_id)
        )  # two workers at once: the second sees what the first has sent
    had = queries.had_digest(monday, [one.person_id for one in ready])
    new = [one for one in ready if one.person_id not in had]
    for one in new:
        digest = Digest(
            reference=one.reference,
            link_secret=one.secret,
            forum_id=one.forum_id,
            person_id=one.person_id,
            week_on=monday,
            sent_at=now,
            lines=[DigestLine(action_id=action_id) for action_id in one.actions],
        )
        db.session.add(digest)
        note(None, "asked how actions stand", digest, now=now)
    post_each([one.letter for one in new])
    return len(new)


@operation
def answer_digest(
    line: DigestLine, said: Said, *, text: str = "", due_as_said: str = "", now: datetime
) -> bool:
    """Take down what somebody answered by the link in their letter, as if they had said it on the action's page.

    Returns whether it is new: the same sent twice is one answer. Another one later takes the place of the first.
    Raises `ActionHasEnded`, `NotYoursAnyMore`, `NotInTheDigest`, `PartIsNotMoved`, and as `report_on_action` and
    `move_due_date`.
    """
    hold(line)
    action, person = line.action, line.digest.person
    hold(action)
    rules.check_is_live(action)
    share = queries.shares_of(line.digest, day_in_london(now)).get(action.id)
    asking.check_answer(said, share)
    if _is_said_already(line, said, text, due_as_said):
        return False
    if share is asking.Share.OF_ALL:
        if said is Said.DONE:
            tick_own_parts(action, by=person, now=now)
    elif said is Said.DATE_MOVED:
        move_due_date(action, due_as_said, reason=text, by=person, now=now)
    else:
        report_on_action(action, said, text=text, by=person, now=now)
    line.answer, line.answered_at = said, now
    note(person, "answered by the link in a letter", line, now=now)
    return True


@operation
def tell_of_silence(
    silences: Sequence[asking.Silence], forum: Forum, contact_id: int | None, *, now: datetime
) -> int:
    """Tell an organisation's contact, in one letter, that two letters about these actions brought no word.

    None: there is no other contact, so the organiser's desk says it. Returns how many are new: within eight weeks it
    is said once of an action.
    """
    contact = db.session.get_one(Person, contact_id) if contact_id is not None else None
    told = []
    for silence in sorted(silences, key=lambda one: one.action_id):
        line = queries.get_line(silence.line_id)
        action = line.action
        hold(action)
        hold(line)
        if not action.is_live or queries.was_told_since(action, now - asking.TOLD_AGAIN_AFTER):
            continue
        line.contact_told_at, line.contact_told = now, contact
        note(None, "told that nobody answered about an action", line, now=now)
        told.append((action, line.digest.person.shown_name, [silence.since, line.digest.sent_at]))
    if contact is not None and told:
        post(letters.silence_told(told, contact, forum, day_in_london(now)))
    return len(told)


@operation
def choose_digest_day(person: Person, weekday: int | None, *, now: datetime) -> None:
    """Keep on which day of the week somebody would have their digest; None: on the forum's.

    Raises `NoSuchWeekday`.
    """
    asking.check_weekday(weekday)
    hold(person)
    chosen = queries.find_digest_day(person)
    if weekday == (chosen.weekday if chosen else None):
        return
    if chosen is None:
        chosen = DigestDay(person=person)
        db.session.add(chosen)
    if weekday is None:
        db.session.delete(chosen)
    else:
        chosen.weekday, chosen.chosen_at = weekday, now
    db.session.flush()
    note(person, "chose the day of their letter about actions", chosen, now=now)


# ---- What the operations share ------------------------------------------------------------------------------


def _is_said_already(line: DigestLine, said: Said, text: str, due_as_said: str) -> bool:
    """Whether this is the last answer once more: a second press of the button."""
    if line.answer is not said or line.answered_at is None:
        return False
    last = queries.last_word_of(line.digest.person, line.action)
    if last is None:  # their part of what all members own
        return True
    same_words = last.text == text.strip() and last.due_as_said == " ".join(due_as_said.split())
    return last.said is said and same_words
