"""Who may see what came back."""

from forum.membership.models import Forum
from forum.membership.policy import is_officer
from forum.people.models import Anyone


def may_see_feedback(person: Anyone, forum: Forum) -> bool:
    """The officers see the answers, without anybody's name."""
    return is_officer(person, forum)
