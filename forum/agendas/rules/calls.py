"""The call for items of a meeting: when it opens and closes, how it stands, and when its letters leave."""

import hashlib
from datetime import date, datetime, time
from enum import StrEnum

from forum.agendas.models import Call
from forum.foundation.clock import day_in_london, in_london, working_days_before
from forum.foundation.refusals import Refusal
from forum.foundation.words import near_date, near_day
from forum.meetings.models import Meeting

FROM, UNTIL = time(8), time(20)
"""The hours, on London's clocks, in which a call is announced by itself: nobody's telephone rings in the night."""


class Stage(StrEnum):
    """How a call stands on a day."""

    NOT_YET = "not open yet"
    OPEN = "open"
    CLOSED = "closed"


class CallIsNotOpen(Refusal):
    message = "{how}, so no letter can go out about it now."


class CallIsAnnounced(Refusal):
    message = "The letters of this call were written already. Nobody gets them twice."


class CallHasChanged(Refusal):
    message = "The letter has changed since you looked at it. Nothing was sent: look at it again."


class NobodyToCall(Refusal):
    message = "Nobody would get this letter: the forum has no members yet."


def call_opens_on(meeting: Meeting) -> date:
    """The day on which members are asked for items, as the forum's settings say."""
    return working_days_before(meeting.on, meeting.forum.call_opens_working_days)


def call_closes_on(meeting: Meeting) -> date:
    """The last day on which a proposal still reaches this meeting, as the forum's settings say."""
    return working_days_before(meeting.on, meeting.forum.call_closes_working_days)


def takes_proposals(meeting: Meeting, today: date) -> bool:
    """Whether a proposal made today still reaches this meeting. One made before the call opens does too."""
    return not meeting.is_cancelled and today <= call_closes_on(meeting)


def stage_of(meeting: Meeting, today: date) -> Stage:
    """How the call of a meeting stands on a day. A meeting that was called off asks for nothing."""
    if not takes_proposals(meeting, today):
        return Stage.CLOSED
    return Stage.OPEN if today >= call_opens_on(meeting) else Stage.NOT_YET


def call_in_words(meeting: Meeting, today: date) -> str:
    """`The call for items is open until Thursday 3 December`, without a full stop."""
    if meeting.is_cancelled:
        return "This meeting was called off"
    stage = stage_of(meeting, today)
    if stage is Stage.NOT_YET:
        return f"The call for items opens on {near_day(call_opens_on(meeting), today)}"
    closes = near_day(call_closes_on(meeting), today)
    if stage is Stage.OPEN:
        return f"The call for items is open until {closes}"
    return f"The call for items closed on {closes}"


def asks_now(meeting: Meeting, today: date) -> str:
    """What a member reads while a call is open: `The call for items for 17 December is open until …`; else nothing."""
    if not meeting.is_published or stage_of(meeting, today) is not Stage.OPEN:
        return ""
    closes = near_day(call_closes_on(meeting), today)
    return f"The call for items for {near_date(meeting.on, today)} is open until {closes}."


# ---- Its letters --------------------------------------------------------------------------------------------


def is_announced(meeting: Meeting, call: Call | None) -> bool:
    """Whether letters have told of this call as it stands: with the day on which it closes now.

    Where the meeting moved since, what they said is wrong, and they are not counted.
    """
    return call is not None and call.announced_until_on == call_closes_on(meeting)


def was_announced_otherwise(meeting: Meeting, call: Call | None) -> bool:
    """Whether letters have told of another day on which the call closes."""
    return call is not None and call.announced_at is not None and not is_announced(meeting, call)


def check_can_announce(meeting: Meeting, call: Call | None, today: date) -> None:
    """Refuse letters about a call that is not open, or that they have told of. Raises as named above."""
    if not meeting.is_published:
        raise CallIsNotOpen(how="The meeting is not published yet")
    if stage_of(meeting, today) is not Stage.OPEN:
        raise CallIsNotOpen(how=call_in_words(meeting, today))
    if is_announced(meeting, call):
        raise CallIsAnnounced


def is_the_hour(now: datetime) -> bool:
    """Whether it is an hour in which letters of a call are written by themselves."""
    return FROM <= in_london(now).time() < UNTIL


def falls_due(meeting: Meeting, call: Call | None, now: datetime) -> bool:
    """Whether the letters of a call are to be written by themselves now."""
    if not meeting.forum.call_is_announced or (call is not None and call.is_silent) or not is_the_hour(now):
        return False
    try:
        check_can_announce(meeting, call, day_in_london(now))
    except Refusal:
        return False
    return True


def key_of_call(meeting: Meeting, person: str) -> str:
    """What there is one letter of, by the person's reference: a meeting that moves is called for anew."""
    return f"call:{meeting.reference}:{call_closes_on(meeting).isoformat()}:{meeting.sequence}:{person}"


def mark_of_call(meeting: Meeting, words: str) -> str:
    """What tells one letter of a call from another: whoever sends it has seen this one."""
    said = (
        words, meeting.title, str(meeting.on), str(meeting.starts_at), meeting.place_in_words,
        str(call_closes_on(meeting)),
    )  # fmt: skip
    return hashlib.sha256("\n\n".join(said).encode()).hexdigest()[:32]
