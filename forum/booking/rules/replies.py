"""What a reply by mail may change: judged from what it says, who sent it, and what the forum knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.booking.models import Booking, BookingState, Invitation, ReplyKind
from forum.booking.rules.apologies import has_begun
from forum.foundation.calendar_answers import Answer, read_answers
from forum.foundation.post.reading import Mail
from forum.foundation.words import capital, day_and_time
from forum.meetings.models import Meeting
from forum.people.models import Person

KEPT = timedelta(days=90)
"""How long what came by mail is kept. What is older when it is read is left where it lies."""

A_DAY = timedelta(days=1)
"""A calendar whose clock is further ahead than this does not know the day: its moment counts for nothing."""

KINDS = {
    "ACCEPTED": ReplyKind.ACCEPTED,
    "DECLINED": ReplyKind.DECLINED,
    "TENTATIVE": ReplyKind.TENTATIVE,
}
"""What attendees answer; everything else is read by the organiser."""


@dataclass(frozen=True)
class Known:
    """What the forum knows of an answer: its meeting, whose address it comes from, and their claim on a place."""

    meeting: Meeting | None = None
    person: Person | None = None  # whoever has the address that it comes from
    booking: Booking | None = None  # the live one, or else the last
    invitation: Invitation | None = None
    taken: tuple[int | None, datetime | None] = (None, None)  # of the newest answer that was taken before


@dataclass(frozen=True)
class Verdict:
    """What becomes of an answer: whether it is carried out, what is said of it, and whether somebody must look."""

    kind: ReplyKind
    said: str
    holds: bool = False  # it is who it says, answers what was asked, and is carried out
    is_heard: bool = False  # nobody needs to look at it


def is_for_nobody(mail: Mail, own_address: str, now: datetime) -> bool:
    """Whether nobody need look at a message: too old, spam, our own, or written by a program about nothing of ours."""
    if mail.arrived_at is not None and mail.arrived_at < now - KEPT:
        return True
    if mail.delivery is not None:
        return False
    if mail.is_spam or mail.sender == own_address.lower():
        return True
    if answer_in(mail) is not None:
        return False
    return mail.is_automatic or not (mail.text or mail.subject) or not (mail.sender or mail.subject)


def answer_in(mail: Mail) -> Answer | None:
    """What the calendar of whoever sent a message answers, where it does."""
    answers = (answer for text in mail.calendars for answer in read_answers(text))
    return next((answer for answer in answers if answer.method in {"REPLY", "COUNTER"}), None)


def kind_of(mail: Mail, answer: Answer) -> ReplyKind:
    """What an answer says: for whoever sent it, or for whom else it names."""
    if answer.method != "REPLY":
        return ReplyKind.WORDS
    named = answer.attendees.get(mail.sender) or next(iter(answer.attendees.values()), "")
    return KINDS.get(named, ReplyKind.WORDS)


def judge(mail: Mail, answer: Answer, known: Known, now: datetime) -> Verdict:
    """What becomes of a calendar's answer. One that is not beyond doubt changes nothing, and is said so."""
    kind = kind_of(mail, answer)
    if doubt := _doubt(mail, answer, known):
        return Verdict(kind, f"{doubt} Nothing was changed.")
    assert known.meeting is not None and known.person is not None  # noqa: S101 - doubted above
    name, booking = known.person.shown_name, known.booking
    if answer.method == "COUNTER":
        when = f": {day_and_time(answer.starts_at)}" if answer.starts_at else ""
        return Verdict(kind, f"{name} proposes another time{when}. Nothing was changed.")
    if kind is ReplyKind.WORDS:
        return Verdict(kind, f"The calendar of {name} answered neither yes nor no. Nothing was changed.")
    if booking is None and known.invitation is None:
        return Verdict(kind, f"{name} has no place at this meeting. Nothing was changed.")
    if known.meeting.is_cancelled:
        return Verdict(kind, "The meeting was called off before. Nothing was changed.", is_heard=True)
    if has_begun(known.meeting, now):
        return Verdict(kind, "It came after the meeting had begun. Nothing was changed.")
    if is_outdated(answer, known):
        return _outdated(kind, name, booking)
    return _carried_out(kind, name, booking)


def _doubt(mail: Mail, answer: Answer, known: Known) -> str:
    """Why an answer is not beyond doubt, in a sentence; empty where it is."""
    if mail.is_forged:
        return "The mail server found that it does not come from this address."
    if known.meeting is None:
        return "It answers an invitation that is not ours."
    if not mail.sender:
        return "It names nobody, or more than one, as its sender."
    if mail.sender not in answer.attendees:
        others = ", ".join(sorted(answer.attendees)[:3]) or "nobody"
        return f"It came from {mail.sender} and answers for {others}."
    if known.person is None or known.person.erased_at is not None:
        return "Nobody is known at this address."
    return ""


def is_outdated(answer: Answer, known: Known) -> bool:
    """Whether an answer is about an earlier letter, or was given before another that was taken."""
    sequence, stamped_at = known.taken
    booking, meeting = known.booking, known.meeting
    current = (meeting.sequence if meeting else 0) + (booking.sequence if booking else 0)
    if answer.sequence is not None:
        if answer.sequence < max(current, sequence or 0):
            return True
        if sequence is not None and answer.sequence > sequence:
            return False  # about a newer letter: whose clock was ahead before is no matter
    elif booking is not None and answer.stamped_at is not None and answer.stamped_at < booking.changed_at:
        return True
    return stamped_at is not None and answer.stamped_at is not None and answer.stamped_at < stamped_at


def _outdated(kind: ReplyKind, name: str, booking: Booking | None) -> Verdict:
    said = "It answers an earlier letter than the last one. Nothing was changed."
    is_coming = booking is not None and booking.is_live
    if kind is ReplyKind.DECLINED and is_coming:
        return Verdict(kind, f"{said} Ask {name} whether they come.")
    return Verdict(kind, said, is_heard=True)


def _carried_out(kind: ReplyKind, name: str, booking: Booking | None) -> Verdict:
    is_live = booking is not None and booking.is_live
    is_waiting = booking is not None and booking.state is BookingState.WAITING
    if kind is ReplyKind.DECLINED:
        if is_waiting:
            return Verdict(kind, f"{name} sent apologies and left the waiting list.", True, True)
        if is_live:
            return Verdict(kind, f"{name} sent apologies, and the place is free.", True, True)
        if booking is None:
            return Verdict(kind, f"{name} sent apologies.", True, True)
        return Verdict(
            kind, f"{name} had given the place up before. Nothing was left to change.", is_heard=True
        )
    if not is_live:
        return Verdict(kind, f"{name} {_would(kind)} come, but has no place. Book for them if there is room.")
    if kind is ReplyKind.TENTATIVE:
        held = "turn on the waiting list" if is_waiting else "place"
        return Verdict(kind, f"{name} is not sure to come. Their {held} is kept.", True)
    if booking is not None and booking.awaits_answer:
        return Verdict(kind, f"{name} still comes after the move.", True, True)
    return Verdict(kind, f"{name} {'waits for a place' if is_waiting else 'comes'}, as before.", True, True)


def _would(kind: ReplyKind) -> str:
    return "wants to" if kind is ReplyKind.ACCEPTED else "might"


def words_verdict(mail: Mail, person: Person | None) -> Verdict:
    """What is said of a message that somebody wrote."""
    if mail.is_forged:
        said = "The mail server found that it does not come from this address."
    elif person is None:
        said = "Nobody is known at this address."
    else:
        said = f"{capital(person.shown_name)} wrote this."
    return Verdict(ReplyKind.WORDS, said)
