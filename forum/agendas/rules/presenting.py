"""Presenters and their word: who is asked to confirm, how each stands, and when the links in their letters end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from forum.agendas.models import Agenda, AgendaItem, Presenter, PresenterAnswer
from forum.agendas.rules.order import computed_times, draft_numbers
from forum.agendas.rules.papers import papers_due_on
from forum.foundation.refusals import Refusal
from forum.foundation.words import capital, day, near_date
from forum.meetings.models import Meeting


class LinkFor(StrEnum):
    """What a link in a presenter's letter is for."""

    CONFIRM = "confirm"
    PAPERS = "papers"


class NobodyToAsk(Refusal):
    message = "There is nobody to ask: everyone with an address has been asked already, or has answered."


@dataclass(frozen=True)
class Stand:
    """How a presenter stands, in words, and the look of the mark."""

    words: str
    kind: str


@dataclass(frozen=True)
class Place:
    """Where an item stands on an agenda: its number, and when it begins if the agenda stays as it is."""

    number: str
    begins_at: datetime | None


def place_of_item(agenda: Agenda, item: AgendaItem) -> Place:
    """Where an item stands on its agenda, published or not."""
    items = agenda.items
    rows = zip(items, draft_numbers(items), computed_times(agenda.meeting.starts_at, items), strict=True)
    return next(Place(number, at) for one, number, at in rows if one.id == item.id)


def name_of(presenter: Presenter) -> str:
    """The name of a presenter as it may be shown today: `Jo Ferris`."""
    return presenter.person.shown_name if presenter.person else presenter.name


def full_name_of(presenter: Presenter) -> str:
    """`Jo Ferris, lay member` or `Owen Tregarth, County Council`."""
    speaks_for = presenter.organisation.known_as if presenter.organisation else ""
    parts = (name_of(presenter), speaks_for or ("lay member" if presenter.is_lay else ""))
    return ", ".join(part for part in parts if part)


def address_of_presenter(presenter: Presenter) -> str | None:
    """Where a letter reaches a presenter: their own address as it is now, or the one that was given."""
    if presenter.person is not None:
        return presenter.person.email if presenter.person.erased_at is None else None
    return presenter.email


def holds_for(presenter: Presenter, meeting: Meeting) -> bool:
    """Whether a presenter was asked about the day and hour that the meeting has now."""
    return (presenter.asked_for_on, presenter.asked_for_at) == (meeting.on, meeting.starts_at)


def answer_now(presenter: Presenter, meeting: Meeting) -> PresenterAnswer | None:
    """What a presenter said about the day and hour that the meeting has now."""
    return presenter.answer if holds_for(presenter, meeting) else None


def has_confirmed(presenter: Presenter, meeting: Meeting) -> bool:
    """Whether a presenter said yes to the day and hour that the meeting has now."""
    return answer_now(presenter, meeting) is PresenterAnswer.CONFIRMED


def how_stands(presenter: Presenter, meeting: Meeting, today: date) -> Stand:
    """`confirmed`, `asked on 3 December`, `cannot come`, `not asked yet`."""
    is_old = not holds_for(presenter, meeting)
    if is_old and (presenter.asked_at is not None or presenter.answer is not None):
        return Stand("asked before the meeting moved", "amber")
    if presenter.answer is PresenterAnswer.CONFIRMED:
        return Stand("confirmed", "green")
    if presenter.answer is PresenterAnswer.DECLINED:
        return Stand("cannot come", "amber")
    if presenter.asked_at is not None:
        return Stand(f"asked on {near_date(presenter.asked_at, today)}", "none")
    if address_of_presenter(presenter) is None:
        return Stand("not asked: no address", "amber")
    return Stand("not asked yet", "none")


def may_be_asked(presenter: Presenter, meeting: Meeting, *, again: bool) -> bool:
    """Whether a letter may ask a presenter; `again`: also one who was asked and has not answered."""
    if presenter.withdrawn_at is not None or address_of_presenter(presenter) is None:
        return False
    if not holds_for(presenter, meeting):
        return True
    return again and presenter.answer is None


def presenters_to_ask(
    items: Iterable[AgendaItem], meeting: Meeting, *, again: bool = False
) -> list[Presenter]:
    """The presenters whom a letter asks to confirm, in the order of the agenda."""
    return [
        presenter
        for item in items
        if not item.is_withdrawn
        for presenter in item.presenters
        if may_be_asked(presenter, meeting, again=again)
    ]


def papers_still_due_on(meeting: Meeting, today: date) -> date | None:
    """The last day on which a paper is in time; None once it has passed."""
    due = papers_due_on(meeting)
    return due if due >= today else None


def why_ended(presenter: Presenter, now: datetime) -> str:
    """Why the links of a presenter open nothing any more, as a sentence; empty while they do."""
    item, meeting = presenter.item, presenter.item.agenda.meeting
    if presenter.withdrawn_at is not None:
        return "You are no longer asked to present this item."
    if item.is_withdrawn and item.merged_into_id is None:
        return "This item was taken off the agenda."
    if meeting.is_cancelled:
        return "This meeting was called off."
    if meeting.is_over(now):
        return f"The meeting was on {day(meeting.on)}."
    return ""


def presenters_in_short(item: AgendaItem, meeting: Meeting, today: date) -> list[tuple[str, str]]:
    """How those who present an item stand, as pairs of words and look; nothing while nobody was asked.

    One line for each word that is true of somebody: `2 confirmed`, `Jo Ferris cannot come`.
    """
    asked = [one for one in item.presenters if one.asked_at is not None or one.answer is not None]
    if not asked:
        return []
    stands = [(one, how_stands(one, meeting, today)) for one in item.presenters]
    if all(stand.words == stands[0][1].words for _, stand in stands):
        return [(capital(stands[0][1].words), stands[0][1].kind)]
    return [(f"{name_of(one)}: {stand.words}", stand.kind) for one, stand in stands]
