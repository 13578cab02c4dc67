"""Who of those present may decide on an item at one moment: counted in members, as a quorum is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forum.attendance.models import Presence, SteppedOut
from forum.attendance.rules import Listed, side_of_listed
from forum.decisions.rules import Deciding
from forum.interests.models import Declaration, Effect
from forum.organisations.models import Side

Body = tuple[int | None, int | None]
"""A member: the number of the organisation, or that of the lay member."""

DOES_NOT_DECIDE = (Effect.SPEAKS, Effect.LEAVES)


@dataclass(frozen=True)
class Room:
    """All that tells who was in the room when, and for whom."""

    listed: Sequence[Listed]
    stepped: Mapping[int, Sequence[SteppedOut]]  # by the number of the mark
    declarations: Sequence[Declaration]  # those that hold
    members: Collection[Body]  # whose membership is alive on the day
    speaks_for: Mapping[int, Sequence[Body]] = field(
        default_factory=dict
    )  # whom a person acts for, by their number
    places: Mapping[int, int] = field(
        default_factory=dict
    )  # in which place each item is taken, by its number
    ended_at: datetime | None = None
    last_lines: Mapping[int, datetime] = field(
        default_factory=dict
    )  # when each item had its last line while it ran


def moment_of(room: Room, item_id: int | None, at: datetime) -> datetime:
    """At which moment to look: what is written up after the end was decided when its item had its last line."""
    if room.ended_at is None or at <= room.ended_at:
        return at
    return room.last_lines.get(item_id or 0, room.ended_at)


def deciding_at(room: Room, item_id: int | None, at: datetime) -> Deciding:
    """The members present who may decide on an item at a moment: each organisation once, each lay member once.

    Guests, and officers who speak for nobody, are no members. Whoever stands in for a member counts for it. Who has
    an interest and so does not decide, or is out of the room, is left out; a member of which another may decide is
    not.
    """
    moment = moment_of(room, item_id, at)
    may: dict[Body, Side] = {}
    kept_out: dict[Body, Side] = {}
    for one in room.listed:
        body = body_of(room, one)
        if body is None or not is_there(room, one, item_id, moment):
            continue
        out = [gone for gone in _steps(room, one) if is_out(gone, item_id, moment)]
        if has_interest(room, one, item_id) or any(gone.is_for_interest for gone in out):
            kept_out[body] = side_of_listed(one)
        elif not out:
            may[body] = side_of_listed(one)
    sides = list(may.values())
    return Deciding(
        voluntary=sides.count(Side.VOLUNTARY),
        commissioners=sides.count(Side.COMMISSIONERS),
        lay=sides.count(Side.OTHERS),
        left_out=len(kept_out.keys() - may.keys()),
    )


def body_of(room: Room, one: Listed) -> Body | None:
    """The member for whom somebody is there; None for guests, and officers who speak for nobody."""
    if one.person is None:
        return None
    own: Body = (one.organisation.id, None) if one.organisation else (None, one.person.id)
    if own in room.members and (one.organisation is not None or one.is_lay):
        return own
    if one.substitute_for is not None:
        return next(
            (body for body in room.speaks_for.get(one.substitute_for.id, ()) if body in room.members), None
        )
    return None


def is_there(room: Room, one: Listed, item_id: int | None, at: datetime) -> bool:
    """Whether somebody had come and had not left. Where nobody noted a time, the items tell."""
    if one.presence is not Presence.PRESENT:
        return False
    here, came, left = (
        room.places.get(number or 0) for number in (item_id, one.arrived_at_item_id, one.left_at_item_id)
    )
    if one.arrived_at is not None:
        has_come = one.arrived_at <= at
    else:
        has_come = came is None or here is None or came <= here
    if one.left_at is not None:
        return has_come and at < one.left_at
    return has_come and (left is None or here is None or here < left)


def is_out(gone: SteppedOut, item_id: int | None, at: datetime) -> bool:
    """Whether somebody who stepped out for an item is out at a moment; without a time, for the whole item."""
    if gone.withdrawn_at is not None or gone.item_id != item_id:
        return False
    if gone.out_at is None:
        return True
    return gone.out_at <= at and (gone.back_at is None or at < gone.back_at)


def has_interest(room: Room, one: Listed, item_id: int | None) -> bool:
    """Whether somebody declared an interest on an item, or on the whole meeting, and so does not decide."""
    return any(
        (declared.recorded_effect or declared.effect) in DOES_NOT_DECIDE
        and declared.item_id in (None, item_id)
        and (
            declared.person_id == one.person_id
            if declared.person_id is not None
            else one.organisation is not None and declared.organisation_id == one.organisation.id
        )
        for declared in room.declarations
    )


def _steps(room: Room, one: Listed) -> Sequence[SteppedOut]:
    return room.stepped.get(one.row.id, ()) if one.row is not None else ()
