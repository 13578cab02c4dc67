"""Inviting people to a meeting, knowing who has not answered, and reminding them."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from forum.booking import letters, queries, rules
from forum.booking.letters.invitations import PURPOSE
from forum.booking.models import Invitation, Joining
from forum.booking.operations import (
    book_place,
    cancel_booking,
    invite,
    remind_invited,
    send_apologies,
    send_apologies_of,
)
from forum.booking.rules import Reminded, Whom, is_among, reminder_of, round_of
from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState
from forum.foundation.post.message import message_of
from forum.foundation.signed_links import sign
from forum.journal.models import JournalEntry
from forum.journal.operations import note
from forum.membership.models import Contact
from forum.organisations.models import Sector, Side
from tests.makers import (
    NOW,
    TODAY,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_representative,
)

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def meeting(forum):
    """A published meeting with a hall."""
    return make_meeting(forum, lead="Who decides, and when?")


def ask(meeting, *people, by, now=NOW):
    return invite(meeting, people, by=by, now=now)


def written():
    return list(db.session.query(Letter).order_by(Letter.id))


def to_whom():
    return [letter.to_address for letter in written()]


@operation
def stop(*some):
    for letter in some:
        letter.state = LetterState.STOPPED
    note(None, "stopped for a test", some[0], now=NOW)


# ---- The rules ----------------------------------------------------------------------------------------------


def test_whom_each_choice_means(forum, ada, cora, lena):
    second = make_representative(forum, "Sid Second", ada.organisation, contact=Contact.SECOND)
    who = {"ada": ada, "cora": cora, "lena": lena, "second": second}
    chosen = {whom: {name for name, one in who.items() if is_among(one, whom)} for whom in Whom}

    assert chosen == {
        Whom.EVERYBODY: {"ada", "cora", "lena", "second"},
        Whom.COMMISSIONERS: {"cora"},
        Whom.VOLUNTARY: {"ada", "second"},
        Whom.CONTACTS: {"second", "lena"},
    }


def test_a_round_reaches_each_person_once_and_says_whom_it_leaves_out(forum, ada, ben, cora, lena):
    twice = make_representative(forum, "Ada Marsh", ben.organisation, person=ada.person)
    nobody = make_representative(
        forum, "Nat Nowhere", ben.organisation, person=make_person("Nat Nowhere", email=None)
    )
    found = round_of(
        [ada, twice, ben, cora, lena, nobody],
        Whom.EVERYBODY,
        {ben.person_id},
        {ben.person_id, cora.person_id},
    )

    assert found.people == [ada, lena]
    assert (found.invited, found.answered, found.without_address) == (1, 1, [nobody])


def test_a_meeting_that_nobody_could_book_has_no_invitations(forum):
    for values, refusal in (
        ({"published_at": None}, rules.NobodyIsInvitedYet),
        ({"starts_at": None}, rules.NobodyIsInvitedYet),
        ({"starts_at": NOW}, rules.MeetingHasBegun),
        ({"booking_closes_at": NOW}, rules.BookingIsClosed),
    ):
        with pytest.raises(refusal):
            rules.check_can_invite(make_meeting(forum, **values), NOW)


def test_before_booking_opens_people_can_be_invited(forum, ada):
    meeting = make_meeting(forum, booking_opens_at=TOMORROW)
    rules.check_can_invite(meeting, NOW)
    letter = letters.invitation_shown(meeting, ada, now=NOW)

    assert "Booking opens on Wednesday 25\u00a0November\u00a02026, 10:00." in letter.text


def test_a_reminder_reaches_who_had_no_letter_that_day(forum, meeting, ada, ben, cora):
    def invitation(one, invited_at, reminded_at=None):
        return Invitation(
            meeting=meeting,
            person=one.person,
            representative=one,
            invited_at=invited_at,
            reminded_at=reminded_at,
        )

    yesterday = NOW - timedelta(days=1)
    fresh, old = invitation(ada, NOW), invitation(ben, yesterday)
    again = invitation(cora, yesterday - timedelta(days=9), NOW - timedelta(minutes=5))

    assert reminder_of([fresh, old, again], set(), TODAY) == Reminded([old], 2, 0)
    assert reminder_of([again], {cora.person.reference}, TODAY).people == [again]
    db.session.rollback()


# ---- Inviting -----------------------------------------------------------------------------------------------


def test_each_person_is_invited_once_whomever_they_act_for(forum, meeting, ada, ben, cleo):
    twice = make_representative(forum, "Ada Marsh", ben.organisation, person=ada.person)

    assert ask(meeting, ada, twice, ben, by=cleo) == 2
    assert to_whom() == [ada.person.email, ben.person.email]
    assert ask(meeting, ada, twice, ben, by=cleo) == 0
    assert len(written()) == 2


def test_inviting_again_adds_the_new_alone(meeting, ada, ben, cora, cleo):
    ask(meeting, ada, by=cleo)

    assert ask(meeting, ada, ben, cora, by=cleo) == 2
    assert to_whom() == [ada.person.email, ben.person.email, cora.person.email]


def test_who_has_answered_unasked_gets_no_letter(meeting, ada, ben, cora, cleo):
    book_place(meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)
    send_apologies(meeting, ben.person, ben, by=ben.person, now=NOW)

    assert ask(meeting, ada, ben, cora, by=cleo) == 1


def test_who_has_no_address_is_not_counted_as_invited(forum, meeting, ada, cleo):
    nobody = make_representative(
        forum, "Nat Nowhere", ada.organisation, person=make_person("Nat Nowhere", email=None)
    )

    assert ask(meeting, nobody, ada, by=cleo) == 1
    assert queries.people_invited(meeting) == {ada.person_id}


def test_letters_that_were_stopped_have_invited_nobody(meeting, ada, ben, cleo):
    ask(meeting, ada, ben, by=cleo)
    first = written()[0]
    stop(first)

    assert queries.people_invited(meeting) == {ben.person_id}
    assert [one.person_id for one in queries.invited_without_answer(meeting)] == [ben.person_id]
    assert ask(meeting, ada, ben, by=cleo) == 1
    assert to_whom() == [ada.person.email, ben.person.email, ada.person.email]
    assert queries.people_invited(meeting) == {ada.person_id, ben.person_id}
    assert first.text != written()[-1].text  # its link has ended: the new one has another


def test_the_letters_of_one_round_are_one_deed_and_in_the_journal(meeting, ada, ben, cleo):
    ask(meeting, ada, ben, by=cleo)
    batches = {(letter.batch, letter.about, letter.kind) for letter in written()}
    entries = db.session.query(JournalEntry).filter_by(act="invited people to a meeting").all()

    assert batches == {(written()[0].reference, meeting.reference, "invitation")}
    assert [entry.thing for entry in entries].count("Invitation") == 2
    assert not any(
        "link_secret" in entry.after and entry.after["link_secret"] != "changed" for entry in entries
    )


def test_who_left_since_the_page_was_read_is_looked_at_again(meeting, ada, cleo):
    book_place(meeting, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)

    assert ask(meeting, ada, by=cleo) == 0


def test_an_invitation_read_back_whole(meeting, ada, cleo):
    ask(meeting, ada, by=cleo)
    (letter,) = written()
    message = message_from_bytes(message_of(letter, "forum@forum.example").as_bytes(), policy=default)
    plain = message.get_body(("plain",)).get_content().replace("\u00a0", " ").replace("\r\n", "\n")
    html = message.get_body(("html",)).get_content()
    invitation = db.session.query(Invitation).one()
    path = (
        f"/invitations/{invitation.reference}/{sign(PURPOSE, invitation.reference, invitation.link_secret)}"
    )

    assert message["Subject"] == (
        "You are invited: How community transport is bought, and who decides, 17 December"
    )
    assert message["To"].addresses[0].addr_spec == ada.person.email
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert plain.startswith(
        "Dear Ada,\n\nYou are invited to this meeting, for Black Fen Community Transport."
    )
    assert "When: Thursday 17 December 2026, 10:00 to 12:00 (UK time)" in plain
    assert "Where: Orchard Hall, Mill Road, Huntingdon PE29 3AB" in plain
    assert "Who decides, and when?" in plain
    assert path in plain and path in html


def test_the_way_to_join_online_is_in_no_invitation(forum, ada):
    from forum.meetings.models import Form

    meeting = make_meeting(
        forum, form=Form.HYBRID, joining_link="https://meet.example/secret", dial_in="0330 1", places_online=5
    )
    text = letters.invitation_shown(meeting, ada, now=NOW).text

    assert "or online" in text
    assert "meet.example" not in text and "0330" not in text


def test_a_letter_that_is_looked_at_has_no_key(meeting, ada):
    letter = letters.invitation_shown(meeting, ada, now=NOW)

    assert "/invitations/…" in letter.text
    assert db.session.query(Letter).count() == 0


# ---- Who has not answered -----------------------------------------------------------------------------------


@pytest.fixture
def everybody(forum, meeting, ada, ben, cora, lena, cleo):
    """Ada, Ben, Cora and Lena are invited."""
    ask(meeting, ada, ben, cora, lena, by=cleo)
    return meeting


def waited_for(meeting, side=None):
    return [one.person.name.split()[0] for one in queries.invited_without_answer(meeting, side)]


def test_whoever_said_nothing_is_waited_for_by_name(everybody):
    assert waited_for(everybody) == ["Ada", "Ben", "Cora", "Lena"]
    assert waited_for(everybody, Side.COMMISSIONERS) == ["Cora"]
    assert waited_for(everybody, Side.VOLUNTARY) == ["Ada", "Ben"]
    assert waited_for(everybody, Side.OTHERS) == ["Lena"]


def test_a_booking_is_an_answer_also_when_it_is_given_up(everybody, ada):
    booking = book_place(everybody, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)
    assert waited_for(everybody) == ["Ben", "Cora", "Lena"]

    cancel_booking(booking, by=ada.person, now=NOW)
    assert waited_for(everybody) == ["Ben", "Cora", "Lena"]


def test_apologies_are_an_answer_of_the_person(forum, everybody, ben):
    make_representative(forum, "Bea Holt", ben.organisation)
    send_apologies(everybody, ben.person, ben, by=ben.person, now=NOW)

    assert waited_for(everybody) == ["Ada", "Cora", "Lena"]


def test_an_organisations_apologies_answer_for_all_of_them(forum, everybody, ben, cleo):
    colleague = make_representative(forum, "Bea Holt", ben.organisation)
    ask(everybody, colleague, by=cleo)
    send_apologies_of(ben.organisation, everybody, by=cleo, now=NOW)

    assert waited_for(everybody) == ["Ada", "Cora", "Lena"]


def test_a_colleagues_apologies_are_no_answer_of_others(forum, everybody, ben, cleo):
    colleague = make_representative(forum, "Bea Holt", ben.organisation)
    ask(everybody, colleague, by=cleo)
    send_apologies(everybody, ben.person, ben, by=ben.person, now=NOW)

    assert waited_for(everybody) == ["Ada", "Bea", "Cora", "Lena"]


@operation
def leave(representative, on):
    representative.until_on = on
    note(None, "left for a test", representative, now=NOW)


def test_who_has_left_by_then_is_not_waited_for(everybody, ada, ben):
    leave(ada, everybody.on - timedelta(days=1))
    leave(ben, everybody.on)

    assert waited_for(everybody) == ["Ben", "Cora", "Lena"]


def test_the_question_is_one_however_many_were_invited(forum, meeting, cleo, counted):
    organisation = make_organisation("Many", Sector.VCSE)
    make_member(forum, organisation)
    counts = []
    for start, many in ((0, 2), (2, 12)):
        people = [make_representative(forum, f"Person {n:02}", organisation) for n in range(start, many)]
        ask(meeting, *people, by=cleo)
        db.session.expire_all()
        _ = meeting.reference
        with counted() as asked:
            names = [
                (one.person.name, one.representative.organisation.known_as)
                for one in queries.invited_without_answer(meeting)
            ]
        counts.append(asked.count)
        assert len(names) == many

    assert counts[0] == counts[1]


# ---- Reminding ----------------------------------------------------------------------------------------------


def test_a_reminder_goes_to_those_who_said_nothing_once_a_day(everybody, ada, cora, cleo):
    book_place(everybody, ada.person, ada, joining=Joining.IN_THE_ROOM, by=ada.person, now=NOW)
    before = len(written())

    assert remind_invited(everybody, by=cleo, now=NOW + timedelta(hours=3)) == 0  # invited this very day
    assert remind_invited(everybody, Side.COMMISSIONERS, by=cleo, now=TOMORROW) == 1
    assert remind_invited(everybody, by=cleo, now=TOMORROW) == 2
    assert remind_invited(everybody, by=cleo, now=TOMORROW + timedelta(hours=5)) == 0
    assert remind_invited(everybody, by=cleo, now=TOMORROW + timedelta(days=1)) == 3
    assert len(written()) - before == 6


def test_a_reminder_that_was_stopped_does_not_count(everybody, cora, cleo):
    remind_invited(everybody, Side.COMMISSIONERS, by=cleo, now=TOMORROW)
    stop(written()[-1])

    assert remind_invited(everybody, Side.COMMISSIONERS, by=cleo, now=TOMORROW) == 1


def test_nobody_is_reminded_of_a_meeting_that_has_begun(everybody, cleo):
    with pytest.raises(rules.MeetingHasBegun):
        remind_invited(everybody, by=cleo, now=everybody.starts_at)


def test_a_reminder_read_back_whole(meeting, cora, cleo):
    ask(meeting, cora, by=cleo)
    remind_invited(meeting, by=cleo, now=TOMORROW)
    letter = written()[-1]
    message = message_from_bytes(message_of(letter, "forum@forum.example").as_bytes(), policy=default)
    plain = message.get_body(("plain",)).get_content().replace("\u00a0", " ").replace("\r\n", "\n")
    link = next(word for word in written()[0].text.split() if "/invitations/" in word)

    assert message["Subject"].startswith("Are you coming? How community transport")
    assert plain.startswith(
        "Dear Cora,\n\nOn Tuesday 24 November 2026 we invited you to this meeting, for County Council."
    )
    assert link in plain  # the same link: the first letter's still holds
