"""Withdrawing a paper, bringing it back, and withholding a version that was taken in by mistake."""

from datetime import datetime

from forum.agendas import letters, queries, rules
from forum.agendas.models import Paper, PaperVersion
from forum.foundation.database import hold, operation
from forum.foundation.post import post
from forum.journal.operations import note
from forum.people.models import Person


@operation
def withdraw_paper(paper: Paper, because: str = "", *, by: Person | None, now: datetime) -> int:
    """Withdraw a paper: nobody opens it any more, from this moment on. Returns how many letters were written.

    One that is out keeps its place on the agenda with the reason, and those who opened it get a letter. One that
    never came out is simply shown no more. Withdrawn twice, it is withdrawn once. Raises `WithdrawalNeedsReason`.
    """
    hold(paper)
    if paper.is_withdrawn:
        return 0
    is_out = paper.published_at is not None
    if is_out and not because.strip():
        raise rules.WithdrawalNeedsReason
    paper.withdrawn_at, paper.withdrawn_because = now, because.strip()
    readers = queries.readers_of(paper) if is_out and paper.item is not None else []
    for reader in readers:
        if paper.item is not None and reader is not by:
            post(letters.paper_withdrawn(paper, paper.item.agenda.meeting, reader))
    note(by, "withdrew a paper" if is_out else "took a paper off", paper, now=now)
    return len([one for one in readers if one is not by])


@operation
def bring_paper_back(paper: Paper, *, by: Person, now: datetime) -> None:
    """Undo a withdrawal before the meeting is over. Raises `CannotComeBack`."""
    hold(paper)
    if not paper.is_withdrawn:
        return
    if paper.item is not None and paper.item.agenda.meeting.is_over(now):
        raise rules.CannotComeBack
    paper.withdrawn_at, paper.withdrawn_because = None, ""
    note(by, "brought a paper back", paper, now=now)


@operation
def withhold_paper_version(version: PaperVersion, because: str, *, by: Person, now: datetime) -> None:
    """Show one version of a paper no more, such as one with somebody's address in it; its number stays.

    Raises `WithdrawalNeedsReason`.
    """
    hold(version.paper)
    hold(version)
    if version.withheld_at is not None:
        return
    if not because.strip():
        raise rules.WithdrawalNeedsReason
    version.withheld_at, version.withheld_because = now, because.strip()
    note(by, f"withheld version {version.number} of a paper", version.paper, now=now)


@operation
def show_paper_version_again(version: PaperVersion, *, by: Person, now: datetime) -> None:
    """Undo the withholding of a version."""
    hold(version)
    if version.withheld_at is None:
        return
    version.withheld_at, version.withheld_because = None, None
    note(by, f"showed version {version.number} of a paper again", version.paper, now=now)
