"""Finding a theme or a commitment by ordinary words, for somebody who knows no code."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from forum.strategy.models import Commitment, Theme

Thing = TypeVar("Thing", Theme, Commitment)

MOST_THEMES, MOST_COMMITMENTS_FOUND = 4, 8

_LITTLE = frozenset(
    "a an and are as at be by do for from has have how i in is it its of on or our that the their them they this "
    "to us was we what when who why will with you your about not can".split()
)
Tree = Sequence[tuple[Theme, Sequence[Commitment]]]


@dataclass(frozen=True)
class Found:
    """What fits the words, the nearest first."""

    themes: Sequence[Theme] = ()
    commitments: Sequence[Commitment] = ()


def find_by_words(words: str, tree: Tree) -> Found:
    """The themes and commitments that some words fit, the nearest first.

    A title counts more than a text, and what fits all words more than what fits some. A word fits in any of its
    forms ("grants", "grant"), from its beginning ("commun" finds "community"), and under its usual other name.
    """
    asked = [_forms(stem) for stem in _stems(words)]
    if not asked:
        return Found()
    themes = _ranked(((theme, _fits(asked, theme.title, theme.summary)) for theme, _ in tree), MOST_THEMES)
    commitments = _ranked(
        ((one, _fits(asked, one.title, one.text)) for _, under in tree for one in under),
        MOST_COMMITMENTS_FOUND,
    )
    return Found(themes, commitments)


def _ranked(rows: Iterable[tuple[Thing, tuple[int, int]]], most: int) -> list[Thing]:
    fitting = [(score, thing) for thing, score in rows if score[0]]
    best = max((score[0] for score, _ in fitting), default=0)
    # What fits fewer words is shown only where nothing fits more: "young carers" is not answered with all carers.
    kept = [(score, thing) for score, thing in fitting if score[0] == best or best == 1]
    kept.sort(key=lambda row: row[0], reverse=True)  # stable: what fits alike stays in the strategy's order
    return [thing for _, thing in kept[:most]]


def _fits(asked: Sequence[frozenset[str]], title: str, text: str) -> tuple[int, int]:
    """How many of the words fit, and how near: twice for the word itself in the title."""
    in_title, in_text = set(_stems(title)), set(_stems(text))
    words = nearness = 0
    for forms in asked:
        if _has(in_title, forms):
            words, nearness = words + 1, nearness + 2
        elif _has(in_text, forms):
            words, nearness = words + 1, nearness + 1
    return words, nearness


def _has(stems: Iterable[str], forms: frozenset[str]) -> bool:
    return any(stem == form or (len(form) > 3 and stem.startswith(form)) for stem in stems for form in forms)


def _forms(stem: str) -> frozenset[str]:
    return frozenset({stem}).union(*(group for group in _SAME if stem in group))


def _stems(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    found = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return [_stem(word) for word in found if word not in _LITTLE and len(word) > 1]


_ENDINGS = (
    ("ies", "y"), ("ing", ""), ("ement", ""), ("ments", ""), ("ment", ""), ("ers", ""), ("ed", ""), ("es", "e"),
    ("er", ""), ("s", ""),
)  # fmt: skip


def _stem(word: str) -> str:
    """A word without its endings, roughly: enough that its forms meet."""
    for _ in range(2):  # "volunteering" loses two
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
                word = word.removesuffix(ending) + instead
                break
    return word.removesuffix("e") if len(word) > 4 else word


_SAME = tuple(
    frozenset(_stem(word) for word in words.split())
    for words in (
        "money fund grant pay paid cost",
        "buy buying bought procure commission contract tender",
        "charity voluntary vcse sector",
        "volunteer voluntary",
        "young youth child",
        "council authority local",
        "online digital internet technology",
        "train skill learn",
        "alone lonely loneliness isolation",
    )
)
"""Words that people use for one another, as stems."""
