"""Members come and go, and so do the people who act for them."""

from datetime import date, timedelta

import pytest

from forum.membership import operations, policy, queries, rules
from forum.membership.models import Contact, MembershipState
from forum.organisations.models import Register, Sector
from tests.makers import NOW, TODAY, make_forum, make_organisation, make_person

DAY = timedelta(days=1)


@pytest.fixture
def mill(forum):
    """The Mill, not a member yet."""
    return make_organisation("The Mill")


def test_an_organisation_is_admitted_from_a_day_on(forum, cleo, mill):
    membership = operations.admit_organisation(forum, mill, from_on=TODAY, by=cleo, now=NOW)

    assert rules.standing(membership, TODAY) is MembershipState.ACTIVE
    assert mill in queries.member_organisations(forum, TODAY)
    assert mill not in queries.member_organisations(forum, TODAY - DAY)


def test_a_member_is_not_admitted_again(forum, cleo, mill):
    operations.admit_organisation(forum, mill, from_on=TODAY, by=cleo, now=NOW)

    for day in (TODAY - DAY, TODAY, TODAY + DAY):
        with pytest.raises(rules.AlreadyMember, match="The Mill"):
            operations.admit_organisation(forum, mill, from_on=day, by=cleo, now=NOW)


def test_who_left_may_come_back(forum, cleo, mill):
    membership = operations.admit_organisation(forum, mill, from_on=TODAY, by=cleo, now=NOW)
    operations.end_membership(membership, on=TODAY + DAY, by=cleo, now=NOW)

    again = operations.admit_organisation(forum, mill, from_on=TODAY + 9 * DAY, by=cleo, now=NOW)

    assert again is membership and len(membership.terms) == 2
    standings = [rules.standing(membership, TODAY + days * DAY) for days in (1, 2, 9)]
    assert standings == [MembershipState.ACTIVE, MembershipState.ENDED, MembershipState.ACTIVE]


def test_the_host_stays_a_member(forum, cleo):
    membership = queries.find_membership(forum, forum.host)
    assert membership is not None

    with pytest.raises(rules.HostStaysMember):
        operations.end_membership(membership, on=TODAY, by=cleo, now=NOW)


def test_a_membership_ends_once(forum, ada, cleo):
    membership = queries.find_membership(forum, ada.organisation)
    assert membership is not None
    operations.end_membership(membership, on=TODAY - DAY, by=cleo, now=NOW)

    with pytest.raises(rules.NotAMember):
        operations.end_membership(membership, on=TODAY, by=cleo, now=NOW)
    assert not policy.represents(ada.person, forum)


def test_a_lay_member_acts_for_themself(forum, cleo):
    jo = make_person("Jo Ferris")

    representative = operations.admit_lay_member(forum, jo, from_on=TODAY, by=cleo, now=NOW)

    assert representative.organisation is None
    assert queries.representations_of(jo, forum, TODAY) == [representative]
    with pytest.raises(rules.AlreadyMember, match="Jo Ferris"):
        operations.admit_lay_member(forum, jo, from_on=TODAY, by=cleo, now=NOW)


def test_a_lay_member_of_two_forums_is_one_representative(forum, cleo):
    jo = make_person("Jo Ferris")
    second = make_forum("Second", code="SEC", is_first=False)

    first = operations.admit_lay_member(forum, jo, from_on=TODAY, by=cleo, now=NOW)
    assert operations.admit_lay_member(second, jo, from_on=TODAY, by=cleo, now=NOW) is first
    assert policy.represents(jo, forum) and policy.represents(jo, second)


def test_a_representative_acts_from_one_day_to_another(forum, ada, cleo):
    ivy = make_person("Ivy New")
    acting = operations.add_representative(ada.organisation, ivy, from_on=TODAY, by=cleo, now=NOW)

    operations.end_representative(acting, on=TODAY + DAY, by=cleo, now=NOW)

    on = [bool(queries.representations_of(ivy, forum, TODAY + days * DAY)) for days in (-1, 0, 1, 2)]
    assert on == [False, True, True, False]
    with pytest.raises(rules.ActingHasEnded):
        operations.end_representative(acting, on=TODAY + 5 * DAY, by=cleo, now=NOW)
    with pytest.raises(rules.DatesUpsideDown):
        operations.end_representative(ada, on=date(2020, 1, 1), by=cleo, now=NOW)


def test_nobody_acts_twice_for_one_organisation(forum, ada, cleo, mill):
    with pytest.raises(rules.ActsAlready, match="Ada Marsh acts for Black Fen Community Transport already"):
        operations.add_representative(ada.organisation, ada.person, from_on=TODAY, by=cleo, now=NOW)

    operations.add_representative(mill, ada.person, from_on=TODAY, by=cleo, now=NOW)  # but for two, one may


def test_a_new_primary_contact_takes_over_from_the_one_before(forum, ada, cleo):
    first = operations.add_representative(
        ada.organisation, make_person("Ivy"), contact=Contact.PRIMARY, from_on=TODAY, by=cleo, now=NOW
    )
    second = operations.add_representative(
        ada.organisation, make_person("Jan"), contact=Contact.PRIMARY, from_on=TODAY, by=cleo, now=NOW
    )

    assert (first.contact, second.contact) == (Contact.SECOND, Contact.PRIMARY)
    assert queries.primary_contacts(ada.organisation) == [second]


def test_an_organisation_is_welcomed_in_one_operation(forum, cleo):
    organisation = operations.welcome_organisation(
        forum, legal_name="The Mill Trust", known_as="The Mill", sector=Sector.VCSE,
        identifiers=((Register.COMPANY, "123456"),), from_on=TODAY,
        representative_name="Ivy New", representative_email="ivy@forum.example", by=cleo, now=NOW,
    )  # fmt: skip

    assert organisation.identifiers[0].org_id == "GB-COH-00123456"
    assert organisation in queries.member_organisations(forum, TODAY)
    assert [person.name for person in queries.people_of(forum, TODAY)] == ["Ivy New"]


def test_a_welcome_that_fails_leaves_nothing_behind(forum, cleo):
    with pytest.raises(rules.NameIsMissing):
        operations.welcome_organisation(
            forum, legal_name="The Mill Trust", known_as="", sector=Sector.VCSE, from_on=TODAY,
            representative_name=" ", representative_email=None, by=cleo, now=NOW,
        )  # fmt: skip

    assert queries.member_organisations(forum, TODAY) == [forum.host]
    assert queries.people_of(forum, TODAY) == []


def test_a_name_stands_in_one_line(forum, cleo):
    person = operations.know_person("  Ada\n\tMarsh ", None, by=cleo, now=NOW)
    assert person.name == "Ada Marsh"
    with pytest.raises(rules.NameIsMissing):
        operations.know_person(" \n ", None, by=cleo, now=NOW)
