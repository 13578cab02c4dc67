"""Who may do what with accounts. Every question is answered yes or no; nothing is raised."""

from forum.accounts.models import SignIn
from forum.people.models import Anyone


def may_keep_account(person: Anyone) -> bool:
    """Whether the person has an account to look after: whoever is signed in."""
    return person.is_known


def may_end_sign_in(person: Anyone, sign_in: SignIn) -> bool:
    """Whether the sign-in is theirs to end."""
    return person.is_known and sign_in.person_id == person.id
