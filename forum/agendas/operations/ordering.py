"""The order of an agenda and its lengths: items are moved, taken off, and put under headings."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from forum.agendas import queries, rules
from forum.agendas.models import Agenda, AgendaItem, ProposalState
from forum.agendas.operations.waiting import wait_again
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.people.models import Person


@operation
def move_item(item: AgendaItem, *, up: bool, by: Person, now: datetime) -> None:
    """Move an item past its neighbour; the first stays first, the last last. Raises `ItemIsWithdrawn`."""
    agenda = item.agenda
    hold(agenda)
    rules.check_live(item)
    items = agenda.items
    live = [one for one in items if not one.is_withdrawn]
    at = live.index(item) + (-1 if up else 1)
    if not 0 <= at < len(live):
        return
    neighbour = items.index(live[at])
    items.remove(item)
    items.insert(neighbour, item)
    item.section = rules.section_for(item, items)
    agenda.number_places()
    note(by, f"moved an agenda item {'up' if up else 'down'}", item, now=now)


@operation
def take_off(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take an item off. Once published, or once the meeting began, it is withdrawn and keeps its number.

    A proposal from which it came waits for an answer again.
    """
    agenda = item.agenda
    hold(agenda)
    if item.is_withdrawn:
        return
    if item.proposal is not None and item.proposal.state is ProposalState.ACCEPTED:
        wait_again(item.proposal, "It was taken off the agenda again.", by=by, now=now)
    starts_at = agenda.meeting.starts_at
    has_begun = starts_at is not None and starts_at <= now
    if item.number is None and not has_begun and not queries.is_spoken_of(item):
        remove_item(item, by=by, now=now)
        return
    note(by, "took an item off an agenda", item, now=now)
    item.withdrawn_at = now


@operation
def remove_item(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take an item that was never published out of the database, with all that belongs to it alone."""
    note(by, "took an item off an agenda", item, now=now)
    for paper in queries.every_paper_of(item):
        if paper.proposal_id is not None:
            paper.item_id, paper.presenter_id = None, None
            continue
        for part in [*queries.openings_of(paper), *paper.versions]:
            db.session.delete(part)
        db.session.flush()
        db.session.delete(paper)
    for comment in queries.comments_on(item):
        comment.item_id = None
    for link in [*item.commitments, *queries.every_presenter_of(item)]:
        db.session.delete(link)
    agenda = item.agenda
    agenda.items.remove(item)
    db.session.delete(item)
    agenda.number_places()


@operation
def save_lengths(
    agenda: Agenda,
    lengths: Mapping[str, timedelta],
    *,
    seen: rules.Seen = rules.NOTHING_SEEN,
    by: Person,
    now: datetime,
) -> None:
    """Save how long items take, by their references.

    `seen` is how the page showed the agenda: what was left as it was seen stays as it is now.
    Raises `LengthIsOdd`, or `ChangedMeanwhile` where somebody else gave the same item another length.
    """
    hold(agenda)
    wanted = rules.wanted_lengths(agenda.items, lengths, seen)
    for length in wanted.values():
        rules.check_length(length)
    for item in agenda.items:
        item.length = wanted.get(item.reference, item.length)
    if wanted:
        note(by, "changed how long items take", agenda, now=now)


@operation
def set_order(
    agenda: Agenda,
    order: Sequence[str],
    *,
    seen: rules.Seen = rules.NOTHING_SEEN,
    by: Person,
    now: datetime,
) -> None:
    """Put the items in the order of these references. Those that came meanwhile stay behind what they follow.

    An item that was moved between two of one heading comes under it. Raises `ChangedMeanwhile`.
    """
    hold(agenda)
    before = [item.reference for item in agenda.items]
    arranged = rules.wanted_order(agenda.items, order, seen)
    if [item.reference for item in arranged] == before:
        return
    moved = rules.moved_items(before, arranged)
    agenda.items[:] = arranged
    agenda.number_places()
    for item in moved:
        item.section = rules.section_for(item, arranged)
    note(by, "put the items of an agenda in another order", agenda, now=now)


@operation
def set_heading(agenda: Agenda, heading: rules.Heading, *, by: Person, now: datetime) -> None:
    """Put a heading above the items from its first to its last; an empty one takes theirs away.

    Raises `ItemIsGone`.
    """
    hold(agenda)
    live = [item for item in agenda.items if not item.is_withdrawn]
    at = {item.reference: place for place, item in enumerate(live)}
    if heading.first not in at or heading.last not in at:
        raise rules.ItemIsGone
    first, last = sorted((at[heading.first], at[heading.last]))
    for item in live[first : last + 1]:
        item.section = heading.words
    note(by, "set a heading of an agenda", agenda, now=now)


@operation
def arrange(
    agenda: Agenda,
    lengths: Mapping[str, timedelta],
    *,
    order: Sequence[str] = (),
    up: str | None = None,
    down: str | None = None,
    off: str | None = None,
    heading: rules.Heading | None = None,
    seen: rules.Seen = rules.NOTHING_SEEN,
    by: Person,
    now: datetime,
) -> str:
    """Save lengths, order and heading as given, and move or take off one item by its reference.

    Returns what others did meanwhile, in words; empty where they did nothing.
    Raises `LengthIsOdd`, `ItemIsWithdrawn`, `ItemIsGone` or `ChangedMeanwhile`.
    """
    hold(agenda)
    meanwhile = rules.meanwhile(agenda.items, seen)
    save_lengths(agenda, lengths, seen=seen, by=by, now=now)
    if order:
        set_order(agenda, order, seen=seen, by=by, now=now)
    if heading is not None:
        set_heading(agenda, heading, by=by, now=now)
    reference = up or down or off
    if reference is None:
        return meanwhile
    item = queries.find_item(agenda, reference)
    if item is None:
        raise rules.ItemIsGone
    if off:
        take_off(item, by=by, now=now)
    else:
        move_item(item, up=up is not None, by=by, now=now)
    return meanwhile
