"""The grid: every open action before a meeting, on one page, with what is said of each. And what has gone adrift."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from forum.actions.models import Action, ActionState, Said
from forum.foundation.refusals import Refusal
from forum.foundation.words import near_date


class Word(StrEnum):
    """What the meeting says of an action; nothing is said of one that is left as it is."""

    ON_TRACK = "on track"
    NO_UPDATE = "no update"
    WAITS = "held up"
    DONE = "done"
    CLOSED = "closed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Told:
    """One row of the grid as it was filled in."""

    reference: str
    word: Word | None
    words: str = ""
    due: str = ""  # another date, as it was typed
    seen: str = ""  # how the action stood on the page that was filled in

    @property
    def says_something(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.word or self.words.strip() or self.due.strip())


class ChangedMeanwhile(Refusal):
    message = "{reference} was changed meanwhile, and now stands as shown. Look at it, and save again."
    about = "word"


class SayWhatItIs(Refusal):
    message = "Choose how {reference} stands: your words are kept."
    about = "word"


class WordsAreMissing(Refusal):
    message = "{reference}: {asked}"
    about = "words"


class RowsRefused(Refusal):
    """Some rows cannot be kept as they are, so none was: each says why."""

    message = "Nothing was saved yet. Look at what is marked, and save again."

    def __init__(self, problems: Mapping[str, Refusal]) -> None:
        super().__init__()
        self.problems = dict(problems)


_NEEDS_WORDS = {
    Word.WAITS: "say what it waits for.",
    Word.CLOSED: "say what came of it, in a sentence.",
    Word.DROPPED: "say why it is dropped.",
}


def mark_of(action: Action) -> str:
    """How an action stands, in a mark that a page carries: another one means that somebody changed it."""
    return f"{action.state.value}:{action.changed_at.isoformat()}"


def check_told(action: Action, told: Told) -> None:
    """Refuse a row about an action that changed meanwhile, or one that lacks a word that it needs.

    Raises `ChangedMeanwhile`, `SayWhatItIs` or `WordsAreMissing`.
    """
    if told.seen != mark_of(action):
        raise ChangedMeanwhile(reference=action.reference)
    if told.due.strip() and not told.words.strip():
        raise WordsAreMissing(reference=action.reference, asked="say why the date moves.")
    if told.word is None and not told.due.strip():
        raise SayWhatItIs(reference=action.reference)
    asked = _NEEDS_WORDS.get(told.word) if told.word else None
    if asked and not told.words.strip():
        raise WordsAreMissing(reference=action.reference, asked=asked)


def said_by(word: Word) -> Said:
    """What the report of an action says for this word."""
    return Said(word.value)


# ---- What has gone adrift -----------------------------------------------------------------------------------


class Adrift(StrEnum):
    """Why nobody may be doing an action, as a reader would say it."""

    OWNER_LEFT = "its owner no longer acts for the organisation"
    OWNER_ENDED = "its organisation is no longer a member"
    TEAM_ALONE = "only a team’s name stands there, and nobody can be asked"
    DISOWNED = "its owner says that it is not theirs"
    NO_DATE = "it has no date"
    NO_WORD = "nobody has said anything for two meetings"


@dataclass(frozen=True)
class Sign:
    """What is looked up about one action to judge whether it is adrift."""

    has_live_owner: bool
    has_member_owner: bool
    is_disowned: bool
    last_word_at: datetime


def adrift(action: Action, sign: Sign, before_last_at: datetime | None) -> list[Adrift]:
    """Why a live action may be nobody's; none for one that is looked after.

    `before_last_at` is when the meeting before the last began: None where there were not two meetings yet. An
    action that is ongoing, or that said from the start when it cannot be dated, needs no date.
    """
    if not action.is_live:
        return []
    teams = [owner for owner in action.owners if owner.team]
    found = []
    if action.owners and len(teams) == len(action.owners):
        found.append(Adrift.TEAM_ALONE)
    elif not sign.has_live_owner:
        found.append(Adrift.OWNER_LEFT)
    elif not sign.has_member_owner:
        found.append(Adrift.OWNER_ENDED)
    if sign.is_disowned:
        found.append(Adrift.DISOWNED)
    if action.due_on is None and not action.due_as_said:
        found.append(Adrift.NO_DATE)
    if before_last_at is not None and sign.last_word_at < before_last_at:
        found.append(Adrift.NO_WORD)
    return found


def ended_words(action: Action, today: date) -> str:
    """`Closed on 3 November`, `Dropped on 3 November`."""
    word = "Dropped" if action.state is ActionState.DROPPED else "Closed"
    return f"{word} on {near_date(action.ended_at, today)}" if action.ended_at else word
