"""Finding forums, officers, members and those who act for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.foundation.database import db, remembered
from forum.foundation.paging import A_PAGE, ListPage
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
from forum.membership.rules import member_since
from forum.organisations.models import FormerName, Identifier, Organisation, Register, Sector
from forum.people.models import Anyone, Person

# Made once: putting a statement together takes longer than asking it, and every page asks this one.
_forums = select(Forum).options(joinedload(Forum.host)).order_by(Forum.id)


def forums() -> list[Forum]:
    """Every forum, the first one first."""
    return list(db.session.scalars(_forums))


def find_forum(code: str) -> Forum | None:
    """The forum with this code."""
    return db.session.scalar(select(Forum).where(Forum.code == code))


def get_forum(code: str) -> Forum:
    """The forum with this code. Raises `NoResultFound`."""
    return db.session.scalars(select(Forum).where(Forum.code == code)).one()


def _holds_on(
    model: type[Officer] | type[Representative] | type[Term], on: date | BindParameter[date]
) -> ColumnElement[bool]:
    return (model.from_on <= on) & or_(model.until_on.is_(None), model.until_on >= on)


# Every page of somebody signed in asks these two: they are put together once.
_on = bindparam("on", type_=Date)
_offices = select(Officer.forum_id, Officer.office).where(
    Officer.person_id == bindparam("person_id"), _holds_on(Officer, _on)
)
_representations = (
    select(Representative)
    .join(
        Membership,
        or_(
            Membership.organisation_id == Representative.organisation_id,
            Representative.organisation_id.is_(None) & (Membership.person_id == Representative.person_id),
        ),
    )
    .join(Term, Term.membership_id == Membership.id)
    .where(
        Representative.person_id == bindparam("person_id"),
        Membership.forum_id == bindparam("forum_id"),
        _holds_on(Representative, _on),
        _holds_on(Term, _on),
    )
    .options(joinedload(Representative.organisation))
    .distinct()
    .order_by(Representative.id)
)


def offices_of(person: Anyone, on: date) -> set[tuple[int, Office]]:
    """The offices that a person holds on a day: pairs of the forum's number and the office."""
    if not person.is_known:
        return set()

    def find() -> set[tuple[int, Office]]:
        rows = db.session.execute(_offices, {"person_id": person.id, "on": on})
        return {(forum_id, office) for forum_id, office in rows}

    return remembered(("offices", person.id, on), find)


def representations_of(person: Anyone, forum: Forum, on: date) -> list[Representative]:
    """Whom a person may speak for in a forum on a day: live members of it, or themself as a lay member."""
    if not person.is_known:
        return []

    def find() -> list[Representative]:
        values = {"person_id": person.id, "forum_id": forum.id, "on": on}
        return list(db.session.scalars(_representations, values))

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


def get_membership(forum: Forum, organisation: Organisation) -> Membership:
    """The membership of an organisation in a forum, whatever its standing. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Membership).where(
            Membership.forum_id == forum.id, Membership.organisation_id == organisation.id
        )
    ).one()


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


# ---- For the pages: members, the people who act for them, officers ------------------------------------------


@dataclass(frozen=True)
class MemberRow:
    """One line of the directory: an organisation, and since when it has been a member without a gap."""

    organisation: Organisation
    since: date | None


def directory(
    forum: Forum, on: date, *, everyone: bool, words: str = "", sector: Sector | None = None, page: int = 1
) -> ListPage[MemberRow]:
    """The members of a forum on a day, by name: all of them, or those who agreed to be listed.

    `words` are looked for in names, former names and numbers. Asks as often for a thousand as for one.
    """
    alive = select(Term.id).where(Term.membership_id == Membership.id, _holds_on(Term, on)).exists()
    found = (
        select(Membership)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.forum_id == forum.id, alive)
    )
    if not everyone:
        found = found.where(Organisation.is_listed)
    if sector is not None:
        found = found.where(Organisation.sector == sector)
    if words.strip():
        found = found.where(_is_called(words.strip()))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = db.session.scalars(
        found.options(contains_eager(Membership.organisation), selectinload(Membership.terms))
        .order_by(func.lower(Organisation.known_as), Organisation.id)
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    things = [MemberRow(row.organisation, member_since(row.terms, on)) for row in rows if row.organisation]
    return ListPage(things, page, total)


def _is_called(words: str) -> ColumnElement[bool]:
    """Whether an organisation has these words in a name, or this number in a register."""
    former = select(FormerName.id).where(
        FormerName.organisation_id == Organisation.id, FormerName.name.icontains(words, autoescape=True)
    )
    number = "".join(words.split()).upper()
    for register in Register:
        number = number.removeprefix(f"{register.value}-")
    numbered = select(Identifier.id).where(
        Identifier.organisation_id == Organisation.id, Identifier.number.contains(number, autoescape=True)
    )
    return or_(
        Organisation.known_as.icontains(words, autoescape=True),
        Organisation.legal_name.icontains(words, autoescape=True),
        former.exists(),
        numbered.exists(),
    )


def lay_members(forum: Forum, on: date) -> list[Membership]:
    """The lay members of a forum on a day, by name, with their terms."""
    alive = select(Term.id).where(Term.membership_id == Membership.id, _holds_on(Term, on)).exists()
    return list(
        db.session.scalars(
            select(Membership)
            .join(Membership.person)
            .where(Membership.forum_id == forum.id, alive)
            .options(contains_eager(Membership.person), selectinload(Membership.terms))
            .order_by(Person.name, Membership.id)
        )
    )


def get_lay_membership(forum: Forum, reference: str) -> Membership:
    """The membership of a lay member by its reference. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Membership)
        .where(
            Membership.forum_id == forum.id,
            Membership.reference == reference,
            Membership.person_id.is_not(None),
        )
        .options(joinedload(Membership.person), selectinload(Membership.terms))
    ).one()


def is_or_was_member(organisation: Organisation) -> bool:
    """Whether an organisation has belonged to any forum."""
    found = select(Membership.id).where(Membership.organisation_id == organisation.id).limit(1)
    return db.session.scalar(found) is not None


def representatives_of(organisation: Organisation) -> list[Representative]:
    """Everyone who acts, acted or will act for an organisation: primary contact first, then by when they began."""
    rank = case(
        (Representative.contact == Contact.PRIMARY, 0), (Representative.contact == Contact.SECOND, 1), else_=2
    )
    return list(
        db.session.scalars(
            select(Representative)
            .where(Representative.organisation_id == organisation.id)
            .options(joinedload(Representative.person))
            .order_by(rank, Representative.from_on, Representative.id)
        )
    )


def get_representative(organisation: Organisation, reference: str) -> Representative:
    """Who acts for an organisation, by reference. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Representative)
        .where(Representative.organisation_id == organisation.id, Representative.reference == reference)
        .options(joinedload(Representative.person), joinedload(Representative.organisation))
    ).one()


def every_officer(forum: Forum) -> list[Officer]:
    """Everyone who holds, held or will hold an office of a forum, the newest first."""
    return list(
        db.session.scalars(
            select(Officer)
            .where(Officer.forum_id == forum.id)
            .options(joinedload(Officer.person))
            .order_by(Officer.from_on.desc(), Officer.id.desc())
        )
    )


def get_officer(forum: Forum, reference: str) -> Officer:
    """An officer of a forum by reference, with forum and person. Raises `NoResultFound`."""
    return db.session.scalars(
        select(Officer)
        .where(Officer.forum_id == forum.id, Officer.reference == reference)
        .options(joinedload(Officer.person), joinedload(Officer.forum))
    ).one()


def names_of_organisations(people: Iterable[Person], on: date) -> dict[int, list[str]]:
    """For each person's number, the names of the organisations for which they act on a day."""
    names: dict[int, list[str]] = {person.id: [] for person in people}
    rows = db.session.execute(
        select(Representative.person_id, Organisation.known_as)
        .join(Organisation, Organisation.id == Representative.organisation_id)
        .where(Representative.person_id.in_(names), _holds_on(Representative, on))
        .order_by(Organisation.known_as, Organisation.id)
    )
    for person_id, name in rows:
        names[person_id].append(name)
    return names
