"""The public page of an item that may lead to a contract, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from forum.agendas.rules import ItemAsPublished, PaperAsPublished, PaperNow, is_released, paper_rows
from forum.agendas.rules.paper_rows import PaperRow
from forum.attendance.rules import Listed
from forum.engagement.models import Engagement, Question
from forum.engagement.rules.notice import address_of_notice
from forum.engagement.rules.release import how_much, stamp, to_come
from forum.foundation.words import count_of, date_of


@dataclass(frozen=True)
class CameOut:
    """One version of a paper as a published agenda has it, and when one did first."""

    paper: PaperAsPublished
    published_at: datetime


@dataclass(frozen=True)
class PaperGroup:
    """Papers that came out at one moment."""

    stamp: str  # empty: they were out before the item was marked
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True)
class AnswerShown:
    """A question with its answer; where it was withdrawn, why."""

    reference: str
    question: str
    answer: str
    gone: str


@dataclass(frozen=True)
class AnswerGroup:
    """Questions and answers that came out at one moment."""

    stamp: str
    answers: tuple[AnswerShown, ...]


def paper_groups(
    item: ItemAsPublished, came: Iterable[CameOut], now_of: Mapping[tuple[str, int], PaperNow], now: datetime
) -> list[PaperGroup]:
    """Every version of a paper that is out, by the moment at which everyone had it, the newest first.

    A version that a newer one follows stays: what was released is never taken back. A paper that was released before
    the agenda that names it came out is stamped with the moment of the agenda.
    """
    found: dict[datetime | None, list[PaperAsPublished]] = {}
    for one in came:
        stands = now_of.get((one.paper.reference, one.paper.version), PaperNow())
        if is_released(stands, now):
            moment = max(stands.release_at, one.published_at) if stands.release_at else None
            found.setdefault(moment, []).append(one.paper)
    groups = []
    for moment in sorted(found, key=lambda one: (one is not None, one or now), reverse=True):
        shown = replace(item, papers=tuple(found[moment]))
        rows = paper_rows(shown, now_of, now, as_published=True).rows
        if rows:
            groups.append(PaperGroup(stamp(moment) if moment else "", rows))
    return groups


def answer_groups(questions: Iterable[Question]) -> list[AnswerGroup]:
    """Questions that are out, in the order given, under the moment at which they came out."""
    return [
        AnswerGroup(stamp(moment), tuple(_shown(one) for one in group))
        for moment, group in groupby(questions, key=lambda one: one.release_at)
        if moment is not None
    ]


def _shown(question: Question) -> AnswerShown:
    if question.withdrawn_at is not None:
        gone = f"Withdrawn on {date_of(question.withdrawn_at)}: {question.withdrawn_because}"
        return AnswerShown(question.reference, "A question and its answer", "", gone)
    return AnswerShown(question.reference, question.text, question.answer, "")


def still_to_come(papers: Sequence[datetime | None], answers: Mapping[datetime | None, int]) -> list[str]:
    """How much comes out later, and when: `papers` are the moments of those that wait, None where none is set."""
    moments = sorted({*papers, *answers}, key=lambda one: (one is None, one and one.timestamp()))
    lines = []
    for moment in moments:
        count = papers.count(moment)
        comes = "comes" if count + answers.get(moment, 0) == 1 else "come"
        when = to_come(moment) if moment else "later"
        lines.append(
            f"{how_much(count, answers.get(moment, 0))} {comes} out {when}, to everyone at one moment."
        )
    return lines


def who_was_there(present: Sequence[Listed]) -> list[str]:
    """Who was at the meeting, by organisation; people who speak for none are counted. No name of a person."""
    bodies = sorted({one.organisation.known_as for one in present if one.organisation})
    lay = sum(one.organisation is None and one.is_lay for one in present)
    guests = sum(one.organisation is None and not one.is_lay for one in present)
    return [
        *bodies,
        *([count_of(lay, "lay member")] if lay else []),
        *([count_of(guests, "guest")] if guests else []),
    ]


def facts_shown(engagement: Engagement | None) -> list[tuple[str, str, str]]:
    """What everyone reads of the facts: name, words, and where they lead."""
    if engagement is None:
        return []
    body = engagement.organisation
    page = f"/organisations/{body.reference}" if body and body.is_listed else ""
    notice = address_of_notice(engagement)
    return [
        ("Commissioner", body.known_as if body else "", page),
        ("What might be bought", engagement.subject, ""),
        ("Value as estimated", engagement.value, ""),
        ("A tender might come out", date_of(engagement.tender_on) if engagement.tender_on else "", ""),
        ("How to take part", engagement.how_to_take_part, ""),
        ("Contact", engagement.contact, ""),
        ("Notice", engagement.notice_number or ("Read the notice" if notice else ""), notice),
        ("Procurement (OCDS id)", engagement.ocds_id or "", "" if engagement.notice_number else notice),
    ]  # fmt: skip
