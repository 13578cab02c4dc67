"""The press: run as a program of its own, it reads a job and prints a PDF.

The typesetter keeps some 70 MB for the next time. Here that memory goes when the document is set, and a document
that goes wrong takes no page of the forum with it. This file therefore imports nothing of the forum.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NOT_SHOWN = "□"
"""What stands where no font has the letter. Without it one such letter would stop the whole document."""

_JOINERS = "\u200c\u200d"
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_TRIES = 3


def set_document(source: str, words: dict[str, Any], *, fonts: list[str], made_at: int) -> bytes:
    """Set a template as PDF, tagged as PDF/UA-1 asks.

    The template finds `words` as JSON: whatever they say, they are never read as markup or code. `fonts` are the only
    font files besides those of the typesetter itself, `made_at` is the document's date in seconds. Letters that no
    font has become `NOT_SHOWN`. Raises `typst.TypstError` for a template that is wrong or would not be accessible.
    """
    import typst  # only here: what is above can be read without it

    with TemporaryDirectory() as place:
        root, letters = Path(place, "root"), Path(place, "fonts")
        root.mkdir()  # and stays empty: a template reads no file
        letters.mkdir()
        for font in fonts:
            (letters / Path(font).name).symlink_to(font)
        compiler = typst.Compiler(
            root=root,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[letters]),
            ignore_system_fonts=True,
            package_path=root,
            package_cache_path=root,
        )
        missing: set[str] = set()
        for tries_left in reversed(range(_TRIES)):
            try:
                pdf = compiler.compile(
                    source.encode(),
                    format="pdf",
                    pdf_standards="ua-1",
                    sys_inputs={"words": json.dumps(showable(words, missing))},
                    timestamp=made_at,
                )
            except typst.TypstError as trouble:
                found = missing_letters(trouble.diagnostic) - missing
                if not found or not tries_left:
                    raise
                missing |= found
            else:
                assert isinstance(pdf, bytes)  # only pictures come as a list of pages
                return pdf
    raise AssertionError("the last try returns or raises")


def showable(value: Any, missing: set[str]) -> Any:
    """The same words without what no page can show: see `showable_text`."""
    if isinstance(value, str):
        return showable_text(value, missing)
    if isinstance(value, dict):
        return {key: showable(part, missing) for key, part in value.items()}
    if isinstance(value, list):
        return [showable(part, missing) for part in value]
    return value


def showable_text(text: str, missing: set[str]) -> str:
    """A text in one line, without controls, halves of letters, and marks that turn the direction of reading.

    Of the letters that are `missing`, those that stand by themselves become `NOT_SHOWN`, and marks on others go.
    A text of which nothing can be seen is empty.
    """
    shown = []
    is_seen = False
    for letter in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(letter)[0]
        if letter in missing:
            shown.append("" if kind in "MC" else NOT_SHOWN)
        elif kind != "C" or letter in _JOINERS or letter.isspace():
            shown.append(letter)
        is_seen = is_seen or kind in "LNPS"
    return " ".join("".join(shown).split()) if is_seen else ""


def missing_letters(diagnostic: str) -> set[str]:
    """The letters that no font has, out of what the typesetter says of a document. Plain ones are never missing."""
    named = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(_MISSING.findall(diagnostic)))
    return {letter for letter in named if not letter.isascii()} - {NOT_SHOWN}


def main() -> int:
    """Read a job from the input as JSON, and write the document to the output, or to the errors what is wrong."""
    import typst

    try:
        pdf = set_document(**json.load(sys.stdin.buffer))
    except typst.TypstError as trouble:
        sys.stderr.write(trouble.diagnostic)
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
