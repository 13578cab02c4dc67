"""What is done with organisations. Each operation is one transaction: kept whole, or not at all."""

from collections.abc import Sequence
from datetime import datetime

from forum.foundation.clock import day_in_london
from forum.foundation.database import db, hold, operation
from forum.foundation.references import slug_of
from forum.journal.operations import note
from forum.organisations import queries, rules
from forum.organisations.models import FormerName, Identifier, Organisation, Register, Sector, SizeBand
from forum.people.models import Person

Typed = tuple[Register, str]
"""A number as a person gives it: the register they chose, and what they typed."""


@operation
def add_organisation(
    *,
    legal_name: str,
    known_as: str = "",
    sector: Sector,
    identifiers: Sequence[Typed] = (),
    website: str | None = None,
    districts: Sequence[str] = (),
    size_band: SizeBand | None = None,
    about: str = "",
    is_listed: bool = True,
    by: Person | None,
    now: datetime,
) -> Organisation:
    """Add an organisation. Known as its legal name, unless another is given.

    Raises `NameIsMissing`, `NameIsThere`, `NumberIsWrong`, `NumberIsTaken`.
    """
    known_as = known_as.strip() or legal_name.strip()
    rules.check_names(legal_name, known_as)
    numbers = _numbers(identifiers, None)
    rules.check_is_new(legal_name, bool(numbers), queries.find_by_legal_name(legal_name))
    organisation = Organisation(
        reference=_free_reference(known_as),
        legal_name=legal_name.strip(),
        known_as=known_as,
        sector=sector,
        website=website,
        districts=list(districts),
        size_band=size_band,
        about=about,
        is_listed=is_listed,
        made_at=now,
    )
    for number in numbers:
        organisation.identifiers.append(Identifier(register=number.register, number=number.number))
    db.session.add(organisation)
    db.session.flush()
    note(by, "added an organisation", organisation, now=now)
    return organisation


@operation
def change_organisation(
    organisation: Organisation,
    *,
    legal_name: str,
    known_as: str,
    sector: Sector,
    identifiers: Sequence[Typed],
    website: str | None,
    districts: Sequence[str],
    size_band: SizeBand | None,
    about: str,
    is_listed: bool,
    by: Person,
    now: datetime,
) -> None:
    """Change what is known of an organisation. Names that go are kept as former ones, numbers as ended ones.

    Raises `NameIsMissing`, `NumberIsWrong`, `NumberIsTaken`.
    """
    hold(organisation)
    rename_organisation(organisation, legal_name=legal_name, known_as=known_as, by=by, now=now)
    _change_numbers(organisation, _numbers(identifiers, organisation), now)
    organisation.sector = sector
    organisation.website = website
    organisation.districts = list(districts)
    organisation.size_band = size_band
    organisation.about = about
    organisation.is_listed = is_listed
    note(by, "changed an organisation", organisation, now=now)


@operation
def rename_organisation(
    organisation: Organisation, *, legal_name: str, known_as: str = "", by: Person, now: datetime
) -> None:
    """Give an organisation other names; the ones before are kept. Its address stays. Raises `NameIsMissing`."""
    hold(organisation)
    legal_name = legal_name.strip()
    known_as = known_as.strip() or legal_name
    rules.check_names(legal_name, known_as)
    if (legal_name, known_as) == (organisation.legal_name, organisation.known_as):
        return
    known = {former.name.casefold() for former in organisation.former_names}
    for name in rules.former_names_after(organisation, legal_name, known_as):
        if name.casefold() not in known:
            organisation.former_names.append(FormerName(name=name, until_on=day_in_london(now)))
    organisation.legal_name = legal_name
    organisation.known_as = known_as
    note(by, "renamed an organisation", organisation, now=now)


def _numbers(identifiers: Sequence[Typed], organisation: Organisation | None) -> list[rules.Number]:
    """The numbers as their registers write them, none of them another organisation's."""
    numbers: list[rules.Number] = []
    for register, typed in identifiers:
        number = rules.number_in(register, typed)
        if number is not None and number not in numbers:
            rules.check_number_is_free(number, queries.find_owner(number), organisation)
            numbers.append(number)
    return numbers


def _change_numbers(organisation: Organisation, numbers: list[rules.Number], now: datetime) -> None:
    wanted = {(number.register, number.number) for number in numbers}
    for identifier in organisation.identifiers:
        if (identifier.register, identifier.number) in wanted:
            wanted.remove((identifier.register, identifier.number))
            identifier.ended_on = None
        elif identifier.ended_on is None:
            identifier.ended_on = day_in_london(now)
    for number in numbers:
        if (number.register, number.number) in wanted:
            organisation.identifiers.append(Identifier(register=number.register, number=number.number))


def _free_reference(known_as: str) -> str:
    """The name as an address, with a number behind it where another organisation has it."""
    slug = slug_of(known_as) or "organisation"
    taken = queries.references_like(slug)
    count = 1
    reference = slug
    while reference in taken:
        count += 1
        reference = f"{slug}-{count}"
    return reference
