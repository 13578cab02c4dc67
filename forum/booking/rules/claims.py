"""Who may have a place, and in which order: the live bookings of a meeting, weighed against its limits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.booking.models import BookingState, Joining
from forum.foundation.words import count_of
from forum.meetings.models import Form, Meeting
from forum.organisations.models import Side


@dataclass(frozen=True)
class Claim:
    """One live booking, as the rules need to see it."""

    booking_id: int
    person_id: int
    joining: Joining
    is_confirmed: bool
    organisation_id: int | None = None
    side: Side = Side.OTHERS


@dataclass(frozen=True)
class Limits:
    """How many places there are, and how many one organisation may have. Lay members count for themselves."""

    in_the_room: int
    online: int
    for_each_organisation: int

    def of(self, joining: Joining) -> int:
        """The places of one way to join."""
        return self.in_the_room if joining is Joining.IN_THE_ROOM else self.online


def limits_of(meeting: Meeting) -> Limits:
    """The limits that a meeting sets now."""
    return Limits(
        in_the_room=0 if meeting.form is Form.ONLINE else meeting.places,
        online=0 if meeting.form is Form.IN_PERSON else meeting.places_online,
        for_each_organisation=meeting.forum.places_for_each_organisation,
    )


class Places:
    """The confirmed places of a meeting, counted while they are given out."""

    def __init__(self, claims: Iterable[Claim], limits: Limits) -> None:
        """Count what is confirmed among the claims."""
        self._limits = limits
        self._taken: Counter[Joining] = Counter()
        self._of_organisation: Counter[int] = Counter()
        for claim in claims:
            if claim.is_confirmed:
                self.take(claim.joining, claim.organisation_id)

    def take(self, joining: Joining, organisation_id: int | None) -> None:
        """Count one place more."""
        self._taken[joining] += 1
        if organisation_id is not None:
            self._of_organisation[organisation_id] += 1

    def left(self, joining: Joining) -> int:
        """How many places are left of one way to join; never under none."""
        return max(0, self._limits.of(joining) - self._taken[joining])

    def held_by(self, organisation_id: int) -> int:
        """How many places an organisation has."""
        return self._of_organisation[organisation_id]

    def is_at_its_limit(self, organisation_id: int | None) -> bool:
        """Whether an organisation has all the places that one may have. Who speaks for none has no such limit."""
        if organisation_id is None:
            return False
        return self._of_organisation[organisation_id] >= self._limits.for_each_organisation

    def may_have(self, joining: Joining, organisation_id: int | None) -> bool:
        """Whether a place is free, and the organisation is under its own limit."""
        return self.left(joining) > 0 and not self.is_at_its_limit(organisation_id)

    def state_for(self, joining: Joining, organisation_id: int | None) -> BookingState:
        """How a newcomer's booking stands once those who wait had their turn. A full meeting is no refusal."""
        return BookingState.CONFIRMED if self.may_have(joining, organisation_id) else BookingState.WAITING


def give_places(claims: Sequence[Claim], limits: Limits) -> tuple[Places, list[Claim]]:
    """Give every free place to whoever has waited longest and may have it.

    `claims` come in the order in which they were made. Returns the places as they are then, and who got one.
    """
    places, given = Places(claims, limits), []
    for claim in claims:
        if not any(places.left(joining) for joining in Joining):
            break
        if not claim.is_confirmed and places.may_have(claim.joining, claim.organisation_id):
            places.take(claim.joining, claim.organisation_id)
            given.append(claim)
    return places, given


def end_of_line(claims: Iterable[Claim], given: Sequence[Claim], joining: Joining) -> int:
    """The place in line of a newcomer, behind everybody who still waits after these were given places."""
    waiting = [claim for claim in claims if not claim.is_confirmed and claim not in given]
    return sum(claim.joining is joining for claim in waiting) + 1


def claim_of(person_id: int, claims: Iterable[Claim]) -> Claim | None:
    """The live booking of a person, if there is one."""
    return next((claim for claim in claims if claim.person_id == person_id), None)


def position_of(booking_id: int, claims: Iterable[Claim]) -> int:
    """The place of a waiting booking in its line, from 1; the room and online have a line each."""
    waiting = [claim for claim in claims if not claim.is_confirmed]
    own = next(claim for claim in waiting if claim.booking_id == booking_id)
    return [claim.booking_id for claim in waiting if claim.joining is own.joining].index(booking_id) + 1


def ways_to_join(meeting: Meeting) -> list[Joining]:
    """How a meeting can be joined: one way, or two for a hybrid one."""
    return {
        Form.IN_PERSON: [Joining.IN_THE_ROOM],
        Form.ONLINE: [Joining.ONLINE],
        Form.HYBRID: [Joining.IN_THE_ROOM, Joining.ONLINE],
    }[meeting.form]


# ---- What somebody can expect ------------------------------------------------------------


@dataclass(frozen=True)
class Prospect:
    """What somebody can expect who books one way now: a place, or a turn in line and why."""

    joining: Joining
    left: int  # places that are free, whoever may have them
    has_place: bool
    line: int  # their place in line, if they have to wait
    why: str = ""  # which places are taken and which are left
    until: str = ""  # when that changes


def prospect(
    joining: Joining,
    organisation_id: int | None,
    organisation: str | None,
    claims: Sequence[Claim],
    limits: Limits,
) -> Prospect:
    """What somebody who speaks for an organisation, or for themself, can expect of one way to join."""
    places, given = give_places(claims, limits)
    left, line = places.left(joining), end_of_line(claims, given, joining)
    if places.may_have(joining, organisation_id):
        return Prospect(joining, left, True, line)
    where = where_in_words(joining)
    if left:
        most = limits.for_each_organisation
        return Prospect(
            joining,
            left,
            False,
            line,
            f"{organisation} has its {count_of(most, 'place')}.",
            f"{count_of(left, 'place')} {where} {'is' if left == 1 else 'are'} left for other organisations. When "
            "somebody of yours gives up a place, it goes to whoever of you has waited longest.",
        )
    total = limits.of(joining)
    if not total:
        why = f"No places {where} are open yet."
    elif total == 1:
        why = f"The only place {where} is taken."
    else:
        why = f"All {total} places {where} are taken."
    until = "As soon as one comes free, it goes to whoever has waited longest."
    return Prospect(joining, left, False, line, why, until)


def share_in_words(held: int, limits: Limits) -> str:
    """How much of its own places an organisation has taken: `1 of its 2 places is taken`."""
    most = limits.for_each_organisation
    if not held:
        return ""
    if held >= most:
        return f"Its {count_of(most, 'place')} {'is' if most == 1 else 'are'} taken."
    return f"{held} of its {count_of(most, 'place')} {'is' if held == 1 else 'are'} taken."


def where_in_words(joining: Joining) -> str:
    return "in the room" if joining is Joining.IN_THE_ROOM else "online"
