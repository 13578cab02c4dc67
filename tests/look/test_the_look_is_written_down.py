"""The page about the look names every part there is, and no other."""

import re
from pathlib import Path

import pytest

from forum.foundation.static import find_folder

PARTS = find_folder("templates") / "parts"
PAGE = (Path(__file__).parents[2] / "docs" / "look.md").read_text(encoding="utf-8")
MACRO = re.compile(r"{%-? macro ([a-z]\w*)\(([^)]*)\)")


def parts() -> dict[str, list[str]]:
    """Each part with the names of what it takes."""
    found = {}
    for file in sorted(PARTS.glob("*.html")):
        for name, takes in MACRO.findall(file.read_text(encoding="utf-8")):
            found[name] = [one.split("=")[0].strip() for one in takes.split(",") if one.strip()]
    return found


@pytest.mark.parametrize("name", parts())
def test_each_part_stands_on_the_page(name):
    assert f"`{name}(" in PAGE


def test_what_the_page_says_a_part_takes_it_takes():
    told = {name: takes for name, takes in re.findall(r"`(\w+)\(([\w, ]+)\)`", PAGE) if name in parts()}

    assert told
    for name, takes in told.items():
        assert takes.split(", ") == parts()[name], name


def test_each_class_on_the_page_is_in_the_style_sheets(tmp_path):
    css = (find_folder("static") / "forum.css").read_text(encoding="utf-8")
    table = PAGE[PAGE.index("## Shapes of a page") : PAGE.index("## What always holds")]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    names = {name for row in rows for words in re.findall(r"`([\w -]+)`", row) for name in words.split()}

    assert len(names) > 20
    assert {name for name in names - {"div", "aside"} if f".{name}" not in css} == set()
