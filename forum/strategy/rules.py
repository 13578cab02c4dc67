"""The rules of strategies: what a file must hold, where it is wrong, and what loading it changed."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from forum.foundation.words import listed, without_controls
from forum.strategy.lines import Lines, Path
from forum.strategy.models import CommitmentKind

MOST_PAGES = 10_000
MOST_TARGET = 10**15
LONGEST = 5_000


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file, in one sentence, and on which line."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}"


@dataclass(frozen=True)
class PlannedCommitment:
    """A commitment, or a gap, as a file gives it."""

    code: str
    title: str
    text: str
    kind: CommitmentKind = CommitmentKind.COMMITMENT
    pages: tuple[tuple[int, int], ...] = ()
    target_value: int | None = None
    target_unit: str | None = None
    target_by: date | None = None


@dataclass(frozen=True)
class PlannedTheme:
    """A theme as a file gives it, with its commitments in order."""

    slug: str
    title: str
    summary: str = ""
    commitments: tuple[PlannedCommitment, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A strategy as a file gives it, with its themes in order."""

    slug: str
    title: str
    short_title: str
    publisher: str
    published_on: date
    summary: str = ""
    themes: tuple[PlannedTheme, ...] = ()


@dataclass
class Report:
    """What loading a file changed: the things by name, for changes with what changed."""

    title: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the file says what stands already."""
        return not (self.added or self.changed or self.withdrawn or self.returned)

    def sentences(self) -> list[str]:
        """The same in words, a line each."""
        if self.is_empty:
            return [f"{self.title}: nothing has changed."]
        kinds = (
            ("Added", self.added),
            ("Changed", self.changed),
            ("Withdrawn (what hangs on it stays)", self.withdrawn),
            ("Back again", self.returned),
        )
        return [f"{self.title}:", *(f"{words}: {listed(things)}." for words, things in kinds if things)]


def short_title_of(title: str, published_on: date) -> str:
    """A strategy's name for the thread and for lists: the title up to its colon, with the year."""
    name = title.split(":")[0].strip()
    year = str(published_on.year)
    return name if year in name else f"{name} {year}"


# ---- Reading a file -----------------------------------------------------------------------------------------


def read_plan(data: bytes) -> Plan | list[Problem]:
    """The strategy that a TOML file holds, or everything that is wrong with it, in the order of its lines."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as trouble:
        line = data[: trouble.start].count(b"\n") + 1
        return [Problem(line, "There is a sign that is not UTF-8. Save the file as UTF-8 text.")]
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as trouble:
        return [_unreadable(str(trouble), text)]
    reader = _Reader(Lines(text))
    plan = reader.strategy(found)
    if reader.problems or plan is None:
        return sorted(reader.problems, key=lambda problem: problem.line)
    return plan


def _unreadable(trouble: str, text: str) -> Problem:
    where = re.search(r"\(at line (\d+), column \d+\)", trouble)
    line = int(where[1]) if where else text.rstrip("\n").count("\n") + 1
    said = re.sub(r"\s*\(at .*\)$", "", trouble)
    if "date" in said.lower():
        return Problem(line, "This date does not exist. Write year, month and day, such as 2018-08-09.")
    return Problem(line, f"This is not well-formed TOML ({said[:1].lower()}{said[1:]}).")


_KINDS: dict[type, str] = {
    str: "words in quotation marks",
    int: "a whole number",
    date: "a date, such as 2018-08-09",
    list: "a list",
    dict: "a table",
}


class _Reader:
    """Goes through what a file holds, and gathers what is wrong instead of stopping at the first."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.codes: dict[str, int] = {}

    def wrong(self, path: Path, words: str) -> None:
        """Remember what is wrong at a place in the file."""
        self.problems.append(Problem(self.lines.line_of(path), words))

    def known(self, table: dict[str, Any], path: Path, keys: Iterable[str], where: str) -> None:
        """Each key must be one of these."""
        keys = list(keys)
        for key in table:
            if key not in keys:
                self.wrong((*path, key), f"“{key}” is not known in {where}. Known are {listed(keys)}.")

    def value(
        self, table: dict[str, Any], path: Path, key: str, kind: type, where: str, *, needed: bool = True
    ) -> Any:
        """What a key holds, of the right kind; None where it is missing or wrong."""
        if key not in table:
            if needed:
                self.wrong(path, f"“{key}” is missing in {where}.")
            return None
        value = table[key]
        is_right = isinstance(value, kind) and not isinstance(value, datetime | bool)
        if not is_right:
            self.wrong((*path, key), f"“{key}” must be {_KINDS[kind]}.")
            return None
        if kind is str:
            return self.words(value, (*path, key), key, needed=needed)
        return value

    def words(self, value: str, path: Path, key: str, *, needed: bool) -> str | None:
        """A text without control characters, of a length that pages can show."""
        if without_controls(value) != value:
            self.wrong(path, f"“{key}” holds a control character. Take it out.")
            return None
        if needed and not value.strip():
            self.wrong(path, f"“{key}” is empty.")
            return None
        if len(value) > LONGEST:
            self.wrong(path, f"“{key}” has {len(value):,} characters; {LONGEST:,} are the most.")
            return None
        return value.strip()

    def slug(self, table: dict[str, Any], path: Path, where: str) -> str | None:
        """The part of an address."""
        value: str | None = self.value(table, path, "slug", str, where)
        if value is not None and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            self.wrong((*path, "slug"), "“slug” may hold small letters, digits and single hyphens alone.")
            return None
        return value

    def strategy(self, found: dict[str, Any]) -> Plan | None:
        """The whole file."""
        self.known(found, (), ("strategy", "theme"), "the file")
        table = self.value(found, (), "strategy", dict, "the file")
        themes = self.themes(found)
        if table is None:
            return None
        where, path = "[strategy]", ("strategy",)
        self.known(table, path, ("slug", "title", "short_title", "publisher", "published", "summary"), where)
        slug = self.slug(table, path, where)
        title = self.value(table, path, "title", str, where)
        short = self.value(table, path, "short_title", str, where, needed=False)
        publisher = self.value(table, path, "publisher", str, where)
        published = self.value(table, path, "published", date, where)
        summary = self.value(table, path, "summary", str, where, needed=False)
        if self.problems:
            return None
        short = short or short_title_of(title, published)
        return Plan(slug or "", title, short, publisher, published, summary or "", tuple(themes))

    def themes(self, found: dict[str, Any]) -> list[PlannedTheme]:
        """All [[theme]] tables."""
        tables = self.value(found, (), "theme", list, "the file")
        if tables == []:
            self.wrong(("theme",), "There is no theme. A strategy has one at least.")
        themes: list[PlannedTheme] = []
        slugs: dict[str, int] = {}
        for number, table in enumerate(tables or []):
            path: Path = ("theme", number)
            if not isinstance(table, dict):
                self.wrong(path, "A theme is a table: begin it with [[theme]].")
                continue
            where = "[[theme]]"
            self.known(table, path, ("slug", "title", "summary", "commitment"), where)
            slug = self.slug(table, path, where)
            self.once(slugs, slug, (*path, "slug"), "slug")
            title = self.value(table, path, "title", str, where)
            summary = self.value(table, path, "summary", str, where, needed=False)
            rows = self.value(table, path, "commitment", list, where, needed=False)
            commitments = [self.commitment(row, (*path, "commitment", n)) for n, row in enumerate(rows or [])]
            kept = tuple(commitment for commitment in commitments if commitment is not None)
            themes.append(PlannedTheme(slug or "", title or "", summary or "", kept))
        return themes

    def once(self, seen: dict[str, int], value: str | None, path: Path, key: str) -> None:
        """A code or slug stands in the file once, however it is capitalised."""
        if value is None:
            return
        line = self.lines.line_of(path)
        if value.lower() in seen:
            self.wrong(path, f"The {key} “{value}” stands on line {seen[value.lower()]} already.")
        else:
            seen[value.lower()] = line

    def commitment(self, row: Any, path: Path) -> PlannedCommitment | None:
        """One [[theme.commitment]] table."""
        where = "[[theme.commitment]]"
        if not isinstance(row, dict):
            self.wrong(path, "A commitment is a table: begin it with [[theme.commitment]].")
            return None
        self.known(row, path, ("code", "kind", "title", "text", "pages", "target"), where)
        code = self.value(row, path, "code", str, where)
        if code is not None and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}", code):
            self.wrong((*path, "code"), "“code” may hold up to 20 letters, digits, dots and hyphens.")
        self.once(self.codes, code, (*path, "code"), "code")
        kind = self.value(row, path, "kind", str, where, needed=False) or CommitmentKind.COMMITMENT
        if kind not in list(CommitmentKind):
            self.wrong((*path, "kind"), f"“kind” is “commitment” or “gap”, not “{kind}”.")
            kind = CommitmentKind.COMMITMENT
        title = self.value(row, path, "title", str, where)
        text = self.value(row, path, "text", str, where)
        pages = self.pages(row, path, where)
        value, unit, by = self.target(row, path, where)
        return PlannedCommitment(
            code or "", title or "", text or "", CommitmentKind(kind), pages, value, unit, by
        )

    def pages(self, row: dict[str, Any], path: Path, where: str) -> tuple[tuple[int, int], ...]:
        """Pairs of first and last page, in the order of the book."""
        here = (*path, "pages")
        pairs: list[tuple[int, int]] = []
        for pair in self.value(row, path, "pages", list, where, needed=False) or []:
            is_pair = isinstance(pair, list) and len(pair) == 2 and all(type(page) is int for page in pair)
            if not is_pair or not all(1 <= page <= MOST_PAGES for page in pair):
                self.wrong(here, "“pages” is a list of pairs of page numbers, such as [[105, 107]].")
                return ()
            first, last = pair
            if last < first:
                self.wrong(here, f"Pages {first} to {last} run backwards. Write [{last}, {first}].")
            elif pairs and first <= pairs[-1][1]:
                self.wrong(here, f"Page {first} comes after page {pairs[-1][1]}: put the pages in order.")
            pairs.append((first, last))
        return tuple(pairs)

    def target(
        self, row: dict[str, Any], path: Path, where: str
    ) -> tuple[int | None, str | None, date | None]:
        """How much of what, and by when."""
        table = self.value(row, path, "target", dict, where, needed=False)
        if table is None:
            return None, None, None
        where, path = "“target”", (*path, "target")
        self.known(table, path, ("value", "unit", "by"), where)
        value = self.value(table, path, "value", int, where)
        if value is not None and not 0 <= value <= MOST_TARGET:
            self.wrong((*path, "value"), f"“value” is a number from 0 to {MOST_TARGET:,}.")
        unit = self.value(table, path, "unit", str, where)
        by = self.value(table, path, "by", date, where, needed=False)
        return value, unit, by
