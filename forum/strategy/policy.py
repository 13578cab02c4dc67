"""Who may do what with strategies. Every question is answered yes or no; nothing is raised."""

from forum.people.models import Anyone
from forum.strategy.models import Commitment, Strategy, Theme


def may_see_strategy(_person: Anyone, _thing: Strategy | Theme | Commitment) -> bool:
    """Whether the person may see a strategy, or a part of it: what was promised in public, everybody may read."""
    return True
