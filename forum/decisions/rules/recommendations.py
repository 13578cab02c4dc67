"""The rules of recommendations: what may be written, how an answer stands, and what the tally counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from forum.decisions.models import Recommendation, RecommendationAnswer
from forum.decisions.rules.register import MOST_WORDS, ContactDetailsShow, DecisionIsTooLong
from forum.foundation.clock import day_in_london
from forum.foundation.contacts import has_contact_details
from forum.foundation.refusals import Refusal
from forum.foundation.withheld_names import public_words
from forum.foundation.words import HARD, capital, count_of, day, day_and_month, near_date


class RecommendationNeedsText(Refusal):
    message = "Write what the forum recommends."
    about = "text"


class AnswerNeedsText(Refusal):
    message = "Say in a few words what is done, or why not. Everyone can read it."
    about = "answer_text"


class RecommendationIsWithdrawn(Refusal):
    message = "{reference} was taken back, so it needs no answer."


class RecommendationTextStays(Refusal):
    message = "Everyone has read {reference} already, so its words stay as they are."


class AnsweredMeanwhile(Refusal):
    message = (
        "Somebody has answered meanwhile. Their answer stands above. Send yours again to put it in its place."
    )


class AlreadyOut(Refusal):
    message = "Everyone has read {reference} already, so it stays."


def check_recommendation(text: str, *, is_line: bool = False) -> None:
    """Refuse a recommendation without words, with too many, or with somebody's e-mail address or telephone.

    A line of the minutes (`is_line`) keeps an address as it was typed: that is looked for before they go out.
    """
    if not text.strip():
        raise RecommendationNeedsText
    if len(text) > MOST_WORDS:
        raise DecisionIsTooLong
    if not is_line and has_contact_details(text):
        raise ContactDetailsShow


def edition_of(recommendation: Recommendation) -> str:
    """What a page carries, so that an answer that came while it was open is seen."""
    return recommendation.changed_at.isoformat()


def check_answer(recommendation: Recommendation, text: str, seen: str | None = None) -> None:
    """Refuse an answer without words, to what was taken back, or over one that its writer has not `seen`."""
    if recommendation.withdrawn_at is not None:
        raise RecommendationIsWithdrawn(reference=recommendation.reference)
    if not text.strip():
        raise AnswerNeedsText
    if len(text) > MOST_WORDS:
        raise DecisionIsTooLong
    if has_contact_details(text):
        raise ContactDetailsShow
    if seen is not None and recommendation.answer is not None and seen != edition_of(recommendation):
        raise AnsweredMeanwhile


def why_link_ended(recommendation: Recommendation, *, acts: bool, may_see: bool) -> str:
    """Why the link in a letter lets nobody answer any more; empty while it does.

    `acts`: whether whoever got the letter still acts for the organisation; `may_see`: whether they may read it.
    """
    if recommendation.withdrawn_at is not None:
        return f"{recommendation.reference} was taken back, so it needs no answer."
    if not acts:
        return f"You no longer act for {recommendation.organisation.known_as} here."
    return "" if may_see else f"{recommendation.reference} is not open to you any more."


def is_same_answer(recommendation: Recommendation, answer: RecommendationAnswer, text: str) -> bool:
    """Whether this is what was answered already: the same form sent twice."""
    return recommendation.answer is answer and recommendation.answer_text == public_words(text.strip())


def check_can_take_back(recommendation: Recommendation) -> None:
    """Refuse to take back twice, or what everyone has read already."""
    if recommendation.withdrawn_at is not None:
        raise RecommendationIsWithdrawn(reference=recommendation.reference)
    if recommendation.published_at is not None:
        raise AlreadyOut(reference=recommendation.reference)


def check_can_reword_recommendation(recommendation: Recommendation, text: str) -> None:
    """Refuse other words for what was taken back, or what everyone has read already, and a text without words."""
    if recommendation.withdrawn_at is not None:
        raise RecommendationIsWithdrawn(reference=recommendation.reference)
    if recommendation.published_at is not None and public_words(text.strip()) != recommendation.text:
        raise RecommendationTextStays(reference=recommendation.reference)
    check_recommendation(text, is_line=True)


@dataclass(frozen=True)
class AnswerMark:
    """How the answer to a recommendation stands, in words and by the look of their mark."""

    words: str
    kind: str


_ANSWERED = {
    RecommendationAnswer.ACCEPTED: "green",
    RecommendationAnswer.PARTLY: "amber",
    RecommendationAnswer.NOT_ACCEPTED: "none",
}


def is_overdue(recommendation: Recommendation, today: date) -> bool:
    """Whether an answer was asked for by a day that has passed, and none has come."""
    waits = recommendation.answer is None and recommendation.withdrawn_at is None
    return waits and recommendation.due_on is not None and recommendation.due_on < today


def mark_of_answer(answer: RecommendationAnswer) -> AnswerMark:
    """`Accepted`, `Accepted in part` or `Not accepted`, with the look of its mark."""
    return AnswerMark(capital(answer.value), _ANSWERED[answer])


def answer_mark(recommendation: Recommendation, today: date) -> AnswerMark:
    """`Accepted`, `No answer since 31 October`, `An answer is due on 3 March`, `No answer yet`."""
    if recommendation.withdrawn_at is not None:
        return AnswerMark("Taken back", "none")
    if recommendation.answer is not None:
        return mark_of_answer(recommendation.answer)
    if recommendation.due_on is None:
        return AnswerMark("No answer yet", "none")
    if is_overdue(recommendation, today):
        return AnswerMark(f"No answer since {near_date(recommendation.due_on, today)}", "red")
    return AnswerMark(f"An answer is due on {day_and_month(recommendation.due_on)}", "tint")


def as_said_words(recommendation: Recommendation) -> str:
    """`“end of January”`: how the day was said, where that is more than the day itself; or else empty."""
    said, on = recommendation.due_as_said, recommendation.due_on
    if not said or (on is not None and said.lower() in day(on).replace(HARD, " ").lower()):
        return ""
    return f"“{said}”"


# ---- The history of an answer -------------------------------------------------------------------------------


@dataclass(frozen=True)
class EarlierAnswer:
    """What an organisation answered once, and until a later answer took its place."""

    answer: RecommendationAnswer
    text: str
    on: date


def answers_in(entries: Iterable[Any]) -> list[EarlierAnswer]:
    """Every answer in the order given, from what the journal keeps of each change: the last one stands now."""
    found: list[EarlierAnswer] = []
    answer, text = "", ""
    for entry in entries:
        answer = entry.after.get("answer", answer)
        text = entry.after.get("answer_text", text)
        if answer:
            found.append(EarlierAnswer(RecommendationAnswer(answer), text, day_in_london(entry.at)))
    return found


# ---- The tally ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """What became of all that was asked of one organisation."""

    reference: str
    known_as: str
    asked: int
    accepted: int
    partly: int
    not_accepted: int
    waiting: int
    overdue: int  # of those waiting
    days: float | None  # the median from asking to the first answer

    @property
    def days_in_words(self) -> str:
        """`14 days`, `the same day`; nothing where no answer has come."""
        if self.days is None:
            return ""
        return count_of(round(self.days), "day") if round(self.days) else "the same day"


def tally_of(rows: Iterable[Any], today: date) -> list[Tally]:
    """The tally of each organisation, in the order in which its first row comes; each row is a recommendation.

    A row has `reference` and `known_as` of the organisation, `answer`, `due_on`, `published_at`, `first_answered_on`.
    """
    by: dict[str, list[Any]] = {}
    for row in rows:
        by.setdefault(row.reference, []).append(row)
    return [_tally(of_one, today) for of_one in by.values()]


def _tally(rows: list[Any], today: date) -> Tally:
    answers = [row.answer for row in rows]
    waiting = [row for row in rows if row.answer is None]
    days = [
        (row.first_answered_on - day_in_london(row.published_at)).days
        for row in rows
        if row.first_answered_on is not None and row.published_at is not None
    ]
    return Tally(
        reference=rows[0].reference,
        known_as=rows[0].known_as,
        asked=len(rows),
        accepted=answers.count(RecommendationAnswer.ACCEPTED),
        partly=answers.count(RecommendationAnswer.PARTLY),
        not_accepted=answers.count(RecommendationAnswer.NOT_ACCEPTED),
        waiting=len(waiting),
        overdue=sum(1 for row in waiting if row.due_on is not None and row.due_on < today),
        days=median(max(0, one) for one in days) if days else None,
    )
