"""The rules of feedback. They judge what they are handed: no database, no request, no clock."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from forum.feedback.models import Feedback, FeedbackRequest, Opinion
from forum.foundation.clock import in_london
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of
from forum.meetings.models import Meeting

FEWEST = 5
"""With fewer answers somebody could be told by what they said, so nothing but their number is shown."""

ASKED_AFTER = timedelta(hours=2)
"""How long after a meeting people are asked: they are home, and still know."""

ASKED_UNTIL = timedelta(days=14)
OPEN_FOR = timedelta(days=30)
BY_DAY = (time(8), time(20))
"""Nobody is asked in the night; London time."""

QUESTIONS = {
    "was_worth_it": "Was the meeting worth your time?",
    "was_heard": "Were you heard?",
    "papers_in_time": "Did the papers come in time?",
}
"""What is asked with yes, partly or no. The fourth question is for words."""

WHAT_NEXT = "What should the forum take up next?"
LONGEST = 2000


class AlreadyAnswered(Refusal):
    message = "You have answered already. Each person is counted once."


class FeedbackIsClosed(Refusal):
    message = "This closed on {day}. Write to the organiser if there is something they should know."


class NothingAnswered(Refusal):
    message = "Answer at least one of the questions."


def is_time_to_ask(meeting: Meeting, now: datetime) -> bool:
    """Whether those who came may be asked now: some time after the end, and by day."""
    if meeting.is_cancelled or meeting.ends_at is None or not meeting.forum.asks_how_it_was:
        return False
    is_day = BY_DAY[0] <= in_london(now).time() < BY_DAY[1]
    return is_day and meeting.ends_at + ASKED_AFTER <= now < meeting.ends_at + ASKED_UNTIL


def closes_at(request: FeedbackRequest) -> datetime:
    """When a request can no longer be answered."""
    return request.asked_at + OPEN_FOR


@dataclass(frozen=True)
class Answers:
    """What somebody said of a meeting; None where they left a question out."""

    was_worth_it: Opinion | None = None
    was_heard: Opinion | None = None
    papers_in_time: Opinion | None = None
    what_next: str = ""


def check_can_answer(request: FeedbackRequest, answers: Answers, now: datetime) -> None:
    """Refuse a second answer, a late one, and one that says nothing."""
    if request.has_answered:
        raise AlreadyAnswered
    if now >= closes_at(request):
        raise FeedbackIsClosed(day=f"{in_london(closes_at(request)):%d %B}".lstrip("0"))
    if answers == Answers():
        raise NothingAnswered


@dataclass(frozen=True)
class Tally:
    """How one question was answered, in numbers."""

    yes: int = 0
    partly: int = 0
    no: int = 0

    @property
    def answered(self) -> int:
        """How many answered it."""
        return self.yes + self.partly + self.no

    @property
    def share(self) -> int | None:
        """How much of a yes there was, from 0 to 100, a partly counted by half; None where nobody answered."""
        if not self.answered:
            return None
        return round((self.yes + self.partly / 2) * 100 / self.answered)

    @property
    def words(self) -> str:
        """`6 yes, 2 partly, 1 no`."""
        said = [
            f"{number} {word}"
            for number, word in ((self.yes, "yes"), (self.partly, "partly"), (self.no, "no"))
        ]
        return ", ".join(part for part in said if not part.startswith("0 ")) or "nobody answered"


@dataclass(frozen=True)
class Summary:
    """What came back about one meeting. Below the fewest that protect whoever answered, only their number."""

    asked: int
    answered: int
    tallies: dict[str, Tally]  # by question; empty while too few answered
    words: tuple[str, ...]  # what people would take up next, in an order that says nothing

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered."""
        return self.answered >= FEWEST

    @property
    def state(self) -> str:
        """How many answered, in a sentence, and what that means."""
        if not self.asked:
            return "Nobody has been asked yet."
        said = f"{self.answered} of {count_of(self.asked, 'person', 'people')} answered."
        if self.is_shown:
            return said
        return f"{said} Answers are shown from {FEWEST} on, so that nobody can be told by theirs."


def summary_of(feedback: Sequence[Feedback], asked: int) -> Summary:
    """What came back about one meeting of so many who were asked."""
    if len(feedback) < FEWEST:
        return Summary(asked, len(feedback), {}, ())
    tallies = {}
    for question in QUESTIONS:
        counted = Counter(getattr(one, question) for one in feedback)
        tallies[question] = Tally(counted[Opinion.YES], counted[Opinion.PARTLY], counted[Opinion.NO])
    # In the order of the alphabet: the order in which they came would say who wrote what.
    words = sorted((one.what_next for one in feedback if one.what_next), key=str.casefold)
    return Summary(asked, len(feedback), tallies, tuple(words))
