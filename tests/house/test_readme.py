"""The README does not fall behind: every setting and every command stands in it, and nothing that is gone."""

import re
import subprocess
import sys
from pathlib import Path

import forum
from forum.running.tools import CHECKOUT
from forum.settings import from_environment

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
SOURCES = Path(forum.__file__).parent


def test_every_setting_stands_in_the_table_and_no_other():
    read = set(re.findall(r"\bFORUM_[A-Z_]+\b", (SOURCES / "settings.py").read_text(encoding="utf-8")))

    assert set(re.findall(r"^\| `(FORUM_[A-Z_]+)` \|", README, re.MULTILINE)) == read


def test_no_other_part_reads_a_setting_that_the_settings_do_not_know():
    read = {
        name
        for path in [*SOURCES.rglob("*.py"), CHECKOUT / "wsgi.py"]
        for name in re.findall(r"\bFORUM_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }

    assert {name for name in read if f"`{name}" not in README and f"{name}=" not in README} == set()


def test_what_a_setting_is_without_it_is_told_as_it_is(tmp_path):
    table = dict(re.findall(r"^\| `(FORUM_[A-Z_]+)` \|.*\| ([^|]*) \|$", README, re.MULTILINE))
    settings = from_environment({"FORUM_INSTANCE": str(tmp_path)})

    assert table["FORUM_BASE_URL"] == f"`{settings.base_url}`"
    assert table["FORUM_MAIL_FROM"] == f"`{settings.mail_from}`"
    assert table["FORUM_WORKERS"] == str(settings.workers)
    assert table["FORUM_TRUSTED_PROXIES"] == str(settings.trusted_proxies)
    assert settings.mail_server is None and settings.is_default_database


def test_every_command_stands_in_the_table_and_no_other(sqlite_app):
    ours = {name for name, command in sqlite_app.cli.commands.items()}
    table = README[README.index("## Commands") : README.index("## How to change it")]
    told = {name for line in table.splitlines() if line.startswith("| `") for name in _commands(line)}

    assert told == ours


def _commands(line: str) -> list[str]:
    return [words.split()[0] for words in re.findall(r"`([a-z][^`]*)`", line.split("|")[1])]


def test_every_command_says_what_it_does(sqlite_app):
    silent = [name for name, command in sqlite_app.cli.commands.items() if not command.get_short_help_str()]

    assert silent == []


def test_every_way_to_run_the_door_stands_in_the_readme():
    asked = [sys.executable, str(CHECKOUT / "wsgi.py"), "--help"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60).stdout

    for word in ("--empty", "--host", "--port", "test", "bench", "shots"):
        assert word in told
        assert re.search(rf"python3 wsgi.py[^`\n]*{word}|`{word}", README), word
