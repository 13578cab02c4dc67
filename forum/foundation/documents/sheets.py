"""Lists of people on paper: the sheet they sign when they come in, and the badges they wear."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from forum.foundation.documents.typesetting import make_pdf


@dataclass(frozen=True)
class SheetRow:
    """One line of a sign-in sheet."""

    name: str
    organisation: str = ""
    note: str = ""
    """A few words in small letters under the name, such as how somebody joins."""


@dataclass(frozen=True)
class SheetGroup:
    """People who are looked for under one heading."""

    heading: str
    rows: Sequence[SheetRow]


@dataclass(frozen=True)
class SignInSheet:
    """A sheet to be signed. Date and place are in words, as people read them."""

    title: str
    date: str
    place: str
    groups: Sequence[SheetGroup]
    empty_lines: int = 10
    """Lines at the end for those who come without being on the list."""


@dataclass(frozen=True)
class Badge:
    """What one person wears."""

    name: str
    organisation: str = ""
    line: str = ""
    """What they are here, in a word or two."""


def make_sign_in_sheet(sheet: SignInSheet, *, made_at: datetime) -> bytes:
    """Set a sign-in sheet as accessible PDF, A4, in the order given. Groups without rows are left out."""
    data = asdict(sheet)
    data["groups"] = [group for group in data["groups"] if group["rows"]]
    return make_pdf("sign_in_sheet", data, title=f"{sheet.title}: sign-in sheet", made_at=made_at)


def make_badges(title: str, badges: Sequence[Badge], *, made_at: datetime) -> bytes:
    """Set badges of 90 by 54 mm as accessible PDF, ten on each A4 page, with marks to cut along.

    `title` says where they are worn: it stands small on each badge.
    """
    data = {"worn_at": title, "badges": [asdict(badge) for badge in badges]}
    return make_pdf("badges", data, title=f"{title}: badges", made_at=made_at)
