"""Documents that are made when somebody asks: once for all who ask for the same, and let go of in time."""

import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from forum.foundation.copies import FOR, kept_copy, let_go_of_copies
from forum.foundation.storage import sweep
from tests.makers import NOW


@pytest.fixture
def folder(tmp_path):
    app = Flask("copies")
    app.extensions["settings"] = SimpleNamespace(instance=tmp_path)
    with app.app_context():
        yield tmp_path


def test_it_is_made_once_and_lies_where_no_sweep_and_no_backup_takes_it(folder):
    path = kept_copy("a" * 64, "pdf", lambda: b"made")

    assert kept_copy("a" * 64, "pdf", lambda: b"made anew") == path and path.read_bytes() == b"made"
    assert kept_copy("b" * 64, "pdf", lambda: b"other").read_bytes() == b"other"
    assert sweep((), NOW + timedelta(days=400)) == 0 and path.is_file()
    assert path.parent.name.startswith(".")


def test_what_cannot_be_made_leaves_nothing_behind(folder):
    def fail():
        raise RuntimeError("no ink")

    with pytest.raises(RuntimeError, match="no ink"):
        kept_copy("a" * 64, "pdf", fail)

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_old_ones_go_and_are_made_again(folder):
    old, new = (kept_copy(letter * 64, "docx", lambda: b"made") for letter in "ab")
    os.utime(old, (0, (NOW - FOR - timedelta(hours=1)).timestamp()))
    os.utime(new, (0, (NOW - FOR + timedelta(hours=1)).timestamp()))

    assert (let_go_of_copies(NOW), old.exists(), new.exists()) == (1, False, True)
    assert kept_copy("a" * 64, "docx", lambda: b"again").read_bytes() == b"again"
