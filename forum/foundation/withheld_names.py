"""Names that a minute-taker marks as not for the public: `[[Jane Smith]]` reads "a person" everywhere but on the desk.

A mark is two square brackets on each side; spaces between them are overlooked, and marks may lie in each other.
Where one is missing on either side, all that may belong to the name is kept back: too much rather than a name.
"""

import re

_BRACKETS = re.compile(r"\[(?:\s*\[)+|\](?:\s*\])+")
_MAY_BE_MARKED = re.compile(r"\[\s*\[|\]\s*\]")
_BEGINS_A_SENTENCE = re.compile(r"(?:^|[.!?]|\n)[\s\"“‘(]*$")

HIDDEN = "a person"
"""What stands in place of a marked name."""


def public_words(text: str) -> str:
    """A text as everyone may read it: `[[Jane Smith]] spoke` becomes `A person spoke`.

    A name that is not closed keeps back all that follows, one that was never opened all that is before it.
    """
    if not _MAY_BE_MARKED.search(text):
        return text
    kept: list[str] = []
    depth, upto = 0, 0
    for found in _BRACKETS.finditer(text):
        brackets = found.group().count(found.group()[0]) // 2
        if depth == 0:
            kept.append(text[upto : found.start()])
        if found.group()[0] == "[":
            if depth == 0:
                kept.append(_hidden(kept))
            depth += brackets
        elif depth == 0:  # a name that was never opened: it may begin anywhere before
            kept = [_hidden([])]
        else:
            depth = max(0, depth - brackets)
        upto = found.end()
    if depth == 0:
        kept.append(text[upto:])
    return "".join(kept)


def has_withheld(text: str) -> bool:
    """Whether something in a text is marked as not for the public, well or badly."""
    return bool(_MAY_BE_MARKED.search(text))


def is_marked_badly(text: str) -> bool:
    """Whether a mark in a text is open at the end, or closes what was never opened."""
    depth = 0
    for found in _BRACKETS.finditer(text):
        brackets = found.group().count(found.group()[0]) // 2
        if found.group()[0] == "[":
            depth += brackets
        elif depth == 0:
            return True
        else:
            depth = max(0, depth - brackets)
    return depth > 0


def _hidden(before: list[str]) -> str:
    """The words in place of a name, with a capital where a sentence begins."""
    return HIDDEN.capitalize() if _BEGINS_A_SENTENCE.search("".join(before)) else HIDDEN
