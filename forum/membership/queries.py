"""Finding forums, officers, members and those who act for them."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from forum.foundation.database import db, remembered
from forum.membership.models import (
    Contact,
    Forum,
    Membership,
    Numbering,
    Office,
    Officer,
    Representative,
    Term,
)
from forum.organisations.models import Organisation
from forum.people.models import Anyone, Person


def forums() -> list[Forum]:
    """Every forum, the first one first."""
    return list(db.session.scalars(select(Forum).options(joinedload(Forum.host)).order_by(Forum.id)))


def find_forum(code: str) -> Forum | None:
    """The forum with this code."""
    return db.session.scalar(select(Forum).where(Forum.code == code))


def get_forum(code: str) -> Forum:
    """The forum with this code. Raises `NoResultFound`."""
    return db.session.scalars(select(Forum).where(Forum.code == code)).one()


def _holds_on(model: type[Officer] | type[Representative] | type[Term], on: date):  # type: ignore[no-untyped-def]
    return (model.from_on <= on) & or_(model.until_on.is_(None), model.until_on >= on)


def offices_of(person: Anyone, on: date) -> set[tuple[int, Office]]:
    """The offices that a person holds on a day: pairs of the forum's number and the office."""
    if not person.is_known:
        return set()

    def find() -> set[tuple[int, Office]]:
        rows = db.session.execute(
            select(Officer.forum_id, Officer.office).where(
                Officer.person_id == person.id, _holds_on(Officer, on)
            )
        )
        return {(forum_id, office) for forum_id, office in rows}

    return remembered(("offices", person.id, on), find)


def representations_of(person: Anyone, forum: Forum, on: date) -> list[Representative]:
    """Whom a person may speak for in a forum on a day: live members of it, or themself as a lay member."""
    if not person.is_known:
        return []

    def find() -> list[Representative]:
        return list(
            db.session.scalars(
                select(Representative)
                .join(
                    Membership,
                    or_(
                        Membership.organisation_id == Representative.organisation_id,
                        Representative.organisation_id.is_(None)
                        & (Membership.person_id == Representative.person_id),
                    ),
                )
                .join(Term, Term.membership_id == Membership.id)
                .where(
                    Representative.person_id == person.id,
                    Membership.forum_id == forum.id,
                    _holds_on(Representative, on),
                    _holds_on(Term, on),
                )
                .options(joinedload(Representative.organisation))
                .distinct()
                .order_by(Representative.id)
            )
        )

    return remembered(("representations", person.id, forum.id, on), find)


def officers_of(forum: Forum, on: date) -> list[Officer]:
    """Who holds an office of a forum on a day, by office and then by when they took it."""
    return list(
        db.session.scalars(
            select(Officer)
            .where(Officer.forum_id == forum.id, _holds_on(Officer, on))
            .options(joinedload(Officer.person))
            .order_by(Officer.office, Officer.from_on, Officer.id)
        )
    )


def member_organisations(forum: Forum, on: date) -> list[Organisation]:
    """The organisations whose membership of a forum is alive on a day, by name."""
    return list(
        db.session.scalars(
            select(Organisation)
            .join(Membership, Membership.organisation_id == Organisation.id)
            .join(Term, Term.membership_id == Membership.id)
            .where(Membership.forum_id == forum.id, _holds_on(Term, on))
            .order_by(Organisation.known_as, Organisation.id)
        )
    )


def people_of(forum: Forum, on: date) -> list[Person]:
    """Everyone who acts for a live member of a forum on a day, lay members too, each once: whom letters go to."""
    lay = Representative.organisation_id.is_(None) & (Membership.person_id == Representative.person_id)
    return list(
        db.session.scalars(
            select(Person)
            .join(Representative, Representative.person_id == Person.id)
            .join(Membership, or_(Membership.organisation_id == Representative.organisation_id, lay))
            .join(Term, Term.membership_id == Membership.id)
            .where(
                Membership.forum_id == forum.id,
                _holds_on(Representative, on),
                _holds_on(Term, on),
                Person.erased_at.is_(None),
            )
            .distinct()
            .order_by(Person.id)
        )
    )


# ---- For the operations: what a rule is handed --------------------------------------------------------------


def get_numbering(forum: Forum, register: str, year: int) -> Numbering:
    """The row that counts one register of a forum in one year. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Numbering).where(
            Numbering.forum_id == forum.id, Numbering.register == register, Numbering.year == year
        )
    ).one()


def every_office_of(person: Person, forum: Forum) -> list[Officer]:
    """The offices of a forum that a person holds, held or will hold."""
    return list(
        db.session.scalars(
            select(Officer)
            .where(Officer.person_id == person.id, Officer.forum_id == forum.id)
            .order_by(Officer.from_on, Officer.id)
        )
    )


def organisers_ever(forum: Forum) -> list[Officer]:
    """Everyone who is, was or will be an organiser of a forum."""
    return list(
        db.session.scalars(
            select(Officer)
            .where(Officer.forum_id == forum.id, Officer.office == Office.ORGANISER)
            .options(joinedload(Officer.person))
            .order_by(Officer.from_on, Officer.id)
        )
    )


def find_membership(forum: Forum, organisation: Organisation) -> Membership | None:
    """The membership of an organisation in a forum, whatever its standing."""
    return db.session.scalar(
        select(Membership).where(
            Membership.forum_id == forum.id, Membership.organisation_id == organisation.id
        )
    )


def find_lay_membership(forum: Forum, person: Person) -> Membership | None:
    """The membership of a lay member in a forum, whatever its standing."""
    return db.session.scalar(
        select(Membership).where(Membership.forum_id == forum.id, Membership.person_id == person.id)
    )


def name_of_member(membership: Membership) -> str:
    """The name of the organisation, or of the lay member, that a membership belongs to."""
    if membership.organisation is not None:
        return membership.organisation.known_as
    return membership.person.shown_name if membership.person else ""


def representatives_ever(person: Person, organisation: Organisation | None) -> list[Representative]:
    """The stretches of days for which a person acts for an organisation; for None: for themself."""
    return list(
        db.session.scalars(
            select(Representative)
            .where(
                Representative.person_id == person.id,
                Representative.organisation_id == (organisation.id if organisation else None),
            )
            .order_by(Representative.from_on, Representative.id)
        )
    )


def primary_contacts(organisation: Organisation) -> list[Representative]:
    """Who is an organisation's primary contact with no end set: one, or nobody."""
    return list(
        db.session.scalars(
            select(Representative)
            .where(
                Representative.organisation_id == organisation.id,
                Representative.contact == Contact.PRIMARY,
                Representative.until_on.is_(None),
            )
            .order_by(Representative.id)
        )
    )
