"""How to get into a venue, in words: the same on pages and in letters."""

from forum.foundation.words import capital, listed
from forum.meetings.models import Venue


def access_in_words(venue: Venue) -> list[str]:
    """What is known about getting there and in, a sentence or a few words each; nothing where nothing is known."""
    said = []
    if venue.is_step_free is not None:
        said.append("Step-free throughout." if venue.is_step_free else "Not step-free: there are steps.")
    if venue.has_hearing_loop is not None:
        said.append("Hearing loop." if venue.has_hearing_loop else "No hearing loop.")
    if venue.nearest_stop:
        said.append(_sentence(f"Nearest stop: {venue.nearest_stop}"))
    if venue.parking:
        said.append(_sentence(f"Parking: {venue.parking}"))
    if venue.access:
        said.append(_sentence(venue.access))
    return said


def access_not_known(venue: Venue) -> str:
    """What nobody has said yet about getting in, in a few words: "step-free access"; empty where all is known."""
    unknown = ["step-free access"] if venue.is_step_free is None else []
    unknown += ["the hearing loop"] if venue.has_hearing_loop is None else []
    return capital(listed(unknown))


IN_WORDS = (access_in_words, access_not_known)
"""What pages may call by these names."""


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
