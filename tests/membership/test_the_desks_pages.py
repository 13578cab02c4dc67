"""The desk's pages: settings, officers, members. What is typed is checked, kept, and done in one operation."""

from datetime import timedelta

import pytest

from forum.membership import queries
from forum.membership.models import Contact, Office
from forum.organisations.queries import find_organisation
from tests.makers import TODAY, make_officer, make_organisation

SETTINGS = {
    "name": "Fenland Commissioning Forum", "area": "Fenland", "purpose": "To meet", "terms_of_reference": "",
    "places_for_each_organisation": "2", "booking_closes_hours": "0", "call_opens_working_days": "20",
    "call_closes_working_days": "10", "papers_due_working_days": "5", "minutes_due_working_days": "10",
    "needs_kept_days": "30", "kept_released_days": "5", "first_reminder_days": "7", "second_reminder_days": "1",
    "asks_how_it_was": "y", "draft_minutes_are_public": "y", "answered_proposals_are_public": "y",
}  # fmt: skip
MILL = {
    "known_as": "The Mill", "legal_name": "", "sector": "vcse", "register_1": "GB-COH", "number_1": "4361234",
    "register_2": "none", "number_2": "", "districts": "Fenland, Huntingdonshire", "website": "mill.example",
    "size_band": "", "about": "", "is_listed": "y", "from_on": "2026-11-24", "name": "Ivy New",
    "email": "Ivy@forum.example", "contact": "primary contact",
}  # fmt: skip


# ---- Settings -----------------------------------------------------------------------------------------------


def test_each_setting_stands_with_its_value_and_its_meaning(forum, cleo, browse):
    page = browse(cleo).page("/desk/settings")

    assert page.headings[0] == (1, "Settings")
    assert "Waiting does not count. Usual: 2." in page.words
    assert 'name="papers_due_working_days" type="text" value="5"' in page.html


def test_settings_are_saved(forum, cleo, browse):
    sent = {
        **SETTINGS,
        "booking_closes_hours": "24",
        "members_see_who_is_coming": "y",
        "needs_kept_days": "14",
        "kept_released_days": "0",
        "first_reminder_days": "10",
        "second_reminder_days": "0",
        "paper_limit_megabytes": "10",
        "chair_agrees_agendas": "y",
        "interests_are_public": "y",
    }
    del sent["draft_minutes_are_public"], sent["asks_how_it_was"]

    page = browse(cleo).send("/desk/settings", sent)

    assert page.notices == ["The settings are saved."]
    assert forum.booking_closes_before == timedelta(days=1)
    assert (forum.needs_kept_days, forum.members_see_who_is_coming, forum.draft_minutes_are_public) == (
        14, True, False)  # fmt: skip
    assert (forum.kept_released_days, forum.first_reminder_days, forum.second_reminder_days) == (0, 10, 0)
    assert forum.asks_how_it_was is False
    assert (forum.paper_limit_megabytes, forum.chair_agrees_agendas, forum.officers_may_stand_in) == (
        10,
        True,
        False,
    )
    assert (forum.interests_are_public, forum.asks_for_interests) == (True, False)
    assert forum.renamed_at is None


def test_a_quorum_votes_and_digests_are_asked_for_and_left_again(forum, cleo, browse):
    assert (forum.quorum_least, forum.takes_votes, forum.sends_digests) == (None, False, True)
    sent = {
        "quorum_least": "9", "quorum_percent": "", "quorum_each_side": "2", "takes_votes": "y",
        "chair_sees_minutes": "y", "digest_weekday": "4",
    }  # fmt: skip

    page = browse(cleo).send("/desk/settings", {**SETTINGS, **sent})

    assert 'name="quorum_least" type="text" value="9"' in page.html
    assert (forum.quorum_least, forum.quorum_percent, forum.quorum_each_side) == (9, None, 2)
    assert (forum.takes_votes, forum.chair_sees_minutes) == (True, True)
    assert (forum.sends_digests, forum.digest_weekday) == (False, 4)
    browse(cleo).send("/desk/settings", {**SETTINGS, "quorum_least": " "})
    assert (forum.quorum_least, forum.quorum_each_side, forum.takes_votes) == (None, None, False)


def test_a_new_name_is_dated_so_that_calendars_fetch_it(forum, cleo, browse):
    browse(cleo).send("/desk/settings", {**SETTINGS, "name": "The Fen Forum"})

    assert forum.name == "The Fen Forum" and forum.renamed_at is not None


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("places_for_each_organisation", "0", "Give a whole number from 1 to 50."),
        ("places_for_each_organisation", "many", "Give a whole number from 1 to 50."),
        ("booking_closes_hours", "-1", "Give a whole number from 0 to 336."),
        ("papers_due_working_days", "31", "Give a whole number from 0 to 30."),
        ("minutes_due_working_days", "", "Give a whole number from 1 to 60."),
        ("needs_kept_days", "99999999999999999999", "Give a whole number from 1 to 365."),
        ("call_closes_working_days", "20",
         "The call would close before it opens. Let it open more working days before the meeting than it closes."),
        ("kept_released_days", "61", "Give a whole number from 0 to 60."),
        ("quorum_least", "0", "Give a whole number from 1 to 500, or nothing."),
        ("quorum_percent", "a third", "Give a whole number from 1 to 100, or nothing."),
        ("digest_weekday", "8", "Choose one of the answers."),
        ("first_reminder_days", "-1", "Give a whole number from 0 to 60."),
        ("second_reminder_days", "soon", "Give a whole number from 0 to 59."),
        ("second_reminder_days", "7",
         "The second reminder would not come after the first. Send it fewer days before, or send none with 0."),
        ("name", "  ", "Give the name."),
        ("name", "x" * 201, "Use 200 letters at most."),
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_gets_a_sentence_and_changes_nothing(
    field, typed, problem, forum, cleo, browse
):
    page = browse(cleo).send("/desk/settings", {**SETTINGS, "area": "Elsewhere", field: typed})

    assert page.problems == [problem]
    assert 'value="Elsewhere"' in page.html  # what was typed is kept
    assert forum.area == "Fenland" and page.title.startswith("Error: ")


# ---- Officers -----------------------------------------------------------------------------------------------


def test_an_officer_is_appointed_and_their_office_ended(forum, cleo, browse):
    browser = browse(cleo)
    sent = {"name": "Ivy New", "email": "ivy@forum.example", "office": "chair", "from_on": "2026-11-24"}

    page = browser.send("/desk/officers", sent)

    assert page.notices == ["The office is given."] and "Ivy New" in page.words
    (officer,) = [one for one in queries.every_officer(forum) if one.office is Office.CHAIR]
    assert browser.page(f"/desk/officers/{officer.reference}/end").headings[0] == (1, "Ivy New, chair")
    page = browser.send(f"/desk/officers/{officer.reference}/end", {"on": "30/11/2026"})
    assert page.notices == ["The last day is set."] and "30 November 2026" in page.words


def test_the_last_organiser_is_told_why_they_stay(forum, cleo, browse):
    (officer,) = queries.every_office_of(cleo, forum)

    page = browse(cleo).send(f"/desk/officers/{officer.reference}/end", {"on": "2026-11-24"})

    assert page.problems == [
        "Cleo Adeyemi is the only organiser from then on. Appoint another organiser first."
    ]


def test_who_held_an_office_before_is_still_known(forum, cleo, browse):
    other = make_officer(forum, "Omar Past", Office.ORGANISER)
    browse(cleo).send(f"/desk/officers/{other.reference}/end", {"on": "2026-11-01"})

    assert "Officers before: 1" in browse(cleo).page("/desk/officers").words


def test_an_officer_of_another_forum_is_not_found_here(forum, cleo, browse):
    assert browse(cleo).page("/desk/officers/NOBODY-0/end").status == 404


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("email", "", "Give the e-mail address."),
        ("email", "ivy at home", "Give one e-mail address, such as name@example.org."),
        ("office", "king", "Choose one of the answers."),
        ("from_on", "2026-02-30", "Give a date that exists, with day, month and year."),
        ("from_on", "", "Give the first day."),
        ("name", "", "Give the person’s name."),
    ],
)
def test_an_appointment_with_a_mistake_gets_a_sentence(field, typed, problem, forum, cleo, browse):
    sent = {"name": "Ivy New", "email": "ivy@forum.example", "office": "chair", "from_on": "2026-11-24"}

    page = browse(cleo).send("/desk/officers", {**sent, field: typed})

    assert problem in page.problems
    assert len(queries.every_officer(forum)) == 1


# ---- Members ------------------------------------------------------------------------------------------------


def test_an_organisation_is_added_with_the_person_who_acts_for_it(forum, cleo, browse):
    page = browse(cleo).send("/desk/organisations/new", MILL)

    assert page.headings[0] == (1, "The Mill")
    assert page.notices == [
        "The number was short of its leading noughts: 4361234 was written as 04361234.",
        "The Mill is a member.",
    ]
    assert "Ivy New , primary contact ivy@forum.example · from 24 November 2026" in page.words
    mill = find_organisation("The Mill")
    assert mill is not None and mill in queries.member_organisations(forum, TODAY)
    assert (mill.website, mill.districts, mill.size_band) == (
        "https://mill.example", ["Fenland", "Huntingdonshire"], None)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"known_as": ""}, "Give the name."),
        ({"sector": "bank"}, "Choose one of the answers."),
        ({"number_1": "XX123456"}, "Companies House has no numbers that begin with XX. Check the letters."),
        ({"register_1": "none"}, "A number was given, but no register. Choose the register it stands in."),
        ({"number_2": "12"}, "A number was given, but no register. Choose the register it stands in."),
        ({"register_2": "GB-CHC", "number_2": ""}, "Give the number, or choose “in no register”."),
        ({"website": "javascript:alert(1)"}, "Give a web address, such as www.example.org."),
        ({"email": "ivy@"}, "Give one e-mail address, such as name@example.org."),
        ({"from_on": "tomorrow"}, "Give a date that exists, with day, month and year."),
    ],
)
def test_a_mistake_gets_a_sentence_at_its_field_and_adds_nothing(changes, problem, forum, cleo, browse):
    page = browse(cleo).send("/desk/organisations/new", {**MILL, **changes})

    assert page.problems == [problem]
    assert 'value="Fenland, Huntingdonshire"' in page.html
    assert find_organisation("The Mill") is None and len(queries.people_of(forum, TODAY)) == 0


def test_an_organisation_that_is_here_already_is_named(forum, ada, cleo, browse):
    sent = {**MILL, "known_as": "Black Fen Community Transport", "register_1": "none", "number_1": ""}

    page = browse(cleo).send("/desk/organisations/new", sent)

    assert page.problems == [
        "Black Fen Community Transport is here already. If this is another organisation, "
        "give its number in a register to tell them apart."
    ]


def test_what_is_known_is_changed_and_the_name_before_is_kept(forum, cleo, browse):
    browser = browse(cleo)
    browser.send("/desk/organisations/new", MILL)
    form = browser.page("/desk/organisations/the-mill/change")
    assert 'value="04361234"' in form.html and 'value="Fenland, Huntingdonshire"' in form.html

    sent = {
        **MILL,
        "known_as": "The Wind Mill",
        "number_1": "",
        "register_1": "none",
        "size_band": "over £1 million",
    }
    page = browser.send("/desk/organisations/the-mill/change", sent)

    assert page.notices == ["The changes are saved."] and page.headings[0] == (1, "The Wind Mill")
    assert "Was called The Mill until 24 November 2026" in page.words
    assert "Over £1 million" in page.words and "04361234" not in page.words


def test_a_number_of_another_organisation_is_refused_at_its_field(forum, ada, cleo, browse):
    browser = browse(cleo)
    browser.send("/desk/organisations/new", MILL)
    sent = {
        **MILL,
        "known_as": "Black Fen Community Transport",
        "register_2": "GB-CHC",
        "number_2": "1091107",
    }

    page = browser.send("/desk/organisations/black-fen-community-transport/change", sent)

    assert page.problems == [
        "GB-COH-04361234 belongs to The Mill already. One number cannot stand with two organisations."
    ]


def test_numbers_beyond_those_that_the_form_shows_are_not_lost(forum, cleo, browse):
    from forum.organisations.models import Register, Sector
    from forum.organisations.operations import add_organisation
    from tests.makers import NOW

    organisation = add_organisation(
        legal_name="The Mill", sector=Sector.VCSE, by=cleo, now=NOW,
        identifiers=[(Register.COMPANY, "4361234"), (Register.CHARITY_ENGLAND_AND_WALES, "1091107"),
                     (Register.MUTUAL, "7648")],
    )  # fmt: skip
    browse(cleo).send(f"/desk/organisations/{organisation.reference}/change", MILL)

    assert {one.org_id for one in organisation.identifiers if not one.ended_on} == {
        "GB-COH-04361234", "GB-MPR-7648"}  # fmt: skip


def test_a_person_is_added_and_leaves(forum, ada, cleo, browse):
    browser, address = browse(cleo), "/desk/organisations/black-fen-community-transport"
    sent = {"name": "Ivy New", "email": "", "contact": "second contact", "from_on": "2026-11-24"}
    assert browser.page(f"{address}/representatives/new").status == 200

    page = browser.send(f"{address}/representatives/new", sent)

    assert page.notices == ["Ivy New acts for Black Fen Community Transport."]
    assert "No e-mail address: letters to them show on the desk" in page.words
    acting = next(
        one for one in queries.representatives_of(ada.organisation) if one.contact is Contact.SECOND
    )
    end = f"{address}/representatives/{acting.reference}/end"
    assert browser.page(end).headings[0] == (1, "Ivy New leaves")
    assert browser.send(end, {"on": "2026-11-30"}).notices == ["The last day is set."]
    assert browser.send(end, {"on": "2026-12-30"}).problems == [
        "Ivy New has not acted for Black Fen Community Transport since 30 November 2026."
    ]
    again = browser.send(f"{address}/representatives/new", {**sent, "name": "Ada", "email": ada.person.email})
    assert again.problems == [
        "Ada Marsh acts for Black Fen Community Transport already, since 1 January 2024."
    ]


def test_a_membership_ends_and_begins_again(forum, ada, cleo, browse):
    browser, address = browse(cleo), "/desk/organisations/black-fen-community-transport"
    assert browser.page(f"{address}/end").status == 200

    page = browser.send(f"{address}/end", {"on": "2026-11-01"})

    assert "It is not a member of the Fenland Commissioning Forum at present: ended." in page.words
    assert "It is not a member" in browse().page("/organisations/black-fen-community-transport").words
    assert browser.page(f"{address}/admit").status == 200
    assert browser.send(f"{address}/admit", {"from_on": "2026-10-01"}).problems == [
        "Black Fen Community Transport is a member of this forum already, since 1 January 2024."
    ]
    page = browser.send(f"{address}/admit", {"from_on": "2026-11-24"})
    assert "A member of the Fenland Commissioning Forum since 24 November 2026." in page.words
    assert "1 January 2024 to 1 November 2026, ended" in page.words


def test_the_host_cannot_leave(forum, cleo, browse):
    page = browse(cleo).send(f"/desk/organisations/{forum.host.reference}/end", {"on": "2026-11-24"})

    assert page.problems == ["Fenland Commissioning Forum Host hosts this forum, so it stays a member."]


def test_an_organisation_that_never_was_a_member_can_be_made_one(forum, cleo, browse):
    make_organisation("The Mill")

    page = browse(cleo).page("/desk/organisations/the-mill")

    assert page.links["Make it a member"] == "/desk/organisations/the-mill/admit"
    assert browse(cleo).page("/desk/organisations/the-mill/end").status == 404


def test_a_lay_member_comes_and_goes(forum, cleo, browse):
    browser = browse(cleo)
    assert browser.page("/desk/people/lay/new").status == 200

    page = browser.send(
        "/desk/people/lay/new", {"name": "Jo Ferris", "email": "jo@forum.example", "from_on": "2026-11-01"}
    )

    assert page.notices == ["Jo Ferris is a lay member."]
    assert "Jo Ferris , lay member since November 2026" in page.words
    again = browser.send(
        "/desk/people/lay/new", {"name": "Jo", "email": "jo@forum.example", "from_on": "2026-11-02"}
    )
    assert again.problems == ["Jo Ferris is a member of this forum already, since 1 November 2026."]
    (membership,) = queries.lay_members(forum, TODAY)
    end = f"/desk/people/lay/{membership.reference}/end"
    assert browser.page(end).status == 200
    assert browser.send(end, {"on": "2026-11-23"}).notices == ["The last day is set."]
    assert browser.send(end, {"on": "2026-11-24"}).problems == [
        "Jo Ferris is not a member of this forum on 24 November 2026."
    ]
