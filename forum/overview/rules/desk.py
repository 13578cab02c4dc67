"""What needs an officer now, by what it holds up; and the dates ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forum.actions.models import Action, ActionState, DigestLine
from forum.actions.rules import owners_words
from forum.agendas.models import Call, Proposal
from forum.agendas.rules import Stage, call_closes_on, call_opens_on, is_announced, stage_of
from forum.decisions.models import Decision, Recommendation
from forum.foundation.clock import clear_working_days_before, working_days_after
from forum.foundation.words import capital, count_of, day_and_month, in_days, listed, near_date, near_day
from forum.meetings.models import Form, Meeting
from forum.membership.models import Forum
from forum.minutes.models import MinutesState
from forum.overview.rules.attendance_over_time import names_in_short, who_stays_away

SOON = timedelta(days=42)
"""How far ahead a meeting begins to need its agenda."""

LETTER_SHOWN = timedelta(days=7)
"""How long before a call opens its letter is put on the desk, so that somebody looks at it first."""


@dataclass(frozen=True)
class NextMeeting:
    """The meeting to come, and how far its agenda is."""

    meeting: Meeting
    agenda_minutes: int = 0
    agenda_items: int = 0
    versions: int = 0
    proposals: Sequence[Proposal] = ()  # that wait for an answer
    call: Call | None = None
    remarks: int = 0  # of the chair, that nobody has ticked off


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting that was held and whose minutes are not with the members yet; None: not even begun."""

    meeting: Meeting
    minutes: MinutesState | None


@dataclass(frozen=True)
class Desk:
    """What is on an officer's desk, as the database has it."""

    forum: Forum
    today: date
    runs: bool  # the forum: organiser, chair or vice-chair
    takes_minutes: bool
    coming: Sequence[NextMeeting] = ()  # the next one, and all within the weeks that need an agenda
    without_meeting: Sequence[Proposal] = ()  # proposals that wait until a meeting asks for items
    held: Sequence[HeldMeeting] = ()
    corrected: Sequence[
        tuple[Meeting, int]
    ] = ()  # whose minutes somebody would have corrected, and how often
    overdue: Sequence[Action] = ()
    said_done: Sequence[Action] = ()
    disowned: Sequence[Action] = ()  # their owner says that they are not theirs
    silent: Sequence[DigestLine] = ()  # asked twice without an answer, and no other contact to tell
    loose: Sequence[Decision] = ()
    not_asked: Sequence[Recommendation] = ()  # nobody could be asked for their answer
    unpublished: Sequence[Meeting] = ()
    letters_in_doubt: int = 0
    addresses_refused: int = 0  # people whose last letter came back
    replies: int = 0  # what came by mail, and nobody has looked at
    letters_without_address: int = 0
    has_strategy: bool = True
    has_members: bool = True
    missed: Sequence[tuple[str, int]] = ()  # who stays away, and how many meetings in a row; organisers alone

    @property
    def next_meeting(self) -> NextMeeting | None:
        """The meeting to come first."""
        return self.coming[0] if self.coming else None


@dataclass(frozen=True)
class Task:
    """One thing that needs somebody: what, why now, and the button that leads there."""

    what: str
    why: str
    button: str
    href: str
    mark: str = ""
    kind: str = "amber"


@dataclass(frozen=True)
class DateAhead:
    """A date that comes: what happens then, and how it stands."""

    what: str
    on: date
    state: str


def agenda_due_on(meeting: Meeting) -> date:
    """When the agenda and its papers must be out: the clear working days before the meeting that the forum set."""
    return clear_working_days_before(meeting.on, meeting.forum.papers_due_working_days)


def minutes_due_on(meeting: Meeting) -> date:
    """When the minutes of a meeting must be with the members."""
    return working_days_after(meeting.on, meeting.forum.minutes_due_working_days)


def tasks(desk: Desk) -> list[Task]:
    """What needs this officer now, first what holds up most."""
    found: list[Task] = []
    if desk.runs:
        found += _letters(desk)
        for coming in desk.coming:
            found += _agenda(coming, desk.today)
        found += _without_meeting(desk)
        for coming in desk.coming:
            found += _call(coming, desk.today)
    if desk.takes_minutes or desk.runs:
        found += _minutes(desk)
        found += _corrections(desk)
    if desk.runs:
        found += _actions(desk)
        found += _loose(desk)
        found += _not_asked(desk)
        found += _missed(desk)
        found += _first_steps(desk)
        found += _unpublished(desk)
    return found


def _letters(desk: Desk) -> list[Task]:
    found = []
    if desk.letters_in_doubt:
        letters = count_of(desk.letters_in_doubt, "letter")
        found.append(Task(f"{letters} may or may not have arrived",
                          "The line was cut after it was handed over. Say whether to send it again.",
                          "Look", "/desk/letters?state=uncertain", "Uncertain"))  # fmt: skip
    if number := desk.addresses_refused:
        takes = "address does" if number == 1 else "addresses do"
        found.append(Task(f"{number} {takes} not take letters", "Tell the person in another way.",
                          "See who", "/desk/letters/addresses", "Came back"))  # fmt: skip
    if number := desk.replies:
        found.append(Task(f"{count_of(number, 'reply', 'replies')} to read", "What people wrote back, and what their "
                          "calendars answered.", "Read", "/desk/letters/replies", "By mail", "tint"))  # fmt: skip
    return found


def _agenda(coming: NextMeeting, today: date) -> list[Task]:
    meeting, found = coming.meeting, []
    name = f"The agenda of {day_and_month(meeting.on)}"
    if coming.proposals:
        titles = "; ".join(proposal.title for proposal in coming.proposals[:3])
        count = count_of(len(coming.proposals), "proposal")
        found.append(Task(f"Answer {count} for {day_and_month(meeting.on)}", capital(titles), "Answer",
                          f"/desk/meetings/{meeting.reference}/agenda", "Before the agenda"))  # fmt: skip
    if coming.remarks:
        found.append(Task(f"The chair has {count_of(coming.remarks, 'remark')} on the agenda of "
                          f"{day_and_month(meeting.on)}", "Tick each off once it is seen to.", "Read",
                          f"/desk/meetings/{meeting.reference}/agenda/chair", "From the chair", "tint"))  # fmt: skip
    if coming.versions or meeting.on - today > SOON or meeting.starts_at is None:
        return found
    due = agenda_due_on(meeting)
    left = (meeting.on - today).days
    mark = f"{count_of(left, 'day')} left" if due >= today else f"Agenda {in_days(due, today)}"
    kind = "amber" if due >= today else "red"
    href = f"/desk/meetings/{meeting.reference}/agenda"
    publish = f"Publish by {near_day(due, today)}."
    assert meeting.ends_at is not None  # noqa: S101 - the database keeps the two times together
    total = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    over = coming.agenda_minutes - total
    if not coming.agenda_items:
        found.append(Task(f"{name} is empty", publish, "Build it", href, mark, kind))
    elif over > 0:
        counted = f"{count_of(coming.agenda_items, 'item')}, {coming.agenda_minutes} of {total} minutes."
        found.append(Task(f"{name} is {count_of(over, 'minute')} over", f"{counted} {publish}", "Open agenda", href,
                          mark, kind))  # fmt: skip
    else:
        counted = f"{count_of(coming.agenda_items, 'item')}, {coming.agenda_minutes} of {total} minutes."
        found.append(
            Task(f"{name} waits to be published", f"{counted} {publish}", "Open agenda", href, mark, kind)
        )
    return found


def _without_meeting(desk: Desk) -> list[Task]:
    waiting = desk.without_meeting
    if not waiting:
        return []
    titles = "; ".join(proposal.title for proposal in waiting[:3])
    what = f"{count_of(len(waiting), 'proposal waits', 'proposals wait')} for a meeting"
    href = f"/proposals/{waiting[0].reference}" if len(waiting) == 1 else "/proposals"
    return [Task(what, capital(titles), "Answer", href, "No meeting yet", "none")]


def _call(coming: NextMeeting, today: date) -> list[Task]:
    """The letter of a call that leaves by itself soon: it is worth a look before."""
    meeting, call = coming.meeting, coming.call
    opens = call_opens_on(meeting)
    stage = stage_of(meeting, today)
    is_silent = not meeting.forum.call_is_announced or (call is not None and call.is_silent)
    if is_silent or is_announced(meeting, call) or stage is Stage.CLOSED or opens - today > LETTER_SHOWN:
        return []
    leaves = "is on its way" if stage is Stage.OPEN else f"leaves by itself on {near_day(opens, today)}"
    what = f"Look at the call for items for {day_and_month(meeting.on)}"
    closes = near_day(call_closes_on(meeting), today)
    return [Task(what, f"Its letter {leaves}. The call closes on {closes}.", "See the letter",
                 f"/desk/meetings/{meeting.reference}/call", "Call for items", "tint")]  # fmt: skip


def _minutes(desk: Desk) -> list[Task]:
    found = []
    for held in desk.held:
        due = minutes_due_on(held.meeting)
        late = due < desk.today
        began = held.minutes is not None
        found.append(Task(
            f"{'Finish' if began else 'Write'} the minutes of {day_and_month(held.meeting.on)}",
            f"Members get them by {near_day(due, desk.today)}.",
            "Open minutes" if began else "Write minutes",
            f"/desk/meetings/{held.meeting.reference}/minutes",
            capital(in_days(due, desk.today)), "red" if late else "amber",
        ))  # fmt: skip
    return found


def _corrections(desk: Desk) -> list[Task]:
    return [
        Task(f"Answer {count_of(count, 'correction')} of the minutes of {day_and_month(meeting.on)}",
             "Somebody who was there suggested how they should read. They are approved once each has an answer.",
             "Answer", f"/desk/meetings/{meeting.reference}/minutes/corrections", "Before the approval", "tint")
        for meeting, count in desk.corrected
    ]  # fmt: skip


def _actions(desk: Desk) -> list[Task]:
    found = [
        Task(f"Confirm that it is done: {action.text}", f"{action.reference}, {'; '.join(owners_words(action))}.",
             "Open action", f"/actions/{action.reference}", "Said to be done", "green")
        for action in desk.said_done
    ]  # fmt: skip
    found += [
        Task(f"Whose is it? {action.text}",
             f"{action.reference}: {'; '.join(owners_words(action))} says that it is not theirs.",
             "Hand it over", f"/actions/{action.reference}/hand-over", "Not mine", "amber")
        for action in desk.disowned
    ]  # fmt: skip
    found += [
        Task(f"Nobody answers: {line.action.text}",
             f"{line.action.reference}: {line.digest.person.shown_name} was asked twice; no contact is left to tell.",
             "Open action", f"/actions/{line.action.reference}", "No answer", "amber")
        for line in desk.silent[:3]
    ]  # fmt: skip
    for action in desk.overdue[:5]:
        assert action.due_on is not None  # noqa: S101 - only what has a date is overdue
        held_up = ", held up" if action.state is ActionState.BLOCKED else ""
        found.append(Task(action.text, f"{action.reference}, {'; '.join(owners_words(action))}{held_up}.",
                          "Open action", f"/actions/{action.reference}",
                          capital(in_days(action.due_on, desk.today)), "red"))  # fmt: skip
    if len(desk.overdue) > 5:
        found.append(Task(f"{len(desk.overdue) - 5} more actions are overdue", "The longest overdue stand first.",
                          "Show them", "/actions?state=overdue", "Overdue", "red"))  # fmt: skip
    return found


def _loose(desk: Desk) -> list[Task]:
    return [
        Task(f"{decision.reference} has no action", f"Decided on {near_date(decision.meeting.on, desk.today)}: "
             f"{decision.text} Who does it?", "Add action", f"/decisions/{decision.reference}", "Loose thread")
        for decision in desk.loose[:3]
    ]  # fmt: skip


def _not_asked(desk: Desk) -> list[Task]:
    """What nobody could be asked to answer: one line for each organisation."""
    by: dict[str, list[str]] = {}
    for one in desk.not_asked:
        by.setdefault(one.organisation.known_as, []).append(one.reference)
    return [
        Task(f"Nobody to ask at {name}", f"{listed(numbers)} {'waits' if len(numbers) == 1 else 'wait'} for an "
             "answer. Say who acts for them, and how they are reached.", "See it", f"/recommendations/{numbers[0]}",
             "No contact")
        for name, numbers in by.items()
    ]  # fmt: skip


def _missed(desk: Desk) -> list[Task]:
    what = who_stays_away(desk.missed)
    if not what:
        return []
    names = f"{names_in_short([name for name, _ in desk.missed])}. " if len(desk.missed) > 1 else ""
    return [Task(what, f"{names}Expected each time, and no word. A call may tell why.", "See when",
                 "/desk/attendance?which=missed#members", "No word", "none")]  # fmt: skip


def _first_steps(desk: Desk) -> list[Task]:
    found = []
    if not desk.has_strategy:
        found.append(Task("Load the strategy", "Agendas are drawn from its commitments. It is loaded by command: see "
                          "“First steps” in the guide.", "See strategies", "/strategies", "First steps"))  # fmt: skip
    if not desk.has_members:
        found.append(Task("Add the first member organisation", "With the person who acts for it: then they can book.",
                          "Add one", "/desk/organisations/new", "First steps"))  # fmt: skip
    if desk.next_meeting is None and not desk.unpublished:
        found.append(Task("Plan the next meeting", "No meeting is planned. A provisional date is enough.",
                          "Plan one", "/desk/meetings/new", "First steps"))  # fmt: skip
    return found


def _unpublished(desk: Desk) -> list[Task]:
    return [
        Task(f"Publish the meeting on {near_date(meeting.on, desk.today)}",
             "Nobody but officers sees it yet, and nobody can book.", "Open meeting",
             f"/desk/meetings/{meeting.reference}", "Not published", "none")
        for meeting in desk.unpublished[:3]
    ]  # fmt: skip


def lead(found: Sequence[Task]) -> str:
    """The sentence under the greeting."""
    numbers = ("Nothing", "One thing", "Two things", "Three things", "Four things", "Five things", "Six things",
               "Seven things", "Eight things", "Nine things")  # fmt: skip
    if not found:
        return "Nothing needs you."
    many = numbers[len(found)] if len(found) < len(numbers) else f"{len(found)} things"
    return f"{many} need{'s' if len(found) == 1 else ''} you."


def dates_ahead(desk: Desk) -> list[DateAhead]:
    """The dates that come with the meetings to come, in order; those that have passed are left out."""
    dates = [one for coming in desk.coming for one in _dates_of(coming, desk.forum)]
    return sorted((one for one in dates if one.on >= desk.today), key=lambda one: one.on)


def _dates_of(coming: NextMeeting, forum: Forum) -> list[DateAhead]:
    meeting, waiting = coming.meeting, len(coming.proposals)
    of = f"of {day_and_month(meeting.on)}"
    return [
        DateAhead(f"Call for items for {day_and_month(meeting.on)} opens", call_opens_on(meeting),
                  "without a letter" if coming.call and coming.call.is_silent else "by itself"),
        DateAhead(f"Proposals for {day_and_month(meeting.on)} close", call_closes_on(meeting),
                  f"{waiting} to answer" if waiting else "by itself"),
        DateAhead(f"Agenda {of} published", agenda_due_on(meeting),
                  f"version {coming.versions} is out" if coming.versions else "not published"),
        DateAhead(meeting.title, meeting.on, _how_it_is_held(meeting)),
        DateAhead(f"Minutes {of} circulated", minutes_due_on(meeting),
                  f"{count_of(forum.minutes_due_working_days, 'working day')} after"),
    ]  # fmt: skip


def _how_it_is_held(meeting: Meeting) -> str:
    if meeting.starts_at is None:
        return "time to be fixed"
    return {Form.IN_PERSON: "in person", Form.ONLINE: "online", Form.HYBRID: "in person and online"}[
        meeting.form
    ]
