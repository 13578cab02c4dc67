"""What waits for its release, and what a release lets out: everything to everyone, at one moment."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.agendas.models import Paper, PaperVersion
from forum.agendas.rules import LINK, about_version
from forum.engagement.models import Question
from forum.engagement.rules.refusals import MomentIsPast, NothingWaits
from forum.foundation.words import clock_time, count_of, day, listed

Came = Collection[tuple[str, int]]
"""Versions of papers that stand on a published agenda: the paper's reference, and the version's number."""


@dataclass(frozen=True)
class WaitingPaper:
    """A paper that nobody reads yet: no more is told than what kind it is, how long and how large."""

    paper: Paper
    version: PaperVersion  # the newest that waits
    is_on_agenda: bool  # whether a published agenda has a version of it that waits

    @property
    def about(self) -> str:
        """`PDF, 14 pages, 380 kB`. Where a link leads is not told."""
        return LINK if self.version.address else about_version(self.version)


@dataclass(frozen=True)
class Waiting:
    """What nobody reads yet."""

    papers: Sequence[WaitingPaper]  # another form of one of them is counted with it
    versions: Sequence[PaperVersion]
    answers: Sequence[Question]
    unanswered: int

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self.versions or self.answers)

    @property
    def words(self) -> str:
        """`2 papers and 3 answers`."""
        return how_much(len(self.papers), len(self.answers))

    @property
    def not_on_agenda(self) -> int:
        """How many of the papers stand on no published agenda yet: they come out only with one."""
        return sum(not one.is_on_agenda for one in self.papers)


def is_out(release_at: datetime | None, now: datetime) -> bool:
    """Whether everyone has it: its moment has come."""
    return release_at is not None and release_at <= now


def what_waits(papers: Iterable[Paper], questions: Iterable[Question], came: Came, now: datetime) -> Waiting:
    """What waits of the papers and the questions of an item. Withdrawn and withheld ones wait for nothing."""
    versions = [
        version
        for paper in papers
        if not paper.is_withdrawn
        for version in paper.versions
        if version.withheld_at is None and not is_out(version.release_at, now)
    ]
    live = [one for one in questions if one.withdrawn_at is None and not is_out(one.release_at, now)]
    return Waiting(
        papers=[_waiting(paper, versions, came) for paper in counted({one.paper: 0 for one in versions})],
        versions=versions,
        answers=[one for one in live if one.answer],
        unanswered=sum(not one.answer for one in live),
    )


def _waiting(paper: Paper, versions: Iterable[PaperVersion], came: Came) -> WaitingPaper:
    own = [one for one in versions if one.paper is paper]
    return WaitingPaper(paper, own[-1], any((paper.reference, one.number) in came for one in own))


def check_release(waiting: Waiting, release_at: datetime, now: datetime) -> None:
    """Refuse to release nothing, and to release in the past. Raises `NothingWaits` or `MomentIsPast`."""
    if not waiting:
        raise NothingWaits
    if release_at < now:
        raise MomentIsPast


@dataclass(frozen=True)
class LetOut:
    """What came out, or will come out, at one moment."""

    papers: int
    answers: int
    not_on_agenda: int  # papers that come out only with an agenda that is published after it

    @property
    def words(self) -> str:
        """`2 papers and 3 answers`."""
        return how_much(self.papers, self.answers)


def let_out_at(
    release_at: datetime, papers: Iterable[Paper], questions: Iterable[Question], came: Came
) -> LetOut:
    """What comes out at a moment: papers and answers that carry it and were not withdrawn."""
    live = [
        paper
        for paper in papers
        if not paper.is_withdrawn
        and any(one.release_at == release_at and one.withheld_at is None for one in paper.versions)
    ]
    out = [
        paper
        for paper in live
        if any(
            one.release_at == release_at and (paper.reference, one.number) in came for one in paper.versions
        )
    ]
    answers = sum(one.release_at == release_at and one.withdrawn_at is None for one in questions)
    return LetOut(len(counted(out)), answers, len(counted(live)) - len(counted(out)))


def counted(papers: Collection[Paper]) -> list[Paper]:
    """These papers as people count them: another form of one of them is the same paper."""
    numbers = {one.id for one in papers}
    return [one for one in papers if one.alternative_of_id not in numbers]


def how_much(papers: int, answers: int) -> str:
    """`2 papers and 3 answers`, `1 paper`; empty for nothing."""
    parts = [count_of(papers, "paper")] if papers else []
    parts += [count_of(answers, "answer")] if answers else []
    return listed(parts)


def stamp(release_at: datetime) -> str:
    """`Released to everyone at 09:00 on Thursday 3 December 2026`."""
    return f"Released to everyone at {clock_time(release_at)} on {day(release_at)}"


def to_come(release_at: datetime) -> str:
    """`at 09:00 on Thursday 3 December 2026`."""
    return f"at {clock_time(release_at)} on {day(release_at)}"
