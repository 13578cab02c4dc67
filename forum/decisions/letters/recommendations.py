"""Letters about recommendations: that an answer is asked for, with the link that gives it, and that one has come."""

from collections.abc import Sequence
from datetime import date

from forum.decisions.models import Recommendation
from forum.decisions.rules import due_words, short_due
from forum.foundation.post import Letter, write_letter
from forum.foundation.signed_links import is_signed, sign
from forum.foundation.words import capital, count_of
from forum.people.models import Person

PURPOSE = "answer a recommendation"


def path_of_answer(recommendation: Recommendation, person: Person) -> str:
    """Where a person answers for the organisation without signing in."""
    key = sign(PURPOSE, _bound_to(recommendation, person), recommendation.link_secret)
    return f"/recommendations/{recommendation.reference}/answer/{key}"


def is_key_of_answer(recommendation: Recommendation, person: Person, key: str) -> bool:
    """Whether a key lets this person answer."""
    return is_signed(PURPOSE, _bound_to(recommendation, person), recommendation.link_secret, key)


def _bound_to(recommendation: Recommendation, person: Person) -> str:
    return f"{recommendation.reference} {person.reference}"


def answer_asked(some: Sequence[Recommendation], to: Person, today: date, *, is_reminder: bool) -> Letter:
    """What the forum recommends to one organisation, by when it asks for an answer, and the links that give it."""
    first = some[0]
    name = first.organisation.known_as
    what = f"{'a recommendation' if len(some) == 1 else count_of(len(some), 'recommendation')} to {name}"
    if is_reminder:
        subject, kind = f"No answer yet: {what}", "answer not come"
    else:
        days = {one.due_on for one in some}
        subject, kind = f"{what}{short_due(days.pop() if len(days) == 1 else None)}", "answer asked for"
    return write_letter(
        "decisions/answer_not_come" if is_reminder else "decisions/answer_asked",
        to=to,
        subject=capital(subject),
        kind=kind,
        sender=first.forum,
        about=first.meeting,
        key=f"{kind}:{first.organisation.reference}:{to.reference}:{today.isoformat()}"
        if is_reminder
        else None,
        organisation=name,
        meeting=first.meeting,
        is_one_meeting=len({one.meeting_id for one in some}) == 1,
        some=[(one, one.text, due_words(one.due_on, today), path_of_answer(one, to)) for one in some],
    )


def answer_came(recommendation: Recommendation, to: Person, *, by: Person, is_first: bool) -> Letter:
    """That an organisation has answered, or has changed its answer: to an organiser."""
    name = recommendation.organisation.known_as
    assert recommendation.answer is not None  # noqa: S101 - it was just given
    return write_letter(
        "decisions/answer_came",
        to=to,
        subject=f"{name} {'has answered' if is_first else 'has changed its answer to'} {recommendation.reference}",
        kind="answer came",
        sender=recommendation.forum,
        about=recommendation.meeting,
        recommendation=recommendation,
        text=recommendation.text,
        organisation=name,
        by=by,
        is_first=is_first,
        answer=recommendation.answer.value,
    )
