"""The directory of members and the page of one: what everyone sees, what people of the forum see besides."""

from datetime import date, timedelta

import pytest

from forum.foundation.database import db, operation
from forum.foundation.paging import A_PAGE
from forum.journal.operations import note
from forum.membership import operations, policy, queries
from forum.organisations.models import Register, Sector
from forum.organisations.operations import add_organisation, rename_organisation
from forum.people.models import Visitor
from tests.browsing import Page
from tests.makers import NOW, TODAY, make_member, make_organisation, make_representative


@pytest.fixture
def quiet(forum):
    """The Quiet Refuge: a member that did not agree to be listed."""
    organisation = make_organisation("The Quiet Refuge", is_listed=False)
    make_member(forum, organisation)
    return organisation


def names(forum, **values) -> list[str]:
    values.setdefault("everyone", False)
    return [row.organisation.known_as for row in queries.directory(forum, TODAY, **values).things]


def test_those_who_agreed_are_listed_by_name(forum, ada, ben, cora, quiet):
    listed = ["Black Fen Community Transport", "County Council", "Fenland Carers’ Link",
              "Fenland Commissioning Forum Host"]  # fmt: skip

    assert names(forum) == listed
    assert names(forum, everyone=True) == [*listed, "The Quiet Refuge"]
    assert names(forum, sector=Sector.COMMISSIONER) == ["County Council"]


def test_whoever_has_left_is_not_listed(forum, ada, cleo):
    membership = queries.get_membership(forum, ada.organisation)
    operations.end_membership(membership, on=TODAY - timedelta(days=1), by=cleo, now=NOW)

    assert "Black Fen Community Transport" not in names(forum)


@pytest.mark.parametrize("words", [
    "black fen", "TRANSPORT", "Fen Bus", "limited", "4361234", "04361234", "GB-COH-04361234", "gb-coh-0436",
])  # fmt: skip
def test_a_member_is_found_by_its_names_its_former_names_and_its_numbers(words, forum, ben, cleo):
    organisation = add_organisation(
        legal_name="Fen Bus Limited", sector=Sector.VCSE, identifiers=[(Register.COMPANY, "4361234")],
        by=cleo, now=NOW,
    )  # fmt: skip
    rename_organisation(organisation, legal_name="Black Fen Transport Limited", known_as="Black Fen Transport",
                        by=cleo, now=NOW)  # fmt: skip
    operations.admit_organisation(forum, organisation, from_on=TODAY, by=cleo, now=NOW)

    assert names(forum, words=words) == ["Black Fen Transport"]


@pytest.mark.parametrize("words", ["%", "_", "zzz", "' OR 1=1", "\\"])
def test_signs_that_a_database_reads_otherwise_find_nothing(words, forum, ada):
    assert names(forum, words=words) == []


def test_a_long_list_comes_in_pages_and_asks_as_often_for_many_as_for_few(forum, ada, counted):
    db_rollback(forum)
    with counted() as few:
        queries.directory(forum, TODAY, everyone=True)
    for number in range(A_PAGE + 5):
        make_member(forum, make_organisation(f"Group {number:03d}"))
    db_rollback(forum)
    with counted() as many:
        first = queries.directory(forum, TODAY, everyone=True)
    second = queries.directory(forum, TODAY, everyone=True, page=2)

    assert many.count == few.count
    assert (len(first.things), len(second.things)) == (A_PAGE, 7)
    assert (first.total, first.last) == (A_PAGE + 7, 2)


def db_rollback(forum) -> None:
    """End the read under way, so that each count begins alike; the forum's own columns are read again."""
    db.session.rollback()
    assert forum.id


def test_the_list_holds_exactly_those_whose_page_may_be_seen(forum, ada, ben, cora, quiet, lena, drew, cleo):
    every = [row.organisation for row in queries.directory(forum, TODAY, everyone=True).things]
    for person in (Visitor(), drew, ada.person, lena.person, cleo):
        everyone = policy.may_see_names(person, forum)
        listed = [row.organisation for row in queries.directory(forum, TODAY, everyone=everyone).things]
        assert listed == [one for one in every if policy.may_see_organisation(person, one, forum)]


def test_visitors_see_members_and_no_person(forum, ada, lena, quiet, browse):
    page = browse().page("/organisations")

    assert page.status == 200 and page.headings[0] == (1, "Members")
    assert "Black Fen Community Transport" in page.links
    for hidden in ("Ada Marsh", "Lena Ferris", "The Quiet Refuge", "Add an organisation", "@"):
        assert hidden not in page.words


def test_people_of_the_forum_see_all_members_and_lay_members(forum, ada, lena, quiet, browse):
    page = browse(ada.person).page("/organisations")

    assert "The Quiet Refuge" in page.links and "Not in the public list" in page.words
    assert "Lena Ferris , lay member since January 2024" in page.words
    assert "Add an organisation" not in page.links


def test_the_list_is_narrowed_by_words_and_side(forum, ada, cora, browse):
    found = browse().page("/organisations?q=council&sector=commissioner")
    nothing = browse().page("/organisations?q=zzz")
    odd = browse().page("/organisations?sector=nonsense&page=x")

    assert "County Council" in found.links and "Black Fen Community Transport" not in found.links
    assert 'value="council"' in found.html
    assert "None matches." in nothing.words and nothing.links["Show all members."] == "/organisations"
    assert odd.status == 200


def test_a_forum_without_listed_members_says_so(forum, browse):
    @operation
    def hide_the_host() -> None:
        forum.host.is_listed = False
        note(None, "hid an organisation", forum.host, now=NOW)

    hide_the_host()

    assert "No member has agreed to stand in this list yet." in browse().page("/organisations").words


def test_an_organisations_page_tells_everyone_what_it_is(forum, ada, browse):
    page = browse().page("/organisations/black-fen-community-transport")

    assert page.headings[0] == (1, "Black Fen Community Transport")
    assert "since 1 January 2024" in page.words
    assert "Ada Marsh" not in page.words and "@" not in page.words


def test_people_of_the_forum_read_who_acts_for_it_and_nobody_reads_an_address(forum, ada, ben, cleo, browse):
    for person in (ben.person, cleo):
        page = browse(person).page("/organisations/black-fen-community-transport")
        assert "Ada Marsh , representative since January 2024" in page.words
        assert "@" not in page.words
    assert "Change this organisation" in page.links


def test_a_representative_who_left_is_no_longer_named(forum, ada, ben, browse):
    make_representative(forum, "Gone Long", ada.organisation, until_on=date(2025, 1, 1))
    make_representative(forum, "Going Soon", ada.organisation, until_on=date(2027, 1, 1))

    words = browse(ben.person).page("/organisations/black-fen-community-transport").words

    assert "Gone Long" not in words and "Going Soon" in words and "until 1 January 2027" in words


def test_an_organisation_that_did_not_agree_is_hidden_from_visitors(forum, quiet, ada, drew, browse):
    assert Page(browse().get("/organisations/the-quiet-refuge")).status == 302  # to the sign-in page
    assert browse(drew).page("/organisations/the-quiet-refuge").status == 403
    assert browse(ada.person).page("/organisations/the-quiet-refuge").status == 200
    assert browse().page("/organisations/nowhere").status == 404


def test_a_page_shows_numbers_former_names_and_website(forum, cleo, browse):
    organisation = add_organisation(
        legal_name="Fen Bus CIO", known_as="Fen Bus", sector=Sector.VCSE, website="https://fenbus.example/",
        identifiers=[(Register.CHARITY_ENGLAND_AND_WALES, "1091107")], districts=["Fenland"], by=cleo, now=NOW,
    )  # fmt: skip
    rename_organisation(organisation, legal_name="Fen Bus CIO", known_as="Fenland Bus", by=cleo, now=NOW)
    operations.admit_organisation(forum, organisation, from_on=TODAY, by=cleo, now=NOW)

    page = browse().page("/organisations/fen-bus")

    for words in ("Fen Bus CIO", "Charity in England and Wales 1091107", "GB-CHC-1091107", "Districts Fenland",
                  "Was called Fen Bus until 24 November 2026"):  # fmt: skip
        assert words in page.words
    assert page.links["fenbus.example"] == "https://fenbus.example/"
