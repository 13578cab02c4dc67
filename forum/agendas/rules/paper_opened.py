"""Which version of a paper somebody gets, and why nobody opens one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from forum.agendas.models import Paper, PaperVersion
from forum.agendas.rules.handed_in import has_its_moment, may_lead_to_contract
from forum.foundation.words import day_and_time


@dataclass(frozen=True)
class Gone:
    """Why a paper cannot be opened, and as what the browser is told."""

    title: str
    words: str
    status: int


def version_to_open(
    paper: Paper,
    number: int | None,
    out: Collection[int],
    *,
    sees_all: bool,
    now: datetime | None = None,
) -> PaperVersion | None:
    """The version that somebody gets: the one asked for, or the newest that is out; None for what they may not know.

    `out` are the versions that came out for whoever asks; `sees_all`: those that did not come out too. While a newer
    version waits for its release, the one that was released stays (`now` says which).
    """
    known = [one for one in paper.versions if one.number in out or sees_all]
    if number is not None:
        return next((one for one in known if one.number == number), None)
    came_out = [one for one in known if one.number in out] or known
    if now is not None and may_lead_to_contract(paper):
        came_out = [one for one in came_out if has_its_moment(one, now)] or came_out
    shown = [one for one in came_out if one.withheld_at is None]
    return next(iter((shown or came_out)[-1:]), None)


def why_not_opened(
    paper: Paper, version: PaperVersion, now: datetime, out: Collection[int] | None = None
) -> Gone | None:
    """Why nobody opens a version now; None if it is opened. Not even those who run the forum are let in.

    What may lead to a contract is out once it was released and stands on a published agenda: `out` are the versions
    that do; where it is not given, that is not asked.
    """
    if may_lead_to_contract(paper) and not (
        has_its_moment(version, now) and (out is None or version.number in out)
    ):
        is_set = version.release_at is not None and version.release_at > now
        comes = f"on {day_and_time(version.release_at)}" if is_set and version.release_at else "later"
        return Gone(
            "This paper is not out yet",
            f"It comes out {comes}, to everybody at one moment. Nobody reads it before.",
            404,
        )
    if version.withheld_at is not None:
        return Gone("This paper is not shown any more", version.withheld_because or "", 410)
    if paper.is_withdrawn:
        return Gone("This paper was withdrawn", paper.withdrawn_because, 410)
    return None
