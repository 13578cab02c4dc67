"""What the story of the demo is played on."""

from dataclasses import dataclass
from datetime import date, datetime, time

from forum.demo import organisations as cast
from forum.foundation.clock import london_moment
from forum.foundation.database import operation
from forum.meetings.models import Series, Venue
from forum.membership.models import Forum, Representative
from forum.membership.operations import know_person
from forum.people.models import Person
from forum.strategy.models import Commitment


@dataclass
class Stage:
    """What the story is played on: the forum, its people, and the clock of the story."""

    today: date
    forum: Forum
    organiser: Person
    chair: Person
    minute_taker: Person
    lay: Representative
    people: dict[str, Representative]  # the first representative of each organisation, by its name
    voluntary: list[Representative]
    commissioners: list[Representative]
    commitments: dict[str, Commitment]
    hall: Venue
    series: dict[str, Series]

    def person_for(self, name: str) -> Representative:
        """Who speaks for an organisation of the story, by its name; "host" and "lay" have theirs."""
        if name == "lay":
            return self.lay
        return self.people[cast.HOST if name in {"host", "chair"} else name]


def hour(day: date, hour: int) -> datetime:
    """An hour of a day by London's clocks."""
    return london_moment(day, time(hour))


@operation
def know_somebody(name: str, email: str, now: datetime) -> Person:
    """Somebody invented: their letters never leave this machine."""
    person = know_person(name, email, by=None, now=now)
    person.is_demo = True
    return person
