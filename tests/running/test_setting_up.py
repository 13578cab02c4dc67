"""Setting up: what is installed, by which way, and when nothing has to be."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from forum.running import checking, environment, tools
from forum.running.trouble import DISK_IS_FULL, CannotGoOn

NOWHERE = ["/there/is/no/such/program"]


@pytest.fixture(autouse=True)
def own_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of this test alone, so that nothing is installed into the one that is being tested."""
    monkeypatch.setattr(tools, "TOOLS", tmp_path / ".tools")
    monkeypatch.setattr(tools, "LOG", tmp_path / ".tools" / "set-up.log")
    monkeypatch.setattr(environment, "CHECKOUT", tmp_path)
    monkeypatch.setattr(environment, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(environment, "_STAMP", tmp_path / ".venv" / ".forum-pins")
    pins = {name: tmp_path / f"{name}.txt" for name in ("runtime", "development")}
    for name, path in pins.items():
        path.write_text(f"{name}==1.0\n")
    monkeypatch.setattr(environment, "_PINS", pins)
    return tmp_path


@pytest.fixture
def ran(own_checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What set-up would have run. Say first which of it goes wrong, by a word in it."""
    commands: list[str] = []
    failing: tuple[str, ...] = ()

    def run(command: list[str], **_more: object) -> bool:
        commands.append(" ".join(command))
        if any(word in commands[-1] for word in failing):
            return False
        environment.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        environment.PYTHON.touch()
        return True

    def say(*words: str) -> list[str]:
        nonlocal failing
        failing = words
        return commands

    monkeypatch.setattr(tools, "run", run)
    return say


def test_the_environment_is_made_by_uv_and_then_left_alone(ran, monkeypatch, capsys):
    monkeypatch.setattr(tools, "find_uv", lambda: ["uv"])
    commands = ran()

    environment.ensure("runtime")
    environment.ensure("runtime")

    assert [command.split()[:3] for command in commands] == [["uv", "venv", "--clear"], ["uv", "pip", "sync"]]
    assert all("--require-hashes" in command for command in commands[1:])
    assert capsys.readouterr().out == "Installing 1 packages into .venv ...\n"


def test_without_uv_pip_does_the_same(ran, monkeypatch):
    monkeypatch.setattr(tools, "find_uv", lambda: None)
    commands = ran()

    environment.ensure("runtime")

    assert "-m venv" in commands[0] and "-m pip install" in commands[1] and "--require-hashes" in commands[1]
    assert environment.stands("runtime")


def test_where_uv_fails_pip_is_tried(ran, monkeypatch):
    monkeypatch.setattr(tools, "find_uv", lambda: ["uv"])
    commands = ran("uv pip")

    environment.ensure("runtime")

    assert "-m pip install" in commands[-1]


def test_without_a_network_one_sentence_says_what_to_do(ran, monkeypatch):
    monkeypatch.setattr(tools, "find_uv", lambda: None)
    ran("pip")

    with pytest.raises(CannotGoOn, match="check that this machine reaches its package index"):
        environment.ensure("runtime")
    assert not environment.stands("runtime")


def test_the_development_set_will_do_for_running_but_not_the_other_way_round(ran, monkeypatch):
    monkeypatch.setattr(tools, "find_uv", lambda: ["uv"])
    ran()

    environment.ensure("runtime")
    assert not environment.stands("development")
    environment.ensure("development")
    assert environment.stands("runtime")


def test_new_pins_or_a_moved_folder_are_noticed(ran, monkeypatch, own_checkout):
    monkeypatch.setattr(tools, "find_uv", lambda: ["uv"])
    ran()
    environment.ensure("runtime")

    (own_checkout / "runtime.txt").write_text("runtime==1.1\n")
    assert not environment.stands("runtime")

    environment.ensure("runtime")
    monkeypatch.setattr(environment, "ENVIRONMENT", own_checkout / "elsewhere")
    assert not environment.stands("runtime")


def test_what_a_command_said_is_kept_in_the_log(own_checkout):
    assert tools.run([sys.executable, "-c", "print('a word')"]) is True
    assert tools.run([sys.executable, "-c", "raise SystemExit('another')"]) is False
    assert tools.run(NOWHERE) is False

    log = tools.LOG.read_text()
    assert "a word" in log and "another" in log and NOWHERE[0] in log


def test_a_full_disk_stops_at_once():
    with pytest.raises(CannotGoOn, match=DISK_IS_FULL):
        tools.run([sys.executable, "-c", "raise SystemExit('No space left on device')"])


def test_packages_of_npm_are_fetched_once(ran, own_checkout):
    (own_checkout / "package-lock.json").write_text("{}")
    (own_checkout / "node_modules").mkdir()
    commands = ran()

    tools.fetch_packages(own_checkout)
    tools.fetch_packages(own_checkout)

    assert len(commands) == 1 and commands[0].endswith("ci --ignore-scripts")


def test_without_npm_the_node_wheel_does_it(ran, own_checkout, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (own_checkout / "package-lock.json").write_text("{}")
    (own_checkout / "node_modules").mkdir()
    (own_checkout / ".tools" / "node").mkdir(parents=True)
    commands = ran()
    monkeypatch.setattr(tools.shutil, "rmtree", lambda *_what, **_how: None)

    tools.fetch_packages(own_checkout)

    assert "pip install" in commands[0] and "node.txt" in commands[0]
    assert "npm-cli.js ci --ignore-scripts" in commands[1]


# ---- The test command


@pytest.fixture
def ready_to_test(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A test command with all set up already, and the programs that it runs, instead of running them."""
    programs: list[list[str]] = []

    def run(command: list[str], **_how: object) -> subprocess.CompletedProcess[str]:
        programs.append(command)
        return subprocess.CompletedProcess(command, 5 if "mypy" in command else 0, "a mistake\n", "")

    for name in ("fetch_packages", "see_to_a_browser"):
        monkeypatch.setattr(checking, name, lambda *_what: None)
    monkeypatch.setattr(environment, "ensure", lambda which: None)
    monkeypatch.setattr(checking.subprocess, "run", run)
    return programs


def test_every_check_is_run_before_the_tests_and_stops_them(ready_to_test, capsys):
    with pytest.raises(CannotGoOn, match="mypy found what is shown above"):
        checking.run([])

    assert len(ready_to_test) == 4
    assert "a mistake" in capsys.readouterr().out


def test_with_arguments_pytest_alone_is_run_and_gets_them(ready_to_test):
    assert checking.run(["tests/booking", "-k", "a place"]) == 0

    assert ready_to_test == [
        [
            str(checking.PYTHON),
            "-m",
            "pytest",
            "-n",
            "2",
            "tests/booking",
            "-k",
            "a place",
        ]
    ]


@pytest.mark.parametrize("argument", ["-n0", "-n", "--numprocesses=4", "--pdb", "-s"])
def test_who_says_how_many_processes_is_obeyed(argument):
    assert checking.spread([argument]) == []


def test_a_machine_without_a_browser_is_told_so_loudly(monkeypatch, capsys):
    monkeypatch.setattr(checking.shutil, "which", lambda name: None)

    checking.see_to_a_browser()

    assert "NO CHROMIUM" in capsys.readouterr().out


def test_root_gets_a_browser_by_apt_after_being_told(monkeypatch, capsys):
    there = {"apt-get"}
    asked = []

    def run(command: list[str], **_more: object) -> bool:
        asked.append(command)
        there.add(command[-1])
        return True

    monkeypatch.setattr(checking.shutil, "which", lambda name: name if name in there else None)
    monkeypatch.setattr(checking.os, "geteuid", lambda: 0)
    monkeypatch.setattr(tools, "run", run)

    checking.see_to_a_browser()

    said = capsys.readouterr().out
    assert "installing it with apt-get" in said and "NO CHROMIUM" not in said
    assert [command[1] for command in asked] == ["update", "install"]


def test_tests_do_not_see_the_settings_of_some_forum(monkeypatch):
    monkeypatch.setenv("FORUM_DATABASE_URL", "postgresql://somebody/real")

    assert not any(name.startswith("FORUM_") for name in checking._surroundings())
