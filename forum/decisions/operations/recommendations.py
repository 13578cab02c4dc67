"""What is done with recommendations. Each operation is one transaction: kept whole, or not at all."""

from datetime import date, datetime

from forum.actions import due
from forum.agendas.models import AgendaItem
from forum.attendance.queries import find_list
from forum.decisions import letters, queries, rules
from forum.decisions.models import Recommendation, RecommendationAnswer, RecommendationCommitment
from forum.decisions.operations.asking import ask_for_answers
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.meetings.queries import following_meeting
from forum.membership.operations import next_number
from forum.organisations.models import Organisation
from forum.people.models import Person


@operation
def record_recommendation(
    meeting: Meeting,
    text: str,
    *,
    to: Organisation,
    due_on: date | None = None,
    due_as_said: str = "",
    item: AgendaItem | None = None,
    is_line: bool = False,
    by: Person,
    now: datetime,
) -> Recommendation:
    """Enter what a meeting recommends to an organisation, under the next number of its year.

    It serves the item's commitments. `due_as_said` is a day in anybody's words, which counts from the meeting.
    Everyone sees it once the minutes are circulated: at once, if they are, and then the organisation is asked.
    The same sent twice is one. A line of the minutes (`is_line`) is always one of its own, and comes out with them.
    Raises `RecommendationNeedsText`, `DecisionIsTooLong`, `ContactDetailsShow`, `NoSuchDate`, `NextMeetingIsNotFixed`.
    """
    hold(meeting)
    rules.check_recommendation(text, is_line=is_line)
    if not is_line and (same := queries.find_same_recommendation(meeting, text.strip(), to)) is not None:
        return same
    said = due.Due(due_as_said, due_on)
    understood = _understood(due_as_said, meeting) if due_as_said and due_on is None else said
    attended = None if is_line else find_list(meeting)
    is_out = attended is not None and attended.circulated_at is not None
    recommendation = Recommendation(
        reference=next_number(meeting.forum, "R", meeting.on.year),
        forum=meeting.forum,
        meeting=meeting,
        item=item,
        organisation=to,
        text=text.strip(),
        due_on=understood.on,
        due_as_said=understood.as_said,
        made_at=now,
        changed_at=now,
        published_at=now if is_out else None,
    )
    db.session.add(recommendation)
    recommendation.commitments = [
        RecommendationCommitment(commitment=serves.commitment)
        for serves in (item.commitments if item else ())
    ]
    db.session.flush()
    note(by, "recorded a recommendation", recommendation, now=now)
    if is_out:
        ask_for_answers([recommendation], now=now)
    return recommendation


@operation
def correct_recommendation(
    recommendation: Recommendation,
    text: str,
    *,
    to: Organisation,
    due_as_said: str,
    by: Person,
    now: datetime,
) -> None:
    """Put right what was written down at the meeting. Once the minutes are circulated it stays.

    Raises `RecommendationIsWithdrawn`, `RecommendationTextStays`, and what recording it as a line raises.
    """
    hold(recommendation)
    rules.check_can_reword_recommendation(recommendation, text)
    if recommendation.published_at is None:
        understood = _understood(due_as_said, recommendation.meeting)
        recommendation.due_on, recommendation.due_as_said = understood.on, understood.as_said
        recommendation.organisation = to
        recommendation.text = text.strip()
    recommendation.changed_at = now
    note(by, "corrected a recommendation", recommendation, now=now)


@operation
def answer_recommendation(
    recommendation: Recommendation,
    answer: RecommendationAnswer,
    *,
    text: str,
    seen: str | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Keep what the organisation answered, in its words; what it answered before is in the journal.

    The same sent twice is one. The organisers get a letter, but whoever of them wrote it down.
    `seen` is what stood there when the answer was written (`rules.edition_of`).
    Raises `RecommendationIsWithdrawn`, `AnswerNeedsText`, `DecisionIsTooLong`, `ContactDetailsShow` or
    `AnsweredMeanwhile`.
    """
    hold(recommendation)
    if rules.is_same_answer(recommendation, answer, text) and recommendation.withdrawn_at is None:
        return
    rules.check_answer(recommendation, text, seen)
    is_first = recommendation.answer is None
    recommendation.answer, recommendation.answer_text = answer, text.strip()
    recommendation.answered_on = today = day_in_london(now)
    if recommendation.first_answered_on is None:
        recommendation.first_answered_on = today
    recommendation.changed_at = now
    note(by, queries.ANSWERED, recommendation, now=now)
    for organiser in queries.organisers_of(recommendation.forum, today):
        if organiser.id != by.id:
            post(letters.answer_came(recommendation, organiser, by=by, is_first=is_first))


@operation
def take_back_recommendation(recommendation: Recommendation, *, by: Person, now: datetime) -> None:
    """Take back a recommendation before the minutes are circulated; its number stays, and is not given again.

    Raises `RecommendationIsWithdrawn` or `AlreadyOut`.
    """
    hold(recommendation)
    rules.check_can_take_back(recommendation)
    recommendation.withdrawn_at = recommendation.changed_at = now
    note(by, "took back a recommendation", recommendation, now=now)


@operation
def publish_recommendations(meeting: Meeting, *, by: Person, now: datetime) -> list[Recommendation]:
    """Let everyone see the recommendations of a meeting, since its minutes are circulated, and ask for answers.

    Returns the new ones.
    """
    new = queries.unpublished_recommendations(meeting)
    for recommendation in new:
        recommendation.published_at = now
        note(by, "made a recommendation public", recommendation, now=now)
    ask_for_answers(new, now=now)
    return new


def _understood(said: str, meeting: Meeting) -> due.Due:
    # Asked for only where it is said: a meeting is a question to the database.
    follows = following_meeting(meeting) if "next" in said.lower() else None
    return due.understand(said, said_on=meeting.on, next_meeting_on=follows.on if follows else None)
