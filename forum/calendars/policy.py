"""Who may do what with calendars. The public feeds are everybody's; a secret address is its own permit."""

from forum.people.models import Anyone


def may_have_calendar(person: Anyone) -> bool:
    """Everybody who signs in may have a calendar of their own."""
    return person.is_known
