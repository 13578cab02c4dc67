"""Taking in what came by mail: what calendars answer, what people write, and which letters came back."""

from datetime import datetime
from enum import StrEnum

from forum.booking import queries
from forum.booking.models import Reply, ReplyKind
from forum.booking.operations.apologies import keep_place, send_apologies
from forum.booking.queries import replies as found
from forum.booking.rules import replies as rules
from forum.booking.rules.replies import A_DAY, KEPT, Known, Verdict
from forum.foundation.calendar_answers import Answer
from forum.foundation.database import db, hold, operation
from forum.foundation.jobs import falls_due
from forum.foundation.post import LetterState, own_address
from forum.foundation.post.reading import Delivery, Mail
from forum.foundation.references import new_reference
from forum.journal.operations import note
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.people.models import Person
from forum.people.queries import find_by_email

_CARRIED = {LetterState.SENT, LetterState.UNCERTAIN, LetterState.BEING_SENT}


class Outcome(StrEnum):
    """What became of one message."""

    TAKEN = "taken"  # a calendar's answer that holds
    KEPT = "kept"  # for the organiser to read
    CHANGED_NOTHING = "changed nothing"  # an answer that is not beyond doubt, or came too late
    CAME_BACK = "came back"  # a letter of ours that was not delivered
    READ_BEFORE = "read before"
    LEFT = "left"  # nothing for a person: automatic, spam, too old, or nothing in it


@operation
def take_reply(mail: Mail, *, now: datetime) -> Outcome:
    """Take one message in: carry out what a calendar answers, and keep for the organiser what a person must read.

    The same message taken twice changes nothing the second time. Raises the database's `IntegrityError` when
    another process takes it in the same moment.
    """
    if found.is_read(mail.digest):
        return Outcome.READ_BEFORE
    if rules.is_for_nobody(mail, own_address(), now):
        return Outcome.LEFT
    if mail.delivery is not None:
        return _take_delivery(mail, mail.delivery, now=now)
    answer = rules.answer_in(mail)
    return _take_answer(mail, answer, now=now) if answer else _keep_words(mail, now=now)


@operation
def put_aside(reply: Reply, *, by: Person, now: datetime) -> None:
    """Note that somebody has seen to a message. Done twice it stays as it was."""
    hold(reply)
    if reply.seen_at is None:
        reply.seen_at = now


@falls_due
@operation
def delete_old_replies(now: datetime) -> int:
    """Delete what came by mail long enough ago. Returns how many were deleted."""
    overdue = found.replies_overdue(now)
    for reply in overdue:
        db.session.delete(reply)
    return len(overdue)


def _take_answer(mail: Mail, answer: Answer, *, now: datetime) -> Outcome:
    """Carry out what a calendar answers, if it is beyond doubt; the organiser reads what it came to."""
    meeting = found.find_meeting_of(answer.uid)
    if meeting is not None:
        hold(meeting)
    known = _known(mail, meeting)
    verdict = rules.judge(mail, answer, known, now)
    comment = "\n".join(part for part in (answer.comment, mail.text) if part)
    reply = _reply(mail, verdict, forum=meeting.forum if meeting else None, meeting=meeting, now=now)
    reply.booking = known.booking if meeting and known.person else None
    reply.text = comment
    if verdict.holds:
        reply.sequence = answer.sequence
        is_ahead = answer.stamped_at is not None and answer.stamped_at > now + A_DAY
        reply.stamped_at = now if answer.stamped_at is None or is_ahead else answer.stamped_at
    if verdict.is_heard and not answer.comment:
        reply.seen_at = now
    db.session.add(reply)
    db.session.flush()  # another process that takes the same message stops here
    if not verdict.holds:
        return Outcome.CHANGED_NOTHING
    assert meeting is not None and known.person is not None  # noqa: S101 - what holds is about somebody's place
    _carry_out(verdict, known, meeting, known.person, now=now)
    return Outcome.TAKEN


def _carry_out(verdict: Verdict, known: Known, meeting: Meeting, person: Person, *, now: datetime) -> None:
    booking, invitation = known.booking, known.invitation
    if verdict.kind is ReplyKind.DECLINED:
        speaks = booking.representative if booking else invitation.representative if invitation else None
        if (booking is not None and booking.is_live) or queries.find_apologies(meeting, person) is None:
            send_apologies(meeting, person, speaks, by=person, now=now)
    elif verdict.kind is ReplyKind.ACCEPTED and booking is not None and booking.awaits_answer:
        keep_place(booking, by=person, now=now)


def _known(mail: Mail, meeting: Meeting | None) -> Known:
    person = find_by_email(mail.sender) if mail.sender else None
    if meeting is None or person is None:
        return Known(meeting, person)
    return Known(
        meeting,
        person,
        found.last_booking(meeting, person),
        found.find_invitation_of(meeting, person),
        found.newest_answer_taken(meeting, mail.sender),
    )


def _keep_words(mail: Mail, *, now: datetime) -> Outcome:
    """Keep what somebody wrote, with the meeting of the letter that it answers."""
    letter = found.find_letter_named(mail.answers_to)
    person = find_by_email(mail.sender) if mail.sender else None
    meeting = found.find_meeting_named(letter.about) if letter else None
    forum = meeting.forum if meeting else found.find_forum_coded(letter.forum_code if letter else None)
    reply = _reply(mail, rules.words_verdict(mail, person), forum=forum, meeting=meeting, now=now)
    reply.text = mail.text
    if meeting is not None and person is not None:
        reply.booking = found.last_booking(meeting, person)
    db.session.add(reply)
    db.session.flush()
    return Outcome.KEPT


def _take_delivery(mail: Mail, delivery: Delivery, *, now: datetime) -> Outcome:
    """Mark the letter that came back. Only who got it, or carried it, knows its Message-ID."""
    letter = found.find_letter_named(delivery.message_ids)
    if letter is None or not delivery.has_failed:
        return Outcome.LEFT
    hold(letter)
    if letter.state not in _CARRIED:
        return Outcome.LEFT
    letter.state = LetterState.REFUSED
    letter.answer = delivery.words or "It came back."
    letter.claim = letter.claimed_until = None
    verdict = Verdict(ReplyKind.BOUNCED, f"The letter “{letter.subject}” did not reach {letter.to_name}.")
    reply = _reply(
        mail,
        verdict,
        forum=found.find_forum_coded(letter.forum_code),
        meeting=found.find_meeting_named(letter.about),
        now=now,
    )
    reply.text = delivery.words
    reply.seen_at = now  # the page of addresses says what to do about it
    db.session.add(reply)
    note(None, "heard that a letter came back", letter, now=now)
    return Outcome.CAME_BACK


def _reply(
    mail: Mail, verdict: Verdict, *, forum: Forum | None, meeting: Meeting | None, now: datetime
) -> Reply:
    received_at = min(mail.arrived_at or now, now)
    return Reply(
        reference=new_reference(),
        message_digest=mail.digest,
        kind=verdict.kind,
        from_address=mail.sender,
        subject=mail.subject,
        forum_id=forum.id if forum else None,
        meeting=meeting,
        outcome=verdict.said,
        received_at=received_at,
        delete_at=received_at + KEPT,
    )
