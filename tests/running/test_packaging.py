"""What an installation gets: the pins, the packages, and the checks of each."""

import json
import re
from configparser import ConfigParser
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PINS = ["forum/requirements.txt", "tests/requirements.txt", "forum/running/uv.txt", "forum/running/node.txt"]


@pytest.fixture
def setup() -> ConfigParser:
    """What setup.cfg says."""
    read = ConfigParser()
    read.read(CHECKOUT / "setup.cfg", encoding="utf-8")
    return read


def pinned(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (CHECKOUT / name).read_text(), re.MULTILINE))


def lines(value: str) -> list[str]:
    return value.split()


@pytest.mark.parametrize("name", PINS)
def test_each_pin_has_its_hash_and_no_address(name):
    text = (CHECKOUT / name).read_text()
    entries = re.split(r"\n(?=[a-z])", text.strip())

    assert all(re.match(r"[\w.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text and "--index" not in text


@pytest.mark.parametrize("folder", ["forum", "tests"])
def test_what_npm_brings_is_pinned_by_digest_and_without_address(folder):
    lock = json.loads((CHECKOUT / folder / "package-lock.json").read_text())

    fetched = {name: package for name, package in lock["packages"].items() if name}
    assert fetched
    assert all(package["integrity"].startswith("sha512-") for package in fetched.values())
    assert not any("resolved" in package for package in fetched.values())


def test_the_forum_runs_on_fewer_than_sixty_packages():
    assert 20 < len(pinned("forum/requirements.txt")) < 60


def test_tests_run_on_the_very_versions_that_the_forum_runs_on():
    assert pinned("forum/requirements.txt").items() <= pinned("tests/requirements.txt").items()


@pytest.mark.parametrize("folder", ["forum", "tests"])
def test_everything_that_we_ask_for_is_pinned(folder):
    asked = re.findall(
        r"^([A-Za-z][\w.-]*)", (CHECKOUT / folder / "requirements.in").read_text(), re.MULTILINE
    )

    assert {name.lower().replace("_", "-") for name in asked} <= pinned(f"{folder}/requirements.txt").keys()


def test_every_package_is_installed(setup):
    found = {
        ".".join(path.parent.relative_to(CHECKOUT).parts)
        for path in (CHECKOUT / "forum").rglob("__init__.py")
        if "node_modules" not in path.parts
    }

    listed = set(lines(setup["options"]["packages"]))
    assert listed == found | {"forum.static", "forum.templates"}, (
        "setup.cfg lists the packages: mend it there"
    )


def test_the_rooms_of_every_feature_are_checked(setup):
    rooms = {"views", "operations", "policy", "forms", "letters", "queries", "rules", "models"}
    features = {
        f"forum.{folder.name}"
        for folder in (CHECKOUT / "forum").iterdir()
        if rooms & {path.stem for path in folder.glob("*.py")}
        or any((folder / room).is_dir() for room in rooms)
    } - {"forum.foundation"}

    contract = setup["importlinter:contract:rooms"]
    assert set(lines(contract["containers"])) == features
