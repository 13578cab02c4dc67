"""Who may do what with minutes. Every question is answered yes or no; nothing is raised."""

from forum.attendance.models import Presence
from forum.attendance.queries import find_mark
from forum.meetings.models import Meeting
from forum.meetings.policy import may_see_meeting
from forum.membership.policy import is_officer, may_run, takes_minutes, takes_part
from forum.minutes.models import MinutesState, MinutesVersion
from forum.people.models import Anyone, Person


def may_write_minutes(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person writes the minutes of a meeting: its minute-taker and its organiser."""
    return takes_minutes(person, meeting.forum)


def may_record_votes(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person records a vote: who writes the minutes, where the forum votes at all."""
    return meeting.forum.takes_votes and takes_minutes(person, meeting.forum)


def may_say_how_taken(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person says which item is taken now, and what was not reached: the chair, and who writes."""
    return takes_minutes(person, meeting.forum) or may_run(person, meeting.forum)


def may_read_draft(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person reads minutes while they are written: every officer."""
    return is_officer(person, meeting.forum)


def may_circulate_minutes(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person circulates minutes and says that they were approved: those who run the forum."""
    return may_run(person, meeting.forum)


def may_record_approval(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person takes down that a meeting approved minutes: who writes them, and who runs the forum."""
    return takes_minutes(person, meeting.forum) or may_run(person, meeting.forum)


def may_answer_corrections(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person accepts or declines corrections: who writes the minutes, and who runs the forum."""
    return takes_minutes(person, meeting.forum) or may_run(person, meeting.forum)


def may_suggest_corrections(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person suggests corrections of the minutes of a meeting: whoever was there."""
    if not isinstance(person, Person):
        return False
    mark = find_mark(meeting, person)
    return mark is not None and mark.presence is Presence.PRESENT


def may_see_minutes(person: Anyone, version: MinutesVersion) -> bool:
    """Whether a person reads a version: an approved one everybody, a draft as the forum's settings say."""
    return may_see_minutes_in(person, version.minutes.meeting, version.state)


def may_see_minutes_in(person: Anyone, meeting: Meeting, state: MinutesState) -> bool:
    """Whether a person reads minutes of a meeting in the state in which they were circulated."""
    if not may_see_meeting(person, meeting):
        return False
    is_public = state is MinutesState.APPROVED or meeting.forum.draft_minutes_are_public
    return is_public or takes_part(person, meeting.forum)
