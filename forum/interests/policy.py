"""Who keeps the register, who reads it, and who declares. Every question is answered yes or no."""

from forum.agendas.policy import may_see_item
from forum.booking.models import Booking
from forum.interests.models import Declaration, Interest
from forum.meetings.models import Meeting
from forum.membership.models import Forum
from forum.membership.policy import is_officer, may_run, speaks_in
from forum.people.models import Anyone


def may_keep_interests(person: Anyone, forum: Forum) -> bool:
    """Whether somebody enters their own interests: whoever speaks in the forum, and its officers."""
    return speaks_in(person, forum) or is_officer(person, forum)


def may_change_interest(person: Anyone, interest: Interest) -> bool:
    """Whether somebody corrects or ends an entry: their own, or the host's if they run the forum."""
    if interest.person_id is not None:
        return person.is_known and interest.person_id == person.id
    return may_run(person, interest.forum)


def may_keep_hosts_interests(person: Anyone, forum: Forum) -> bool:
    """Whether somebody enters interests of the forum's host: whoever runs the forum."""
    return may_run(person, forum)


def may_see_register(person: Anyone, forum: Forum) -> bool:
    """Whether somebody reads the register: the officers, and everyone where the forum's settings say so."""
    return forum.interests_are_public or is_officer(person, forum)


def may_see_declarations(person: Anyone, meeting: Meeting) -> bool:
    """Whether somebody reads what was declared at a meeting: officers, and everyone where the settings say so."""
    if is_officer(person, meeting.forum):
        return True
    return meeting.forum.interests_are_public and meeting.is_published


def may_see_declaration(person: Anyone, declaration: Declaration) -> bool:
    """Whether somebody reads one declaration: never more than the item that it is about."""
    if person.is_known and declaration.person_id == person.id:
        return True
    if not may_see_declarations(person, declaration.meeting):
        return False
    return declaration.item is None or may_see_item(person, declaration.item)


def may_declare_after_booking(person: Anyone, booking: Booking) -> bool:
    """Whether somebody declares on the page after their booking: for themself alone."""
    return person.is_known and booking.person_id == person.id


def may_take_declarations(person: Anyone, meeting: Meeting) -> bool:
    """Whether somebody writes down what others declare, and what followed: the officers."""
    return is_officer(person, meeting.forum)


def may_correct_declaration(person: Anyone, declaration: Declaration) -> bool:
    """Whether somebody corrects a declaration: whoever made it for themself, and the officers."""
    if person.is_known and declaration.person_id == person.id:
        return True
    return is_officer(person, declaration.meeting.forum)
