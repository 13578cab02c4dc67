"""What comes by mail: an answer moves a place, words reach the organiser, and nobody else moves anything."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from forum.booking import operations, queries
from forum.booking.models import Apologies, Booking, BookingState, Invitation, Joining, Reply, ReplyKind
from forum.booking.operations.replies import Outcome, delete_old_replies, put_aside, take_reply
from forum.booking.queries import replies as found
from forum.booking.rules.replies import KEPT
from forum.foundation.database import db, operation
from forum.foundation.post import Letter, LetterState
from forum.foundation.post.reading import read_mail
from forum.journal.models import JournalEntry
from forum.journal.operations import note
from forum.meetings.rules import plan_of
from tests.foundation.mail import PROGRAMS, answer, google, outlook, report, written
from tests.makers import NOW, keep, make_forum, make_meeting, make_person

LATER = NOW + timedelta(hours=2)


def book(meeting, who, now=NOW):
    return operations.book_place(
        meeting, who.person, who, joining=Joining.IN_THE_ROOM, by=who.person, now=now
    )


def take(octets, now=LATER):
    return take_reply(read_mail(octets), now=now)


def reply_of(meeting, who, status="DECLINED", *, program=outlook, now=LATER, sender=None, **more):
    """What the calendar of somebody answers."""
    more.setdefault("sequence", meeting.sequence)
    object_ = answer(meeting.uid, who.person.email, status, **more)
    return take(program(sender or who.person.email, object_), now=now)


@operation
def make(row, **values):
    """Let a row be as a test needs it."""
    for name, value in values.items():
        setattr(row, name, value)
    note(None, "made for a test", row, now=NOW)


def last():
    return db.session.query(Reply).order_by(Reply.id.desc()).first()


@pytest.fixture
def meeting(forum):
    """A meeting with one place in the room."""
    return make_meeting(forum, places=1)


# ---- What holds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_decline_frees_the_place_and_the_next_one_gets_it(program, meeting, ada, ben, letters):
    adas, bens = book(meeting, ada), book(meeting, ben)
    before = len(letters())

    assert reply_of(meeting, ada, program=PROGRAMS[program]) is Outcome.TAKEN

    assert (adas.state, bens.state) == (BookingState.CANCELLED, BookingState.CONFIRMED)
    assert queries.find_apologies(meeting, ada.person) is not None
    assert letters()[before:] == [ada.person.email, ben.person.email]
    assert last().outcome == "Ada Marsh sent apologies, and the place is free."
    assert (last().kind, last().booking, last().seen_at) == (ReplyKind.DECLINED, adas, LATER)
    entry = db.session.query(JournalEntry).filter_by(act="sent apologies", thing="Booking").one()
    assert entry.by is ada.person


def test_whoever_waits_and_declines_leaves_the_list(meeting, ada, ben):
    book(meeting, ada)
    bens = book(meeting, ben)
    assert reply_of(meeting, ben) is Outcome.TAKEN
    assert bens.state is BookingState.CANCELLED
    assert last().outcome == "Ben Holt sent apologies and left the waiting list."


def test_whoever_was_invited_and_declines_sends_apologies(meeting, cora):
    keep(Invitation(meeting=meeting, person=cora.person, representative=cora, invited_at=NOW))

    assert reply_of(meeting, cora) is Outcome.TAKEN

    apologies = queries.find_apologies(meeting, cora.person)
    assert apologies is not None and apologies.organisation is cora.organisation
    assert reply_of(meeting, cora, program=google) is Outcome.TAKEN  # once more, from another program
    assert db.session.query(Apologies).count() == 1


def test_an_acceptance_keeps_the_place(meeting, ada, letters):
    booking = book(meeting, ada)
    before = letters()

    assert reply_of(meeting, ada, "ACCEPTED") is Outcome.TAKEN

    assert booking.state is BookingState.CONFIRMED and letters() == before
    assert last().outcome == "Ada Marsh comes, as before." and last().seen_at == LATER


def test_an_acceptance_after_a_move_says_that_they_still_come(meeting, ada, cleo):
    booking = book(meeting, ada)
    moved = replace(plan_of(meeting), starts=time(14), ends=time(16))
    operations.change_meeting(meeting, moved, by=cleo, now=NOW + timedelta(minutes=5))
    assert booking.awaits_answer

    assert reply_of(meeting, ada, "ACCEPTED", sequence=0) is Outcome.CHANGED_NOTHING  # to the letter before
    assert booking.awaits_answer
    current = meeting.sequence + booking.sequence
    assert reply_of(meeting, ada, "ACCEPTED", sequence=current, program=google) is Outcome.TAKEN
    assert not booking.awaits_answer
    assert last().outcome == "Ada Marsh still comes after the move."


def test_whoever_is_not_sure_keeps_the_place_and_the_organiser_hears_of_it(meeting, ada):
    booking = book(meeting, ada)

    assert reply_of(meeting, ada, "TENTATIVE") is Outcome.TAKEN
    assert booking.state is BookingState.CONFIRMED
    assert last().outcome == "Ada Marsh is not sure to come. Their place is kept." and last().seen_at is None
    assert found.not_sure_at(meeting) == [booking.id]
    reply_of(meeting, ada, "ACCEPTED", stamp="20261124T113000Z")
    assert found.not_sure_at(meeting) == []


def test_a_comment_is_kept_for_the_organiser(meeting, ada):
    book(meeting, ada)
    assert reply_of(meeting, ada, more="COMMENT:Train strike\\, sorry\r\n") is Outcome.TAKEN
    assert last().text == "Train strike, sorry" and last().seen_at is None


# ---- Order ------------------------------------------------------------------------------------------------------


def test_the_same_message_read_twice_is_one(meeting, ada, letters):
    book(meeting, ada)
    reply_of(meeting, ada)
    so_far = letters()

    assert reply_of(meeting, ada) is Outcome.READ_BEFORE
    assert db.session.query(Reply).count() == 1 and letters() == so_far


def test_an_answer_given_before_the_last_one_is_ignored(meeting, ada):
    booking = book(meeting, ada)
    reply_of(meeting, ada, "ACCEPTED", stamp="20261124T110500Z")

    assert reply_of(meeting, ada, "DECLINED", stamp="20261124T110000Z") is Outcome.CHANGED_NOTHING
    assert booking.state is BookingState.CONFIRMED
    assert last().outcome == (
        "It answers an earlier letter than the last one. Nothing was changed. Ask Ada Marsh whether they come."
    )
    assert reply_of(meeting, ada, "DECLINED", stamp="20261124T110501Z") is Outcome.TAKEN
    assert booking.state is BookingState.CANCELLED


def test_a_clock_that_is_years_ahead_bars_no_later_answer(meeting, ada):
    booking = book(meeting, ada)
    assert reply_of(meeting, ada, "ACCEPTED", stamp="20991124T110000Z") is Outcome.TAKEN
    assert (
        reply_of(meeting, ada, stamp="20261124T121000Z", now=LATER + timedelta(minutes=20)) is Outcome.TAKEN
    )
    assert not booking.is_live


def test_an_answer_to_an_earlier_version_is_ignored(meeting, ada, cleo):
    booking = book(meeting, ada)
    operations.change_meeting(
        meeting, replace(plan_of(meeting), starts=time(14), ends=time(16)), by=cleo, now=NOW
    )

    assert reply_of(meeting, ada, sequence=0) is Outcome.CHANGED_NOTHING
    assert booking.is_live


def test_an_answer_without_a_number_is_held_against_the_last_letter(meeting, ada):
    booking = book(meeting, ada, now=LATER)

    assert (
        reply_of(meeting, ada, sequence=None) is Outcome.CHANGED_NOTHING
    )  # given before the letter was written
    assert reply_of(meeting, ada, sequence=None, stamp="20261124T121500Z") is Outcome.TAKEN
    assert not booking.is_live


def test_who_declined_and_booked_again_keeps_the_new_place(meeting, ada):
    book(meeting, ada)
    reply_of(meeting, ada)
    again = book(meeting, ada, now=LATER + timedelta(minutes=1))

    assert reply_of(meeting, ada, program=google) is Outcome.CHANGED_NOTHING
    assert again.is_live


def test_who_declines_what_they_gave_up_changes_nothing(meeting, ada):
    operations.cancel_booking(book(meeting, ada), by=ada.person, now=NOW)
    booking = db.session.query(Booking).one()

    assert reply_of(meeting, ada, sequence=meeting.sequence + booking.sequence) is Outcome.CHANGED_NOTHING
    assert last().outcome == "Ada Marsh had given the place up before. Nothing was left to change."


def test_who_accepts_what_they_gave_up_is_told_to_the_organiser(meeting, ada):
    operations.cancel_booking(book(meeting, ada), by=ada.person, now=NOW)

    assert reply_of(meeting, ada, "ACCEPTED", sequence=9) is Outcome.CHANGED_NOTHING
    assert last().outcome == "Ada Marsh wants to come, but has no place. Book for them if there is room."
    assert last().seen_at is None


def test_a_decline_after_the_start_changes_nothing(meeting, ada):
    booking = book(meeting, ada)

    assert reply_of(meeting, ada, now=meeting.starts_at) is Outcome.CHANGED_NOTHING
    assert booking.state is BookingState.CONFIRMED
    assert last().outcome == "It came after the meeting had begun. Nothing was changed."


def test_an_answer_about_a_meeting_that_was_called_off_changes_nothing(meeting, ada, cleo):
    book(meeting, ada)
    operations.call_off_meeting(meeting, because="Flood.", by=cleo, now=NOW)

    assert reply_of(meeting, ada, sequence=9) is Outcome.CHANGED_NOTHING
    assert last().outcome == "The meeting was called off before. Nothing was changed."


# ---- Strangers and forgeries ------------------------------------------------------------------------------------


def test_nobody_answers_for_somebody_else(meeting, ada, ben, drew):
    booking = book(meeting, ada)

    for sender in (ben.person.email, drew.email, "stranger@elsewhere.example"):
        assert reply_of(meeting, ada, sender=sender) is Outcome.CHANGED_NOTHING
        assert last().outcome == (
            f"It came from {sender} and answers for {ada.person.email}. Nothing was changed."
        )
    assert booking.state is BookingState.CONFIRMED
    assert {reply.seen_at for reply in db.session.query(Reply)} == {None}


def test_who_is_known_and_has_no_place_changes_nothing(meeting, ada, ben):
    booking = book(meeting, ada)
    assert reply_of(meeting, ben) is Outcome.CHANGED_NOTHING
    assert last().outcome == "Ben Holt has no place at this meeting. Nothing was changed."
    assert booking.is_live


def test_a_stranger_changes_nothing(meeting):
    object_ = answer(meeting.uid, "stranger@elsewhere.example")
    assert take(outlook("stranger@elsewhere.example", object_)) is Outcome.CHANGED_NOTHING
    assert last().outcome == "Nobody is known at this address. Nothing was changed."


def test_an_invitation_that_is_not_ours_changes_nothing(meeting, ada):
    book(meeting, ada)
    assert take(outlook(ada.person.email, answer("not-ours", ada.person.email))) is Outcome.CHANGED_NOTHING
    assert last().outcome == "It answers an invitation that is not ours. Nothing was changed."


def test_what_the_mail_server_found_to_be_forged_changes_nothing(meeting, ada):
    booking = book(meeting, ada)
    message = outlook(ada.person.email, answer(meeting.uid, ada.person.email))
    head = b"Authentication-Results: mx.forum.example; spf=fail; dkim=none; dmarc=fail\r\n"

    assert take(head + message) is Outcome.CHANGED_NOTHING
    assert booking.is_live
    assert last().outcome == (
        "The mail server found that it does not come from this address. Nothing was changed."
    )


@pytest.mark.parametrize("line", [b"From: a@b.example, c@d.example", b"From: x"])
def test_a_sender_that_is_not_one_address_changes_nothing(line, meeting, ada):
    booking = book(meeting, ada)
    message = outlook(ada.person.email, answer(meeting.uid, ada.person.email))
    own = f'From: "Marsh, Ada" <{ada.person.email.capitalize()}>'.encode()

    assert take(message.replace(own, line)) is Outcome.CHANGED_NOTHING
    assert booking.is_live


def test_an_erased_person_answers_nothing(meeting, ada):
    booking = book(meeting, ada)
    make(ada.person, erased_at=NOW)
    assert reply_of(meeting, ada) is Outcome.CHANGED_NOTHING
    assert booking.is_live


@pytest.mark.parametrize(("method", "said"), [
    ("COUNTER", "Ada Marsh proposes another time: Thursday 17 December 2026, 10:00. Nothing was changed."),
])  # fmt: skip
def test_another_time_proposed_is_kept_for_the_organiser(method, said, meeting, ada):
    booking = book(meeting, ada)
    assert reply_of(meeting, ada, "TENTATIVE", method=method) is Outcome.CHANGED_NOTHING
    assert last().outcome.replace("\u00a0", " ") == said
    assert (last().kind, booking.is_live) == (ReplyKind.WORDS, True)


@pytest.mark.parametrize("status", ["DELEGATED", "NEEDS-ACTION", "X-NONSENSE"])
def test_an_answer_that_is_none_is_kept_for_the_organiser(status, meeting, ada):
    book(meeting, ada)
    assert reply_of(meeting, ada, status) is Outcome.CHANGED_NOTHING
    assert last().outcome == "The calendar of Ada Marsh answered neither yes nor no. Nothing was changed."


# ---- What people write ------------------------------------------------------------------------------------------


def test_words_are_kept_with_the_meeting_of_the_letter_that_they_answer(meeting, ada):
    booking = book(meeting, ada)
    letter = db.session.query(Letter).one()

    message = written(ada.person.email, "Is there parking?", head=f"In-Reply-To: {letter.message_id}\r\n")
    assert take(message) is Outcome.KEPT

    assert (last().text, last().meeting, last().booking) == ("Is there parking?", meeting, booking)
    assert last().outcome == "Ada Marsh wrote this." and last().forum_id == meeting.forum_id


def test_words_of_a_stranger_are_kept_and_said_to_be(forum):
    assert take(written("stranger@elsewhere.example", "Who are you?")) is Outcome.KEPT
    assert last().outcome == "Nobody is known at this address."
    assert last().forum_id is None


@pytest.mark.parametrize("head", [
    "Auto-Submitted: auto-replied\r\n", "X-Spam-Flag: YES\r\n", "Date: Mon, 24 Aug 2026 09:00:00 +0000\r\n",
])  # fmt: skip
def test_what_is_for_nobody_is_left(head, forum):
    message = written("x@y.example", "I am away.", head=head)
    if head.startswith("Date"):
        message = message.replace(b"Date: Tue, 24 Nov 2026 11:00:00 +0000\r\n", b"")
    assert take(message) is Outcome.LEFT
    assert take(written("forum@forum.example", "Our own letter")) is Outcome.LEFT
    assert take(b"") is Outcome.LEFT
    assert db.session.query(Reply).count() == 0


def test_what_was_seen_is_put_aside_and_all_is_deleted_in_time(forum, cleo):
    take(written("x@y.example", "Hello"))
    put_aside(last(), by=cleo, now=LATER)
    put_aside(last(), by=cleo, now=LATER + timedelta(hours=1))
    assert last().seen_at == LATER
    assert found.count_replies_to_see(forum) == 0

    assert delete_old_replies(now=last().received_at + KEPT - timedelta(seconds=1)) == 0
    gone = last().received_at + KEPT
    assert delete_old_replies(now=gone) == 1
    assert take(written("x@y.example", "Hello"), now=gone + timedelta(seconds=1)) is Outcome.LEFT


def test_what_came_for_one_forum_is_not_shown_to_another(meeting, ada, forum):
    other = make_forum("Another Forum", "OTH")
    book(meeting, ada)
    reply_of(meeting, ada, "TENTATIVE")
    assert found.page_of_replies(forum, put_aside=False, number=1).total == 1
    assert found.page_of_replies(other, put_aside=False, number=1).total == 0


# ---- Letters that came back ---------------------------------------------------------------------------------------


def test_a_report_marks_the_letter_that_came_back(meeting, ada):
    book(meeting, ada)
    letter = db.session.query(Letter).one()
    make(letter, state=LetterState.SENT, sent_at=NOW)

    assert take(report(letter.message_id)) is Outcome.CAME_BACK

    assert (letter.state, letter.answer) == (LetterState.REFUSED, "550 5.1.1 No such person here")
    assert (last().kind, last().meeting) == (ReplyKind.BOUNCED, meeting)
    assert take(report(letter.message_id)) is Outcome.READ_BEFORE


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", ""])
def test_a_report_that_nothing_was_lost_changes_nothing(action, meeting, ada):
    book(meeting, ada)
    letter = db.session.query(Letter).one()
    make(letter, state=LetterState.SENT)
    assert take(report(letter.message_id, action=action)) is Outcome.LEFT
    assert letter.state is LetterState.SENT


def test_a_report_about_a_letter_that_is_not_ours_changes_nothing(meeting, ada):
    book(meeting, ada)
    letter = db.session.query(Letter).one()
    make(letter, state=LetterState.SENT)
    name, _, host = letter.message_id.strip("<>").partition("@")

    for guess in (
        "<a@b>",
        f"<{name.partition('.')[0]}.0000000000000000@{host}>",
        letter.message_id[:-2] + ">",
    ):
        assert take(report(guess)) is Outcome.LEFT
    assert letter.state is LetterState.SENT


@pytest.mark.parametrize("state", [LetterState.WAITING, LetterState.STOPPED, LetterState.NO_ADDRESS])
def test_a_letter_that_did_not_leave_cannot_come_back(state, meeting, ada):
    book(meeting, ada)
    letter = db.session.query(Letter).one()
    make(letter, state=state)
    assert take(report(letter.message_id)) is Outcome.LEFT
    assert letter.state is state


def test_somebody_with_two_names_is_one(meeting, ada):
    booking = book(meeting, ada)
    make_person("Ada the Other", email="ada@other.example")
    object_ = answer(
        meeting.uid, ada.person.email, more="ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@other.example\r\n"
    )

    assert take(outlook("ada@other.example", object_)) is Outcome.CHANGED_NOTHING
    assert booking.is_live
