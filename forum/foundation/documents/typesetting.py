"""Setting a PDF: a template and what it is to say go in, an accessible document comes out."""

import json
import subprocess
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from forum.foundation.programs import own_python, own_surroundings
from forum.foundation.static import find_folder

FONTS = ("SourceSansPro-Regular.otf", "SourceSansPro-It.otf", "SourceSansPro-Semibold.otf")
"""Named one by one: the package holds each letter in two kinds of file, and either might be picked."""
PATIENCE = 30
"""Seconds that a document may take; three hundred people take a fifth of one."""

_one_at_a_time = threading.Lock()


class DocumentWentWrong(RuntimeError):
    """A template has a fault, or what it makes would not be accessible. Nobody who reads the page can mend it."""


def make_pdf(
    template: str, data: Mapping[str, Any], *, title: str, made_at: datetime, parts: Sequence[str] = ()
) -> bytes:
    """Set the template `templates/documents/<template>.typ` as PDF, tagged as PDF/UA-1 asks, in British English.

    The template finds `data` as JSON gives it: texts, numbers, lists and dictionaries. Whatever the texts say, they
    are never read as markup or code. `title` is the title of the document, `made_at` its date; the same arguments
    give the same bytes. A letter that no font has is shown as a box. `parts` are templates read before it, for what
    several share.

    Raises `FileNotFoundError` when there is no such template, `DocumentWentWrong` when it does not make a document,
    and `subprocess.TimeoutExpired` when it takes too long.
    """
    templates = find_folder("templates") / "documents"
    job = {
        "source": "".join(
            (templates / f"{name}.typ").read_text(encoding="utf-8") for name in ("_ground", *parts, template)
        ),
        "words": {"title": title, "data": data},
        "fonts": [str(files("font_source_sans_pro").joinpath("files", name)) for name in FONTS],
        "made_at": int(made_at.timestamp()),
    }
    with _one_at_a_time:  # each takes some 100 MB while it runs
        done = subprocess.run(
            [own_python(), "-P", str(Path(__file__).with_name("press.py"))],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=PATIENCE,
            env=own_surroundings(),
        )
    if done.returncode:
        raise DocumentWentWrong(f"{template}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
