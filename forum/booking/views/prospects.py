"""What somebody can expect of each way to join, as pages say it."""

from collections.abc import Sequence
from datetime import datetime

from forum.booking import queries, rules
from forum.booking.models import Booking, Joining
from forum.booking.rules import Prospect, Speaker
from forum.membership.models import Representative
from forum.organisations.models import Organisation

Prospects = dict[str, Prospect]
"""By the words of each way to join: `in the room`, `online`."""


def prospects_for(
    organisation: Organisation | None, ways: Sequence[Joining], standing: queries.Standing
) -> Prospects:
    """What whoever speaks for an organisation, or for themself, can expect."""
    speaker, name = _speaker(organisation)
    return {
        way.value: rules.prospect(way, speaker, name, standing.places, standing.waiting[way]) for way in ways
    }


def prospect_of_change(booking: Booking, other: Joining, moment: datetime) -> Prospect:
    """What somebody can expect who would join the other way, and give up what they have."""
    speaker, name = _speaker(booking.representative.organisation if booking.representative else None)
    meeting = booking.meeting
    places = rules.places_without(
        booking, speaker, queries.places_held(meeting), rules.limits_of(meeting, moment)
    )
    return rules.prospect(other, speaker, name, places, 0)


def _speaker(organisation: Organisation | None) -> tuple[Speaker, str | None]:
    if organisation is None:
        return Speaker(), None
    return Speaker(organisation.id, organisation.side), organisation.known_as


def has_place(prospects: Prospects) -> bool:
    """Whether there is a place by any way."""
    return any(one.has_place for one in prospects.values())


def lines_for(
    speakers: Sequence[Representative],
    ways: Sequence[Joining],
    standing: queries.Standing,
    *,
    names: bool = False,
) -> dict[str, str]:
    """A line for each: how much of its places the organisation has, and whether they would wait."""
    lines = {}
    for one in speakers:
        said = []
        if names:
            said.append(one.organisation.known_as if one.organisation else "Lay member")
        if one.organisation_id is not None:
            share = rules.share_in_words(standing.places.held_by(one.organisation_id), standing.places.limits)
            said += [share.rstrip(".")] if share else []
        if not has_place(prospects_for(one.organisation, ways, standing)):
            said.append("There is a waiting list")
        lines[one.reference] = ". ".join(said)
    return lines
