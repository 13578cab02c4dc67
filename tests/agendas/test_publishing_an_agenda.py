"""Publishing: versions that never change, with their digest, and letters to everyone."""

from datetime import timedelta

import pytest

from forum.agendas import operations, queries, rules
from forum.agendas.models import ProposalState, Purpose, VersionsNeverChange, Visibility
from forum.foundation.database import db, operation
from forum.foundation.post import Letter
from forum.journal.operations import note
from tests.agendas.stage import add, begin, change, commitment
from tests.makers import NOW, make_meeting, make_strategy


def publish(agenda, by):
    return operations.publish_agenda(agenda, by=by, now=NOW)


def suggest(forum, who, title="Van insurance for volunteers", now=NOW):
    return operations.submit_proposal(
        forum, title=title, why="It costs us too much.", purpose=Purpose.DISCUSS, length=timedelta(minutes=15),
        representative=who, by=who.person, now=now,
    )  # fmt: skip


@operation
def erase(person):
    person.erased_at = NOW
    note(None, "erased a person", person, now=NOW)


def test_the_first_version_fixes_the_numbers_and_writes_to_everyone(forum, cleo, ada, cora, lena, letters):
    make_strategy()
    meeting = make_meeting(forum)
    changed_at = meeting.changed_at
    agenda = begin(meeting, cleo)
    operations.put_on(agenda, commitment("FC1"), by=cleo, now=NOW)

    version = publish(agenda, cleo)

    assert (version.number, version.changes, version.published_at) == (1, [], NOW)
    assert [item.number for item in agenda.items] == ["1", "2", "3", "4", "5"]
    assert version.digest == rules.digest_of(version.content)
    assert sorted(letters()) == sorted(who.person.email for who in (ada, cora, lena))
    assert meeting.changed_at > changed_at


def test_people_stand_in_a_version_by_reference_and_their_names_are_looked_up(forum, cleo, ada):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    add(agenda, "Talk", cleo, presenters=[rules.presenter_for(ada), rules.PresenterGiven(name="Jo Guest")])

    version = publish(agenda, cleo)

    assert "Ada Marsh" not in str(version.content)
    assert "Jo Guest" not in str(version.content)
    (item,) = [item for item in rules.published_items(version) if not item.is_standing]
    names = queries.presenter_names([who.reference for who in item.presenters])
    assert [names[who.reference] for who in item.presenters] == ["Ada Marsh", "Jo Guest"]
    erase(ada.person)
    assert queries.presenter_names([item.presenters[0].reference]) == {
        item.presenters[0].reference: "a person whose name was erased"
    }


def test_a_second_version_says_what_changed_and_the_first_stays(forum, cleo, ada):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    item = add(agenda, "Talk", cleo)
    first = publish(agenda, cleo)
    kept = dict(first.content)

    operations.save_lengths(agenda, {item.reference: timedelta(minutes=40)}, by=cleo, now=NOW)
    add(agenda, "Another talk", cleo)
    second = publish(agenda, cleo)

    assert (second.number, second.changes) == (
        2, ["Item 4 takes 40\u00a0minutes instead of 20.", "Item 4a was added."],
    )  # fmt: skip
    assert queries.get_version(meeting, 1).content == kept
    assert queries.find_version(meeting) is second
    letter = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert "- Item 4a was added." in letter.text
    assert letter.subject.startswith("The agenda for 17 December 2026 has changed: ")


def test_nothing_new_is_not_published_again(forum, cleo):
    agenda = begin(make_meeting(forum), cleo)
    publish(agenda, cleo)

    with pytest.raises(rules.NothingChanged, match="since version 1"):
        publish(agenda, cleo)


def test_a_version_cannot_be_changed(forum, cleo):
    version = publish(begin(make_meeting(forum), cleo), cleo)

    version.digest = "another"
    with pytest.raises(VersionsNeverChange):
        db.session.flush()
    db.session.rollback()


def test_a_proposal_made_in_time_holds_the_agenda_up_until_it_is_answered(forum, cleo, ada):
    meeting = make_meeting(forum)
    agenda = begin(meeting, cleo)
    proposal = suggest(forum, ada)
    assert proposal.meeting == meeting

    with pytest.raises(rules.ProposalUnanswered):
        publish(agenda, cleo)
    operations.answer_proposal(
        proposal, ProposalState.DECLINED, reason="Not doing, because another forum does.", by=cleo, now=NOW
    )

    assert publish(agenda, cleo).number == 1


def test_a_proposal_made_after_the_call_closed_goes_to_the_next_meeting(forum, cleo, ada):
    soon = make_meeting(forum)  # 17 December; ten working days before is 3 December
    later = make_meeting(forum, starts_at=NOW + timedelta(days=114))

    assert suggest(forum, ada, now=NOW + timedelta(days=9)).meeting == soon
    assert suggest(forum, ada, "Room hire", now=NOW + timedelta(days=10)).meeting == later
    operations.answer_proposal(
        queries.unanswered_in_time(soon)[0], ProposalState.DECLINED, reason="No.", by=cleo, now=NOW
    )
    assert publish(begin(soon, cleo), cleo).number == 1


def test_letters_keep_closed_titles_to_themselves(forum, cleo, ada):
    agenda = begin(make_meeting(forum), cleo)
    item = add(agenda, "Plover contract", cleo)
    change(
        item,
        cleo,
        visibility=Visibility.CLOSED,
        public_title="A contract",
        closed_because="It names a bidder.",
    )

    publish(agenda, cleo)

    letter = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert "4. A contract" in letter.text
    assert "Plover" not in letter.text
