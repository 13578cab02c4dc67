"""Who is who in a forum. Every question is answered yes or no; nothing is raised."""

from datetime import date

from forum.foundation import clock
from forum.membership import queries
from forum.membership.models import Forum, Office
from forum.organisations.models import Organisation
from forum.people.models import Anyone

RUNNING = (Office.ORGANISER, Office.CHAIR, Office.VICE_CHAIR)


def _today() -> date:
    # A permit is always asked about today, and `permit` has no place to hand the day down.
    return clock.day_in_london(clock.now())


def has_office(person: Anyone, forum: Forum, *offices: Office) -> bool:
    """Whether the person holds one of these offices of the forum today."""
    held = queries.offices_of(person, _today())
    return any((forum.id, office) in held for office in offices)


def is_officer(person: Anyone, forum: Forum) -> bool:
    """Whether the person holds any office of the forum today."""
    return has_office(person, forum, *Office)


def is_organiser(person: Anyone, forum: Forum) -> bool:
    """Whether the person is an organiser today."""
    return has_office(person, forum, Office.ORGANISER)


def is_chair(person: Anyone, forum: Forum) -> bool:
    """Whether the person is chair, co-chair or vice-chair today."""
    return has_office(person, forum, Office.CHAIR, Office.VICE_CHAIR)


def may_run(person: Anyone, forum: Forum) -> bool:
    """Whether the person runs the forum today: as organiser, chair or vice-chair."""
    return has_office(person, forum, *RUNNING)


def takes_minutes(person: Anyone, forum: Forum) -> bool:
    """Whether the person writes the minutes today. The organiser may too: many forums have nobody else."""
    return has_office(person, forum, Office.MINUTE_TAKER, Office.ORGANISER)


def represents(person: Anyone, forum: Forum) -> bool:
    """Whether the person acts for a live member of the forum today, or is a lay member."""
    return bool(queries.representations_of(person, forum, _today()))


def takes_part(person: Anyone, forum: Forum) -> bool:
    """Whether the person belongs to the forum in any way: as representative, lay member or officer."""
    return is_officer(person, forum) or represents(person, forum)


def speaks_in(person: Anyone, forum: Forum) -> bool:
    """Whether the person books, proposes and declares: representatives, lay members and those who run the forum.

    A minute-taker who is nothing else writes down what others say.
    """
    return may_run(person, forum) or represents(person, forum)


def may_see_desk(person: Anyone, forum: Forum) -> bool:
    """Whether the desk is theirs to see: every officer's, and an administrator's for officers and journal."""
    return person.is_administrator or is_officer(person, forum)


def organisations_of(person: Anyone, forum: Forum) -> set[int]:
    """The numbers of the organisations that the person acts for in the forum today."""
    found = queries.representations_of(person, forum, _today())
    return {acts.organisation_id for acts in found if acts.organisation_id is not None}


def may_change_settings(person: Anyone, forum: Forum) -> bool:
    """Whether the person decides how the forum works: whoever runs it."""
    return may_run(person, forum)


def may_appoint_officers(person: Anyone, forum: Forum) -> bool:
    """Whether the person appoints officers and ends their office: whoever runs the forum, and administrators."""
    return person.is_administrator or may_run(person, forum)


def may_keep_members(person: Anyone, forum: Forum) -> bool:
    """Whether the person adds members and those who act for them, and changes what is known of them."""
    return may_run(person, forum)


def may_keep_organisation(person: Anyone, organisation: Organisation, forum: Forum) -> bool:
    """Whether the person changes an organisation and who acts for it: not one that other forums alone know.

    Whoever acts for an organisation takes part in each forum of which it is a member.
    """
    if not may_keep_members(person, forum):
        return False
    is_known = queries.find_membership(forum, organisation) is not None
    return is_known or not queries.is_or_was_member(organisation)


def may_see_names(person: Anyone, forum: Forum) -> bool:
    """Whether the person reads who acts for a member: those who take part in the forum."""
    return takes_part(person, forum)


def may_see_organisation(person: Anyone, organisation: Organisation, forum: Forum) -> bool:
    """Whether the person reads an organisation's page: those who take part, each; others, if it agreed to that."""
    if takes_part(person, forum):
        return True
    return organisation.is_listed and queries.is_or_was_member(organisation)


def is_administrator(person: Anyone) -> bool:
    """Whether the person sets up forums and officers, and reads the journal."""
    return person.is_administrator
