"""What must be right before an agenda is published, and what only wants a second look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.agendas.models import AgendaItem, Paper, PresenterAnswer, Proposal, Purpose, Visibility
from forum.agendas.rules.given import Particulars
from forum.agendas.rules.order import draft_numbers, minutes_over, over_in_words, time_taken
from forum.agendas.rules.presenting import holds_for, name_of
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of, whole_minutes
from forum.meetings.models import Meeting

LONGEST = timedelta(hours=8)


class AgendaIsEmpty(Refusal):
    message = "There is nothing on this agenda yet. Put an item on first."


class ProposalUnanswered(Refusal):
    message = "{proposals} made in time for this meeting {have} no answer yet. Answer first, then publish."


class NothingChanged(Refusal):
    message = "Nothing has changed since version {number}, so there is nothing to publish."


class MeetingIsNotPublished(Refusal):
    message = "The meeting itself is not published yet. Publish the meeting first."


class MeetingIsCalledOff(Refusal):
    message = "This meeting has been called off. Its agenda stays as it was."


class AlreadyOnAgenda(Refusal):
    message = "“{title}” is on this agenda already."


class ItemIsWithdrawn(Refusal):
    message = "Item {number} was withdrawn. It keeps its number and stays as it was."


class NothingToLeave(Refusal):
    message = "Its meeting reached this item, or it is not carried further already."


class LengthIsOdd(Refusal):
    message = "Give a length between 1 minute and 8 hours."


class ClosedNeedsReason(Refusal):
    message = "A closed item needs a title that everyone may read, and the reason why it is closed."


class ContractMustBePublic(Refusal):
    message = (
        "What may lead to a contract is open to everyone, so that nobody knows more than others. "
        "Choose “Everyone”, or say that it leads to no contract."
    )
    about = "regime"


class StaysOpenToEveryone(Refusal):
    message = (
        "This item was marked as one that may lead to a contract, so it stays open to everyone: what was said and "
        "handed out about it is for all to read. Add what is private as an item of its own."
    )
    about = "visibility"


class HiddenForContract(Refusal):
    message = (
        "This may lead to a contract, and not everyone may see “{title}”, the item that it would go to. "
        "Open that item to everyone first, or answer this one by itself."
    )
    about = "into"


class PapersWaitForRelease(Refusal):
    message = (
        "Papers of this item wait until everyone gets them at one moment. Release them first; then say that it leads "
        "to no contract."
    )
    about = "regime"


class ConsultationIsBackwards(Refusal):
    message = "The last day for answers comes after the first. Check both."
    about = "consultation_until"


@dataclass(frozen=True)
class Concern:
    """What wants a second look before publishing, and the item that it is about."""

    words: str
    item: AgendaItem | None = None
    is_balance: bool = False  # about how much time is for talking: said while the agenda is built, too


def check_live(item: AgendaItem) -> None:
    """Refuse to touch an item that was withdrawn. Raises `ItemIsWithdrawn`."""
    if item.is_withdrawn:
        raise ItemIsWithdrawn(number=item.number or "")


def check_length(length: timedelta) -> None:
    """Refuse a length that no item has."""
    if not timedelta(minutes=1) <= length <= LONGEST:
        raise LengthIsOdd


def check_visibility(visibility: Visibility, public_title: str | None, closed_because: str | None) -> None:
    """Refuse a closed item that says nothing to everyone else."""
    if visibility is Visibility.CLOSED and not (public_title and closed_because):
        raise ClosedNeedsReason


def check_particulars(more: Particulars, visibility: Visibility) -> None:
    """Refuse a hidden item that may lead to a contract, and answers that close before they open.

    Procurement Act 2023, sections 12 and 16: suppliers are treated the same, and market engagement gives nobody an
    unfair advantage.
    """
    if more.regime is not None and visibility is not Visibility.PUBLIC:
        raise ContractMustBePublic
    from_on, until_on = more.consultation_from_on, more.consultation_until_on
    if from_on is not None and until_on is not None and until_on < from_on:
        raise ConsultationIsBackwards


def check_mark_stays(item: AgendaItem, more: Particulars, papers: Sequence[Paper], now: datetime) -> None:
    """Refuse to take the mark off while papers wait: they would be open at once to those who run the forum.

    Raises `PapersWaitForRelease`.
    """
    if item.regime is None or more.regime is not None:
        return
    for paper in papers:
        if not paper.is_withdrawn and any(
            one.withheld_at is None and (one.release_at is None or one.release_at > now)
            for one in paper.versions
        ):
            raise PapersWaitForRelease


def check_ready_to_publish(
    meeting: Meeting, items: Sequence[AgendaItem], unanswered: Sequence[Proposal]
) -> None:
    """Refuse to publish what nobody could see, what is empty, or what leaves a proposal made in time unanswered.

    Raises `MeetingIsCalledOff`, `MeetingIsNotPublished`, `AgendaIsEmpty` or `ProposalUnanswered`.
    """
    if meeting.is_cancelled:
        raise MeetingIsCalledOff
    if not meeting.is_published:
        raise MeetingIsNotPublished
    if all(item.is_withdrawn for item in items):
        raise AgendaIsEmpty
    if unanswered:
        count = len(unanswered)
        raise ProposalUnanswered(
            proposals=count_of(count, "proposal"), have="has" if count == 1 else "have"
        )  # fmt: skip


def concerns(
    available: timedelta | None,
    items: Sequence[AgendaItem],
    papers: Mapping[int, Sequence[Paper]] | None = None,
) -> list[Concern]:
    """What the organiser may want to mend first; none of it stops the agenda.

    `papers` are those of each item, by its number in the database; where they are not given, none is missed.
    """
    live = [item for item in items if not item.is_withdrawn]
    numbers = dict(zip((item.reference for item in items), draft_numbers(items), strict=True))
    matters = [item for item in live if not item.is_standing]
    found: list[Concern] = []
    if not matters:
        found.append(Concern("Nothing is on it but the standing items."))
    found += _about_time(available, live, matters)
    found += [
        Concern(f"Item {numbers[item.reference]} has no presenter.", item)
        for item in matters
        if not item.presenters
    ]
    found += _about_presenters(live, numbers)
    if papers is not None:
        found += [
            Concern(f"Item {numbers[item.reference]} has no paper, and does not say why.", item)
            for item in matters
            if not item.no_paper_because and not any(not one.is_withdrawn for one in papers.get(item.id, ()))
        ]
    return found


def _about_time(
    available: timedelta | None, live: Sequence[AgendaItem], matters: Sequence[AgendaItem]
) -> list[Concern]:
    found: list[Concern] = []
    over = minutes_over(available, live)
    if available is not None and over > 0:
        taken, of = whole_minutes(time_taken(live)), whole_minutes(available)
        found.append(Concern(f"The items take {taken} of {count_of(of, 'minute')}: {over_in_words(over)}."))
    time = available or time_taken(live)
    talked = time_taken([item for item in matters if item.purpose is not Purpose.INFORM])
    if matters and talked * 3 < time:
        found.append(
            Concern(
                f"Only {whole_minutes(talked)} of {count_of(whole_minutes(time), 'minute')} are for items that are "
                "discussed or decided: less than a third."
                if talked
                else "No item is for the forum to discuss or decide.",
                is_balance=True,
            )
        )
    return found


def _about_presenters(live: Sequence[AgendaItem], numbers: Mapping[str, str]) -> list[Concern]:
    """Who cannot come, has not answered, or was asked for another day: only where somebody was asked at all."""
    found: list[Concern] = []
    for item in live:
        number = numbers[item.reference]
        for presenter in item.presenters:
            was_asked = presenter.asked_at is not None or presenter.answer is not None
            if was_asked and item.agenda is not None and not holds_for(presenter, item.agenda.meeting):
                words = (
                    f"{name_of(presenter)} was asked before the meeting moved. Ask again about item {number}."
                )
            elif presenter.answer is PresenterAnswer.DECLINED:
                words = f"{name_of(presenter)} cannot present item {number}."
            elif presenter.asked_at is not None and presenter.answer is None:
                words = f"{name_of(presenter)} has not said yet whether they present item {number}."
            else:
                continue
            found.append(Concern(words, item))
    return found
