"""Who is asked for papers, and when somebody is reminded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from forum.agendas.models import AgendaItem, Paper, Presenter
from forum.agendas.rules.papers import papers_due_on
from forum.agendas.rules.presenting import address_of_presenter
from forum.foundation.clock import day_in_london, working_days_before
from forum.foundation.refusals import Refusal

REMINDED_BEFORE = 2
"""Working days before papers are due on which a reminder goes to those who gave none."""
LOOKS_AHEAD = timedelta(days=120)
"""How far ahead a meeting may be whose papers are due already: more clear days than any forum asks for."""


class NobodyToAskForPapers(Refusal):
    message = "There is nobody to ask: everyone with an address was asked, or has handed a paper in."


def lacks_paper(item: AgendaItem, papers: Sequence[Paper]) -> bool:
    """Whether an item has no paper, and nothing says why."""
    if item.is_standing or item.is_withdrawn or item.no_paper_because:
        return False
    return all(one.is_withdrawn for one in papers if one.alternative_of_id is None)


def to_ask_for_papers(
    items: Iterable[AgendaItem], papers: Mapping[int, Sequence[Paper]], *, again: bool = False
) -> list[list[Presenter]]:
    """Who is asked for papers: for each person, what they present without a paper, in the order of the agenda.

    `again`: those who were asked already too.
    """
    return by_person(
        presenter
        for item in items
        if lacks_paper(item, papers.get(item.id, ()))
        for presenter in item.presenters
        if address_of_presenter(presenter) is not None and (again or presenter.papers_asked_at is None)
    )


def by_person(presenters: Iterable[Presenter]) -> list[list[Presenter]]:
    """Presenters of one meeting or several, those together who are one person at one meeting."""
    found: dict[tuple[int, object], list[Presenter]] = {}
    for one in presenters:
        who = one.person_id if one.person_id is not None else one.email
        found.setdefault((one.item.agenda_id, who), []).append(one)
    return list(found.values())


def is_time_to_remind(presenter: Presenter, now: datetime) -> bool:
    """Whether a reminder is due: two working days before papers are, from eight in the morning, until they are.

    Who was asked since then has the letter at hand.
    """
    meeting = presenter.item.agenda.meeting
    due, today = papers_due_on(meeting), day_in_london(now)
    from_on = working_days_before(due, REMINDED_BEFORE)
    asked_at = presenter.papers_asked_at
    return (
        from_on <= today <= due
        and asked_at is not None
        and day_in_london(asked_at) < from_on
        and address_of_presenter(presenter) is not None
    )
