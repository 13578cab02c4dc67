"""Appointing officers and ending their office."""

from datetime import date, timedelta

import pytest

from forum.membership import operations, policy, queries, rules
from forum.membership.models import Office
from forum.people.models import Visitor
from tests.makers import NOW, TODAY, make_officer, make_person

DAY = timedelta(days=1)


def test_an_officer_holds_the_office_from_the_day_on(forum, cleo):
    ivy = make_person("Ivy Chair")

    officer = operations.appoint_officer(forum, ivy, Office.CHAIR, from_on=TODAY, by=cleo, now=NOW)

    assert queries.officers_of(forum, TODAY - DAY)[0].person is cleo
    assert officer in queries.officers_of(forum, TODAY)
    assert policy.is_chair(ivy, forum) and policy.may_run(ivy, forum)


def test_the_same_office_is_not_held_twice_in_the_same_days(forum, cleo):
    with pytest.raises(rules.AlreadyHoldsOffice):
        operations.appoint_officer(forum, cleo, Office.ORGANISER, from_on=TODAY, by=cleo, now=NOW)
    operations.appoint_officer(forum, cleo, Office.MINUTE_TAKER, from_on=TODAY, by=cleo, now=NOW)

    assert policy.takes_minutes(cleo, forum)


def test_days_upside_down_are_refused(forum, cleo):
    with pytest.raises(rules.DatesUpsideDown) as refused:
        operations.appoint_officer(
            forum, make_person("Ivy"), Office.CHAIR, from_on=TODAY, until_on=TODAY - DAY, by=cleo, now=NOW
        )

    assert "23\u00a0November\u00a02026, comes before the first, 24\u00a0November\u00a02026" in str(
        refused.value
    )


def test_an_office_is_held_until_its_last_day(forum, cleo, chas):
    (officer,) = queries.every_office_of(chas, forum)

    operations.end_office(officer, on=TODAY, by=cleo, now=NOW)

    assert officer in queries.officers_of(forum, TODAY)
    assert officer not in queries.officers_of(forum, TODAY + DAY)
    with pytest.raises(rules.OfficeHasEnded):
        operations.end_office(officer, on=TODAY + DAY, by=cleo, now=NOW)
    with pytest.raises(rules.DatesUpsideDown):
        operations.end_office(officer, on=date(2023, 1, 1), by=cleo, now=NOW)


def test_the_last_organiser_stays(forum, cleo):
    (cleos,) = queries.every_office_of(cleo, forum)

    with pytest.raises(rules.LastOrganiser, match="Cleo Adeyemi"):
        operations.end_office(cleos, on=TODAY, by=cleo, now=NOW)
    other = make_officer(forum, "Omar Next", Office.ORGANISER)
    operations.end_office(cleos, on=TODAY, by=cleo, now=NOW)

    with pytest.raises(rules.LastOrganiser, match="Omar Next"):
        operations.end_office(other, on=TODAY, by=cleo, now=NOW)


def test_somebody_unknown_is_added_when_they_are_appointed(forum, cleo, chas):
    officer = operations.appoint_by_name(
        forum, "Ivy New", "Ivy@Forum.example ", Office.VICE_CHAIR, from_on=TODAY, by=cleo, now=NOW
    )
    known = operations.appoint_by_name(
        forum, "Somebody Else", str(chas.email), Office.MINUTE_TAKER, from_on=TODAY, by=cleo, now=NOW
    )

    assert (officer.person.name, officer.person.email) == ("Ivy New", "ivy@forum.example")
    assert known.person is chas and chas.name == "Chas Osei-Wright"


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("visitor", False), ("outsider", False), ("member", False), ("lay", False), ("minute-taker", False),
        ("organiser", True), ("chair", True), ("administrator", True),
    ],
)  # fmt: skip
def test_who_appoints_officers(who, may, forum, ada, lena, cleo, chas, mina, drew):
    person = {
        "visitor": Visitor(), "outsider": drew, "member": ada.person, "lay": lena.person, "minute-taker": mina,
        "organiser": cleo, "chair": chas, "administrator": make_person("Abe", is_administrator=True),
    }[who]  # fmt: skip

    assert policy.may_appoint_officers(person, forum) is may
    assert policy.may_change_settings(person, forum) is (may and who != "administrator")
    assert policy.may_keep_members(person, forum) is (may and who != "administrator")
