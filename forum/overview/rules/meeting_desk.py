"""A meeting's desk: what is next for it, how its places stand, who comes as what, and what people need."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from forum.booking.models import Joining
from forum.booking.rules import (
    Places,
    Room,
    balance_in_words,
    check_can_invite,
    rooms_of,
)
from forum.foundation.clock import day_in_london
from forum.foundation.refusals import Refusal
from forum.foundation.words import capital, count_of, day_and_month, in_days, listed, near_day
from forum.meetings.models import Meeting
from forum.meetings.rules import what_is_missing
from forum.minutes.models import MinutesState
from forum.organisations.models import Side
from forum.overview.rules.desk import agenda_due_on, minutes_due_on

SIGN_IN_FROM = timedelta(hours=24)
"""How long before its start the sign-in page is what comes next for a meeting."""


# ---- Places ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShareRow:
    """How one side stands in the places of one way to join."""

    side: str
    taken: int
    most: str
    kept: str


@dataclass(frozen=True)
class WayShown:
    """The places of one way to join: the picture's numbers, the table, and what is said of them."""

    room: Room
    rows: Sequence[ShareRow]
    said: Sequence[str]

    @property
    def joining(self) -> Joining:
        """Which way to join it is."""
        return self.room.joining

    @property
    def has_shares(self) -> bool:
        """Whether a side has a most or a kept number, so that the columns for them say something."""
        return any(row.most or row.kept for row in self.rows)


_SIDE_WORDS = {
    Side.VOLUNTARY: "Voluntary sector",
    Side.COMMISSIONERS: "Commissioners",
    Side.OTHERS: "Lay members and others",
}


def ways_shown(places: Places, waiting: dict[Joining, int]) -> list[WayShown]:
    """How the places of a meeting stand, for each way to join it."""
    shown = []
    for room in rooms_of(places, waiting):
        way = places.limits.of(room.joining)
        rows = [
            ShareRow(
                words,
                places.taken(room.joining, side),
                "" if way.share(side).most is None else str(way.share(side).most),
                _kept(way.share(side).kept, places.still_kept(room.joining, side), places.limits.kept_until),
            )
            for side, words in _SIDE_WORDS.items()
        ]
        shown.append(WayShown(room, rows, said=balance_in_words(room.joining, places)))
    return shown


def _kept(kept: int, still: int, until: date | None) -> str:
    if not kept or until is None:
        return ""
    return f"{kept}, {still or 'none'} of them free, until {day_and_month(until)}"


# ---- What is next -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """How a meeting stands, counted."""

    coming: int = 0
    waiting: int = 0
    apologies: int = 0
    still_come: int = 0  # how those with a place answered when the meeting moved
    gave_up: int = 0
    open_answers: int = 0
    unsure: int = 0  # their calendar answered that they may not come
    invited: int = 0
    unanswered: int = 0  # commissioners invited who have not answered
    agenda_versions: int = 0
    agenda_items: int = 0
    minutes: MinutesState | None = None
    marked: int = 0  # people whose attendance is known
    asked_for_feedback: int = 0
    feedback: int = 0


@dataclass(frozen=True)
class May:
    """What the officer who looks may do."""

    change: bool = False
    build_agenda: bool = False
    invite: bool = False
    invite_now: bool = False  # whether anybody could be invited as the meeting stands
    sign_in: bool = False
    keep_attendance: bool = False
    write_minutes: bool = False
    read_letters: bool = False
    book_for_anybody: bool = False
    note_apologies: bool = False
    see_needs: bool = False


@dataclass(frozen=True)
class Step:
    """One thing that the meeting needs next: what, why now, and the button that does it or leads there."""

    what: str
    why: str = ""
    button: str = ""
    href: str = ""
    posts: bool = False  # the button does it at once
    mark: str = ""
    kind: str = "amber"


def can_invite(meeting: Meeting, now: datetime) -> bool:
    """Whether people can be invited to a meeting as it stands."""
    try:
        check_can_invite(meeting, now)
    except Refusal:
        return False
    return True


def steps(meeting: Meeting, figures: Figures, may: May, now: datetime) -> list[Step]:
    """What is next for a meeting, first what holds up most. Nothing for one that was called off.

    A step that somebody else takes is told without its button.
    """
    if meeting.is_cancelled:
        return []
    today = day_in_london(now)
    if meeting.is_over(now):
        return _afterwards(meeting, figures, may, today)
    found = _before(meeting, figures, may, today)
    starts_at = meeting.starts_at
    if meeting.is_published and starts_at is not None and now >= starts_at - SIGN_IN_FROM:
        found.insert(0, _sign_in(meeting, figures, may))
    return found


def _before(meeting: Meeting, figures: Figures, may: May, today: date) -> list[Step]:
    desk = f"/desk/meetings/{meeting.reference}"
    found = []
    missing = what_is_missing(meeting)
    if missing:
        step = Step(f"Missing: {listed(missing)}", "Nobody can come before that is known.", mark="Missing")
        found.append(_with(step, may.change, "Add it", f"{desk}/change"))
    if meeting.starts_at is not None and not meeting.is_confirmed:
        why = "Confirm that its times hold." + (" Booking opens then." if meeting.is_published else "")
        step = Step("Not confirmed yet", why, posts=True)
        found.append(_with(step, may.change, "Confirm the meeting", f"{desk}/confirm"))
    if not meeting.is_published:
        then = "booking opens" if meeting.is_confirmed else "booking opens once its times are sure"
        step = Step("Not published yet", f"Publish it: everybody sees it then, and {then}.", posts=True)
        return [*found, _with(step, may.change, "Publish the meeting", f"{desk}/publish")]
    if figures.open_answers:
        who = count_of(figures.open_answers, "answer")
        is_missing = "is" if figures.open_answers == 1 else "are"
        step = Step(f"{who} {is_missing} missing since the meeting moved", "Their places are kept meanwhile.")
        found.append(_with(step, True, "See who", f"{desk}/people?which=moved"))
    if may.invite_now and not figures.invited:
        step = Step("Invite people", "Nobody has been invited yet. You see the letter before it leaves.")
        found.append(_with(step, may.invite, "Invite them", f"{desk}/invite"))
    if may.invite_now and figures.unanswered:
        who = (
            "One commissioner has" if figures.unanswered == 1 else f"{figures.unanswered} commissioners have"
        )
        step = Step(f"{who} not answered", "One letter reminds them. You see it before it leaves.")
        found.append(_with(step, may.invite, "Remind them", f"{desk}/remind"))
    if not figures.agenda_versions:
        due = agenda_due_on(meeting)
        what = "Publish the agenda" if figures.agenda_items else "Build the agenda"
        mark, kind = capital(in_days(due, today)), "red" if due < today else "amber"
        by = "It was to be out" if due < today else "It is out"
        step = Step(what, f"{by} by {near_day(due, today)}.", mark=mark, kind=kind)
        found.append(_with(step, may.build_agenda, "Open the agenda", f"{desk}/agenda"))
    return found


def _sign_in(meeting: Meeting, figures: Figures, may: May) -> Step:
    step = Step(
        "Sign people in", f"{_are(figures.coming, 'has', 'have')} a place.", mark="On the day", kind="tint"
    )
    return _with(step, may.sign_in, "Open the sign-in page", f"/meetings/{meeting.reference}/sign-in")


def _afterwards(meeting: Meeting, figures: Figures, may: May, today: date) -> list[Step]:
    desk = f"/desk/meetings/{meeting.reference}"
    found = []
    if figures.coming and not figures.marked:
        step = Step("Say who was there", f"{_are(figures.coming, 'had', 'had')} a place.")
        found.append(_with(step, may.keep_attendance, "Mark attendance", f"{desk}/attendance"))
    if figures.minutes in (None, MinutesState.DRAFTING, MinutesState.WITH_CHAIR):
        due = minutes_due_on(meeting)
        mark, kind = capital(in_days(due, today)), "red" if due < today else "amber"
        what = "Write the minutes" if figures.minutes is None else "Finish the minutes"
        get = "were to get" if due < today else "get"
        step = Step(what, f"Members {get} them by {near_day(due, today)}.", mark=mark, kind=kind)
        found.append(_with(step, may.write_minutes, "Open the minutes", f"{desk}/minutes"))
    return found


def _with(step: Step, may: bool, button: str, href: str) -> Step:
    return replace(step, button=button, href=href) if may else step


def lead(meeting: Meeting, figures: Figures, now: datetime) -> str:
    """The page in a sentence: when the meeting is, and how many come."""
    if meeting.is_cancelled:
        return "This meeting was called off."
    came = _are(figures.coming, "has", "have")
    if meeting.is_over(now):
        return f"This meeting is over. {_are(figures.coming, 'had', 'had')} a place."
    left = (meeting.on - day_in_london(now)).days
    when = "It is today." if left <= 0 else f"{count_of(left, 'day')} to go."
    waits = f", and {_are(figures.waiting, 'waits', 'wait')}" if figures.waiting else ""
    return f"{when} {came} a place{waits}."


def after_the_move(figures: Figures) -> str:
    """How those who had a place answered when the meeting moved; empty where nobody was asked."""
    if not (figures.still_come or figures.gave_up or figures.open_answers):
        return ""
    said = [
        f"{_are(figures.still_come, 'has', 'have')} said that they still come",
        f"{figures.gave_up} cannot" if figures.gave_up else "",
        f"{count_of(figures.open_answers, 'answer')} {'is' if figures.open_answers == 1 else 'are'} missing"
        if figures.open_answers
        else "",
    ]
    return f"{listed(part for part in said if part)}."


def _are(number: int, one: str, many: str) -> str:
    """`1 person has`, `12 people have`, `Nobody has`."""
    if not number:
        return f"Nobody {one}"
    return f"{count_of(number, 'person', 'people')} {one if number == 1 else many}"
