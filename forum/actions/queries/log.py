"""The action log: narrowed, ordered, counted, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from forum.actions.models import (
    LIVE_STATES,
    Action,
    ActionCommitment,
    ActionOwner,
    ActionState,
)
from forum.actions.queries.seeing import WHOLE, visible_to
from forum.actions.rules import SOON
from forum.foundation.clock import LONDON
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.organisations.models import Organisation
from forum.people.models import Anyone, Person
from forum.strategy.models import Commitment, Theme

ALL_MEMBERS = "all-members"
"""What stands in an address for the owner "All members"."""


MOST_WORDS_SOUGHT = 8
"""How many words a search looks for."""


class Which(StrEnum):
    """Which actions a list holds; the value stands in addresses."""

    OPEN = "open"
    OVERDUE = "overdue"
    SOON = "soon"
    BLOCKED = "blocked"
    WITHOUT_DATE = "no-date"
    SAID_TO_BE_DONE = "said-to-be-done"
    CLOSED = "closed"
    DROPPED = "dropped"
    ALL = "all"


class First(StrEnum):
    """What comes first in a list."""

    OVERDUE = "overdue"
    NEWEST = "newest"
    OWNER = "owner"


@dataclass(frozen=True)
class Wanted:
    """What somebody asked of the log: which actions, whose, under which theme, and what comes first."""

    which: Which = Which.OPEN
    owner: str = ""
    theme: str = ""
    first: First = First.OVERDUE
    words: str = ""  # in its text, its number, or what was typed of its owners
    meeting: str = ""  # where it was agreed


@dataclass(frozen=True)
class Counts:
    """How the actions of a forum stand."""

    overdue: int = 0
    soon: int = 0
    on_track: int = 0
    without_date: int = 0
    closed_this_year: int = 0

    @property
    def live(self) -> int:
        """How many still have to be done."""
        return self.overdue + self.soon + self.on_track + self.without_date


IS_LIVE = Action.state.in_(LIVE_STATES)
_IS_DATED = Action.state.in_([state for state in LIVE_STATES if state is not ActionState.SAID_TO_BE_DONE])


def chosen(which: Which, today: date) -> ColumnElement[bool]:
    """Which actions a list of this kind holds."""
    soon = today + timedelta(days=SOON)
    return {
        Which.OPEN: IS_LIVE,
        Which.OVERDUE: and_(_IS_DATED, Action.due_on < today),
        Which.SOON: and_(_IS_DATED, Action.due_on.between(today, soon)),
        Which.BLOCKED: Action.state == ActionState.BLOCKED,
        Which.WITHOUT_DATE: and_(_IS_DATED, Action.due_on.is_(None)),
        Which.SAID_TO_BE_DONE: Action.state == ActionState.SAID_TO_BE_DONE,
        Which.CLOSED: Action.state == ActionState.CLOSED,
        Which.DROPPED: Action.state.in_([ActionState.DROPPED, ActionState.WITHDRAWN]),
        Which.ALL: Action.id.is_not(None),
    }[which]


_OWNERS_NAME = (
    select(
        func.min(
            func.coalesce(
                Organisation.known_as, Person.name, func.nullif(ActionOwner.team, ""), "All members"
            )
        )
    )
    .select_from(ActionOwner)
    .outerjoin(Organisation, Organisation.id == ActionOwner.organisation_id)
    .outerjoin(Person, Person.id == ActionOwner.person_id)
    .where(ActionOwner.action_id == Action.id)
    .correlate(Action)
    .scalar_subquery()
)


def _in_order(first: First, which: Which) -> Sequence[Any]:
    if first is First.NEWEST:
        return (Action.raised_at.desc(), Action.id.desc())
    if first is First.OWNER:
        return (_OWNERS_NAME, Action.due_on.is_(None), Action.due_on, Action.id)
    if which in (Which.CLOSED, Which.DROPPED):
        return (Action.ended_at.desc(), Action.id.desc())
    return (Action.due_on.is_(None), Action.due_on, Action.id)


def _wanted(wanted: Wanted, person: Anyone, forum: Forum, today: date) -> Select[Action]:
    found = select(Action).where(visible_to(person, forum), chosen(wanted.which, today))
    # Asked as lists of numbers: few rows are then looked at before any words are compared.
    if wanted.owner == ALL_MEMBERS:
        found = found.where(Action.id.in_(select(ActionOwner.action_id).where(ActionOwner.is_all_members)))
    elif wanted.owner:
        found = found.where(
            Action.id.in_(
                select(ActionOwner.action_id)
                .join(Organisation, Organisation.id == ActionOwner.organisation_id)
                .where(Organisation.reference == wanted.owner)
            )
        )
    if wanted.theme:
        found = found.where(
            Action.id.in_(
                select(ActionCommitment.action_id)
                .join(Commitment, Commitment.id == ActionCommitment.commitment_id)
                .join(Theme, Theme.id == Commitment.theme_id)
                .where(Theme.slug == wanted.theme)
            )
        )
    if wanted.meeting:
        found = found.where(
            Action.meeting_id.in_(select(Meeting.id).where(Meeting.reference == wanted.meeting))
        )
    for word in wanted.words.split()[:MOST_WORDS_SOUGHT]:
        found = found.where(
            or_(
                # The words of one that was taken back are for officers alone, and are not searched.
                and_(
                    Action.state != ActionState.WITHDRAWN,
                    or_(
                        Action.text.icontains(word, autoescape=True),
                        Action.owners_as_said.icontains(word, autoescape=True),
                    ),
                ),
                Action.reference.icontains(word, autoescape=True),
            )
        )
    return found


def every_action(wanted: Wanted, person: Anyone, forum: Forum, *, today: date) -> list[Action]:
    """All that somebody asked of the log, for files."""
    return list(
        db.session.scalars(
            _wanted(wanted, person, forum, today)
            .order_by(*_in_order(wanted.first, wanted.which))
            .options(*WHOLE)
        )
    )


def page_of_actions(
    wanted: Wanted, person: Anyone, forum: Forum, *, today: date, number: int = 1, size: int = A_PAGE
) -> ListPage[Action]:
    """One page of the action log as a person may see it."""
    found = _wanted(wanted, person, forum, today)
    rows = list(
        db.session.scalars(
            found.order_by(*_in_order(wanted.first, wanted.which))
            .offset((number - 1) * size)
            .limit(size)
            .options(*WHOLE)
        )
    )
    if number == 1 and len(rows) < size:
        return ListPage(rows, number, len(rows), size)
    total = db.session.scalar(found.with_only_columns(func.count(Action.id))) or 0
    return ListPage(rows, number, total, size)


def count_actions(person: Anyone, forum: Forum, *, today: date) -> Counts:
    """How the actions that a person may see stand, in one question."""
    this_year = datetime(today.year, 1, 1, tzinfo=LONDON)
    soon = today + timedelta(days=SOON)
    on_track = or_(Action.state == ActionState.SAID_TO_BE_DONE, and_(_IS_DATED, Action.due_on > soon))
    ways = (
        and_(_IS_DATED, Action.due_on < today),
        and_(_IS_DATED, Action.due_on.between(today, soon)),
        on_track,
        and_(_IS_DATED, Action.due_on.is_(None)),
        and_(Action.state == ActionState.CLOSED, Action.ended_at >= this_year),
    )
    row = db.session.execute(
        select(*[func.coalesce(func.sum(case((way, 1), else_=0)), 0) for way in ways]).where(
            visible_to(person, forum)
        )
    ).one()
    return Counts(*(int(number) for number in row))


def owners_of_actions(person: Anyone, forum: Forum) -> list[tuple[str, str]]:
    """The organisations that own an action which a person may see: pairs of reference and name."""
    rows = db.session.execute(
        select(Organisation.reference, Organisation.known_as)
        .where(
            Organisation.id.in_(
                select(ActionOwner.organisation_id)
                .join(Action, Action.id == ActionOwner.action_id)
                .where(visible_to(person, forum))
            )
        )
        .order_by(Organisation.known_as, Organisation.id)
    )
    return [(reference, name) for reference, name in rows]


def themes_of_actions(person: Anyone, forum: Forum) -> list[Theme]:
    """The themes under which a person may see an action, in the order of the strategy."""
    return list(
        db.session.scalars(
            select(Theme)
            .where(
                Theme.id.in_(
                    select(Commitment.theme_id)
                    .join(ActionCommitment, ActionCommitment.commitment_id == Commitment.id)
                    .join(Action, Action.id == ActionCommitment.action_id)
                    .where(visible_to(person, forum))
                )
            )
            .order_by(Theme.strategy_id, Theme.position, Theme.id)
        )
    )


def meetings_of_actions(person: Anyone, forum: Forum) -> list[Meeting]:
    """The meetings at which actions were agreed that a person may see, the latest first."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.id.in_(select(Action.meeting_id).where(visible_to(person, forum))))
            .order_by(Meeting.on.desc(), Meeting.id.desc())
            .limit(MOST_MEETINGS)
        )
    )


MOST_MEETINGS = 60
"""How many meetings the log can be narrowed to."""
