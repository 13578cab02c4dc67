"""Asking organisations for their answers by letter, and reminding them: once a week at most."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from forum.agendas.models import Visibility
from forum.agendas.policy import may_see_item
from forum.decisions import letters, queries, rules
from forum.decisions.models import Recommendation
from forum.foundation.clock import day_in_london
from forum.foundation.database import hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import post
from forum.journal.operations import note
from forum.people.models import Person


@operation
def ask_for_answers(new: Sequence[Recommendation], *, now: datetime) -> int:
    """Write to the contact of each organisation to which these recommendations go: one letter, however many.

    The primary contact gets it; where there is none the second, and then all who act for it. Nobody gets words of
    an item that they may not see. Returns how many letters there are; what nobody could be asked for waits.
    """
    return sum(_ask(of_one, now, is_reminder=False) for of_one in _by_organisation(new))


@falls_due
@operation
def remind_of_answers(now: datetime) -> int:
    """Remind organisations of what they have not answered, and ask those that had nobody to ask before.

    Two weeks before the day, on it, two weeks after it, then each month; nobody twice within a week.
    Returns how many letters were written.
    """
    if not rules.is_the_hour(now):
        return 0
    waiting = [one for one in queries.recommendations_to_ask_for(now) if _is_due(one, now)]
    written = 0
    for of_one in _by_organisation(waiting):
        for recommendation in of_one:
            hold(recommendation)  # two workers at once: the second sees what the first has written
        still = [
            one for one in of_one if one.answer is None and one.withdrawn_at is None and _is_due(one, now)
        ]
        written += _ask([one for one in still if one.asked_at is None], now, is_reminder=False)
        written += _ask([one for one in still if one.asked_at not in (None, now)], now, is_reminder=True)
    return written


def _is_due(recommendation: Recommendation, now: datetime) -> bool:
    asked = recommendation.asked_at
    return asked is None or rules.reminder_on(recommendation.due_on, day_in_london(asked)) <= day_in_london(
        now
    )


def _by_organisation(some: Iterable[Recommendation]) -> list[list[Recommendation]]:
    in_order = sorted(some, key=lambda one: (one.organisation_id, one.forum_id, one.id))
    return [list(found) for _, found in groupby(in_order, lambda one: (one.organisation_id, one.forum_id))]


def _ask(some: Sequence[Recommendation], now: datetime, *, is_reminder: bool) -> int:
    """One letter to each contact of one organisation, with all of these that they may see."""
    if not some:
        return 0
    today = day_in_london(now)
    groups = queries.contacts_of({some[0].organisation_id}, today).get(some[0].organisation_id, [])
    written = 0
    for group in groups:
        theirs = {person: [one for one in some if _may_read(person, one)] for person in group}
        theirs = {person: seen for person, seen in theirs.items() if seen}
        if not theirs:
            continue
        if is_reminder and queries.written_to_since(theirs, now - rules.A_WEEK):
            return 0
        for person, seen in theirs.items():
            written += post(letters.answer_asked(seen, person, today, is_reminder=is_reminder))
            for recommendation in seen:
                recommendation.asked_at = now
        break
    for recommendation in some:
        if recommendation.asked_at == now:
            note(None, "asked for an answer", recommendation, now=now)
    return written


def _may_read(person: Person, recommendation: Recommendation) -> bool:
    item = recommendation.item
    return item is None or item.visibility is Visibility.PUBLIC or may_see_item(person, item)
