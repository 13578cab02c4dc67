"""An action of all members: each member has a part of it, an organisation or a lay member."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.actions.models import Action, ActionState, ActionTick
from forum.foundation.refusals import Refusal
from forum.foundation.words import count_of
from forum.membership.names import LAY
from forum.organisations.models import Organisation, Side
from forum.people.models import Person


class NotForAllMembers(Refusal):
    message = "{reference} is not an action of all members, so nobody has a part to tick."


class NoPartInIt(Refusal):
    message = "{name} was no member when {reference} was agreed, so it has no part in it."


@dataclass(frozen=True)
class MemberPart:
    """The part of one member, and the tick by which it was said to be done.

    `has_left` is whether it is a member no more: then it counts only if it had done its part.
    """

    organisation: Organisation | None = None
    person: Person | None = None  # a lay member
    has_left: bool = False
    tick: ActionTick | None = None

    @property
    def is_done(self) -> bool:
        """Whether this member has done its part."""
        return self.tick is not None and self.tick.withdrawn_at is None

    @property
    def counts(self) -> bool:
        """Whether the action waits for it, or it was done."""
        return self.is_done or not self.has_left

    @property
    def name(self) -> str:
        """As the list names it: `Black Fen Community Transport`; `Jo Ferris, lay member`."""
        if self.organisation is not None:
            return self.organisation.known_as
        return f"{self.person.shown_name}, {LAY}" if self.person else ""

    @property
    def key(self) -> str:
        """What stands in a form for this member."""
        one = self.organisation or self.person
        return one.reference if one else ""

    @property
    def group(self) -> str:
        """With whom it is counted."""
        return _GROUPS[self.organisation.side] if self.organisation is not None else "Lay members"


_GROUPS = {
    Side.VOLUNTARY: "Voluntary sector",
    Side.COMMISSIONERS: "Commissioners",
    Side.OTHERS: "Other organisations",
}


@dataclass(frozen=True)
class Progress:
    """How many members have done their part."""

    done: int
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether everybody has."""
        return 0 < self.of <= self.done

    @property
    def words(self) -> str:
        """`14 of 41 members have done their part`."""
        if self.is_whole:
            return "Every member has done their part" if self.of > 1 else "The one member has done their part"
        return f"{self.done} of {count_of(self.of, 'member')} {'has' if self.done == 1 else 'have'} done their part"


def is_for_all_members(action: Action) -> bool:
    """Whether every member has a part in an action."""
    return any(owner.is_all_members for owner in action.owners)


def progress(parts: Sequence[MemberPart]) -> Progress:
    """How many of those who count have done their part."""
    counted = [part for part in parts if part.counts]
    return Progress(sum(part.is_done for part in counted), len(counted))


def progress_by_group(parts: Sequence[MemberPart]) -> list[tuple[str, Progress]]:
    """The same for each group that has members in it: both sides, others, lay members."""
    groups = [*_GROUPS.values(), "Lay members"]
    counted = [(group, [part for part in parts if part.group == group and part.counts]) for group in groups]
    return [(group, progress(own)) for group, own in counted if own]


def check_has_part(action: Action, parts: Sequence[MemberPart], key: str) -> MemberPart:
    """The part of the member with this key. Raises `NotForAllMembers`, `NoPartInIt`."""
    if not is_for_all_members(action):
        raise NotForAllMembers(reference=action.reference)
    part = next((part for part in parts if part.key == key), None)
    if part is None:
        raise NoPartInIt(name="This member", reference=action.reference)
    return part


def state_after_tick(action: Action, before: Progress, after: Progress) -> ActionState:
    """How an action stands once a part was done or taken back.

    All parts: said to be done. One was taken back after that, or the first was done: in progress.
    """
    if after.is_whole:
        return ActionState.SAID_TO_BE_DONE
    if before.is_whole and action.state is ActionState.SAID_TO_BE_DONE:
        return ActionState.IN_PROGRESS
    if action.state is ActionState.OPEN and after.done:
        return ActionState.IN_PROGRESS
    return action.state
