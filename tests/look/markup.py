"""Reads a page as a careful browser would, and lists what is wrong with its markup."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SHAPES = frozenset("circle path rect".split())
"""What SVG closes within its own tag."""

NAMED_BY_LABEL = frozenset({"input", "select", "textarea"})
NEEDS_NO_LABEL = frozenset({"hidden", "submit", "button"})
RUN_TOGETHER = re.compile(r"[a-z]{2,}[.;:,][A-Z][a-z]+")
"""A sentence that runs into the next: what a template loses when a line ends in a tag of its own."""

POINTS_AT = ("for", "aria-describedby", "aria-labelledby")


@dataclass
class Reading:
    """What was seen on the way through a page."""

    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    """The ids of what is filled in."""
    labelled: set[str] = field(default_factory=set)
    pointed_at: list[tuple[str, str]] = field(default_factory=list)
    posts_unguarded: int = 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Reading()
        self.open: list[str] = []
        self._post_without_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look_at(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look_at(tag, attrs)
        if tag not in SHAPES and tag not in VOID:
            self.seen.faults.append(f"<{tag}/> is not closed by a slash in HTML")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.seen.faults.append(f"</{tag}> at {self.getpos()} closes {self.open[-1:] or 'nothing'}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "form" and self._post_without_mark:
            self.seen.posts_unguarded += 1

    def handle_data(self, data: str) -> None:
        self.seen.faults += [f"“{words}” wants a space" for words in RUN_TOGETHER.findall(data)]

    def _look_at(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.seen.faults += [f"<{tag}> says {name} twice" for name in set(names) if names.count(name) > 1]
        has = dict(attrs)
        if "style" in has or tag == "style" or any(name.startswith("on") for name in names):
            self.seen.faults.append(f"<{tag}> carries its own style or script")
        if tag == "script" and not has.get("src"):
            self.seen.faults.append("a script stands in the page itself")
        if has.get("id"):
            self.seen.ids.append(str(has["id"]))
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.seen.headings.append(tag)
        is_shown = has.get("aria-hidden") != "true"  # a password manager’s field is for nobody to fill in
        if tag in NAMED_BY_LABEL and has.get("type") not in NEEDS_NO_LABEL and is_shown:
            self.seen.fields.append(str(has.get("id")))
        if tag == "label":
            self.seen.labelled.add(str(has.get("for")))
        for name in POINTS_AT:
            self.seen.pointed_at += [(name, target) for target in (has.get(name) or "").split()]
        if tag == "a" and (has.get("href") or "").startswith("#"):
            self.seen.pointed_at.append(("href", str(has["href"])[1:]))
        if tag == "form":
            self._post_without_mark = has.get("method") == "post"
        if has.get("name") == "csrf_token":
            self._post_without_mark = False


def faults_in(html: str) -> list[str]:
    """What is wrong with a page: one sentence each; empty when nothing is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    seen = reader.seen
    faults = list(seen.faults)
    faults += [f"<{tag}> is never closed" for tag in reader.open]
    faults += [
        f"the id {name} stands {seen.ids.count(name)} times"
        for name in {*seen.ids}
        if seen.ids.count(name) > 1
    ]
    faults += [
        f"{way} points at {to}, which is not there" for way, to in seen.pointed_at if to not in seen.ids
    ]
    faults += [f"the field {name} has no label" for name in seen.fields if name not in seen.labelled]
    if seen.headings.count("h1") != 1:
        faults.append(f"there are {seen.headings.count('h1')} headings of the first level")
    for above, below in zip(seen.headings, seen.headings[1:], strict=False):
        if int(below[1]) > int(above[1]) + 1:
            faults.append(f"{below} follows {above}: a level is left out")
    if seen.posts_unguarded:
        faults.append(f"{seen.posts_unguarded} forms post without the mark that guards the door")
    if not html.lstrip().lower().startswith("<!doctype html>"):
        faults.append("the page does not say that it is HTML")
    return faults
