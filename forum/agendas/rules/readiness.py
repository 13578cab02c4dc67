"""All that is judged before an agenda is published: what stops it, and since what it has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from forum.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaVersion,
    Paper,
    Proposal,
    Review,
    Visibility,
)
from forum.agendas.rules.changes import A_DETAIL, Change, Content, changes_between, what_changed
from forum.agendas.rules.checks import ContractMustBePublic, NothingChanged, check_ready_to_publish
from forum.agendas.rules.handed_in import late_papers
from forum.agendas.rules.papers import newest
from forum.agendas.rules.published import Published, content_of, digest_of, items_in, numbered
from forum.agendas.rules.reviews import is_agreed
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of


class AgendaHasChanged(Refusal):
    message = "The agenda has changed since you looked at it. Look at it again, then publish it."


class ChairHasNotAgreed(Refusal):
    message = "The chair has not agreed this agenda{since}. Your forum’s settings ask for that before it is published."


class LatePaperNotAccepted(Refusal):
    message = "{papers} came late for an item to decide. The chair accepts {it} first, or {it_goes} off."


class SameAsWithheld(Refusal):
    message = "This is what version {number} said, which was withheld. Change it first."


@dataclass(frozen=True)
class Draft:
    """An agenda as it would be published now."""

    agenda: Agenda
    papers: Mapping[int, Sequence[Paper]]
    unanswered: Sequence[Proposal]
    reviews: Sequence[Review]
    before: AgendaVersion | None  # the newest that is not withheld
    last: AgendaVersion | None  # the newest of all

    @cached_property
    def content(self) -> Content:
        """What it would say; put together once, when somebody asks."""
        return content_of(self.agenda, self.papers)

    @cached_property
    def digest(self) -> str:
        """The digest of that."""
        return digest_of(self.content)

    def put_together(self) -> "Draft":
        """The same, and what it would say stays as it is now, whatever is changed on the agenda afterwards."""
        _ = self.digest
        return self

    @property
    def is_new(self) -> bool:
        """Whether it says anything that the version before does not say."""
        return self.before is None or self.before.digest != self.digest

    @property
    def number(self) -> int:
        """The number of the version that it would be."""
        return self.last.number + 1 if self.last else 1

    @property
    def numbers(self) -> dict[str, str]:
        """The number of each item that it keeps, by its reference."""
        return {item.reference: number for item, number in numbered(self.agenda.items)}


@dataclass(frozen=True)
class Stop:
    """What stops an agenda from being published, and what it is about."""

    refusal: Refusal
    proposals: Sequence[Proposal] = ()
    items: Sequence[AgendaItem] = ()
    papers: Sequence[Paper] = ()

    @property
    def words(self) -> str:
        """What is the matter, in a sentence."""
        return str(self.refusal)


def what_stops(draft: Draft, now: datetime) -> list[Stop]:
    """Everything that stops it; the first holds up most."""
    agenda = draft.agenda
    found = []
    try:
        check_ready_to_publish(agenda.meeting, agenda.items, draft.unanswered)
    except Refusal as refusal:
        found.append(Stop(refusal, proposals=draft.unanswered))
    taken_with = {item.merged_into_id for item in agenda.items if item.regime is not None}
    hidden = [
        item
        for item in agenda.items
        if (item.regime is not None or item.id in taken_with)
        and not item.is_withdrawn
        and (
            item.visibility is not Visibility.PUBLIC
            or any(
                one.visibility is not Visibility.PUBLIC and not one.is_withdrawn
                for one in draft.papers.get(item.id, ())
            )
        )
    ]
    if hidden:
        found.append(Stop(ContractMustBePublic(), items=hidden))
    late = late_papers([one for papers in draft.papers.values() for one in papers], now)
    if late:
        is_one = len(late) == 1
        not_accepted = LatePaperNotAccepted(
            papers=count_of(len(late), "paper"),
            it="it" if is_one else "them",
            it_goes="it goes" if is_one else "they go",
        )
        found.append(Stop(not_accepted, papers=late))
    last = draft.last
    if last is not None and last.is_withheld and last.digest == draft.digest:
        found.append(Stop(SameAsWithheld(number=last.number)))
    if (
        agenda.meeting.forum.chair_agrees_agendas
        and draft.is_new
        and not is_agreed(draft.reviews, draft.digest)
    ):
        since = " as it is now" if any(one.agreed_at for one in draft.reviews) else ""
        found.append(Stop(ChairHasNotAgreed(since=since)))
    return found


def check_may_publish(draft: Draft, previewed: str | None, now: datetime) -> None:
    """Refuse what is stopped, what says nothing new, and what is not what was looked at.

    `previewed` is the digest of what whoever publishes has seen; None: nobody was shown anything.
    Raises the refusal of the first that `what_stops` finds, `NothingChanged` or `AgendaHasChanged`.
    """
    for stop in what_stops(draft, now):
        raise stop.refusal
    if not draft.is_new and draft.before is not None:
        raise NothingChanged(number=draft.before.number)
    if previewed is not None and previewed != draft.digest:
        raise AgendaHasChanged


def as_published(draft: Draft, now: datetime) -> Published:
    """The draft as it would stand once it is published: for those who look at it before."""
    return Published(
        number=draft.number,
        published_at=now,
        digest=draft.digest,
        changes=changes_since(draft),
        since=draft.before.number if draft.before else 0,
        items=items_in(draft.content, draft.digest),
    )


def changes_since(draft: Draft) -> tuple[Change, ...]:
    """What changed since the version that everybody has; nothing, before there is one."""
    if draft.before is None:
        return ()
    return tuple(changes_between(draft.before.content, draft.content)) or (Change(A_DETAIL),)


def changed_meanwhile(seen: Content, draft: Draft) -> list[str]:
    """What changed since somebody looked at the draft, as sentences; they ran the page, so they see all."""
    if digest_of(seen) == draft.digest:
        return []
    return what_changed(seen, draft.content) or ["A detail changed."]


def waiting_for_release(draft: Draft) -> list[AgendaItem]:
    """The items that may lead to a contract and whose papers have no moment at which everybody gets them."""
    return [
        item
        for item in draft.agenda.items
        if item.regime is not None
        and not item.is_withdrawn
        and any(
            version is not None and version.release_at is None and not paper.is_withdrawn
            for paper in draft.papers.get(item.id, ())
            for version in [newest(paper)]
        )
    ]
