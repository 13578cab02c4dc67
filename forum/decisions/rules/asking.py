"""When an organisation is asked for its answer, and reminded of it: judged by days alone."""

from datetime import date, datetime, time, timedelta

from forum.foundation.clock import in_london
from forum.foundation.words import day_and_month, near_date

BEFORE = timedelta(days=14)
"""How long before the day a reminder goes, and how long after it when no answer came."""
EVERY = timedelta(days=30)
"""From then on, so often."""
UNDATED = timedelta(days=60)
"""What has no day is reminded of after so long, and then as the others."""
A_WEEK = timedelta(days=7)
"""Nobody gets two reminders within it, however many recommendations wait for them."""
FROM, UNTIL = time(8), time(18)
"""The hours in which reminders are written."""


def is_the_hour(now: datetime) -> bool:
    """Whether it is an hour in which reminders are written by themselves."""
    return FROM <= in_london(now).time() < UNTIL


def reminder_on(due_on: date | None, asked_on: date) -> date:
    """The first day after the last letter (`asked_on`) on which the next one falls due.

    Two weeks before the day, on it, two weeks after it, and then each month; without a day after two months.
    """
    if due_on is None:
        return asked_on + UNDATED
    last = due_on + BEFORE
    for stage in (due_on - BEFORE, due_on, last):
        if stage > asked_on:
            return stage
    return last + ((asked_on - last) // EVERY + 1) * EVERY


def due_words(due_on: date | None, today: date) -> str:
    """`Your answer is asked for by 30 November.`, `Your answer was asked for by 30 November.`"""
    if due_on is None:
        return "No day was set for your answer."
    if due_on < today:
        return f"Your answer was asked for by {near_date(due_on, today)}."
    if due_on == today:
        return "Your answer is asked for by today."
    return f"Your answer is asked for by {near_date(due_on, today)}."


def short_due(due_on: date | None) -> str:
    """`: your answer by 30 November`, for the subject of a letter; nothing without a day."""
    return f": your answer by {day_and_month(due_on)}" if due_on else ""
