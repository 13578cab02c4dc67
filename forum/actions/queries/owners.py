"""Whose an action is or may be: who gets letters, who can be chosen, who has left."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import joinedload

from forum.actions.models import (
    Action,
)
from forum.actions.rules import ALL_MEMBERS as EVERY_MEMBER
from forum.actions.rules import Owner
from forum.foundation.database import db
from forum.membership.models import Contact, Forum, Membership, Representative, Term
from forum.membership.queries import member_organisations, officers_of
from forum.people.models import Person


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


def who_left(actions: Iterable[Action], on: date) -> set[tuple[int | None, int | None]]:
    """The owners of these actions who are here no more: pairs of the person's and the organisation's number.

    Who acts for their organisation no more is a pair of both; an organisation whose membership has ended is a pair
    of None and its number.
    """
    owners = [(action.forum_id, owner) for action in actions for owner in action.owners]
    pairs = {
        (owner.person_id, owner.organisation_id)
        for _, owner in owners
        if owner.person_id is not None and owner.organisation_id is not None
    }
    bodies = {owner.organisation_id for _, owner in owners if owner.organisation_id is not None}
    left: set[tuple[int | None, int | None]] = set()
    if pairs:
        acting = db.session.execute(
            select(Representative.person_id, Representative.organisation_id).where(
                Representative.person_id.in_({person_id for person_id, _ in pairs}),
                Representative.from_on <= on,
                or_(Representative.until_on.is_(None), Representative.until_on >= on),
            )
        )
        left |= pairs - {(row.person_id, row.organisation_id) for row in acting}
    if bodies:
        is_alive = (Term.from_on <= on) & or_(Term.until_on.is_(None), Term.until_on >= on)
        rows = db.session.execute(
            select(Membership.organisation_id, func.max(case((is_alive, 1), else_=0)))
            .join(Term, Term.membership_id == Membership.id)
            .where(
                Membership.forum_id.in_({forum_id for forum_id, _ in owners}),
                Membership.organisation_id.in_(bodies),
            )
            .group_by(Membership.organisation_id)
        )
        left |= {(None, organisation_id) for organisation_id, alive in rows if not alive}
    return left
