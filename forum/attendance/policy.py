"""Who may do what with attendance. Every question is answered yes or no; nothing is raised."""

from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_officer, is_organiser
from forum.people.models import Anyone


def may_sign_in_others(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person marks who is here on the day: every officer may stand at the door."""
    return is_officer(person, meeting.forum)


def may_keep_attendance(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person reads the list of a meeting and puts it right: every officer."""
    return is_officer(person, meeting.forum)


def may_open_door(person: Anyone, meeting: Meeting) -> bool:
    """Whether a person makes and ends the link for whoever stands at the door: the organiser."""
    return is_organiser(person, meeting.forum)


def may_see_attendance_over_time(person: Anyone, forum: Forum) -> bool:
    """Whether a person reads how members came over the last meetings: every officer."""
    return is_officer(person, forum)


def may_see_who_stays_away(person: Anyone, forum: Forum) -> bool:
    """Whether a person is told who misses meeting after meeting: the organiser, who asks how they are."""
    return is_organiser(person, forum)
