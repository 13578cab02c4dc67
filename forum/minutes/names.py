"""Whom a name after @ means: somebody who is here, a member, a body, a team, or all. Pure, no database."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import SequenceMatcher

from forum.actions import due
from forum.actions.rules import ALL_MEMBERS, Owner
from forum.foundation.refusals import Refusal
from forum.foundation.words import day, listed
from forum.organisations.models import Organisation

MOST_CHOICES = 8
"""How many owners are offered where a name could be several."""

A_TEAM = "+"
"""What stands before a name that is meant as it is written: `@+"planning team"`."""


class NameNeedsChoice(Refusal):
    """A name after @ that nobody answers to, or several do: `choices` are whom it may mean, to be pressed."""

    def __init__(self, choices: Sequence[Owner], **words: object) -> None:
        """Keep whom the name may mean, the likeliest first."""
        self.choices = list(choices)
        self.name = str(words["name"])
        super().__init__(**words)


class NameFitsNobody(NameNeedsChoice):
    message = (
        "“@{name}” fits nobody here and no member. Choose the owner, or keep “{name}” as the name of a team."
    )


class NameFitsSeveral(NameNeedsChoice):
    message = "“@{name}” could be {several}. Choose whom you mean, or write more of the name."


class BodyFitsNobody(NameNeedsChoice):
    message = "“@{name}” fits no organisation of the forum. Choose one, or write its name in another way."


class RecommendedToSeveral(NameNeedsChoice):
    message = (
        "A recommendation goes to one organisation. Choose it here, and write another line for the next."
    )


class SpeaksForNoBody(Refusal):
    message = "{name} speaks for no organisation. A recommendation goes to one, such as “r @council …”."
    about = "line"


@dataclass(frozen=True)
class Candidate:
    """Somebody who may own an action, and whether they are here."""

    owner: Owner
    is_here: bool = False
    _names: tuple[tuple[str, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        body = self.owner.organisation
        names = [self.own_name]
        if self.owner.person is None and body is not None and body.legal_name:
            names.append(body.legal_name)
        object.__setattr__(self, "_names", tuple(tuple(plain(name).split()) for name in names))

    @property
    def own_name(self) -> str:
        """The name of the person, or of the body where it stands alone."""
        if self.owner.person is not None:
            return self.owner.person.shown_name
        return self.owner.organisation.known_as if self.owner.organisation else self.owner.label

    def is_called(self, name: str) -> bool:
        """Whether this is the whole name, alone or with whom the person speaks for."""
        said = tuple(plain(name).split())
        return said in self._names or said == tuple(plain(self.owner.label).split())

    def may_be_called(self, name: str) -> bool:
        """Whether each part of the name begins a word of it: `owen`, `o tregarth`, `council`."""
        parts = plain(name).split()
        return bool(parts) and any(
            all(any(word.startswith(part) for word in words) for part in parts) for words in self._names
        )

    def likeness(self, name: str) -> float:
        """How near a name comes that was perhaps mistyped: 1 is the same."""
        said = plain(name)
        ways = [word for words in self._names for word in (*words, " ".join(words))]
        return max((SequenceMatcher(None, said, way).ratio() for way in ways), default=0.0)


def plain(name: str) -> str:
    """A name as it is compared: in small letters, without signs."""
    return re.sub(r"[^\w]+", " ", name.casefold().replace("’", "").replace("'", "").replace("_", " ")).strip()


# ---- Owners of an action ------------------------------------------------------------------------------------


def owner_called(name: str, candidates: Sequence[Candidate]) -> Owner:
    """Whom a name after @ means. People who are here go before others, people before bodies.

    `+planning team` is a team that is known by its name alone. Raises `NameFitsNobody`, `NameFitsSeveral`, both
    with the choices that would settle it.
    """
    said = name.removeprefix(A_TEAM)
    if plain(said) in {"all", "everyone", "all members", "members"}:
        return ALL_MEMBERS
    fitting = [candidate for candidate in candidates if candidate.is_called(said)]
    if name.startswith(A_TEAM) and len(fitting) != 1:
        return Owner(team=_as_a_name(said))
    fitting = fitting or [candidate for candidate in candidates if candidate.may_be_called(said)]
    tiers = (
        [one for one in fitting if one.is_here and one.owner.person],
        [one for one in fitting if one.owner.person],
        [one for one in fitting if one.is_here],
        fitting,
    )
    best = next((tier for tier in tiers if tier), [])
    if not best:
        raise NameFitsNobody([*_near(said, candidates), Owner(team=_as_a_name(said))], name=said)
    if len(best) > 1:
        raise _fits_several(said, [one.owner for one in best])
    return best[0].owner


def owners_called(
    names: Sequence[str], candidates: Sequence[Candidate], *, chosen: Sequence[Owner] = ()
) -> list[Owner]:
    """Whom the names after @ mean, each once, and who was chosen from a list besides.

    Where somebody was chosen, a name that fits nobody or several is passed over: the choice answers it.
    Raises `NameFitsNobody`, `NameFitsSeveral`.
    """
    owners: list[Owner] = []
    for name in names:
        try:
            owners.append(owner_called(name, candidates))
        except (NameFitsNobody, NameFitsSeveral):
            if not chosen:
                raise
    return list(dict.fromkeys([*owners, *chosen]))


def choice_words(owner: Owner) -> str:
    """What stands on the button that chooses an owner: a team by its name needs a yes of its own."""
    return f"Keep “{owner.team}” as a name" if owner.team else owner.label


def _as_a_name(said: str) -> str:
    """The name of a team as it stands in the log: `planning_team` typed without quotes is "planning team"."""
    words = " ".join(said.replace("_", " ").split())
    return words if " " in said else words.replace("-", " ")


def _near(said: str, candidates: Sequence[Candidate]) -> list[Owner]:
    """Who is called nearly so, the nearest first: what was meant where a letter slipped."""
    near = [(one.likeness(said), at) for at, one in enumerate(candidates) if not one.owner.is_all_members]
    near = sorted(
        ((likeness, at) for likeness, at in near if likeness >= 0.75), key=lambda one: (-one[0], one[1])
    )
    return [candidates[at].owner for _, at in near[:3]]


def _fits_several(name: str, owners: Sequence[Owner]) -> NameFitsSeveral:
    several = [owner.label for owner in owners[:4]] + (["others"] if len(owners) > 4 else [])
    return NameFitsSeveral(owners[:MOST_CHOICES], name=name, several=listed(several, "or"))


# ---- The body that a recommendation goes to -----------------------------------------------------------------


def body_called(
    names: Sequence[str], candidates: Sequence[Candidate], *, chosen: Sequence[Owner] = ()
) -> Organisation | None:
    """To which organisation a recommendation goes: the one that is named, or for which the named person speaks.

    A choice from a list goes before what was typed. None where nobody was named at all.
    Raises `BodyFitsNobody`, `NameFitsSeveral`, `SpeaksForNoBody`, `RecommendedToSeveral`.
    """
    owners = list(chosen) if chosen else [_body_or_speaker(name, candidates) for name in names]
    bodies: dict[Organisation, None] = {}
    for owner in owners:
        if owner.organisation is None:
            raise SpeaksForNoBody(name=owner.label)
        bodies[owner.organisation] = None
    if len(bodies) > 1:
        raise RecommendedToSeveral([Owner(organisation=body) for body in bodies], name=", ".join(names))
    return next(iter(bodies), None)


def _body_or_speaker(name: str, candidates: Sequence[Candidate]) -> Owner:
    """The same as for an owner, but bodies go before people, and a team cannot be asked."""
    said = name.removeprefix(A_TEAM)
    known = [one for one in candidates if not one.owner.is_all_members]
    fitting = [one for one in known if one.is_called(said)] or [
        one for one in known if one.may_be_called(said)
    ]
    tiers = (
        [one for one in fitting if one.owner.person is None],
        [one for one in fitting if one.is_here],
        fitting,
    )
    best = next((tier for tier in tiers if tier), [])
    bodies = dict.fromkeys(one.owner.organisation for one in best)
    if not best:
        near = [owner for owner in _near(said, known) if owner.organisation is not None]
        raise BodyFitsNobody(
            [Owner(organisation=body) for body in dict.fromkeys(owner.organisation for owner in near)],
            name=said,
        )
    if len(bodies) > 1:
        raise _fits_several(said, [one.owner for one in best])
    return best[0].owner


# ---- What is offered while somebody types -------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """One thing that may be completed: what is written, what it means, and of which kind it is."""

    write: str
    words: str
    kind: str  # "person", "organisation", "team", "all", "date"
    is_here: bool = False


def offered(candidates: Sequence[Candidate]) -> list[Offered]:
    """What may be written after @, in the order of the candidates: a name that is another's too with its body."""
    counts = Counter(plain(one.own_name) for one in candidates)
    return [
        Offered(
            _after_at(one, is_alone=counts[plain(one.own_name)] == 1),
            one.owner.label,
            _kind(one.owner),
            one.is_here,
        )
        for one in candidates
    ]


def _after_at(one: Candidate, *, is_alone: bool) -> str:
    if one.owner.is_all_members:
        return "all"
    name = one.own_name if is_alone else one.owner.label
    sign = A_TEAM if one.owner.team and not is_alone else ""
    return f"{sign}{name}" if re.fullmatch(r"[\w'’\-]+", name) else f'{sign}"{name.replace(chr(34), "")}"'


def _kind(owner: Owner) -> str:
    if owner.is_all_members:
        return "all"
    return "team" if owner.team else "person" if owner.person is not None else "organisation"


def offered_dates(said_on: date, next_meeting_on: date | None) -> list[Offered]:
    """Dates as people say them, each with the day that it means when it is said on a day."""
    months = [f"{said_on.replace(day=1) + timedelta(days=31 * count):%B}".lower() for count in range(12)]
    said = [
        *(["next meeting"] if next_meeting_on is not None else []),
        "friday", "next week", "in two weeks", "in a month",
        *(f"end of {month}" for month in months),
        "end of the year", "ongoing",
    ]  # fmt: skip
    understood = [due.understand(one, said_on=said_on, next_meeting_on=next_meeting_on) for one in said]
    return [Offered(one.as_said, day(one.on) if one.on else "no date", "date") for one in understood]
