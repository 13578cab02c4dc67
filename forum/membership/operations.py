"""What is done with forums, their officers, members and representatives. Each is one transaction."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.operations import open_account
from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.journal.operations import note
from forum.membership import queries, rules
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
from forum.organisations.models import Organisation, Register, Sector, SizeBand
from forum.organisations.operations import add_organisation
from forum.organisations.queries import find_organisation
from forum.people.models import Person
from forum.people.queries import find_by_email


@operation
def next_number(forum: Forum, register: str, year: int) -> str:
    """Give the next number of a register in a year, without gaps: `D-2026-014`.

    Called inside the operation that uses the number: what is rolled back gives its number back.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    begin = insert(Numbering).values(forum_id=forum.id, register=register, year=year, last=0)
    db.session.execute(begin.on_conflict_do_nothing())
    numbering = queries.get_numbering(forum, register, year)
    hold(numbering)
    numbering.last += 1
    return rules.number_words(forum, register, year, numbering.last)


# ---- Forums -------------------------------------------------------------------------------------------------


@operation
def found_forum(
    name: str,
    *,
    code: str,
    host: Organisation,
    area: str = "",
    purpose: str = "",
    terms_of_reference: str = "",
    is_demo: bool = False,
    by: Person | None,
    now: datetime,
) -> Forum:
    """Found a forum; its host is a member from the start.

    Raises `NameIsMissing`, `CodeIsMalformed`, `CodeIsTaken`.
    """
    if not name.strip():
        raise rules.NameIsMissing
    rules.check_code(code)
    hold(host)
    every = queries.forums()
    if any(forum.code == code for forum in every):
        raise rules.CodeIsTaken(code=code)
    forum = Forum(
        name=name.strip(),
        code=code,
        host=host,
        area=area,
        purpose=purpose,
        terms_of_reference=terms_of_reference,
        is_first=not every,
        is_demo=is_demo,
        made_at=now,
    )
    db.session.add(forum)
    db.session.flush()
    note(by, "founded a forum", forum, now=now)
    admit_organisation(forum, host, from_on=day_in_london(now), by=by, now=now)
    return forum


@operation
def found_forum_of_host(
    name: str, *, code: str, host_name: str, area: str = "", by: Person | None, now: datetime
) -> Forum:
    """Found a forum whose host is given by its name; nobody of that name known, the host is added first."""
    host = find_organisation(host_name)
    if host is None:
        host = add_organisation(legal_name=host_name, sector=Sector.INFRASTRUCTURE, by=by, now=now)
    return found_forum(name, code=code, host=host, area=area, by=by, now=now)


@operation
def change_settings(forum: Forum, *, by: Person, now: datetime, **values: Any) -> None:
    """Change a forum's words about itself and its settings. `values` are columns of `Forum` that a form checked.

    Raises `NameIsMissing`, `CallClosesBeforeItOpens`, `SecondReminderIsNoLater`.
    """
    hold(forum)
    if "name" in values and not str(values["name"]).strip():
        raise rules.NameIsMissing
    changed = {key: value for key, value in values.items() if getattr(forum, key) != value}
    for key, value in changed.items():
        setattr(forum, key, value)
    rules.check_settings(forum)
    if "name" in changed:
        forum.renamed_at = now  # calendars fetch the new name
    if changed:
        note(by, "changed the settings", forum, now=now)


# ---- Officers -----------------------------------------------------------------------------------------------


@operation
def appoint_officer(
    forum: Forum,
    person: Person,
    office: Office,
    *,
    from_on: date,
    until_on: date | None = None,
    by: Person | None,
    now: datetime,
) -> Officer:
    """Give a person an office from a day on. Raises `DatesUpsideDown`, `AlreadyHoldsOffice`."""
    hold(forum)
    held = queries.every_office_of(person, forum)
    rules.check_can_appoint(person.shown_name, office, from_on, until_on, held)
    officer = Officer(forum=forum, person=person, office=office, from_on=from_on, until_on=until_on)
    db.session.add(officer)
    db.session.flush()
    note(by, "appointed an officer", officer, now=now)
    return officer


@operation
def appoint_by_name(
    forum: Forum, name: str, email: str, office: Office, *, from_on: date, by: Person, now: datetime
) -> Officer:
    """Give an office to the person with this address, who is added where nobody has it."""
    person = know_person(name, email, by=by, now=now)
    return appoint_officer(forum, person, office, from_on=from_on, by=by, now=now)


@operation
def end_office(officer: Officer, *, on: date, by: Person, now: datetime) -> None:
    """Let `on` be the last day of an office. Raises `DatesUpsideDown`, `OfficeHasEnded`, `LastOrganiser`."""
    hold(officer.forum)  # two organisers who end each other's office come one after the other
    hold(officer)
    rules.check_can_end_office(officer, on, queries.organisers_ever(officer.forum))
    officer.until_on = on
    note(by, "ended an office", officer, now=now)


# ---- People -------------------------------------------------------------------------------------------------


@operation
def know_person(
    name: str, email: str | None, *, phone: str | None = None, by: Person | None, now: datetime
) -> Person:
    """The person with this address, added where nobody has it. Their name stays as they wrote it themselves.

    A new name stands in one line, wherever its line breaks came from. Raises `NameIsMissing`.
    """
    address = (email or "").strip().lower() or None
    found = find_by_email(address) if address else None
    if found is not None:
        return found
    name = " ".join(name.split())
    if not name:
        raise rules.NameIsMissing
    person = Person(name=name, email=address, phone=phone, made_at=now)
    db.session.add(person)
    db.session.flush()
    note(by, "added a person", person, now=now)
    return person


@operation
def welcome_organiser(forum: Forum, name: str, email: str, *, by: Person | None, now: datetime) -> Person:
    """Make somebody an organiser who may sign in and is an administrator; done twice it changes nothing.

    Raises `NameIsMissing`, and `AccountIsClosed` for somebody whose account was closed.
    """
    person = know_person(name, email, by=by, now=now)
    open_account(person, by=by, now=now)
    if not person.is_administrator:
        person.is_administrator = True
        note(by, "made an administrator", person, now=now)
    today = day_in_london(now)
    if (forum.id, Office.ORGANISER) not in queries.offices_of(person, today):
        appoint_officer(forum, person, Office.ORGANISER, from_on=today, by=by, now=now)
    return person


# ---- Members ------------------------------------------------------------------------------------------------


@operation
def admit_organisation(
    forum: Forum, organisation: Organisation, *, from_on: date, by: Person | None, now: datetime
) -> Membership:
    """Make an organisation a member from a day on; one that was a member before gets a new term.

    Raises `AlreadyMember`.
    """
    hold(forum)
    membership = queries.find_membership(forum, organisation)
    if membership is None:
        membership = Membership(forum=forum, organisation=organisation, applied_on=from_on)
    _begin_term(membership, organisation.known_as, from_on)
    note(by, "admitted an organisation", membership, now=now)
    return membership


@operation
def admit_lay_member(
    forum: Forum, person: Person, *, from_on: date, by: Person | None, now: datetime
) -> Representative:
    """Make a person a lay member from a day on: one who represents themself. Raises `AlreadyMember`."""
    hold(forum)
    membership = queries.find_lay_membership(forum, person)
    if membership is None:
        membership = Membership(forum=forum, person=person, applied_on=from_on)
    _begin_term(membership, person.shown_name, from_on)
    note(by, "admitted a lay member", membership, now=now)
    for representative in queries.representatives_ever(person, None):
        if representative.until_on is None:
            representative.from_on = min(representative.from_on, from_on)
            return representative
    representative = Representative(
        person=person, organisation=None, contact=Contact.REPRESENTATIVE, from_on=from_on, until_on=None
    )
    db.session.add(representative)
    db.session.flush()
    return representative


@operation
def admit_lay_member_by_name(
    forum: Forum, name: str, email: str | None, *, from_on: date, by: Person, now: datetime
) -> Representative:
    """Make the person with this address a lay member, adding them where nobody has it."""
    person = know_person(name, email, by=by, now=now)
    return admit_lay_member(forum, person, from_on=from_on, by=by, now=now)


def _begin_term(membership: Membership, name: str, from_on: date) -> None:
    rules.check_can_admit(name, from_on, membership.terms)
    membership.applied_on = min(membership.applied_on, from_on)
    membership.terms.append(Term(from_on=from_on, until_on=None, is_ended=False))
    db.session.add(membership)
    db.session.flush()


@operation
def end_membership(membership: Membership, *, on: date, by: Person, now: datetime) -> None:
    """Let `on` be a membership's last day. Raises `HostStaysMember`, `NotAMember`."""
    hold(membership.forum)
    hold(membership)
    name = queries.name_of_member(membership)
    term = rules.check_can_end_membership(membership, name, on)
    hold(term)
    term.until_on = on
    term.is_ended = True
    note(by, "ended a membership", membership, now=now)


# ---- Representatives ----------------------------------------------------------------------------------------


@operation
def add_representative(
    organisation: Organisation,
    person: Person,
    *,
    contact: Contact = Contact.REPRESENTATIVE,
    from_on: date,
    until_on: date | None = None,
    by: Person | None,
    now: datetime,
) -> Representative:
    """Let a person act for an organisation from a day on. Raises `DatesUpsideDown`, `ActsAlready`.

    An organisation has one primary contact: a new one makes the one before second contact.
    """
    hold(organisation)
    earlier = queries.representatives_ever(person, organisation)
    rules.check_can_act(person.shown_name, organisation.known_as, from_on, until_on, earlier)
    if contact is Contact.PRIMARY:
        for other in queries.primary_contacts(organisation):
            other.contact = Contact.SECOND
            note(by, "made second contact", other, now=now)
    representative = Representative(
        person=person, organisation=organisation, contact=contact, from_on=from_on, until_on=until_on
    )
    db.session.add(representative)
    db.session.flush()
    note(by, "added a representative", representative, now=now)
    return representative


@operation
def add_representative_by_name(
    organisation: Organisation,
    name: str,
    email: str | None,
    *,
    contact: Contact,
    from_on: date,
    by: Person,
    now: datetime,
) -> Representative:
    """Let the person with this address act for an organisation, adding them where nobody has it."""
    person = know_person(name, email, by=by, now=now)
    return add_representative(organisation, person, contact=contact, from_on=from_on, by=by, now=now)


@operation
def end_representative(representative: Representative, *, on: date, by: Person, now: datetime) -> None:
    """Let `on` be the last day on which a person acts for an organisation, or for themself.

    Raises `DatesUpsideDown`, `ActingHasEnded`.
    """
    if representative.organisation is not None:
        hold(representative.organisation)
    hold(representative)
    whom = representative.organisation.known_as if representative.organisation else "themself"
    rules.check_can_stop_acting(representative, representative.person.shown_name, whom, on)
    representative.until_on = on
    note(by, "ended acting for an organisation", representative, now=now)


@operation
def welcome_organisation(
    forum: Forum,
    *,
    legal_name: str,
    known_as: str,
    sector: Sector,
    identifiers: tuple[tuple[Register, str], ...] = (),
    website: str | None = None,
    districts: tuple[str, ...] = (),
    size_band: SizeBand | None = None,
    about: str = "",
    is_listed: bool = True,
    from_on: date,
    representative_name: str,
    representative_email: str | None,
    contact: Contact = Contact.PRIMARY,
    by: Person,
    now: datetime,
) -> Organisation:
    """Add an organisation by hand, make it a member from a day on, and let one person act for it.

    Raises what each of the three does.
    """
    hold(forum)  # two who add the same organisation come one after the other
    organisation = add_organisation(
        legal_name=legal_name,
        known_as=known_as,
        sector=sector,
        identifiers=identifiers,
        website=website,
        districts=districts,
        size_band=size_band,
        about=about,
        is_listed=is_listed,
        by=by,
        now=now,
    )
    admit_organisation(forum, organisation, from_on=from_on, by=by, now=now)
    add_representative_by_name(
        organisation, representative_name, representative_email,
        contact=contact, from_on=from_on, by=by, now=now,
    )  # fmt: skip
    return organisation
