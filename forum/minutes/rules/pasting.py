"""What is pasted from a word processor: cleaned of what nobody typed, and cut into lines where it is too long."""

import re

from forum.foundation.words import without_controls

MOST_WORDS = 8000
"""How long one line may be, in characters: two pages of A4."""

MOST_PASTED = 200_000
"""How much is taken at once, in characters: a chapter of a book."""

# Word's bullets come as signs of its symbol fonts, or as one sign and a tab; "o" with a tab is its second level.
_BULLET = re.compile(
    r"(?m)^[ \t]*(?:[\uf0b7\uf0a7\uf0d8\uf076\uf0fc\u00b7\u25aa\u25cf\u25cb\u2022]|[o\-–](?=\t))[ \t]*"
)
_BULLETED = "• "


def cleaned(text: str) -> str:
    """The words alone: one sign for every bullet, blanks for tabs, no control characters. Quotes stay as they are."""
    text = without_controls(text).replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00ad", "")
    text = _BULLET.sub(_BULLETED, text)
    text = re.sub(r"[\ue000-\uf8ff\ufeff\ufffc]", "", text)  # signs of private fonts and embedded things
    text = re.sub(r"[ \t\u00a0]+", " ", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", text)).strip()


def pieces_of(text: str, most: int = MOST_WORDS) -> list[str]:
    """A long text as lines of its own: one for each paragraph, bullets with what they follow.

    A paragraph that is too long is cut between sentences; a sentence that is, between words. No word is lost.
    """
    whole = cleaned(text)
    paragraphs = re.split(r"\n\s*\n" if re.search(r"\n\s*\n", whole) else r"\n(?!• )", whole)
    pieces: list[str] = []
    for paragraph in paragraphs:
        pieces += _cut(paragraph, most) if len(paragraph) > most else [paragraph]
    return [piece for piece in pieces if piece]


def _cut(paragraph: str, most: int) -> list[str]:
    """A paragraph in as few pieces as hold, each as near to the end of a sentence as can be."""
    pieces = []
    while len(paragraph) > most:
        part = paragraph[: most + 1]
        ends = [match.end() for match in re.finditer(r"[.!?][\"”’')]*\s|\n", part)]
        at = ends[-1] if ends else part.rfind(" ")
        at = at if at > 0 else most
        pieces.append(paragraph[:at].strip())
        paragraph = paragraph[at:].strip()
    return [*pieces, paragraph]
