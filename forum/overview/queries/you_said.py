"""Finding what was suggested and what came of it: a page of proposals with all that hangs on them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.actions.models import Action, ActionState, Outcome
from forum.actions.queries import WHOLE
from forum.actions.queries import visible_to as actions_visible_to
from forum.agendas.models import Agenda, AgendaItem, Presenter, Proposal
from forum.agendas.policy import sight_of
from forum.agendas.queries import items_as_published, proposals_of, those_open_to
from forum.agendas.rules import ItemAsPublished, seen_items
from forum.decisions.models import Decision, DecisionState, Recommendation
from forum.decisions.queries import actions_of
from forum.decisions.queries import visible_to as decisions_visible_to
from forum.foundation.database import db
from forum.foundation.paging import ListPage
from forum.meetings.models import Meeting, MeetingState
from forum.membership.models import Forum
from forum.membership.policy import is_officer, takes_part
from forum.minutes.models import Minutes, MinutesVersion
from forum.overview.queries.recommended import recommended_under
from forum.overview.queries.strategy import outcomes_of_actions
from forum.people.models import Anyone, Person


@dataclass(frozen=True)
class Heard:
    """One item that was made of a proposal, as it was published last and as somebody may see it."""

    item: ItemAsPublished
    meeting: Meeting
    not_reached_because: str | None
    is_minuted: bool  # minutes of its meeting are out


@dataclass
class Came:
    """A proposal, and what came of it as somebody may see it."""

    proposal: Proposal
    into: Proposal | None = None  # the one that it goes together with
    items: list[Heard] = field(default_factory=list)  # the oldest first
    decisions: list[Decision] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def page_of_what_came(person: Anyone, forum: Forum, today: date, page: int = 1) -> ListPage[Came]:
    """A page of the answered proposals that a person may see, the newest first, each with what came of it."""
    sees_every = takes_part(person, forum)
    found = proposals_of(
        forum,
        unanswered_too=sees_every,
        seen_by=person
        if isinstance(person, Person) and sees_every and not is_officer(person, forum)
        else None,
        page=page,
    )
    return ListPage(what_came_of(found.things, person, forum), found.number, found.total)


def what_came_of(proposals: Sequence[Proposal], person: Anyone, forum: Forum) -> list[Came]:
    """What came of some proposals of a forum, in their order: ten questions, however many they are."""
    merged = {one.merged_into_id for one in proposals if one.merged_into_id is not None}
    into = {one.id: one for one in _targets(merged, person, forum)}
    rows = _items([one.id for one in proposals] + list(into))
    heard = _heard(rows, person, forum)
    numbers = [row.id for row in rows if row.reference in heard]
    decisions = _decisions(numbers, person, forum)
    carried = actions_of(decisions, person, forum)
    actions = {action.id: action for action in _actions(numbers, person, forum)}
    actions |= {action.id: action for some in carried.values() for action in some}
    outcomes = outcomes_of_actions(actions.values())
    recommended = recommended_under(numbers, person, forum)
    of_proposal: dict[int | None, list[AgendaItem]] = defaultdict(list)
    for row in rows:
        of_proposal[row.proposal_id].append(row)
    return [
        _came(one, into.get(one.merged_into_id or 0), of_proposal, heard, decisions, recommended, actions,
              carried, outcomes)
        for one in proposals
    ]  # fmt: skip


def _came(
    proposal: Proposal,
    into: Proposal | None,
    of_proposal: dict[int | None, list[AgendaItem]],
    heard: dict[str, Heard],
    decisions: list[Decision],
    recommended: list[Recommendation],
    actions: dict[int, Action],
    carried: dict[int, list[Action]],
    outcomes: dict[int, list[Outcome]],
) -> Came:
    rows = [row for row in of_proposal[(into or proposal).id] if row.reference in heard]
    its = {row.id for row in rows}
    decided = [one for one in decisions if one.item_id in its]
    doing = {one.id: one for one in actions.values() if one.item_id in its}
    doing |= {one.id: one for decision in decided for one in carried.get(decision.id, [])}
    return Came(
        proposal,
        into,
        [heard[row.reference] for row in rows],
        decided,
        [one for one in recommended if one.item_id in its],
        sorted(doing.values(), key=lambda one: one.id),
        [outcome for one in doing for outcome in outcomes.get(one, [])],
    )


def _targets(numbers: set[int], person: Anyone, forum: Forum) -> list[Proposal]:
    """The proposals into which others were merged, as far as a person may see them."""
    if not numbers:
        return []
    found = db.session.scalars(select(Proposal).where(Proposal.id.in_(numbers))).all()
    if is_officer(person, forum):
        return list(found)
    return those_open_to(found, person if isinstance(person, Person) and takes_part(person, forum) else None)


def _items(proposals: list[int]) -> list[AgendaItem]:
    if not proposals:
        return []
    return list(
        db.session.scalars(
            select(AgendaItem)
            .join(AgendaItem.agenda)
            .join(Agenda.meeting)
            .where(
                AgendaItem.proposal_id.in_(proposals),
                AgendaItem.number.is_not(None),
                AgendaItem.withdrawn_at.is_(None),
                Meeting.state != MeetingState.CANCELLED,
                Meeting.published_at.is_not(None),
            )
            .options(
                joinedload(AgendaItem.agenda).joinedload(Agenda.meeting),
                selectinload(AgendaItem.presenters).joinedload(Presenter.person),
            )
            .order_by(Meeting.on, AgendaItem.id)
        )
    )


def _heard(rows: list[AgendaItem], person: Anyone, forum: Forum) -> dict[str, Heard]:
    """These items as they were published and as a person sees them whole, by reference; the others are left out."""
    out, sight = items_as_published(rows), sight_of(person, forum)
    meetings = {row.agenda.meeting.id for row in rows}
    minuted = set(
        db.session.scalars(
            select(Minutes.meeting_id)
            .join(MinutesVersion, MinutesVersion.minutes_id == Minutes.id)
            .where(Minutes.meeting_id.in_(meetings), MinutesVersion.withheld_at.is_(None))
        )
    )
    found = {}
    for row in rows:
        if row.reference in out:
            item = seen_items((out[row.reference],), sight)[0]
            if not item.is_masked:
                meeting = row.agenda.meeting
                found[row.reference] = Heard(item, meeting, row.not_reached_because, meeting.id in minuted)
    return found


def _decisions(numbers: list[int], person: Anyone, forum: Forum) -> list[Decision]:
    return list(
        db.session.scalars(
            select(Decision)
            .where(
                Decision.item_id.in_(numbers),
                Decision.state != DecisionState.WITHDRAWN,
                Decision.published_at.is_not(None),
                decisions_visible_to(person, forum),
            )
            .order_by(Decision.id)
        )
    )


def _actions(numbers: list[int], person: Anyone, forum: Forum) -> list[Action]:
    return list(
        db.session.scalars(
            select(Action)
            .where(
                Action.item_id.in_(numbers),
                Action.state != ActionState.WITHDRAWN,
                Action.published_at.is_not(None),
                actions_visible_to(person, forum),
            )
            .order_by(Action.id)
            .options(*WHOLE)
        )
    )
