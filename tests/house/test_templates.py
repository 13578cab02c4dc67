"""Every template compiles, extends a layout, and never trusts people's words."""

import re
from pathlib import Path

import pytest

from forum.foundation.static import find_folder

FOLDER = find_folder("templates")
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
LETTERS = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.txt"))
FORBIDDEN = {
    r"\|\s*safe\b": "people's words are escaped",
    r"\sstyle=": "the strict policy allows no inline style",
    r"\son\w+=": "the strict policy allows no inline script",
    r"<script(?![^>]*\bsrc=)": "the strict policy allows no inline script",
    r"\bplaceholder=": "a label stands outside its field",
    r"role=\"button\"": "a link is no button",
}


@pytest.mark.parametrize("name", TEMPLATES + LETTERS)
def test_it_compiles(sqlite_app, name):
    if name.startswith("letters/"):
        letters = sqlite_app.extensions["post"].environment
        assert letters.get_template(name.removeprefix("letters/"))
    else:
        assert sqlite_app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_keeps_to_the_rules_of_the_house(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    broken = {why for pattern, why in FORBIDDEN.items() if re.search(pattern, text)}
    if name.startswith("letters/"):
        broken -= {"the strict policy allows no inline style"}  # mail programs know no style sheet of ours
    assert broken == set()


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 30 and Path(FOLDER / "layouts/page.html").is_file()
