"""Adding, changing and renaming organisations: nothing that was known is lost."""

import pytest
from sqlalchemy.exc import IntegrityError

from forum.foundation.database import db
from forum.organisations import queries, rules
from forum.organisations.models import Identifier, Register, Sector
from forum.organisations.operations import add_organisation, change_organisation, rename_organisation
from tests.makers import NOW, TODAY, keep, make_organisation, make_person

CHARITY, COMPANY = Register.CHARITY_ENGLAND_AND_WALES, Register.COMPANY


def add(name="The Mill", **values):
    values.setdefault("sector", Sector.VCSE)
    return add_organisation(legal_name=name, by=None, now=NOW, **values)


def change(organisation, by, **values):
    known = {
        "legal_name": organisation.legal_name, "known_as": organisation.known_as, "sector": organisation.sector,
        "identifiers": [(one.register, one.number) for one in organisation.identifiers if not one.ended_on],
        "website": organisation.website, "districts": organisation.districts,
        "size_band": organisation.size_band, "about": organisation.about, "is_listed": organisation.is_listed,
    }  # fmt: skip
    change_organisation(organisation, **{**known, **values}, by=by, now=NOW)


@pytest.fixture
def ivy(database):
    return make_person("Ivy")


def test_an_organisation_is_known_as_its_legal_name_unless_another_is_given(database):
    assert add("The Mill Trust").known_as == "The Mill Trust"
    assert add("Ouse Support CIO", known_as=" Ouse Support ").known_as == "Ouse Support"


def test_its_address_is_its_name_and_each_has_its_own(database):
    first, second = add("St Ives Men’s Shed"), add("St. Ives Mens Shed")
    third = add("Ö", identifiers=[(COMPANY, "123")])

    assert first.reference == "st-ives-mens-shed"
    assert second.reference == "st-ives-mens-shed-2"
    assert third.reference == "o"
    assert add("乐", identifiers=[(COMPANY, "124")]).reference == "organisation"
    assert queries.get_organisation("st-ives-mens-shed") is first


def test_a_name_is_needed(database):
    with pytest.raises(rules.NameIsMissing):
        add("  ")


def test_a_second_of_the_same_name_needs_a_number_to_tell_it_apart(database):
    add("Age Support")

    with pytest.raises(rules.NameIsThere, match="Age Support is here already"):
        add("AGE SUPPORT")
    assert add("Age Support", identifiers=[(CHARITY, "1091107")]).reference == "age-support-2"


def test_a_number_stands_with_one_organisation(database, ivy):
    first = add(identifiers=[(CHARITY, "1091107"), (COMPANY, "4361234"), (COMPANY, "04361234")])
    assert [one.org_id for one in first.identifiers] == ["GB-CHC-1091107", "GB-COH-04361234"]

    with pytest.raises(rules.NumberIsTaken, match="GB-COH-04361234 belongs to The Mill already"):
        add("Another", identifiers=[(COMPANY, "4361234")])

    change(first, ivy, identifiers=[(CHARITY, "1091107")])
    assert add("Another", identifiers=[(COMPANY, "4361234")]).identifiers[0].number == "04361234"
    assert first.identifiers[1].ended_on == TODAY  # what was is still known


def test_a_number_that_ended_comes_back_as_it_was(database, ivy):
    organisation = add(identifiers=[(CHARITY, "1091107")])
    change(organisation, ivy, identifiers=[])
    change(organisation, ivy, identifiers=[(CHARITY, "1091107")])

    assert [(one.number, one.ended_on) for one in organisation.identifiers] == [("1091107", None)]


def test_former_names_are_kept_and_the_address_stays(database, ivy):
    organisation = add("Black Fen Transport Ltd", known_as="Black Fen Transport")

    rename_organisation(organisation, legal_name="Fen Bus CIO", known_as="Fen Bus", by=ivy, now=NOW)
    rename_organisation(organisation, legal_name="Fen Bus CIO", known_as="The Fen Bus", by=ivy, now=NOW)

    assert {former.name for former in organisation.former_names} == {
        "Black Fen Transport", "Black Fen Transport Ltd", "Fen Bus"}  # fmt: skip
    assert organisation.reference == "black-fen-transport"
    assert organisation.former_names[0].until_on == TODAY


def test_a_name_that_only_changes_its_capitals_is_no_former_name(database, ivy):
    organisation = add("The mill")

    rename_organisation(organisation, legal_name="The Mill", by=ivy, now=NOW)

    assert organisation.former_names == [] and organisation.known_as == "The Mill"


def test_changing_nothing_keeps_everything(database, ivy):
    organisation = add(
        "The Mill", identifiers=[(CHARITY, "1091107")], districts=["Fenland"], website="https://mill.example"
    )
    change(organisation, ivy)

    db.session.expire_all()
    assert organisation.districts == ["Fenland"] and organisation.website == "https://mill.example"
    assert len(organisation.identifiers) == 1 and organisation.former_names == []


def test_an_organisation_is_found_by_what_it_is_called(database):
    organisation = add("Ouse Support CIO", known_as="Ouse Support")

    for words in ("ouse-support", " OUSE SUPPORT ", "ouse support cio"):
        assert queries.find_organisation(words) is organisation
    assert queries.find_organisation("Ouse") is None
    assert queries.find_by_legal_name("Ouse Support") is None


def test_the_database_itself_keeps_a_number_to_one_organisation(database):
    first, second = make_organisation("First"), make_organisation("Second")
    keep(Identifier(organisation_id=first.id, register=COMPANY, number="00000123", ended_on=None))

    with pytest.raises(IntegrityError):
        keep(Identifier(organisation_id=second.id, register=COMPANY, number="00000123", ended_on=None))
