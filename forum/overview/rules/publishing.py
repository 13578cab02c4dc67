"""What the page for publishing an agenda says: what stops it and where that is mended, who is told, who else sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.agendas import rules as agendas
from forum.agendas.models import AgendaItem, Visibility
from forum.agendas.rules import Draft, Stop
from forum.foundation.words import count_of, listed
from forum.overview.rules.agenda import length_of
from forum.people.models import Person


@dataclass(frozen=True)
class Mend:
    """The way to the spot where something is mended."""

    words: str
    href: str
    about: str = ""  # read out after the words, where several ways say the same


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, in a sentence, and the ways to mend it."""

    words: str
    ways: Sequence[Mend] = ()


def stopping(draft: Draft, stops: Sequence[Stop]) -> list[Check]:
    """What stops the agenda, each with the ways to mend it."""
    return [Check(stop.words, _ways(draft, stop)) for stop in stops]


def _ways(draft: Draft, stop: Stop) -> list[Mend]:
    desk = f"/desk/meetings/{draft.agenda.meeting.reference}"
    if stop.proposals:
        return [Mend(one.title, f"/proposals/{one.reference}#to-answer") for one in stop.proposals]
    if stop.items:
        return [_to_item(draft, item) for item in stop.items]
    if stop.papers:
        return [Mend(one.title, f"/desk/papers/{one.reference}/late") for one in stop.papers]
    match stop.refusal:
        case agendas.MeetingIsNotPublished():
            return [Mend("To the meeting", desk)]
        case agendas.ChairHasNotAgreed():
            return [Mend("Ask the chair", f"{desk}/agenda/chair")]
        case agendas.MeetingIsCalledOff():
            return []
    return [Mend("To the agenda", f"{desk}/agenda")]


def _to_item(draft: Draft, item: AgendaItem) -> Mend:
    reference = draft.agenda.meeting.reference
    number = draft.numbers[item.reference]
    return Mend("Change it", f"/desk/meetings/{reference}/agenda/items/{item.reference}", f"item {number}")


def worth_a_look(draft: Draft) -> list[Check]:
    """What the organiser may want to look at again; none of it stops the agenda."""
    meeting, items, numbers = draft.agenda.meeting, draft.agenda.items, draft.numbers
    here = f"/desk/meetings/{meeting.reference}/agenda"
    found = [
        Check(
            one.words, [_to_item(draft, one.item)] if one.item else [Mend("To the agenda", f"{here}#order")]
        )
        for one in agendas.concerns(length_of(meeting), items, draft.papers)
    ]
    found += [
        Check(
            f"The papers of item {numbers[item.reference]} wait: no moment is set at which everybody gets them.",
            [Mend("Set it", f"/desk/items/{item.reference}/engagement", f"item {numbers[item.reference]}")],
        )
        for item in agendas.waiting_for_release(draft)
    ]
    found += _still_shown(draft, here)
    remarks = agendas.agreement_of(draft.reviews, draft.content).open_remarks
    if remarks:
        is_one = len(remarks) == 1
        found.append(
            Check(
                f"{count_of(len(remarks), 'remark')} of the chair {'is' if is_one else 'are'} not ticked off.",
                [Mend("Read", f"{here}/chair", "what the chair says")],
            )
        )
    return found


def _still_shown(draft: Draft, here: str) -> list[Check]:
    """The items that were open to everyone and are not any more: the version before still says all of them."""
    before = draft.before
    if before is None:
        return []
    was_open = {
        one.reference
        for one in agendas.published_items(before)
        if one.visibility is Visibility.PUBLIC and not one.is_standing
    }
    return [
        Check(
            f"Item {draft.numbers[item.reference]} is not for everyone any more, and version {before.number} still "
            "shows it. Withhold that version once this one is out.",
            [Mend("Withhold it", f"{here}/v{before.number}/withhold", f"version {before.number}")],
        )
        for item in draft.agenda.items
        if item.reference in was_open and item.visibility is not Visibility.PUBLIC and not item.is_withdrawn
    ]


@dataclass(frozen=True)
class Masked:
    """How an item that is not for everyone reads for the others."""

    number: str
    who: str  # "members", "officers and who presents it"
    reads: str
    because: str


def masked_items(draft: Draft) -> list[Masked]:
    """The items that are not for everyone, and what the others read instead."""
    items = agendas.items_in(draft.content, draft.digest)
    return [
        Masked(
            number=seen.number,
            who="Members" if seen.visibility is Visibility.MEMBERS else "Officers and whoever presents it",
            reads=seen.title,
            because=seen.closed_because or "",
        )
        for seen in agendas.seen_items(items, agendas.EVERYONE)
        if seen.is_masked and not seen.is_withdrawn
    ]


@dataclass(frozen=True)
class Audience:
    """Who gets a letter, and who cannot."""

    number: int
    without_address: Sequence[str]

    @property
    def left_out(self) -> str:
        """`Jo Ferris, Owen Tregarth, and 12 more`."""
        names = list(self.without_address)
        more = len(names) - 10
        return f"{', '.join(names[:10])}, and {more} more" if more > 0 else listed(names)


def audience_of(people: Sequence[Person]) -> Audience:
    """Who of these people gets a letter."""
    return Audience(
        number=sum(1 for one in people if one.email),
        without_address=[one.shown_name for one in people if not one.email],
    )


def papers_coming_out(draft: Draft) -> str:
    """Which papers can be opened from now on: `2 papers of items 3 and 5`; empty where there is none new."""
    had = {
        (paper["paper"], paper["version"])
        for item in (draft.before.content["items"] if draft.before else ())
        for paper in item.get("papers", ())
    }
    count, numbers = 0, []
    for item in draft.content["items"]:
        new = [
            one
            for one in item.get("papers", ())
            if (one["paper"], one["version"]) not in had and not one.get("withdrawn")
        ]
        if new and not item["withdrawn"]:
            count += len(new)
            numbers.append(item["number"])
    if not numbers:
        return ""
    return f"{count_of(count, 'paper')} of item{'s' if len(numbers) > 1 else ''} {listed(numbers)}"
