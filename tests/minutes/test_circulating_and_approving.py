"""Minutes circulated and approved: versions that never change, and what becomes public with them."""

from datetime import date, timedelta

import pytest

from forum.actions.models import Action
from forum.actions.rules import ALL_MEMBERS
from forum.actions.rules import AlreadyCirculated as ActionCirculated
from forum.agendas.models import Visibility
from forum.agendas.rules import EVERYONE, Sight, digest_of
from forum.attendance.operations import add_walk_in, mark_attendance
from forum.attendance.rules import ListIsApproved, ReasonIsMissing
from forum.booking.models import Apologies
from forum.decisions.models import Decision
from forum.foundation.database import db, operation
from forum.journal.operations import note as journal
from forum.minutes import operations, published, queries, rules
from forum.minutes.models import MinutesState
from tests.makers import NOW, keep, make_item, make_meeting, make_organisation
from tests.minutes.writing import ACTION, DECISION, mark, mark_all, write


@operation
def erase(person):
    person.erased_at = NOW
    journal(None, "erased", person, now=NOW)


# ---- Circulating --------------------------------------------------------------------------------------------


def circulate(minutes, by):
    return operations.circulate_minutes(minutes, by=by, now=NOW + timedelta(days=1))


def test_a_version_goes_out_and_decisions_and_actions_are_public(written, meeting, cleo, letters):
    version = circulate(written, cleo)

    assert (version.number, version.state, written.state) == (
        1, MinutesState.CIRCULATED, MinutesState.CIRCULATED,
    )  # fmt: skip
    assert db.session.query(Decision).one().published_at == version.published_at
    assert db.session.query(Action).one().published_at == version.published_at
    assert sorted(letters()) == [
        "ada-marsh@forum.example",
        "cora-tregarth@forum.example",
        "lena-ferris@forum.example",
    ]


def test_what_all_members_own_is_told_to_all(written, item, ben, mina, cleo, letters):
    write(written, item, mina, "Send comments.", ACTION, owners=[ALL_MEMBERS])

    circulate(written, cleo)

    assert ben.person.email in letters()


def test_what_is_kept_names_nobody(written, meeting, cleo):
    version = circulate(written, cleo)

    kept = str(version.content)
    assert not [name for name in ("Ada", "Ben Holt", "Cora", "Lena", "@forum") if name in kept]
    assert version.digest == digest_of(version.content)


def test_an_erased_name_goes_and_the_digest_holds(written, meeting, ada, cleo):
    version = circulate(written, cleo)
    digest = version.digest
    erase(ada.person)

    people = queries.people_called(published.people_in(version.content))
    shown = published.as_shown(version.content, EVERYONE, people)

    assert published.ERASED in shown.present[0].name
    assert digest_of(queries.get_version(meeting).content) == digest


def test_substitutes_guests_and_apologies_of_organisations_stand_in_them(
    written, meeting, ada, cora, mina, cleo
):
    mark_all(meeting, mina, mark(cora, substitute_for=ada.person))
    add_walk_in(meeting, "Sam Poole", "Wisbech Stargazers", by=mina, now=NOW)
    police = make_organisation("Fen Police")
    keep(Apologies(meeting=meeting, organisation=police, sent_at=NOW))
    version = circulate(written, cleo)

    people = queries.people_called(published.people_in(version.content))
    shown = published.as_shown(version.content, EVERYONE, people)

    assert {who.label for who in shown.present} >= {
        "Cora Tregarth, County Council, instead of Ada Marsh", "Sam Poole, Wisbech Stargazers",
    }  # fmt: skip
    assert [(who.name, who.body) for who in shown.apologies][-1] == ("", "Fen Police")


def test_circulated_and_approved_the_list_is_as_firm_as_the_minutes(written, forum, meeting, ada, mina, cleo):
    circulate(written, cleo)
    with pytest.raises(ReasonIsMissing):
        mark_all(meeting, mina, mark(ada))
    later = make_meeting(forum, starts_at=NOW + timedelta(days=30))
    operations.approve_minutes(written, later, by=cleo, now=NOW + timedelta(days=30))

    with pytest.raises(ListIsApproved):
        mark_attendance(meeting, mark(ada), because="She says so.", by=mina, now=NOW + timedelta(days=31))


def test_what_is_shown_is_what_was_said(written, meeting, cleo):
    version = circulate(written, cleo)
    people = queries.people_called(published.people_in(version.content))

    shown = published.as_shown(version.content, EVERYONE, people)

    assert [who.label for who in shown.present] == [
        "Ada Marsh, Black Fen Community Transport", "Lena Ferris, lay member",
    ]  # fmt: skip
    assert [who.label for who in shown.apologies] == ["Ben Holt, Fenland Carers’ Link"]
    note, decision, action = shown.items[1].entries
    assert (decision.anchor, action.anchor) == ("D-2026-001", "A-2026-001")
    assert action.owners == ("Cora Tregarth, County Council",)
    assert (action.due_as_said, action.due_on) == ("end of november", date(2026, 11, 30))


def test_a_closed_item_shows_its_public_title_alone(written, agenda, cora, mina, cleo):
    closed = make_item(
        agenda, "The Hartwell contract", visibility=Visibility.CLOSED, closed_because="It names a bidder",
        public_title="A contract",
    )  # fmt: skip
    write(written, closed, mina, "Hartwell bid lowest.")

    content = circulate(written, cleo).content

    for sight, words in [
        (EVERYONE, ("A contract", 0)),
        (Sight(takes_part=True), ("A contract", 0)),
        (Sight(is_officer=True), ("The Hartwell contract", 1)),
    ]:
        item = published.as_shown(content, sight, {}).items[2]
        assert (item.title, len(item.entries)) == words


def test_a_decision_taken_back_goes_out_as_a_number_without_words(written, item, mina, cleo):
    entry = write(written, item, mina, "Something else.", DECISION)
    operations.withdraw_entry(entry, by=mina, now=NOW)

    content = circulate(written, cleo).content

    assert "Something else" not in str(content)
    shown = published.as_shown(content, EVERYONE, {}).items[1].entries[-1]
    assert (shown.number, shown.is_withdrawn, shown.text) == ("D-2026-002", True, "")


def test_addresses_stop_it_and_the_sentence_says_where(written, item, mina, cleo):
    write(written, item, mina, "Owen: owen@council.example.org", now=NOW + timedelta(minutes=1))

    with pytest.raises(rules.ContactDetailsInMinutes, match="an e-mail address in item 2, saved 10:01:00"):
        circulate(written, cleo)

    assert queries.versions_of(written.meeting) == []
    assert db.session.query(Action).one().published_at is None


def test_not_before_the_meeting_has_ended(minutes, cleo):
    with pytest.raises(rules.MeetingHasNotEnded):
        circulate(minutes, cleo)


def test_circulated_again_only_when_something_changed(written, item, mina, cleo, letters):
    circulate(written, cleo)
    with pytest.raises(rules.NothingNewToCirculate):
        circulate(written, cleo)
    write(written, item, mina, "One more thing was said.")

    assert circulate(written, cleo).number == 2
    assert queries.get_version(written.meeting, 1).content != queries.get_version(written.meeting).content


def test_what_was_circulated_is_not_taken_back(written, cleo, mina):
    circulate(written, cleo)
    action_entry = queries.entries_of(written)[2]

    with pytest.raises(ActionCirculated):
        operations.withdraw_entry(action_entry, by=mina, now=NOW)


# ---- Approving ----------------------------------------------------------------------------------------------


def test_approved_at_a_later_meeting_they_stay_as_they_are(forum, written, meeting, item, mina, cleo):
    later = make_meeting(forum)
    with pytest.raises(rules.NotCirculatedYet):
        operations.approve_minutes(written, later, by=cleo, now=NOW + timedelta(days=30))
    circulate(written, cleo)
    with pytest.raises(rules.ApprovedTooEarly):
        operations.approve_minutes(written, later, by=cleo, now=NOW)
    with pytest.raises(rules.ApprovedTooEarly):
        operations.approve_minutes(written, meeting, by=cleo, now=NOW + timedelta(days=30))

    version = operations.approve_minutes(written, later, by=cleo, now=NOW + timedelta(days=30))

    assert (version.number, version.state, written.approved_at_meeting) == (2, MinutesState.APPROVED, later)
    assert queries.minutes_approved_at(later) == [written]
    with pytest.raises(rules.MinutesAreApproved):
        write(written, item, mina)
    with pytest.raises(rules.MinutesAreApproved):
        circulate(written, cleo)


def test_a_line_put_right_later_keeps_the_time_at_which_it_was_said(written, cleo, mina):
    entry = queries.entries_of(written)[0]
    operations.change_entry(
        entry, "Small providers see it very late.", edition=1, by=mina, now=NOW + timedelta(days=2)
    )

    shown = published.as_shown(circulate(written, cleo).content, EVERYONE, {}).items[1].entries[0]

    assert (shown.text, shown.at) == ("Small providers see it very late.", "10:00")
