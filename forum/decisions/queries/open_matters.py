"""What is open from before: actions to be done, and recommendations that wait for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forum.actions.models import Action
from forum.actions.queries import Counts, Wanted, count_actions, page_of_actions
from forum.decisions.models import Recommendation
from forum.decisions.queries.recommendations import waiting_recommendations
from forum.foundation.paging import ListPage
from forum.meetings.models import Meeting
from forum.meetings.queries import coming_meetings
from forum.membership.models import Forum
from forum.people.models import Anyone

FEW = 8
"""How many of each are named; the registers have all of them."""
NEAR = 3
"""How many meetings to come are looked at: the first that is not over is the next."""


@dataclass(frozen=True)
class OpenMatters:
    """What is open in a forum as somebody may see it, and which meetings come next."""

    actions: ListPage[Action]
    counts: Counts
    recommendations: ListPage[Recommendation]


def open_matters_of(forum: Forum, person: Anyone, today: date) -> OpenMatters:
    """The actions that are open, the most overdue first, and what waits for an answer, the longest due first."""
    return OpenMatters(
        actions=page_of_actions(Wanted(), person, forum, today=today, size=FEW),
        counts=count_actions(person, forum, today=today),
        recommendations=waiting_recommendations(person, forum, FEW),
    )


def meetings_ahead(forum: Forum, now: datetime) -> Sequence[Meeting]:
    """The few published meetings that come next or are under way."""
    return coming_meetings(forum, now, most=NEAR)
