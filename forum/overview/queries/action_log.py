"""What stands around the list of the action log: the counts above it, and what it can be narrowed to."""

from dataclasses import dataclass, field
from datetime import date

from forum.actions.queries import (
    Counts,
    count_actions,
    meetings_of_actions,
    owners_of_actions,
    themes_of_actions,
)
from forum.foundation.words import date_of
from forum.membership.models import Forum
from forum.people.models import Anyone


@dataclass(frozen=True)
class Frame:
    """The counts, and pairs of what an address says and people read: owners, themes, and the days of meetings."""

    counts: Counts
    owners: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    meetings: tuple[tuple[str, str], ...]
    options: dict[tuple[str, str], str] = field(default_factory=dict, compare=False)  # as pages list them


def find_frame(person: Anyone, forum: Forum, today: date) -> Frame:
    """The same for a person, of what they may see."""
    return Frame(
        counts=count_actions(person, forum, today=today),
        owners=tuple(owners_of_actions(person, forum)),
        themes=tuple((theme.slug, theme.title) for theme in themes_of_actions(person, forum)),
        meetings=tuple(
            (meeting.reference, date_of(meeting.on)) for meeting in meetings_of_actions(person, forum)
        ),
    )
