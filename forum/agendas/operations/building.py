"""Putting an agenda together: what goes on it, and what an item is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from forum.agendas import queries, rules
from forum.agendas.models import (
    Agenda,
    AgendaItem,
    ItemCommitment,
    Proposal,
    Purpose,
    Regime,
    Visibility,
)
from forum.foundation.database import db, hold, operation
from forum.foundation.references import new_reference, reference_of
from forum.journal.operations import note
from forum.people.models import Person
from forum.strategy.models import Commitment


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
    sent_key: str | None = None,
    by: Person,
    now: datetime,
) -> AgendaItem:
    """Add an item by hand; it is placed by its purpose. Sent twice under one `sent_key`, it is one item.

    Raises `LengthIsOdd`, `ClosedNeedsReason`, `ContractMustBePublic` or `ConsultationIsBackwards`.
    """
    hold(agenda)
    rules.check_length(length)
    rules.check_visibility(visibility, public_title, closed_because)
    rules.check_particulars(more, visibility)
    reference = reference_of(f"{agenda.id} {sent_key} {title}") if sent_key else new_reference()
    if sent_key and (sent_before := queries.find_item(agenda, reference)):
        return sent_before
    item = AgendaItem(
        reference=reference,
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
        item.presenters.append(rules.new_presenter(given, position))
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

    Raises `ItemIsWithdrawn`, `LengthIsOdd`, `ClosedNeedsReason`, `ContractMustBePublic`,
    `ConsultationIsBackwards`, `StaysOpenToEveryone` or `PapersWaitForRelease`.
    """
    hold(item.agenda)
    hold(item)
    rules.check_live(item)
    rules.check_length(length)
    rules.check_visibility(visibility, public_title, closed_because)
    more = more or rules.particulars_of(item)
    rules.check_particulars(more, visibility)
    if visibility is not Visibility.PUBLIC and (item.regime is not None or queries.came_out_marked(item)):
        raise rules.StaysOpenToEveryone
    if item.regime is not None and more.regime is None:
        rules.check_mark_stays(item, more, queries.papers_of_item(item), now)
    elif item.regime is None and more.regime is not None:
        _keep_out_what_is_out(item)
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
def mark_item(item: AgendaItem, regime: Regime | None, *, by: Person, now: datetime) -> None:
    """Mark an item with what came to it and may lead to a contract. One that is marked keeps its mark.

    Raises `HiddenForContract` where not everyone may see it.
    """
    if regime is None or item.regime is not None:
        return
    if item.visibility is not Visibility.PUBLIC:
        raise rules.HiddenForContract(title=item.title)
    _keep_out_what_is_out(item)
    item.regime = regime
    note(by, "marked an item as one that may lead to a contract", item, now=now)


@operation
def carry_on(agenda: Agenda, earlier: AgendaItem, *, by: Person, now: datetime) -> AgendaItem:
    """Put an item on that an earlier meeting did not reach; it goes on with that one. Raises `AlreadyOnAgenda`."""
    hold(agenda)
    if any(item.continues_id == earlier.id and not item.is_withdrawn for item in agenda.items):
        raise rules.AlreadyOnAgenda(title=earlier.title)
    item = AgendaItem(
        title=earlier.title,
        summary=earlier.summary,
        purpose=earlier.purpose,
        length=earlier.length,
        visibility=earlier.visibility,
        public_title=earlier.public_title,
        closed_because=earlier.closed_because,
        regime=earlier.regime,
        no_paper_because=earlier.no_paper_because,
        takes_up=earlier.takes_up,
        continues=earlier,
        why_here=rules.why_carried(earlier),
    )
    for position, presenter in enumerate(earlier.presenters, start=1):
        item.presenters.append(rules.new_presenter(rules.given_again(presenter), position))
    for link in earlier.commitments:
        item.commitments.append(ItemCommitment(commitment=link.commitment))
    _place(agenda, item)
    note(by, "carried an item over to an agenda", item, now=now)
    return item


@operation
def leave_item(item: AgendaItem, because: str, *, by: Person, now: datetime) -> None:
    """Say that an item which its meeting did not reach is not carried further, and why.

    Raises `NothingToLeave` for one that was reached, or left already.
    """
    hold(item)
    if item.not_reached_because is None or item.left_because is not None:
        raise rules.NothingToLeave
    item.left_because = because
    note(by, "did not carry an item further", item, now=now)


@operation
def take_up(
    agenda: Agenda,
    number: str,
    *,
    new: rules.NewItem,
    why_here: str,
    summary: str = "",
    commitments: Sequence[Commitment] = (),
    about: AgendaItem | None = None,
    by: Person,
    now: datetime,
) -> AgendaItem:
    """Put on what comes back to a decision or a recommendation, by its `number`.

    Whoever did not see the item that it came from, `about`, does not see this one either: it repeats its words.
    And what may lead to a contract still does. Raises `AlreadyOnAgenda`.
    """
    hold(agenda)
    if any(item.takes_up == number and not item.is_withdrawn for item in agenda.items):
        raise rules.AlreadyOnAgenda(title=number)
    item = AgendaItem(
        title=new.title,
        summary=summary,
        purpose=new.purpose,
        length=new.length,
        takes_up=number,
        why_here=why_here,
    )
    if about is not None:
        item.visibility, item.regime = about.visibility, about.regime
        item.public_title, item.closed_because = about.public_title, about.closed_because
    for commitment in commitments:
        item.commitments.append(ItemCommitment(commitment=commitment))
    _place(agenda, item)
    note(by, "took up what was resolved before", item, now=now)
    return item


# ---- The parts ----------------------------------------------------------------------------------------------


def _place(agenda: Agenda, item: AgendaItem) -> None:
    """Put a new item where the rule has it, and number the places anew.

    Unless it brought a heading along, it stands under the one that is there.
    """
    agenda.items.insert(rules.place_for(item, agenda.items), item)
    item.section = item.section or rules.section_for(item, agenda.items)
    agenda.number_places()
    db.session.flush()


def _set_particulars(item: AgendaItem, more: rules.Particulars) -> None:
    item.section, item.no_paper_because, item.regime = more.section, more.no_paper_because, more.regime
    item.consultation_from_on, item.consultation_until_on = (
        more.consultation_from_on,
        more.consultation_until_on,
    )
    item.continues = more.continues


def _keep_out_what_is_out(item: AgendaItem) -> None:
    """Let the papers of an item that is marked now stay with everyone who has them: they came out with the agenda."""
    for paper in queries.papers_of_item(item):
        if paper.published_at is not None:
            numbers = queries.published_numbers(paper)
            for version in paper.versions:
                if version.number in numbers and version.release_at is None:
                    version.release_at = paper.published_at


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
            presenter = rules.new_presenter(given, position)
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
