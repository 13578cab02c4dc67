"""Finding who is to be asked about which actions, what was sent, and what came back. Never a question for each row."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from forum.actions.models import (
    LIVE_STATES,
    Action,
    ActionOwner,
    ActionState,
    ActionTick,
    Digest,
    DigestDay,
    DigestLine,
    Report,
    Said,
)
from forum.actions.rules import digests as rules
from forum.agendas.models import AgendaItem, Visibility
from forum.foundation.clock import day_in_london
from forum.foundation.database import db
from forum.foundation.paging import A_PAGE, ListPage
from forum.meetings.models import Meeting, MeetingState, Series
from forum.membership.models import Forum, Membership, Representative, Term
from forum.membership.queries import representations_of
from forum.people.models import Person

LOOKED_BACK = timedelta(weeks=12)
"""How far back digests are looked at for silence, and for when somebody was told of it."""


# ---- Who is asked -------------------------------------------------------------------------------------------


def digest_facts(now: datetime, forum: Forum | None = None) -> rules.Facts:
    """All that says who is asked about what in this week, by every forum that sends digests, or by one alone."""
    today = day_in_london(now)
    forums = select(Forum.id, Forum.digest_weekday).where(Forum.sends_digests)
    if forum is not None:
        forums = forums.where(Forum.id == forum.id)
    sends = {row.id: row.digest_weekday for row in db.session.execute(forums)}
    actions = _open_actions(sends)
    if not actions:
        return rules.Facts(forums=sends)
    owners = _owners(_of_these(sends))
    members, former = _members(sends, today)
    acting, people = _acting(today)
    unknown = {owner.person_id for of_one in owners.values() for owner in of_one if owner.person_id} - set(
        people
    )
    people |= _people(unknown)
    return rules.Facts(
        forums=sends,
        actions=actions,
        owners=owners,
        words=_words(_of_these(sends)),
        ticked=_ticked(),
        resting=_resting(now),
        members=members,
        former=former,
        acting=acting,
        people=people,
        days={
            row.person_id: (row.weekday, row.chosen_at)
            for row in db.session.execute(select(DigestDay.person_id, DigestDay.weekday, DigestDay.chosen_at))
        },
        two_meetings_ago=_two_meetings_ago(today),
        had=had_digest(rules.monday_of(today)),
    )


def _of_these(forums: Collection[int]) -> ColumnElement[bool]:
    """Which actions of some forums may be asked about: what is said to be done waits for the forum."""
    return and_(
        Action.forum_id.in_(forums),
        Action.state.in_([state for state in LIVE_STATES if state is not ActionState.SAID_TO_BE_DONE]),
        Action.published_at.is_not(None),
    )


def _open_actions(forums: Collection[int]) -> list[rules.OpenAction]:
    rows = db.session.execute(
        select(Action.id, Action.forum_id, Meeting.series_id, Action.reference, Action.text, Action.state,
               Action.due_on, Action.first_due_on, Action.due_as_said, Action.published_at, Action.changed_at,
               Action.raised_at, AgendaItem.visibility)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .outerjoin(AgendaItem, AgendaItem.id == Action.item_id)
        .where(_of_these(forums))
        .order_by(Action.id)
    )  # fmt: skip
    return [
        rules.OpenAction(
            id=row.id,
            forum_id=row.forum_id,
            series_id=row.series_id,
            reference=row.reference,
            text=row.text,
            state=row.state,
            due_on=row.due_on,
            first_due_on=row.first_due_on,
            due_as_said=row.due_as_said,
            published_at=row.published_at,
            changed_at=row.changed_at,
            agreed_on=day_in_london(row.raised_at),
            is_public=row.visibility in (None, Visibility.PUBLIC),
        )
        for row in rows
    ]


def _owners(which: ColumnElement[bool]) -> dict[int, list[rules.Owns]]:
    rows = db.session.execute(
        select(ActionOwner.action_id, ActionOwner.organisation_id, ActionOwner.person_id, ActionOwner.is_lay,
               ActionOwner.is_all_members)
        .join(Action, Action.id == ActionOwner.action_id)
        .where(which)
        .order_by(ActionOwner.id)
    )  # fmt: skip
    found: dict[int, list[rules.Owns]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(rules.Owns(*row[1:]))
    return found


def _words(which: ColumnElement[bool]) -> dict[int, list[rules.Word]]:
    rows = db.session.execute(
        select(Report.action_id, Report.by_id, Report.organisation_id, Report.at, Report.said)
        .join(Action, Action.id == Report.action_id)
        .where(which)
        .order_by(Report.id)
    )
    found: dict[int, list[rules.Word]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(rules.Word(*row[1:]))
    return found


def _ticked() -> set[rules.Member]:
    rows = db.session.execute(
        select(ActionTick.action_id, ActionTick.organisation_id, ActionTick.person_id)
        .join(Action, Action.id == ActionTick.action_id)
        .where(ActionTick.withdrawn_at.is_(None), Action.state.in_(LIVE_STATES))
    )
    return {(row.action_id, row.organisation_id, row.person_id) for row in rows}


def _resting(now: datetime) -> set[tuple[int, int]]:
    rows = db.session.execute(
        select(DigestLine.action_id, Digest.person_id)
        .join(Digest, Digest.id == DigestLine.digest_id)
        .where(DigestLine.answer == Said.ON_TRACK, DigestLine.answered_at > now - rules.REST)
    )
    return {(row.action_id, row.person_id) for row in rows}


def _members(forums: Collection[int], on: date) -> tuple[dict[rules.Member, date], set[rules.Member]]:
    """The members of these forums on a day, each with the day on which it first became one; and former members."""
    is_live = exists().where(Term.membership_id == Membership.id, _holds_on(Term, on))
    first = select(func.min(Term.from_on)).where(Term.membership_id == Membership.id).scalar_subquery()
    rows = db.session.execute(
        select(Membership.forum_id, Membership.organisation_id, Membership.person_id, is_live, first).where(
            Membership.forum_id.in_(forums)
        )
    )
    live: dict[rules.Member, date] = {}
    former: set[rules.Member] = set()
    for forum_id, organisation_id, person_id, lives, since in rows:
        if lives:
            live[forum_id, organisation_id, person_id] = since
        else:
            former.add((forum_id, organisation_id, person_id))
    return live, former


_WHO = (
    Person.id.label("person_id"),
    Person.reference,
    Person.name,
    Person.email,
    Person.is_demo,
    Person.erased_at,
)


def _who(row: Any) -> rules.Who:
    return rules.Who(
        row.person_id, row.reference, row.name, row.email, row.is_demo, is_erased=row.erased_at is not None
    )


def _acting(on: date) -> tuple[list[rules.Acts], dict[int, rules.Who]]:
    """Everyone who acts for an organisation or for themself on a day."""
    rows = db.session.execute(
        select(Representative.id, Representative.organisation_id, Representative.contact, Representative.from_on, *_WHO)
        .join(Person, Person.id == Representative.person_id)
        .where(_holds_on(Representative, on))
        .order_by(Representative.id)
    ).all()  # fmt: skip
    acting = [
        rules.Acts(row.id, row.person_id, row.organisation_id, row.contact, row.from_on) for row in rows
    ]
    return acting, {row.person_id: _who(row) for row in rows}


def _people(numbers: Collection[int]) -> dict[int, rules.Who]:
    rows = db.session.execute(select(*_WHO).where(Person.id.in_(numbers))).all() if numbers else ()
    return {row.person_id: _who(row) for row in rows}


def _two_meetings_ago(today: date) -> dict[int, date]:
    """The day of the last meeting but one of each series."""
    second = (
        select(Meeting.on)
        .where(Meeting.series_id == Series.id, Meeting.on < today, Meeting.state == MeetingState.CONFIRMED)
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .offset(1)
        .limit(1)
        .correlate(Series)
        .scalar_subquery()
    )
    return {row[0]: row[1] for row in db.session.execute(select(Series.id, second)) if row[1] is not None}


def _holds_on(model: type[Representative] | type[Term], on: date) -> ColumnElement[bool]:
    return and_(model.from_on <= on, or_(model.until_on.is_(None), model.until_on >= on))


def had_digest(monday: date, people: Collection[int] | None = None) -> set[int]:
    """The numbers of those, or of those among these people, who were sent a digest in a week."""
    found = select(Digest.person_id).where(Digest.week_on == monday)
    if people is not None:
        found = found.where(Digest.person_id.in_(people))
    return set(db.session.scalars(found))


def has_no_digest_to_send() -> bool:
    """Whether there is nothing to ask about anywhere: one small question, asked every minute."""
    found = select(Action.id).join(Forum, Forum.id == Action.forum_id).where(
        Forum.sends_digests, Action.state.in_(LIVE_STATES), Action.published_at.is_not(None)
    )  # fmt: skip
    return db.session.scalar(found.limit(1)) is None


def find_digest_day(person: Person) -> DigestDay | None:
    """On which day somebody chose to have their digest."""
    return db.session.scalar(select(DigestDay).where(DigestDay.person_id == person.id))


# ---- One digest ---------------------------------------------------------------------------------------------


def find_digest(reference: str) -> Digest | None:
    """The digest with this reference, however it is capitalised, with person, forum, lines and their actions."""
    return db.session.scalar(
        select(Digest)
        .where(Digest.reference == reference.upper())
        .options(
            joinedload(Digest.person),
            joinedload(Digest.forum),
            selectinload(Digest.lines)
            .joinedload(DigestLine.action)
            .options(
                joinedload(Action.forum),
                joinedload(Action.meeting),
                selectinload(Action.owners).options(
                    joinedload(ActionOwner.person), joinedload(ActionOwner.organisation)
                ),
            ),
        )
    )


def shares_of(digest: Digest, on: date) -> dict[int, rules.Share]:
    """What each action in a digest is to its person today, by the action's number; what is not theirs is left out."""
    acting = set(
        db.session.scalars(
            select(Representative.organisation_id).where(
                Representative.person_id == digest.person_id, _holds_on(Representative, on)
            )
        )
    )
    found = {}
    for line in digest.lines:
        share = _share_of(line.action, digest.person, acting, on)
        if share is not None:
            found[line.action_id] = share
    return found


def _share_of(action: Action, person: Person, acting: Collection[int | None], on: date) -> rules.Share | None:
    for owner in action.owners:
        if owner.organisation_id is not None and owner.organisation_id in acting:
            return rules.Share.OWN
        if owner.person_id == person.id and owner.organisation_id is None:
            return rules.Share.OWN
    if any(owner.is_all_members for owner in action.owners) and representations_of(person, action.forum, on):
        return rules.Share.OF_ALL
    return None


def last_word_of(person: Person, action: Action) -> Report | None:
    """What somebody said last about an action."""
    return db.session.scalar(
        select(Report)
        .where(Report.by_id == person.id, Report.action_id == action.id)
        .order_by(Report.id.desc())
        .limit(1)
    )


# ---- Silence ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Silent:
    """What says whether somebody is silent, and whom to tell."""

    asked: Sequence[rules.Asked]
    words: Mapping[int, Sequence[rules.Word]]
    owners: Mapping[int, Sequence[rules.Owns]]
    acting: Sequence[rules.Acts]
    people: Mapping[int, rules.Who]
    forums: Mapping[int, int]  # of each action


def find_silent(now: datetime) -> Silent | None:
    """The digests of the last weeks about actions that still have to be done; None where no answer is missing."""
    still_open = and_(
        Action.state.in_([state for state in LIVE_STATES if state is not ActionState.SAID_TO_BE_DONE]),
        Action.forum_id.in_(select(Forum.id).where(Forum.sends_digests)),
    )
    rows = db.session.execute(
        select(DigestLine.id, Digest.person_id, DigestLine.action_id, Digest.sent_at, DigestLine.answered_at,
               DigestLine.contact_told_at, Action.forum_id, still_open.label("is_open"))
        .join(Digest, Digest.id == DigestLine.digest_id)
        .join(Action, Action.id == DigestLine.action_id)
        .where(Digest.sent_at > now - LOOKED_BACK)
        .order_by(DigestLine.id)
    ).all()  # fmt: skip
    if not any(row.is_open and row.answered_at is None for row in rows):
        return None
    asked = [
        rules.Asked(row.id, row.person_id, row.action_id, row.sent_at, row.answered_at is not None, row.contact_told_at,
                    bool(row.is_open))
        for row in rows
    ]  # fmt: skip
    acting, people = _acting(day_in_london(now))
    of_forum = {row.action_id: row.forum_id for row in rows}
    return Silent(asked, _words(still_open), _owners(still_open), acting, people, of_forum)


def get_line(line_id: int) -> DigestLine:
    """One line of a digest, with its action and person. Raises `NoResultFound`."""
    return db.session.scalars(
        select(DigestLine)
        .where(DigestLine.id == line_id)
        .options(
            joinedload(DigestLine.action).joinedload(Action.forum),
            joinedload(DigestLine.digest).joinedload(Digest.person),
        )
    ).one()


def was_told_since(action: Action, moment: datetime) -> bool:
    """Whether somebody was told since a moment that nothing came back about an action."""
    told = select(DigestLine.id).where(DigestLine.action_id == action.id, DigestLine.contact_told_at > moment)
    return db.session.scalar(told.limit(1)) is not None


def silent_without_contact(forum: Forum) -> list[DigestLine]:
    """The actions about which nothing came back twice and nobody could be told, by when that was found."""
    later = aliased(Report)
    newer = aliased(DigestLine)
    return list(
        db.session.scalars(
            select(DigestLine)
            .join(DigestLine.action)
            .where(
                Action.forum_id == forum.id,
                Action.state.in_(LIVE_STATES),
                DigestLine.contact_told_at.is_not(None),
                DigestLine.contact_told_id.is_(None),
                ~exists().where(later.action_id == Action.id, later.at > DigestLine.contact_told_at),
                ~exists().where(
                    newer.action_id == Action.id, newer.contact_told_at > DigestLine.contact_told_at
                ),
                ~exists().where(newer.action_id == Action.id, newer.answered_at > DigestLine.contact_told_at),
            )
            .options(
                joinedload(DigestLine.action),
                joinedload(DigestLine.digest).joinedload(Digest.person),
            )
            .order_by(DigestLine.contact_told_at, DigestLine.id)
        )
    )


# ---- What was sent ------------------------------------------------------------------------------------------


def page_of_digests(
    forum: Forum, *, unanswered: bool = False, number: int = 1, size: int = A_PAGE
) -> ListPage[Digest]:
    """One page of the digests that a forum sent, the newest first; of those with a line that has no answer."""
    found = select(Digest).where(Digest.forum_id == forum.id)
    if unanswered:
        found = found.where(
            exists()
            .where(DigestLine.digest_id == Digest.id, DigestLine.answered_at.is_(None))
            .where(DigestLine.action_id == Action.id, Action.state.in_(LIVE_STATES))
            .where(
                ~exists()
                .where(Report.action_id == Action.id, Report.by_id == Digest.person_id)
                .where(Report.at >= Digest.sent_at)
                .correlate(Action, Digest)
            )
            .correlate(Digest)
        )
    total = db.session.scalar(found.with_only_columns(func.count(Digest.id))) or 0
    rows = db.session.scalars(
        found.order_by(Digest.sent_at.desc(), Digest.id.desc())
        .offset((number - 1) * size)
        .limit(size)
        .options(
            joinedload(Digest.person),
            selectinload(Digest.lines).options(
                joinedload(DigestLine.action), joinedload(DigestLine.contact_told)
            ),
        )
    )
    return ListPage(list(rows), number, total, size)


def said_elsewhere(digests: Sequence[Digest]) -> dict[int, Report]:
    """What was said since about lines without an answer, on the pages of the forum: by the line's number."""
    open_lines = [line for digest in digests for line in digest.lines if line.answered_at is None]
    if not open_lines:
        return {}
    since = min(line.digest.sent_at for line in open_lines)
    reports = db.session.scalars(
        select(Report)
        .where(
            Report.action_id.in_({line.action_id for line in open_lines}),
            Report.by_id.in_({line.digest.person_id for line in open_lines}),
            Report.at >= since,
        )
        .order_by(Report.id)
    ).all()
    found: dict[int, Report] = {}
    for line in open_lines:
        for report in reports:
            of_line = report.action_id == line.action_id and report.by_id == line.digest.person_id
            if of_line and report.at >= line.digest.sent_at:
                found.setdefault(line.id, report)
    return found
