"""The register of interests: entered, corrected, ended, struck out, confirmed once a year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forum.foundation import clock
from forum.foundation.database import db
from forum.foundation.post import Letter
from forum.interests import letters as own_letters
from forum.interests import operations, queries, rules
from forum.interests.models import Interest, InterestKind
from forum.journal.models import JournalEntry
from tests.makers import NOW

TRUST = operations.WhatInterest("The Fen Trust", "Trustee, without pay.", InterestKind.PROFESSIONAL)


def enter(forum, who, what=TRUST, now=NOW):
    return operations.enter_interest(forum, what, by=who.person, now=now)


def lines(forum, who):
    found = queries.interests_of(forum, who.person)
    return [(line.interest.nature, line.mark) for line in
            (rules.line_of(one, NOW.date(), queries.corrected(found)) for one in found)]  # fmt: skip


def test_sent_twice_it_is_one_entry(forum, ada):
    assert enter(forum, ada) is enter(forum, ada)


def test_a_correction_keeps_both(forum, ada):
    first = enter(forum, ada)

    operations.correct_interest(first, replace(TRUST, nature="Chair, paid."), by=ada.person, now=NOW)

    assert lines(forum, ada) == [
        ("Chair, paid.", ""), ("Trustee, without pay.", "Corrected by a newer entry"),
    ]  # fmt: skip
    with pytest.raises(rules.AlreadyCorrected):
        operations.correct_interest(first, replace(TRUST, nature="Treasurer."), by=ada.person, now=NOW)


def test_a_correction_that_changes_nothing_is_none(forum, ada):
    first = enter(forum, ada)

    assert operations.correct_interest(first, TRUST, by=ada.person, now=NOW) is first


def test_an_interest_ends_on_a_day_and_stays(forum, ada):
    first = enter(forum, ada, replace(TRUST, from_on=date(2020, 1, 1)))

    with pytest.raises(rules.EndsBeforeItBegins):
        operations.end_interest(first, date(2019, 12, 31), by=ada.person, now=NOW)
    operations.end_interest(first, NOW.date() - timedelta(days=1), by=ada.person, now=NOW)

    assert [mark.startswith("Ended on") for _, mark in lines(forum, ada)] == [True]
    with pytest.raises(rules.HasEnded):
        operations.end_interest(first, NOW.date(), by=ada.person, now=NOW)


def test_an_entry_made_in_error_stays_with_the_reason(forum, ada):
    first = enter(forum, ada)

    with pytest.raises(rules.SayWhy):
        operations.strike_interest(first, " ", by=ada.person, now=NOW)
    operations.strike_interest(first, "Another Ada.", by=ada.person, now=NOW)

    assert lines(forum, ada) == [("Trustee, without pay.", "Entered in error: Another Ada.")]
    with pytest.raises(rules.AlreadyStruck):
        operations.end_interest(first, NOW.date(), by=ada.person, now=NOW)


def test_the_host_declares_like_anybody_else_and_no_other_organisation_does(forum, ada, cleo):
    operations.enter_interest(forum, TRUST, host=forum.host, by=cleo, now=NOW)

    page = queries.register_of(forum, NOW.date())
    assert [rules.whose(one) for one in page.things] == [forum.host.known_as]
    with pytest.raises(rules.OnlyTheHost):
        operations.enter_interest(forum, TRUST, host=ada.organisation, by=cleo, now=NOW)


def test_the_register_holds_what_counts_and_is_searched_by_person_and_body(forum, ada, ben):
    enter(forum, ada)
    ended = enter(forum, ben, replace(TRUST, in_whom="Grain Company"))
    enter(forum, ben, replace(TRUST, in_whom="Mill Company"))
    operations.end_interest(ended, NOW.date() - timedelta(days=1), by=ben.person, now=NOW)

    def found(words=""):
        return [one.in_whom for one in queries.register_of(forum, NOW.date(), words=words).things]

    assert sorted(found()) == ["Mill Company", "The Fen Trust"]
    assert found("mill") == ["Mill Company"]
    assert found(ada.person.name.split()[0]) == ["The Fen Trust"]
    assert found("grain") == []


def test_once_a_year_a_letter_asks_whether_it_is_still_right(forum, ada, ben, letters):
    enter(forum, ada, now=NOW - timedelta(days=366))
    enter(forum, ben, now=NOW - timedelta(days=300))

    assert operations.ask_if_still_right(NOW) == 1
    assert operations.ask_if_still_right(NOW + timedelta(hours=1)) == 0

    assert letters() == [ada.person.email]
    letter = db.session.query(Letter).one()
    assert "Fen Trust" not in letter.text and "/interests/still-right/" in letter.text


def test_whoever_says_that_it_is_right_is_asked_again_in_a_year(forum, ada, letters):
    interest = enter(forum, ada, now=NOW - timedelta(days=366))
    operations.ask_if_still_right(NOW)

    operations.confirm_interests(forum, ada.person, now=NOW)

    assert interest.confirmed_at == NOW
    assert queries.open_checks(forum, ada.person) == []
    assert operations.ask_if_still_right(NOW + timedelta(days=364)) == 0
    assert operations.ask_if_still_right(NOW + timedelta(days=365)) == 1


def test_what_is_entered_stands_in_no_open_journal(forum, ada):
    enter(forum, ada)

    for entry in db.session.query(JournalEntry).filter_by(thing="Interest"):
        assert "Fen Trust" not in str(entry.after) and "Trustee" not in str(entry.after)


# ---- Pages --------------------------------------------------------------------------------------------------


def test_a_person_enters_corrects_and_ends_on_their_own_page(forum, ada, browse):
    browser = browse(ada.person)
    filled = {
        "in_whom": "The Fen Trust",
        "nature": "Trustee.",
        "kind": "professional",
        "from_on": "1 May 2019",
    }
    assert "You have entered nothing." in browser.page("/me/interests").words

    assert "The Fen Trust" in browser.send("/me/interests/new", filled).words

    reference = db.session.query(Interest).one().reference
    page = browser.send(f"/interests/{reference}/correct", {**filled, "nature": "Chair."})
    assert "Chair." in page.words and "Corrected by a newer entry" in page.words
    newer = db.session.query(Interest).order_by(Interest.id.desc()).first().reference
    page = browser.send(f"/interests/{newer}/end", {"how": "ended"})
    assert page.problems == ["Give its last day."]
    page = browser.send(f"/interests/{newer}/end", {"how": "ended", "until_on": "1 November 2026"})
    assert "Earlier entries: 2" in page.words


def test_what_was_typed_is_kept_where_something_is_missing(forum, ada, browse):
    page = browse(ada.person).send(
        "/me/interests/new", {"in_whom": "The Fen Trust", "from_on": "31 June 2020"}
    )

    assert 'value="The Fen Trust"' in page.html
    assert "There is no such date. Check the day and the month." in page.problems


def test_the_officers_read_the_register_and_everyone_where_the_settings_say_so(forum, ada, cleo, browse):
    enter(forum, ada)
    assert "The Fen Trust" in browse(cleo).page("/interests").words
    assert browse(ada.person).get("/interests").status_code == 403

    forum.interests_are_public = True
    db.session.commit()

    assert f"{ada.person.name}: The Fen Trust" in browse().page("/interests").words


def test_the_letters_link_shows_the_entries_and_one_button_says_that_they_are_right(forum, ada, browse):
    enter(forum, ada, now=NOW - timedelta(days=366))
    operations.ask_if_still_right(NOW)
    (check,) = queries.open_checks(forum, ada.person)
    address = own_letters.address_of(check)
    db.session.commit()
    with clock.stopped_at(NOW):
        page = browse().page(address)
        assert "The Fen Trust" in page.words and "All of it is still right" in page.words
        assert queries.open_checks(forum, ada.person) != []

        assert "We ask again in a year." in browse().send(address, {}).words

    db.session.expire_all()
    assert queries.open_checks(forum, ada.person) == []


def test_a_link_that_was_cut_gets_a_sentence(forum, ada, browse):
    assert browse().get("/interests/still-right/7K4Q-92XM/abc").status_code == 409
