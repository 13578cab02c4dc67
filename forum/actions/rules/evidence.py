"""What shows that an action is done, or how far it is."""

from forum.actions.rules.log import check_public_words
from forum.agendas.rules import link_given
from forum.foundation.refusals import Refusal


class EvidenceNeedsWords(Refusal):
    message = "Say in a few words what it shows."
    about = "words"


class EvidenceNeedsPlace(Refusal):
    message = "Give an address, or choose a paper, so that others can look at it."
    about = "address"


def check_evidence(words: str, address: str, *, has_paper: bool) -> str:
    """The address as it is kept, of a page on the web or empty. Nothing is fetched.

    Raises `EvidenceNeedsWords`, `EvidenceNeedsPlace`, `AddressIsOdd`, `AddressHasPassword`, and as
    `check_public_words`.
    """
    if not words.strip():
        raise EvidenceNeedsWords
    check_public_words(words)
    if not address.strip():
        if not has_paper:
            raise EvidenceNeedsPlace
        return ""
    return link_given(address).address or ""
