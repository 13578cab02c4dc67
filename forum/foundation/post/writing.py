"""Writing letters: from a template and some words to a row of the operation that is under way."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NewType, Protocol

from flask import Flask, current_app
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from forum.foundation import clock, words
from forum.foundation.database import before_keeping, db, is_writing
from forum.foundation.post.models import Letter, LetterState
from forum.foundation.references import new_reference
from forum.foundation.static import find_folder

HELD = timedelta(minutes=2)
"""How long a letter waits before it leaves, so that one written by mistake can be stopped on the desk."""

READ_LATELY = timedelta(days=7)
"""How long after replies were read the next ones are counted on to be read."""

SENDER = "Commissioning Forum"
"""Who writes, where no forum is known: before there is any."""


class Addressee(Protocol):
    """Whoever a letter can be written to."""

    @property
    def reference(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...


class Sender(Protocol):
    """The forum that writes: its name is what people read, its code says whose officers see the letter."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...


class Matter(Protocol):
    """What a letter is about: what the letters of one thing are found by."""

    @property
    def reference(self) -> str: ...


@dataclass(frozen=True)
class PostSettings:
    """What the post needs to know of the installation."""

    base_url: str
    mail_from: str
    environment: Environment
    replies_mark: Path | None  # a file that says when replies were last read; none: nobody reads them


def prepare(app: Flask, *, base_url: str, mail_from: str, instance: Path | None = None) -> None:
    """Let letters be written: `base_url` begins their links, `mail_from` is whom they come from.

    In the `instance` folder, which every host shares, stands when replies to letters were last read.
    """
    environment = Environment(
        loader=FileSystemLoader(find_folder("templates") / "letters"),
        autoescape=select_autoescape(["html"], default=False),  # a plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({work.__name__: work for work in words.FILTERS})
    environment.globals["link"] = link
    environment.globals["replies_are_read"] = replies_are_read
    mark = instance / "replies-read" if instance else None
    app.extensions["post"] = PostSettings(base_url, mail_from, environment, mark)


def _here() -> PostSettings:
    settings: PostSettings = current_app.extensions["post"]
    return settings


def link(path: str) -> str:
    """The whole address of a page of the forum: `link("/meetings/quarterly-2026-12")`."""
    return _here().base_url + path


def own_address() -> str:
    """The address that letters come from. Whoever invites by letter must be whoever writes it."""
    return _here().mail_from


def note_that_replies_are_read() -> None:
    """Keep that replies have been read by now. From then on letters ask for a calendar's answer."""
    mark = _here().replies_mark
    if mark is not None:
        mark.write_text(clock.now().isoformat(), encoding="ascii")


def replies_are_read() -> bool:
    """Whether somebody who answers by mail is heard: whether replies were read in the last days."""
    mark = _here().replies_mark
    try:
        read_at = datetime.fromisoformat(mark.read_text(encoding="ascii")) if mark else None
    except (OSError, ValueError):  # nobody has read any yet, or the file is being written
        return False
    return read_at is not None and clock.now() - read_at < READ_LATELY


def write_letter(
    template: str,
    *,
    to: Addressee,
    subject: str,
    kind: str,
    sender: Sender | str,
    key: str | None = None,
    about: Matter | None = None,
    calendar: tuple[str, str] | None = None,
    secret: bool = False,
    **words_of_it: Any,
) -> Letter:
    """Write one letter from `templates/letters/<template>.txt`, which holds plain paragraphs.

    `kind` groups letters on the desk; `sender` is the forum; `about` the meeting that it tells of. `key` is for
    what falls due: of one key there is one letter ever. `calendar` is an iCalendar text and its method.
    A `secret` letter opens something (a code): it leaves at once, nobody reads it on the desk, and its words
    are forgotten when it has left.
    The template is given `to`, `sender` and all other `words_of_it`; the greeting and the foot are added to it.
    Raises jinja2's `UndefinedError` for a word that the template misses.
    """
    name = sender if isinstance(sender, str) else sender.name
    text = written(template, sender=name, to=to, **words_of_it)
    row = row_of(text, to=to, subject=subject, kind=kind, sender=sender, key=key, about=about)
    return Letter(
        **row,
        calendar=calendar[0] if calendar else None,
        calendar_method=calendar[1] if calendar else None,
        is_secret=secret,
    )


Written = NewType("Written", str)
"""A letter's own paragraphs, without greeting and foot."""


def written(template: str, **words_of_it: Any) -> Written:
    """The paragraphs of a letter from its template."""
    return Written(_tidy(_here().environment.get_template(f"{template}.txt").render(**words_of_it)))


def row_of(
    text: Written,
    *,
    to: Addressee,
    subject: str,
    kind: str,
    sender: Sender | str,
    key: str | None,
    about: Matter | None,
) -> dict[str, Any]:
    """The columns of a letter to one person: greeting and foot around its paragraphs, a Message-ID of its own."""
    here = _here()
    name = sender if isinstance(sender, str) else sender.name
    whole = here.environment.get_template("layout.txt").render(to=to, sender=name, body=text)
    reference = new_reference()
    return {
        "reference": reference,
        "message_id": _message_id(reference, here.mail_from),
        "key": key,
        "kind": kind,
        "about": about.reference if about else None,
        "sender": name,
        "forum_code": None if isinstance(sender, str) else sender.code,
        "to_reference": to.reference,
        "to_name": to.name,
        "to_address": to.email or None,
        "subject": " ".join(subject.split()),
        "text": _tidy(whole),
        "is_demo": bool(getattr(to, "is_demo", False)),
        "state": LetterState.WAITING if to.email else LetterState.NO_ADDRESS,
    }


def post(letter: Letter) -> bool:
    """Post a letter inside the operation that is under way: it leaves when that was kept, or never.

    Returns whether it is new: of one `key` only the first letter is posted. The post runs on real time, so
    it asks the clock itself: a letter about last year still waits from now on.
    """
    if not is_writing():
        raise RuntimeError("A letter is posted inside an operation.")
    if letter.key is not None and db.session.scalar(select(Letter.id).where(Letter.key == letter.key)):
        return False
    letter.made_at = clock.now()
    letter.due_at = letter.made_at if letter.is_secret else letter.made_at + HELD
    db.session.add(letter)
    db.session().info.setdefault("posted", []).append(letter)
    return True


@before_keeping
def _bundle(session: Session) -> None:
    """Tie the letters of one kind that an operation wrote, so that they can be seen and stopped as one deed.

    The first of them gives the bundle its name, so it is also the one that stands for all in a list.
    """
    bundles: dict[tuple[str, str | None], list[Letter]] = {}
    for letter in session.info.pop("posted", []):
        if not letter.is_secret:
            bundles.setdefault((letter.kind, letter.about), []).append(letter)
    for letters in bundles.values():
        if len(letters) > 1:
            for letter in letters:
                letter.batch = letters[0].reference


@event.listens_for(Session, "after_rollback")
def _forget_what_was_posted(session: Session) -> None:
    session.info.pop("posted", None)


def _message_id(reference: str, mail_from: str) -> str:
    return f"<{reference.lower()}.{secrets.token_hex(8)}@{mail_from.rpartition('@')[2]}>"


def _tidy(text: str) -> str:
    """The text without blanks at line ends, without control characters, one empty line between paragraphs."""
    lines = [line.rstrip(" \t") for line in words.without_controls(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


# ---- The same words as HTML ---------------------------------------------------------------------------------

_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


def _pieces(line: str) -> list[tuple[str, str | None]]:
    """A line as pairs of words and, for an address of a page, where it leads."""
    pieces: list[tuple[str, str | None]] = []
    at = 0
    for found in _ADDRESS.finditer(line):
        pieces += [(line[at : found.start()], None), (found.group(), found.group())]
        at = found.end()
    return [*pieces, (line[at:], None)]


def _blocks(text: str) -> list[tuple[str, list[list[tuple[str, str | None]]]]]:
    """The paragraphs of a text, each as `list` (its lines begin with a dash) or `paragraph`."""
    blocks = []
    for block in text.split("\n\n"):
        lines = block.split("\n")
        is_list = all(line.startswith("- ") for line in lines)
        blocks.append((
            "list" if is_list else "paragraph",
            [_pieces(line.removeprefix("- ") if is_list else line) for line in lines],
        ))  # fmt: skip
    return blocks


def as_html(letter: Letter) -> str:
    """The letter's own words as simple HTML."""
    template = _here().environment.get_template("layout.html")
    return template.render(subject=letter.subject, blocks=_blocks(letter.text))
