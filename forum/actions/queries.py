"""Finding actions, what was said of them, and what came of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from forum.actions.models import (
    LIVE_STATES,
    Action,
    ActionCommitment,
    ActionOwner,
    ActionState,
    Outcome,
    Report,
)
from forum.actions.rules import ALL_MEMBERS as EVERY_MEMBER
from forum.actions.rules import SOON, Owner
from forum.agendas.models import AgendaItem, Presenter, Visibility
from forum.foundation.clock import LONDON
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.meetings.models import Meeting
from forum.membership.models import Contact, Forum, Membership, Representative, Term
from forum.membership.policy import is_officer, organisations_of, takes_part
from forum.membership.queries import member_organisations, officers_of
from forum.organisations.models import Organisation
from forum.people.models import Anyone, Person
from forum.strategy.models import Commitment, Theme

ALL_MEMBERS = "all-members"
"""What stands in an address for the owner "All members"."""


class Which(StrEnum):
    """Which actions a list holds; the value stands in addresses."""

    OPEN = "open"
    OVERDUE = "overdue"
    SOON = "soon"
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


# ---- What may be seen ---------------------------------------------------------------------------------------


def visible_to(person: Anyone, forum: Forum) -> ColumnElement[bool]:
    """Which actions of a forum a person may see: the same answer as `may_see_action`, for a list.

    Officers see all; owners their own; everyone those in circulated minutes, unless the item was not public.
    """
    of_forum = Action.forum_id == forum.id
    if is_officer(person, forum):
        return of_forum
    seen = [Visibility.PUBLIC, Visibility.MEMBERS] if takes_part(person, forum) else [Visibility.PUBLIC]
    item = exists().where(AgendaItem.id == Action.item_id, AgendaItem.visibility.in_(seen))
    ways = [and_(Action.published_at.is_not(None), or_(Action.item_id.is_(None), item))]
    if isinstance(person, Person):
        presents = exists().where(Presenter.item_id == Action.item_id, Presenter.person_id == person.id)
        ways += [and_(Action.published_at.is_not(None), presents), _owned_by(person, forum)]
    return and_(of_forum, or_(*ways))


def _owned_by(person: Person, forum: Forum) -> ColumnElement[bool]:
    organisations = organisations_of(person, forum)
    owns = ActionOwner.person_id == person.id
    if organisations:
        owns = or_(owns, ActionOwner.organisation_id.in_(organisations))
    # It stands also in questions that are about owners themselves: only the action is taken from outside.
    return exists().where(ActionOwner.action_id == Action.id, owns).correlate(Action)


# ---- One action ---------------------------------------------------------------------------------------------

WHOLE: tuple[ORMOption, ...] = (
    joinedload(Action.meeting).joinedload(Meeting.forum),
    joinedload(Action.item),
    selectinload(Action.owners).options(joinedload(ActionOwner.person), joinedload(ActionOwner.organisation)),
    selectinload(Action.commitments)
    .joinedload(ActionCommitment.commitment)
    .options(joinedload(Commitment.theme), joinedload(Commitment.strategy)),
)
"""What a list or a page of actions shows of each, in a fixed number of questions."""


def get_action(reference: str) -> Action:
    """The action with this number, with all that its page shows. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Action)
        .where(Action.reference == reference)
        .options(
            *WHOLE, joinedload(Action.item).selectinload(AgendaItem.presenters).joinedload(Presenter.person)
        )
    ).one()


def find_action(reference: str) -> Action | None:
    """The action with this number."""
    return db.session.scalar(select(Action).where(Action.reference == reference).options(*WHOLE))


def reports_of(action: Action) -> list[Report]:
    """What was said of an action, the latest first."""
    return list(
        db.session.scalars(
            select(Report)
            .where(Report.action_id == action.id)
            .options(joinedload(Report.by), joinedload(Report.organisation))
            .order_by(Report.at.desc(), Report.id.desc())
        )
    )


def outcomes_of(actions: Collection[Action]) -> dict[int, Outcome]:
    """The last outcome of each of these actions that has one, by the action's number."""
    if not actions:
        return {}
    found = db.session.scalars(
        select(Outcome).where(Outcome.action_id.in_([action.id for action in actions])).order_by(Outcome.id)
    )
    return {outcome.action_id: outcome for outcome in found}


# ---- The log ------------------------------------------------------------------------------------------------

_IS_LIVE = Action.state.in_(LIVE_STATES)
_IS_DATED = Action.state.in_([state for state in LIVE_STATES if state is not ActionState.SAID_TO_BE_DONE])


def _which(which: Which, today: date) -> ColumnElement[bool]:
    soon = today + timedelta(days=SOON)
    return {
        Which.OPEN: _IS_LIVE,
        Which.OVERDUE: and_(_IS_DATED, Action.due_on < today),
        Which.SOON: and_(_IS_DATED, Action.due_on.between(today, soon)),
        Which.SAID_TO_BE_DONE: Action.state == ActionState.SAID_TO_BE_DONE,
        Which.CLOSED: Action.state == ActionState.CLOSED,
        Which.DROPPED: Action.state.in_([ActionState.DROPPED, ActionState.WITHDRAWN]),
        Which.ALL: Action.id.is_not(None),
    }[which]


_OWNERS_NAME = (
    select(func.min(func.coalesce(Organisation.known_as, Person.name, "All members")))
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
    found = select(Action).where(visible_to(person, forum), _which(wanted.which, today))
    if wanted.owner == ALL_MEMBERS:
        found = found.where(exists().where(ActionOwner.action_id == Action.id, ActionOwner.is_all_members))
    elif wanted.owner:
        found = found.where(
            exists()
            .where(ActionOwner.action_id == Action.id, ActionOwner.organisation_id == Organisation.id)
            .where(Organisation.reference == wanted.owner)
        )
    if wanted.theme:
        found = found.where(
            exists()
            .where(ActionCommitment.action_id == Action.id, ActionCommitment.commitment_id == Commitment.id)
            .where(Commitment.theme_id == Theme.id, Theme.slug == wanted.theme)
        )
    return found


def page_of_actions(
    wanted: Wanted, person: Anyone, forum: Forum, *, today: date, number: int = 1, size: int = A_PAGE
) -> ListPage[Action]:
    """One page of the action log as a person may see it."""
    found = _wanted(wanted, person, forum, today)
    total = db.session.scalar(found.with_only_columns(func.count(Action.id))) or 0
    rows = db.session.scalars(
        found.order_by(*_in_order(wanted.first, wanted.which))
        .offset((number - 1) * size)
        .limit(size)
        .options(*WHOLE)
    )
    return ListPage(list(rows), number, total, size)


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


# ---- Lists for other pages ----------------------------------------------------------------------------------


def actions_of_commitment(commitment: Commitment, person: Anyone, forum: Forum) -> list[Action]:
    """The actions that serve a commitment, as a person may see them, the newest first."""
    serves = exists().where(
        ActionCommitment.action_id == Action.id, ActionCommitment.commitment_id == commitment.id
    )
    return _listed(serves, person, forum, Action.raised_at.desc(), Action.id.desc())


def actions_of_theme(theme: Theme, person: Anyone, forum: Forum) -> list[Action]:
    """The actions that serve a commitment of a theme, as a person may see them, the newest first."""
    serves = (
        exists()
        .where(ActionCommitment.action_id == Action.id, ActionCommitment.commitment_id == Commitment.id)
        .where(Commitment.theme_id == theme.id)
    )
    return _listed(serves, person, forum, Action.raised_at.desc(), Action.id.desc())


def actions_of_meeting(meeting: Meeting, person: Anyone) -> list[Action]:
    """The actions agreed at a meeting, as a person may see them, in the order of their numbers."""
    return _listed(Action.meeting_id == meeting.id, person, meeting.forum, Action.id)


def live_actions_of(person: Person, forum: Forum) -> list[Action]:
    """What a person, or an organisation that they act for, still has to do in a forum, the first due first."""
    return _listed(
        and_(_IS_LIVE, _owned_by(person, forum)),
        person,
        forum,
        Action.due_on.is_(None),
        Action.due_on,
        Action.id,
    )


def actions_to_confirm(forum: Forum) -> list[Action]:
    """The actions that their owners say are done and nobody has confirmed, the first due first."""
    return _of_forum(forum, Action.state == ActionState.SAID_TO_BE_DONE)


def overdue_actions(forum: Forum, *, today: date) -> list[Action]:
    """The actions whose date has passed, the most overdue first."""
    return _of_forum(forum, _which(Which.OVERDUE, today))


def actions_not_mine(forum: Forum) -> list[Action]:
    """The live actions of which an owner said that they are not theirs, and that still have that owner."""
    disowned = exists().where(
        Report.action_id == Action.id, Report.said == "not mine", Report.id == _LAST_REPORT
    )
    return _of_forum(forum, and_(_IS_LIVE, disowned))


_LAST_REPORT = (
    select(func.max(Report.id)).where(Report.action_id == Action.id).correlate(Action).scalar_subquery()
)


def _listed(which: ColumnElement[bool], person: Anyone, forum: Forum, *order: Any) -> list[Action]:
    return list(
        db.session.scalars(
            select(Action).where(which, visible_to(person, forum)).order_by(*order).options(*WHOLE)
        )
    )


def _of_forum(forum: Forum, which: ColumnElement[bool]) -> list[Action]:
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.forum_id == forum.id, which)
            .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
            .options(*WHOLE)
        )
    )


def unpublished_actions(meeting: Meeting) -> list[Action]:
    """The actions of a meeting that no circulated minutes hold yet."""
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.meeting_id == meeting.id, Action.published_at.is_(None))
            .order_by(Action.id)
            .options(*WHOLE)
        )
    )


def people_to_tell(action: Action, on: date) -> list[Person]:
    """Who gets letters about an action: the people who own it, and who speaks for a body that owns it.

    For a body alone that is its primary contact, or everyone who acts for it where there is none. What all
    members own is told to nobody in particular.
    """
    people = {owner.person for owner in action.owners if owner.person is not None}
    bodies = {
        owner.organisation_id
        for owner in action.owners
        if owner.person is None and owner.organisation_id is not None
    }
    if bodies:
        acting = db.session.scalars(
            select(Representative)
            .where(
                Representative.organisation_id.in_(bodies),
                Representative.from_on <= on,
                or_(Representative.until_on.is_(None), Representative.until_on >= on),
            )
            .options(joinedload(Representative.person))
        ).all()
        for body in bodies:
            own = [acts for acts in acting if acts.organisation_id == body]
            first = [acts for acts in own if acts.contact is Contact.PRIMARY]
            people |= {acts.person for acts in first or own}
    return sorted((person for person in people if person.erased_at is None), key=lambda person: person.id)


def possible_owners(forum: Forum, on: date) -> list[Owner]:
    """Whose an action may be on a day: all members, the people of the forum by name, then the bodies by name.

    A person who acts for several members stands here once for each.
    """
    lay = Representative.organisation_id.is_(None) & (Membership.person_id == Representative.person_id)
    acting = db.session.scalars(
        select(Representative)
        .join(Membership, or_(Membership.organisation_id == Representative.organisation_id, lay))
        .join(Term, Term.membership_id == Membership.id)
        .where(
            Membership.forum_id == forum.id,
            Representative.from_on <= on,
            or_(Representative.until_on.is_(None), Representative.until_on >= on),
            Term.from_on <= on,
            or_(Term.until_on.is_(None), Term.until_on >= on),
        )
        .options(joinedload(Representative.person), joinedload(Representative.organisation))
        .distinct()
        .order_by(Representative.id)
    ).all()
    people = [
        Owner(acts.person, acts.organisation, is_lay=acts.organisation is None)
        for acts in acting
        if acts.person.erased_at is None
    ]
    known = {owner.person for owner in people}
    for officer in officers_of(forum, on):
        if officer.person not in known and officer.person.erased_at is None:
            people.append(Owner(officer.person))
            known.add(officer.person)
    bodies = [Owner(organisation=organisation) for organisation in member_organisations(forum, on)]
    return [EVERY_MEMBER, *sorted(people, key=lambda owner: owner.label.casefold()), *bodies]


def who_left(actions: Iterable[Action], on: date) -> set[tuple[int, int]]:
    """The owners of these actions who act for their organisation no more: pairs of their numbers."""
    pairs = {
        (owner.person_id, owner.organisation_id)
        for action in actions
        for owner in action.owners
        if owner.person_id is not None and owner.organisation_id is not None
    }
    if not pairs:
        return set()
    acting = db.session.execute(
        select(Representative.person_id, Representative.organisation_id).where(
            Representative.person_id.in_({person_id for person_id, _ in pairs}),
            Representative.from_on <= on,
            or_(Representative.until_on.is_(None), Representative.until_on >= on),
        )
    )
    return pairs - {(row.person_id, row.organisation_id) for row in acting}
