"""What is done with series, venues and meetings. Each operation is one transaction: kept whole, or not at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from forum.foundation.database import db, hold, operation
from forum.foundation.references import new_reference
from forum.journal.operations import note
from forum.meetings import queries, rules
from forum.meetings.following import tell_of_end, tell_of_move
from forum.meetings.models import Meeting, MeetingState, Series, Venue
from forum.meetings.rules import Plan
from forum.membership.models import Forum
from forum.people.models import Person


@operation
def add_series(forum: Forum, name: str, *, by: Person, now: datetime) -> Series:
    """Add a series of meetings. Raises `NameIsTaken`."""
    hold(forum)
    slug = rules.slug_of_series(name, forum.code, forum.is_first)
    if queries.find_series(slug) is not None:
        raise rules.NameIsTaken(name=name)
    series = Series(forum=forum, slug=slug, name=name)
    db.session.add(series)
    note(by, "added a series of meetings", series, now=now)
    return series


@operation
def add_venue(
    forum: Forum,
    name: str,
    *,
    address: str,
    town: str,
    access: str = "",
    is_step_free: bool | None = None,
    has_hearing_loop: bool | None = None,
    parking: str = "",
    nearest_stop: str = "",
    by: Person,
    now: datetime,
) -> Venue:
    """Add a venue with its address and how to get in; None where nobody has said yet.

    The very same once more (a double click) returns the one that is there. Raises `VenueIsKnown` for another
    one of that name at that address.
    """
    hold(forum)
    given = {
        "name": name, "address": address, "town": town, "access": access, "is_step_free": is_step_free,
        "has_hearing_loop": has_hearing_loop, "parking": parking, "nearest_stop": nearest_stop,
    }  # fmt: skip
    known = queries.find_venue(forum, name, address)
    if known is not None:
        if all(getattr(known, what) == value for what, value in given.items()):
            return known
        raise rules.VenueIsKnown(name=known.name)
    venue = Venue(reference=new_reference(), forum=forum, **given)
    db.session.add(venue)
    note(by, "added a venue", venue, now=now)
    return venue


@operation
def change_venue(venue: Venue, *, by: Person, now: datetime, **values: Any) -> None:
    """Mend a venue. `values` are columns of `Venue` that a form checked; what is not named stays.

    Calendars show name and address, at past meetings too: each one there has changed.
    Raises `VenueIsKnown` where another has that name and address.
    """
    hold(venue.forum)
    hold(venue)
    changed = {name: value for name, value in values.items() if getattr(venue, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(venue, name, value)
    is_shown = not changed.keys().isdisjoint({"name", "address"})
    if is_shown and queries.find_venue(venue.forum, venue.name, venue.address, but=venue) is not None:
        raise rules.VenueIsKnown(name=venue.name)
    note(by, "changed a venue", venue, now=now)
    for meeting in queries.meetings_at(venue) if is_shown else ():
        note_change(meeting, now=now)


@operation
def plan_meeting(
    series: Series, plan: Plan, *, for_the_record: bool = False, by: Person, now: datetime
) -> Meeting:
    """Plan a meeting of a series; nobody but the officers sees it until it is published.

    With its times it is confirmed, with the date alone provisional. Raises `EndsBeforeStart`, `OneTimeMissing`,
    `ClocksChange`, and `IsInThePast` unless it is kept for the record.
    """
    forum = series.forum
    hold(forum)  # whoever holds the forum gives the next reference
    rules.check_plan(plan, now, for_the_record=for_the_record)
    start = rules.start_of_reference(series, plan.on)
    meeting = Meeting(
        reference=rules.free_reference(start, queries.references_like(start)),
        forum=forum,
        series=series,
        sequence=0,
        made_at=rules.moment_after(None, now),
        changed_at=rules.moment_after(None, now),
    )
    _write(meeting, plan)
    db.session.add(meeting)
    note(by, "planned a meeting", meeting, now=now)
    return meeting


@operation
def plan_first_of_series(
    forum: Forum, name: str, plan: Plan, *, for_the_record: bool = False, by: Person, now: datetime
) -> Meeting:
    """Add a series and plan its first meeting, in one go. Raises what `add_series` and `plan_meeting` raise."""
    series = add_series(forum, name, by=by, now=now)
    return plan_meeting(series, plan, for_the_record=for_the_record, by=by, now=now)


@operation
def plan_year(
    series: Series, plans: Sequence[Plan], *, by: Person, now: datetime
) -> tuple[list[Meeting], list[Meeting]]:
    """Plan many meetings of a series in one go, all of them or none.

    What is planned already at the same times is left as it is, so that a double click plans once.
    Returns the meetings that were planned, and those that were there. Raises what `plan_meeting` raises.
    """
    forum = series.forum
    hold(forum)  # whoever holds the forum plans; what others planned before is seen from here on
    there = queries.meetings_on_days(forum, [plan.on for plan in plans])
    planned, known = [], []
    for plan in plans:
        same = next((one for one in there.get(plan.on, ())
                     if rules.is_planned(one, series, plan.on, plan.starts_at, plan.ends_at)), None)  # fmt: skip
        if same is None:
            planned.append(plan_meeting(series, plan, by=by, now=now))
        else:
            known.append(same)
    return planned, known


@operation
def plan_year_of_new_series(
    forum: Forum, name: str, plans: Sequence[Plan], *, by: Person, now: datetime
) -> tuple[list[Meeting], list[Meeting]]:
    """Add a series and plan its first meetings in one go.

    The same once more (a double click) adds nothing. Raises `NameIsTaken` where a series of this name holds other
    meetings, and what `plan_year` raises.
    """
    hold(forum)
    series = queries.find_series(rules.slug_of_series(name, forum.code, forum.is_first))
    if series is None:
        return plan_year(add_series(forum, name, by=by, now=now), plans, by=by, now=now)
    there = queries.meetings_on_days(forum, [plan.on for plan in plans])
    is_repeat = all(
        any(
            rules.is_planned(one, series, plan.on, plan.starts_at, plan.ends_at)
            for one in there.get(plan.on, ())
        )
        for plan in plans
    )
    if not is_repeat:
        raise rules.NameIsTaken(name=name)
    return plan_year(series, plans, by=by, now=now)


@operation
def change_meeting(
    meeting: Meeting, plan: Plan, *, for_the_record: bool = False, by: Person, now: datetime
) -> bool:
    """Let a meeting be as the plan says; giving the times confirms it. Returns whether anything changed.

    Where people have booked, `booking.operations.change_meeting` is asked instead: it writes to them.
    Raises what `plan_meeting` raises, and `IsCalledOff`.
    """
    hold(meeting)
    rules.check_can_change(meeting)
    before = rules.plan_of(meeting)
    if before == plan:
        return False
    rules.check_plan(plan, now, before, for_the_record=for_the_record)
    was_on = meeting.on
    _write(meeting, plan)
    if rules.changes_the_time(before, plan):
        meeting.sequence += 1
    note_change(meeting, now=now)
    note(by, "changed a meeting", meeting, now=now)
    if meeting.on != was_on:
        tell_of_move(meeting, by, now)
    return True


@operation
def confirm_meeting(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Say that a provisional meeting takes place at its times.

    Raises `IsCalledOff`, `IsConfirmed`, `TimeIsNotFixed`.
    """
    hold(meeting)
    rules.check_can_confirm(meeting)
    meeting.state = MeetingState.CONFIRMED
    meeting.sequence += 1
    note_change(meeting, now=now)
    note(by, "confirmed a meeting", meeting, now=now)


@operation
def publish_meeting(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Let everybody see a meeting; once it is confirmed, booking opens. Raises `IsCalledOff`, `IsPublished`."""
    hold(meeting)
    rules.check_can_publish(meeting)
    meeting.published_at = now
    note_change(meeting, now=now)
    note(by, "published a meeting", meeting, now=now)


@operation
def confirm_and_publish(
    meetings: Sequence[Meeting], *, confirm: bool, publish: bool, by: Person, now: datetime
) -> list[Meeting]:
    """Confirm many meetings, publish them, or both: all of them or none. What was done before is left as it is.

    Returns those that changed. Raises `NothingIsChosen`, and `ThatOneCannot`, which names the meeting.
    """
    if not meetings:
        raise rules.NothingIsChosen
    changed = []
    for meeting in sorted(meetings, key=lambda one: one.id):  # held in one order, whoever asks
        hold(meeting)
        to_confirm, to_publish = rules.what_is_left(meeting, confirm=confirm, publish=publish)
        if to_confirm:
            confirm_meeting(meeting, by=by, now=now)
        if to_publish:
            publish_meeting(meeting, by=by, now=now)
        if to_confirm or to_publish:
            changed.append(meeting)
    return changed


@operation
def call_off_meeting(meeting: Meeting, *, because: str, by: Person, now: datetime) -> None:
    """Call a meeting off. It stays where it was shown, as called off, with the reason.

    Where people have booked, `booking.operations.call_off_meeting` is asked instead: it writes to them.
    Raises `IsCalledOff`, `IsOver`, `ReasonIsMissing`.
    """
    hold(meeting)
    rules.check_can_call_off(meeting, because, now)
    meeting.state = MeetingState.CANCELLED
    meeting.cancelled_because = because.strip()
    meeting.sequence += 1
    note_change(meeting, now=now)
    note(by, "called a meeting off", meeting, now=now)
    tell_of_end(meeting, by, now)


@operation
def note_change(meeting: Meeting, *, now: datetime) -> None:
    """Something that calendars show has changed: move the meeting's `changed_at` forward.

    Called inside the operation that makes the change, which also writes the journal.
    """
    hold(meeting)
    meeting.changed_at = rules.moment_after(meeting.changed_at, now)


def _write(meeting: Meeting, plan: Plan) -> None:
    meeting.title, meeting.lead, meeting.who_for = plan.title, plan.lead, plan.who_for
    meeting.on, meeting.starts_at, meeting.ends_at, meeting.state = (
        plan.on,
        plan.starts_at,
        plan.ends_at,
        plan.state,
    )
    meeting.form, meeting.venue, meeting.joining_link = plan.form, plan.venue, plan.joining_link
    meeting.places, meeting.places_online = plan.places, plan.places_online
    meeting.booking_opens_at, meeting.booking_closes_at = plan.booking_opens_at, plan.booking_closes_at
    meeting.dial_in, meeting.is_open_to_public = plan.dial_in, plan.is_open_to_public
    room, online = plan.balance, plan.balance_online
    meeting.most_voluntary, meeting.most_commissioners = room.most_voluntary, room.most_commissioners
    meeting.kept_voluntary, meeting.kept_commissioners = room.kept_voluntary, room.kept_commissioners
    meeting.most_voluntary_online = online.most_voluntary
    meeting.most_commissioners_online = online.most_commissioners
    meeting.kept_voluntary_online = online.kept_voluntary
    meeting.kept_commissioners_online = online.kept_commissioners
    meeting.kept_until_on = plan.kept_until_on
