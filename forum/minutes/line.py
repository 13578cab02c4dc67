"""What the minute-taker types: a note, `d …` a decision, `r @council by 30 nov …` a recommendation,
`a @jo by 3 oct …` an action, `q …` a question, `i …` an interest declared at the table. Pure, no database.
"""

import re
from dataclasses import dataclass
from datetime import date

from forum.actions import due
from forum.actions.rules import Owner
from forum.foundation.refusals import Refusal
from forum.minutes.models import EntryKind
from forum.minutes.names import (
    A_TEAM,
    BodyFitsNobody,
    Candidate,
    NameFitsNobody,
    NameFitsSeveral,
    NameNeedsChoice,
    RecommendedToSeveral,
    SpeaksForNoBody,
    body_called,
    choice_words,
    owner_called,
    owners_called,
)

__all__ = [
    "BodyFitsNobody",
    "Candidate",
    "Line",
    "NameFitsNobody",
    "NameFitsSeveral",
    "NameNeedsChoice",
    "NoDateAfterBy",
    "RecommendedToSeveral",
    "SpeaksForNoBody",
    "body_called",
    "choice_words",
    "owner_called",
    "owners_called",
    "understand",
    "written_out",
]


class NoDateAfterBy(Refusal):
    message = (
        "“{said}” begins with no date that we know. Write “by 3 oct”, “by end of january” or “by next meeting”, "
        "or move “by …” further back in the line."
    )
    about = "line"


@dataclass(frozen=True)
class Line:
    """One line as it is understood: its kind, its words, the names after @, and the date after "by"."""

    kind: EntryKind
    text: str
    names: tuple[str, ...] = ()
    due_as_said: str = ""

    @property
    def owners_as_said(self) -> str:
        """What was typed after the @ signs: `jo, county-council`."""
        return ", ".join(name.removeprefix(A_TEAM) for name in self.names)


_NAME = re.compile(
    r"""@(?P<team>\+?)(?:"(?P<q>[^"]+)"|“(?P<c>[^”]+)”|(?P<w>[\w'’.\-]*[\w]))"""
    r"""(?:\s*[,:;/&+](?=\s|$|@)|[,:;])?(?:\s+|$|(?=@))(?:(?:and|&)\s+(?=@))?"""
)
_LONGEST_DATE = 6  # words: "by the end of next year", "by friday the 3rd of october"
_SIGNS = {"d": EntryKind.DECISION, "q": EntryKind.QUESTION, "i": EntryKind.DECLARATION}
_TO_SOMEBODY = {"a": EntryKind.ACTION, "r": EntryKind.RECOMMENDATION}
# "by hand", "by e-mail", "by asking": how something is done, and not when.
_HOW = re.compile(
    r"(?:hand|e-?mail|post|phone|telephone|text|letter|mail|fax|bus|train|car|bike|foot|courier|video|zoom|teams|"
    r"consensus|vote|default|proxy|then|(?!(?:spring|evening|morning)\b)[a-z]{2,}ing)\b",
    re.IGNORECASE,
)


def understand(typed: str, pressed: EntryKind, *, said_on: date, next_meeting_on: date | None = None) -> Line:
    """What a line says. `pressed` is the button; a beginning like `d ` or `a @` goes before it.

    Raises `NoDateAfterBy`, and what a date raises that is not in the calendar.
    """
    text = typed.strip()
    if text in _SIGNS:  # the sign of a line whose words are still to come
        return Line(_SIGNS[text], "")
    if text[:1] in _SIGNS and re.match(r".\s+\S", text):
        return Line(_SIGNS[text[0]], text[1:].strip())
    kind = pressed
    if re.match(r"[aArR]\s+@", text):
        kind = _TO_SOMEBODY[text[0].lower()]
        text = text[1:].strip()
    if kind not in _TO_SOMEBODY.values():
        return Line(kind, text)
    names: list[str] = []
    while match := _NAME.match(text):
        name = match["q"] or match["c"] or match["w"]
        names.append(f"{match['team']}{' '.join(name.split())}")
        text = text[match.end() :]
    if re.match(r"by\b", text, re.IGNORECASE) and names:
        due_as_said, text = _date_in_front(text, said_on, next_meeting_on)
    else:
        due_as_said, text = _date_behind(text, said_on, next_meeting_on)
    return Line(kind, _sentence(text), tuple(names), due_as_said)


def _date_in_front(text: str, said_on: date, next_meeting_on: date | None) -> tuple[str, str]:
    """`by 3 oct send the list`: as many words as make a date, and the rest; "by hand" is no date and stays."""
    words = text.split()[1:]
    for count in range(min(_LONGEST_DATE, len(words)), 0, -1):
        said = " ".join(words[:count])
        found = due.find(said, said_on=said_on, next_meeting_on=next_meeting_on)
        if found is not None:
            rest = re.match(r"by" + r"\s+\S+" * count, text, re.IGNORECASE)
            return said.strip(" ,:;"), text[rest.end() :] if rest else ""
    said, colon, behind = text[2:].partition(":")
    if colon and len(said.split()) <= _LONGEST_DATE + 2:
        return said.strip(), behind.strip()
    if _HOW.match(text[2:].strip()):
        return _date_behind(text, said_on, next_meeting_on)
    raise NoDateAfterBy(said=" ".join(words[:4]))


def _date_behind(text: str, said_on: date, next_meeting_on: date | None) -> tuple[str, str]:
    """`send the list by 3 oct`: the date, and what is before it; "by hand" is no date and stays."""
    at = [match.start() for match in re.finditer(r"\s(?:by|before)\s", text, re.IGNORECASE)]
    if at:
        said = re.sub(r"^(?:by|before)\s+", "", text[at[-1] :].strip(), flags=re.IGNORECASE).rstrip(".")
        if said and due.find(said, said_on=said_on, next_meeting_on=next_meeting_on) is not None:
            return said, text[: at[-1]]
    return "", text


def _sentence(text: str) -> str:
    text = text.strip(" ,:;")
    return text[:1].upper() + text[1:]


def written_out(typed: str, name: str, owner: Owner) -> str:
    """The line with the name that was not clear written out: `a @"Tom Ockley, lay member" by 3 oct …`.

    So the choice stands in the line itself, and is sent and kept with it. A name that is not found leaves it as it is.
    """
    meant = f'@{A_TEAM if owner.team else ""}"{owner.label.replace(chr(34), "")}"'
    one = re.escape(name).replace(r"\ ", r"\s+")
    shape = re.compile(rf"""@\+?(?:"\s*{one}\s*"|“\s*{one}\s*”|{one}(?![\w'’\-]))""")
    return shape.sub(lambda _match: meant, typed, count=1)
