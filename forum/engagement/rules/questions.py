"""Questions about an item that may lead to a contract: until when they are asked, and how they stand."""

from datetime import datetime

from forum.agendas.models import AgendaItem
from forum.engagement.models import Engagement, Question
from forum.engagement.rules.refusals import (
    AnswerIsOut,
    ItemWasWithdrawn,
    LeadsToNoContract,
    QuestionIsWithdrawn,
    QuestionsAreClosed,
    SayWhyWithdrawn,
)
from forum.engagement.rules.release import is_out, to_come
from forum.foundation.clock import day_in_london
from forum.foundation.refusals import Refusal
from forum.foundation.words import date_of, day


def check_may_ask(item: AgendaItem, engagement: Engagement | None, now: datetime) -> None:
    """Refuse a question where there is nothing to ask about, or after the last day for questions.

    Raises `LeadsToNoContract`, `ItemWasWithdrawn` or `QuestionsAreClosed`.
    """
    if item.regime is None:
        raise LeadsToNoContract
    if item.is_withdrawn:
        raise ItemWasWithdrawn
    last = engagement.questions_until_on if engagement else None
    if last is not None and day_in_london(now) > last:
        raise QuestionsAreClosed(day=day(last))


def questions_are_open(item: AgendaItem, engagement: Engagement | None, now: datetime) -> bool:
    """Whether questions are taken."""
    try:
        check_may_ask(item, engagement, now)
    except Refusal:
        return False
    return True


def check_may_answer(question: Question, now: datetime) -> None:
    """Refuse to change what everyone has, or what was withdrawn. Raises `AnswerIsOut` or `QuestionIsWithdrawn`."""
    if question.withdrawn_at is not None:
        raise QuestionIsWithdrawn
    if is_out(question.release_at, now):
        raise AnswerIsOut


def check_may_withdraw(question: Question, because: str) -> None:
    """Refuse a withdrawal without a reason, and a second one. Raises `QuestionIsWithdrawn` or `SayWhyWithdrawn`."""
    if question.withdrawn_at is not None:
        raise QuestionIsWithdrawn
    if not because.strip():
        raise SayWhyWithdrawn


def how_it_stands(question: Question, now: datetime) -> str:
    """How a question stands, for whoever asked it and whoever answers it: a sentence without its full stop."""
    if question.withdrawn_at is not None:
        return f"Withdrawn on {date_of(question.withdrawn_at)}: {question.withdrawn_because.rstrip('. ')}"
    if is_out(question.release_at, now):
        return "Answered, and released to everyone"
    if not question.answer:
        return "Waits for its answer"
    if question.release_at is None:
        return "Answered. It comes out with the next release"
    return f"Answered. It comes out {to_come(question.release_at)}"
