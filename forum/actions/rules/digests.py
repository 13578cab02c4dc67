"""Who is asked about which actions, on which day, and whom their silence is told to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from forum.actions.models import ActionState, Said
from forum.actions.rules.log import SOON
from forum.foundation.clock import day_in_london, in_london, london_moment
from forum.foundation.refusals import Refusal
from forum.membership.models import Contact

SENT_FROM = time(8)
"""From when in the morning, in London, digests are sent."""

LONG_WITHOUT_DATE = timedelta(weeks=8)
"""After so long without a word, an action that has no date is asked about."""

REST = timedelta(days=7)
"""For so long whoever said how it stands is not asked again, where its date is still to come."""

ANSWERED_IN = timedelta(days=7)
"""How long the second digest waits for an answer before the organisation's contact is told."""

TOLD_AGAIN_AFTER = timedelta(weeks=8)
"""How long nobody is told about the same action again."""

SHOWN_IN_LETTER = 12
"""How many actions a letter spells out; the rest stand on its page."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

OWNERS_SAY = (Said.ON_TRACK, Said.HELD_UP, Said.DONE, Said.DATE_MOVED, Said.NOT_MINE)
"""What an owner's word may be. The others are an officer's."""


class NotYoursAnyMore(Refusal):
    message = "This action is with somebody else by now."


class NotInTheDigest(Refusal):
    message = "Choose one of the answers."


class NoSuchWeekday(Refusal):
    message = "Choose a day of the week."


class PartIsNotMoved(Refusal):
    message = "The date is everybody’s, so it is not yours to move. Say in words how far you are."


class Why(StrEnum):
    """Why somebody is asked about an action."""

    OVERDUE = "overdue"
    SOON = "due soon"
    HELD_UP = "held up"
    NO_DATE = "no date yet"
    SILENT = "no word for two meetings"


class Share(StrEnum):
    """What an action is to whom it is asked of."""

    OWN = "own"
    OF_ALL = "of all members"


ANSWERS: dict[Share, tuple[Said, ...]] = {
    Share.OWN: (Said.ON_TRACK, Said.DONE, Said.DATE_MOVED, Said.NOT_MINE),
    Share.OF_ALL: (Said.ON_TRACK, Said.DONE),
}
"""What can be answered by a link, in the order in which it is offered."""

SLUGS = {
    "on-track": Said.ON_TRACK,
    "done": Said.DONE,
    "more-time": Said.DATE_MOVED,
    "not-mine": Said.NOT_MINE,
}
"""How the answers stand in addresses."""

ANSWER_WORDS = {
    Said.ON_TRACK: "On track",
    Said.DONE: "It is done",
    Said.DATE_MOVED: "I need more time",
    Said.NOT_MINE: "It is not mine",
}
"""How they are offered."""

PART_WORDS = {Said.ON_TRACK: "On track", Said.DONE: "Our part is done"}
"""Likewise where it is an action of all members."""


# ---- What the rules are handed ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Who:
    """Somebody to whom letters go."""

    id: int
    reference: str
    name: str
    email: str | None
    is_demo: bool = False
    is_erased: bool = False

    @property
    def can_be_written_to(self) -> bool:
        """Whether a letter reaches them."""
        return bool(self.email) and not self.is_erased


@dataclass(frozen=True)
class OpenAction:
    """An action that everyone may know of and that still has to be done."""

    id: int
    forum_id: int
    series_id: int | None
    reference: str
    text: str
    state: ActionState
    due_on: date | None
    first_due_on: date | None
    due_as_said: str
    published_at: datetime
    changed_at: datetime
    agreed_on: date
    is_public: bool = True


@dataclass(frozen=True)
class Owns:
    """One owner of an action."""

    organisation_id: int | None = None
    person_id: int | None = None
    is_lay: bool = False
    is_all_members: bool = False


@dataclass(frozen=True)
class Word:
    """One thing said about an action."""

    by_id: int
    organisation_id: int | None
    at: datetime
    said: Said


@dataclass(frozen=True)
class Acts:
    """That a person acts for an organisation today, or for themself."""

    id: int
    person_id: int
    organisation_id: int | None
    contact: Contact
    from_on: date


Member = tuple[int, int | None, int | None]
"""A member of a forum: the numbers of forum, organisation and person, one of the last two None."""


@dataclass
class Facts:
    """All that says who is asked about what in the week of a day."""

    forums: Mapping[int, int] = field(default_factory=dict)  # those that send digests, and on which weekday
    actions: Sequence[OpenAction] = ()
    owners: Mapping[int, Sequence[Owns]] = field(default_factory=dict)
    words: Mapping[int, Sequence[Word]] = field(default_factory=dict)
    ticked: Collection[Member] = frozenset()  # the first number is the action's
    resting: Collection[tuple[int, int]] = frozenset()  # pairs of action and person: a part that is on track
    members: Mapping[Member, date] = field(default_factory=dict)  # and since when
    former: Collection[Member] = frozenset()
    acting: Sequence[Acts] = ()
    people: Mapping[int, Who] = field(default_factory=dict)
    days: Mapping[int, tuple[int, datetime]] = field(default_factory=dict)  # a person's own, and since when
    two_meetings_ago: Mapping[int, date] = field(default_factory=dict)  # of each series
    had: Collection[int] = frozenset()  # who had the digest of this week


@dataclass(frozen=True)
class Line:
    """One action in one person's digest."""

    action: OpenAction
    why: Why
    share: Share


@dataclass(frozen=True)
class Planned:
    """A digest that is to be sent: to whom, by which forum, from when on, with what in it."""

    who: Who
    forum_id: int
    due_at: datetime
    lines: tuple[Line, ...]


# ---- When ---------------------------------------------------------------------------------------------------


def monday_of(day: date) -> date:
    """The Monday of the week of a day: by it a digest is known."""
    return day - timedelta(days=day.weekday())


def sent_from(weekday: int, monday: date) -> datetime:
    """From which moment in a week digests are sent on this weekday; 1 is Monday."""
    return london_moment(monday + timedelta(days=weekday - 1), SENT_FROM)


def is_morning_or_later(now: datetime) -> bool:
    """Whether it is late enough in the day for letters like these: a worker that was down waits for it too."""
    return in_london(now).time() >= SENT_FROM


def weekday_of(person_id: int, forum_id: int, facts: Facts) -> int:
    """On which weekday a person has their digest: the one they chose, else the forum's."""
    chosen = facts.days.get(person_id)
    return chosen[0] if chosen else facts.forums[forum_id]


def due_digests(facts: Facts, now: datetime) -> list[Planned]:
    """The digests that are due: at most one for each person in a week, and none that was sent.

    The morning of the chosen day decides what is in it. A worker that was down then sends it later in the same week,
    without what has changed since.
    """
    if not is_morning_or_later(now):
        return []
    return [
        planned
        for planned in digests_of_week(facts, monday_of(day_in_london(now)))
        if planned.due_at <= now and planned.who.id not in facts.had
    ]


def digests_of_week(facts: Facts, monday: date) -> list[Planned]:
    """The digests of a week as it looks now, whenever in the week they are due, by person."""
    asked = _asked_for(facts)
    found = []
    for person_id in sorted(asked):
        forum_id = min(action.forum_id for action, _ in asked[person_id])
        due_at = sent_from(weekday_of(person_id, forum_id, facts), monday)
        chosen = facts.days.get(person_id)
        if chosen and chosen[1] > due_at:  # the day had passed already when it was chosen
            continue
        lines = _lines(asked[person_id], person_id, facts, due_at)
        if lines:
            sender = min(line.action.forum_id for line in lines)
            found.append(Planned(facts.people[person_id], sender, due_at, lines))
    return found


# ---- What is asked ------------------------------------------------------------------------------------------


def _lines(
    asked: Sequence[tuple[OpenAction, Owns]], person_id: int, facts: Facts, at: datetime
) -> tuple[Line, ...]:
    found: dict[int, Line] = {}
    for action, owner in asked:
        why = why_asked(action, facts, at)
        if why is None or action.changed_at > at or action.published_at > at:
            continue
        if is_resting(action, person_id, owner, facts, at):
            continue
        share = Share.OF_ALL if owner.is_all_members else Share.OWN
        if action.id not in found or share is Share.OWN:
            found[action.id] = Line(action, why, share)
    return tuple(sorted(found.values(), key=_first_due_first))


def _first_due_first(line: Line) -> tuple[bool, date, int]:
    return line.action.due_on is None, line.action.due_on or date.max, line.action.id


def why_asked(action: OpenAction, facts: Facts, at: datetime) -> Why | None:
    """Why an action is asked about on a day, or None. What is said to be done waits for the forum, not its owner."""
    if action.state is ActionState.SAID_TO_BE_DONE:
        return None
    day = day_in_london(at)
    if action.due_on is not None and action.due_on < day:
        return Why.OVERDUE
    if action.due_on is not None and action.due_on <= day + timedelta(days=SOON):
        return Why.SOON
    if action.state is ActionState.BLOCKED:
        return Why.HELD_UP
    said = (word.at for word in facts.words.get(action.id, ()) if word.said is not Said.NO_UPDATE)
    last = max([action.published_at, *said])
    if action.due_on is None and last <= at - LONG_WITHOUT_DATE:
        return Why.NO_DATE
    since = facts.two_meetings_ago.get(action.series_id or 0)
    return Why.SILENT if since is not None and day_in_london(last) < since else None


def is_resting(action: OpenAction, person_id: int, owner: Owns, facts: Facts, at: datetime) -> bool:
    """Whether an owner has lately said how it stands, and its date is still to come: nobody is asked again so soon."""
    if action.due_on is None or action.due_on < day_in_london(at):
        return False
    if owner.is_all_members:
        return (action.id, person_id) in facts.resting
    owners = facts.owners.get(action.id, ())
    return any(
        word.at > at - REST
        and word.said in (Said.ON_TRACK, Said.HELD_UP, Said.DATE_MOVED)
        and is_word_of_owner(word, owners)
        for word in facts.words.get(action.id, ())
    )


def is_word_of_owner(word: Word, owners: Sequence[Owns]) -> bool:
    """Whether one of the owners said it, or somebody of their organisation."""
    return any(
        word.by_id == owner.person_id
        or (word.organisation_id is not None and word.organisation_id == owner.organisation_id)
        for owner in owners
    )


# ---- Of whom ------------------------------------------------------------------------------------------------


def _asked_for(facts: Facts) -> dict[int, list[tuple[OpenAction, Owns]]]:
    """Which actions each person may be asked about, and as whose."""
    ranked = contacts_by_organisation(facts.acting)
    asked: dict[int, list[tuple[OpenAction, Owns]]] = defaultdict(list)
    for action in facts.actions:
        for owner in _single_owners(action, facts):
            person_id = asked_of(action, owner, facts, ranked)
            if person_id is not None:
                asked[person_id].append((action, owner))
    return asked


def _single_owners(action: OpenAction, facts: Facts) -> list[Owns]:
    """The owners of an action, where all members own it each of them then whose part is not ticked."""
    found = []
    for owner in facts.owners.get(action.id, ()):
        if not owner.is_all_members:
            found.append(owner)
            continue
        found += [
            Owns(organisation_id, person_id, is_lay=organisation_id is None, is_all_members=True)
            for (forum_id, organisation_id, person_id), since in facts.members.items()
            if forum_id == action.forum_id
            and since <= action.agreed_on
            and (action.id, organisation_id, person_id) not in facts.ticked
        ]
    return found


def contacts_by_organisation(acting: Sequence[Acts]) -> dict[int, list[Acts]]:
    """Who acts for each organisation: the primary contact first, then the second, then the longest in office."""
    ranked: dict[int, list[Acts]] = defaultdict(list)
    order = {Contact.PRIMARY: 0, Contact.SECOND: 1, Contact.REPRESENTATIVE: 2}
    for acts in sorted(acting, key=lambda one: (order[one.contact], one.from_on, one.id)):
        if acts.organisation_id is not None:
            ranked[acts.organisation_id].append(acts)
    return ranked


def asked_of(
    action: OpenAction, owner: Owns, facts: Facts, ranked: Mapping[int, Sequence[Acts]]
) -> int | None:
    """The number of the person who is asked about one owner's share of an action; None: nobody is.

    For an organisation that is its contact; so it is for somebody who acts for it no more. A team is nobody, and who
    belongs to the forum no more is not asked: the organiser's list of actions without an owner has them.
    """
    if owner.organisation_id is None and owner.person_id is None:
        return None
    if owner.organisation_id is not None:
        if (action.forum_id, owner.organisation_id, None) in facts.former:
            return None
        acting = ranked.get(owner.organisation_id, ())
        still = [acts.person_id for acts in acting if acts.person_id == owner.person_id]
        tried = [*still, *(acts.person_id for acts in acting)]
    elif owner.is_lay and (action.forum_id, None, owner.person_id) in facts.former:
        return None
    else:
        tried = [owner.person_id] if owner.person_id is not None else []
    person_id = next(
        (one for one in tried if one in facts.people and facts.people[one].can_be_written_to), None
    )
    if person_id is None or is_disowned(owner, person_id, facts.words.get(action.id, ())):
        return None
    return person_id


def is_disowned(owner: Owns, person_id: int, words: Sequence[Word]) -> bool:
    """Whether the last that this owner said, since it was handed over, is that it is not theirs."""
    last = None
    for word in sorted(words, key=lambda one: one.at):
        if word.said is Said.HANDED_OVER:
            last = None
        elif word.said in OWNERS_SAY and (
            word.by_id in (person_id, owner.person_id)
            or (owner.person_id is None and word.organisation_id is not None
                and word.organisation_id == owner.organisation_id)
        ):  # fmt: skip
            last = word.said
    return last is Said.NOT_MINE


# ---- What is answered ---------------------------------------------------------------------------------------


def check_answer(said: Said, share: Share | None) -> None:
    """Refuse what a digest does not ask. Raises `NotYoursAnyMore`, `NotInTheDigest`, `PartIsNotMoved`."""
    if share is None:
        raise NotYoursAnyMore
    if said not in ANSWERS[share]:
        raise PartIsNotMoved if said in ANSWERS[Share.OWN] else NotInTheDigest


def check_weekday(weekday: int | None) -> None:
    """Refuse what is no day of the week; None is the forum's. Raises `NoSuchWeekday`."""
    if weekday is not None and not 1 <= weekday <= 7:
        raise NoSuchWeekday


def slug_of_answer(said: Said) -> str:
    """How an answer stands in an address: `more-time`."""
    return next(slug for slug, one in SLUGS.items() if one is said)


def answer_words(said: Said, share: Share) -> str:
    """How an answer is offered: `I need more time`."""
    return (PART_WORDS if share is Share.OF_ALL else ANSWER_WORDS)[said]


# ---- Silence ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """That a person was asked about an action in a digest, and whether they answered it."""

    line_id: int
    person_id: int
    action_id: int
    sent_at: datetime
    is_answered: bool = False
    told_at: datetime | None = None
    is_open: bool = True  # whether the action still has to be done


@dataclass(frozen=True)
class Silence:
    """Two digests in a row without a word: whose, about what, since when, and the line of the second."""

    line_id: int
    person_id: int
    action_id: int
    since: datetime


def silences(
    asked: Sequence[Asked],
    words: Mapping[int, Sequence[Word]],
    owners: Mapping[int, Sequence[Owns]],
    now: datetime,
) -> list[Silence]:
    """The actions about which two digests in a row to the same person brought no word from any owner.

    Nobody is told while the second is younger than a week, nor twice about one action within eight weeks.
    """
    digests: dict[int, list[datetime]] = defaultdict(list)
    lines: dict[tuple[int, int], list[Asked]] = defaultdict(list)
    told: dict[int, datetime] = {}
    for one in sorted(asked, key=lambda line: (line.sent_at, line.line_id)):
        if one.sent_at not in digests[one.person_id]:
            digests[one.person_id].append(one.sent_at)
        lines[one.person_id, one.action_id].append(one)
        if one.told_at is not None:
            told[one.action_id] = max(one.told_at, told.get(one.action_id, one.told_at))
    found: dict[int, Silence] = {}
    for (person_id, action_id), of_one in lines.items():
        old = [sent_at for sent_at in digests[person_id] if sent_at <= now - ANSWERED_IN]
        last = [line for line in of_one if line.sent_at in old[-2:]]
        if (
            len(last) < 2
            or not last[1].is_open
            or any(line.is_answered for line in of_one if line.sent_at >= last[0].sent_at)
        ):
            continue
        if action_id in found or (action_id in told and told[action_id] > now - TOLD_AGAIN_AFTER):
            continue
        own = [*owners.get(action_id, ()), Owns(person_id=person_id)]
        if any(
            word.at >= last[0].sent_at and is_word_of_owner(word, own) for word in words.get(action_id, ())
        ):
            continue
        found[action_id] = Silence(last[1].line_id, person_id, action_id, last[0].sent_at)
    return list(found.values())


def asked_for(silence: Silence, owners: Sequence[Owns], acting: Sequence[Acts]) -> int | None:
    """For which organisation somebody was asked: the number of the one that owns the action and that they act for."""
    own = {acts.organisation_id for acts in acting if acts.person_id == silence.person_id}
    return next((owner.organisation_id for owner in owners if owner.organisation_id in own - {None}), None)


def contact_to_tell(
    person_id: int, organisation_id: int | None, acting: Sequence[Acts], people: Mapping[int, Who]
) -> Who | None:
    """Who is told of somebody's silence: their organisation's primary contact, or the second; never themself."""
    for acts in contacts_by_organisation(acting).get(organisation_id or 0, ()):
        who = people.get(acts.person_id)
        if acts.contact is Contact.REPRESENTATIVE or acts.person_id == person_id:
            continue
        if who is not None and who.can_be_written_to:
            return who
    return None
