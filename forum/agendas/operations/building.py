"""Putting an agenda together: what goes on it, in which order, for how long."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from forum.agendas import queries, rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    ItemCommitment,
    Presenter,
    Proposal,
    ProposalState,
    Purpose,
    Visibility,
)
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.people.models import Person
from forum.strategy.models import Commitment


@operation
def begin_agenda(meeting: Meeting, *, by: Person, now: datetime) -> Agenda:
    """Begin the agenda of a meeting with the standing items. One that was begun before is left as it is."""
    hold(meeting)
    agenda = queries.find_agenda(meeting)
    if agenda is not None:
        return agenda
    agenda = Agenda(meeting=meeting)
    before = queries.meeting_before(meeting)
    for new in rules.standing_items(before.on if before else None):
        agenda.items.append(
            AgendaItem(title=new.title, purpose=new.purpose, length=new.length, standing=new.standing)
        )
    _set_positions(agenda)
    db.session.add(agenda)
    db.session.flush()
    note(by, "began an agenda", agenda, now=now)
    return agenda


@operation
def put_on(agenda: Agenda, commitment: Commitment, *, by: Person, now: datetime) -> AgendaItem:
    """Put a commitment or a gap on an agenda, with a title, purpose and length proposed from it.

    Raises `AlreadyOnAgenda`.
    """
    hold(agenda)
    if queries.find_item_of(agenda, commitment):
        raise rules.AlreadyOnAgenda(title=commitment.title)
    new = rules.proposed_item(commitment)
    item = AgendaItem(title=new.title, purpose=new.purpose, length=new.length)
    item.why_here = rules.why_here(queries.last_raised_on(commitment, agenda.meeting))
    item.commitments.append(ItemCommitment(commitment=commitment))
    _place(agenda, item)
    note(by, "put a commitment on an agenda", item, now=now)
    return item


@operation
def add_item(
    agenda: Agenda,
    *,
    title: str,
    purpose: Purpose,
    length: timedelta,
    summary: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    public_title: str | None = None,
    closed_because: str | None = None,
    presenters: Sequence[rules.PresenterGiven] = (),
    commitments: Sequence[Commitment] = (),
    proposal: Proposal | None = None,
    why_here: str = "",
    more: rules.Particulars = rules.NOTHING_MORE,
    by: Person,
    now: datetime,
) -> AgendaItem:
    """Add an item by hand; it is placed by its purpose.

    Raises `LengthIsOdd`, `ClosedNeedsReason`, `ContractMustBePublic` or `ConsultationIsBackwards`.
    """
    hold(agenda)
    rules.check_length(length)
    rules.check_visibility(visibility, public_title, closed_because)
    rules.check_particulars(more, visibility)
    item = AgendaItem(
        title=title,
        purpose=purpose,
        length=length,
        summary=summary,
        visibility=visibility,
        public_title=public_title,
        closed_because=closed_because,
        proposal=proposal,
        why_here=why_here,
    )
    _set_particulars(item, more)
    for position, given in enumerate(presenters, start=1):
        item.presenters.append(_presenter(given, position))
    for commitment in commitments:
        item.commitments.append(ItemCommitment(commitment=commitment))
    _place(agenda, item)
    note(by, "added an agenda item", item, now=now)
    return item


@operation
def change_item(
    item: AgendaItem,
    *,
    title: str,
    purpose: Purpose,
    length: timedelta,
    summary: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    public_title: str | None = None,
    closed_because: str | None = None,
    presenters: Sequence[rules.PresenterGiven] | None = None,
    commitments: Sequence[Commitment] | None = None,
    more: rules.Particulars | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Say anew what an item is, who presents it and what it serves. What was published stays as it was.

    Where `presenters`, `commitments` or `more` are not given, they stay as they are.

    Raises `ItemIsWithdrawn`, `LengthIsOdd`, `ClosedNeedsReason`, `ContractMustBePublic` or
    `ConsultationIsBackwards`.
    """
    hold(item.agenda)
    hold(item)
    _check_live(item)
    rules.check_length(length)
    rules.check_visibility(visibility, public_title, closed_because)
    more = more or rules.particulars_of(item)
    rules.check_particulars(more, visibility)
    _set_particulars(item, more)
    item.title, item.summary, item.purpose, item.length = title, summary, purpose, length
    item.visibility, item.public_title, item.closed_because = visibility, public_title, closed_because
    if presenters is not None:
        _change_presenters(item, presenters, now)
    if commitments is not None:
        _change_commitments(item, commitments)
    db.session.flush()
    db.session.expire(item, ["presenters", "commitments"])
    note(by, "changed an agenda item", item, now=now)


@operation
def move_item(item: AgendaItem, *, up: bool, by: Person, now: datetime) -> None:
    """Move an item past its neighbour; the first stays first, the last last. Raises `ItemIsWithdrawn`."""
    agenda = item.agenda
    hold(agenda)
    _check_live(item)
    items = agenda.items
    live = [one for one in items if not one.is_withdrawn]
    at = live.index(item) + (-1 if up else 1)
    if not 0 <= at < len(live):
        return
    neighbour = items.index(live[at])
    items.remove(item)
    items.insert(neighbour, item)
    _set_positions(agenda)
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
        item.proposal.state, item.proposal.answered_at = ProposalState.SUBMITTED, None
    starts_at = agenda.meeting.starts_at
    note(by, "took an item off an agenda", item, now=now)
    if item.number is not None or (starts_at is not None and starts_at <= now):
        item.withdrawn_at = now
        return
    for link in [*item.commitments, *queries.every_presenter_of(item)]:
        db.session.delete(link)
    agenda.items.remove(item)
    db.session.delete(item)
    _set_positions(agenda)


@operation
def save_lengths(agenda: Agenda, lengths: Mapping[str, timedelta], *, by: Person, now: datetime) -> None:
    """Save how long items take, by their references. Raises `LengthIsOdd`."""
    hold(agenda)
    changed = False
    for item in agenda.items:
        length = lengths.get(item.reference)
        if length is None or length == item.length or item.is_withdrawn:
            continue
        rules.check_length(length)
        item.length = length
        changed = True
    if changed:
        note(by, "changed how long items take", agenda, now=now)


@operation
def arrange(
    agenda: Agenda,
    lengths: Mapping[str, timedelta],
    *,
    up: str | None = None,
    down: str | None = None,
    off: str | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Save the lengths as typed, and move or take off one item by its reference: nothing typed is lost.

    Raises `LengthIsOdd`, `ItemIsWithdrawn`, and `NoResultFound` for an item that is not on it.
    """
    hold(agenda)
    save_lengths(agenda, lengths, by=by, now=now)
    reference = up or down or off
    if reference is None:
        return
    item = queries.get_item(agenda, reference)
    if off:
        take_off(item, by=by, now=now)
    else:
        move_item(item, up=up is not None, by=by, now=now)


# ---- The parts ----------------------------------------------------------------------------------------------


def _place(agenda: Agenda, item: AgendaItem) -> None:
    """Put a new item where the rule has it, and number the places anew."""
    agenda.items.insert(rules.place_for(item, agenda.items), item)
    _set_positions(agenda)
    db.session.flush()


def _set_positions(agenda: Agenda) -> None:
    for position, item in enumerate(agenda.items, start=1):
        item.position = position


def _check_live(item: AgendaItem) -> None:
    if item.is_withdrawn:
        raise rules.ItemIsWithdrawn(number=item.number or "")


def _set_particulars(item: AgendaItem, more: rules.Particulars) -> None:
    item.section, item.no_paper_because, item.regime = more.section, more.no_paper_because, more.regime
    item.consultation_from_on, item.consultation_until_on = (
        more.consultation_from_on,
        more.consultation_until_on,
    )
    item.continues = more.continues


def _presenter(given: rules.PresenterGiven, position: int) -> Presenter:
    return Presenter(
        person=given.person,
        organisation=given.organisation,
        name=given.name,
        email=given.email,
        is_lay=given.is_lay,
        position=position,
    )


def _change_presenters(item: AgendaItem, presenters: Sequence[rules.PresenterGiven], now: datetime) -> None:
    """Withdraw who presents no longer, add who is new, and keep all in the order given.

    Who stays keeps their row, and with it their answer and the links in their letters.
    """
    had = {rules.key_of(presenter): presenter for presenter in item.presenters}
    wanted = {given.key for given in presenters}
    for key, presenter in had.items():
        if key not in wanted:
            presenter.withdrawn_at = now
    for position, given in enumerate(presenters, start=1):
        stays = had.get(given.key)
        if stays is None:
            presenter = _presenter(given, position)
            presenter.item_id = item.id
            db.session.add(presenter)
            continue
        if stays.position != position:
            stays.position = position
        if given.email and given.email != stays.email:
            stays.email = given.email


def _change_commitments(item: AgendaItem, commitments: Sequence[Commitment]) -> None:
    wanted = {commitment.id for commitment in commitments}
    had = {link.commitment_id for link in item.commitments}
    for link in list(item.commitments):
        if link.commitment_id not in wanted:
            db.session.delete(link)
    for commitment in commitments:
        if commitment.id not in had:
            db.session.add(ItemCommitment(item_id=item.id, commitment_id=commitment.id))
