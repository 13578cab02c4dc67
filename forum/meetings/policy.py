"""Who may do what with meetings. Every question is answered yes or no; nothing is raised."""

from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_officer, may_run
from forum.people.models import Anyone


def may_see_meeting(person: Anyone, meeting: Meeting) -> bool:
    """A published meeting is everybody's to see; before that it is the officers'."""
    return meeting.is_published or is_officer(person, meeting.forum)


def may_see_meetings_to_run(person: Anyone, forum: Forum) -> bool:
    """The organiser's list, with what is missing, is every officer's to see."""
    return is_officer(person, forum)


def may_plan_meetings(person: Anyone, forum: Forum) -> bool:
    """Organisers and chairs plan meetings, and add the series and venues that they need."""
    return may_run(person, forum)


def may_change_meeting(person: Anyone, meeting: Meeting) -> bool:
    """Organisers and chairs change, publish and call off."""
    return may_run(person, meeting.forum)
