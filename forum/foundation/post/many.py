"""The same letter to many: written once, greeted by name, and kept in one stroke."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from forum.foundation import clock
from forum.foundation.database import db, is_writing
from forum.foundation.post.models import Letter
from forum.foundation.post.writing import HELD, Addressee, Matter, Sender, Written, post, row_of, written

AT_ONCE = 500
"""How many letters one statement asks about or keeps."""


@dataclass(frozen=True)
class ToMany:
    """A letter that says the same to everyone who gets it; only its greeting differs.

    Its template knows nothing of `to`. The words are those of `write_letter`.
    """

    template: str
    subject: str
    kind: str
    sender: Sender
    about: Matter | None = None
    words: dict[str, Any] = field(default_factory=dict)

    def written(self) -> Written:
        """Its own paragraphs: the part that takes long."""
        return written(self.template, sender=self.sender.name, **self.words)

    def to(self, person: Addressee) -> Letter:
        """The letter as one person gets it: to be shown before it is sent."""
        return Letter(**self._row(self.written(), person, None))

    def _row(self, text: Written, person: Addressee, key: str | None) -> dict[str, Any]:
        return row_of(
            text,
            to=person,
            subject=self.subject,
            kind=self.kind,
            sender=self.sender,
            key=key,
            about=self.about,
        )

    def rows(
        self, people: Sequence[Addressee], key: Callable[[Addressee], str] | None
    ) -> list[dict[str, Any]]:
        """A row for each person who has not got the letter of their key yet."""
        keys = [key(person) if key else None for person in people]
        sent = _sent_before([one for one in keys if one is not None])
        text = self.written()
        return [
            self._row(text, person, of_one)
            for person, of_one in zip(people, keys, strict=True)
            if of_one is None or of_one not in sent
        ]


def post_to_all(
    letter: ToMany, people: Sequence[Addressee], *, key: Callable[[Addressee], str] | None = None
) -> int:
    """Post one letter to many people inside the operation that is under way. Returns how many are new.

    It is as if each were posted by `post`: each has its own Message-ID, all are stopped together, and of one
    `key` there is one letter ever. But the words are put together once, and the rows are kept in bulk.
    """
    if not is_writing():
        raise RuntimeError("A letter is posted inside an operation.")
    rows = letter.rows(people, key)
    if len(rows) == 1:  # alone it may still be tied to others of its kind
        post(Letter(**rows[0]))
        return 1
    made_at = clock.now()
    batch = rows[0]["reference"] if rows else None
    for row in rows:
        row.update(made_at=made_at, due_at=made_at + HELD, batch=batch)
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(Letter), rows[start : start + AT_ONCE])
    return len(rows)


def post_each(letters: Sequence[Letter]) -> int:
    """Post letters that differ inside the operation that is under way. Returns how many are new.

    As if each were posted by `post`, but whether one of their keys was used is asked once for all of them.
    """
    if not is_writing():
        raise RuntimeError("A letter is posted inside an operation.")
    sent = _sent_before([letter.key for letter in letters if letter.key is not None])
    new = [letter for letter in letters if letter.key is None or letter.key not in sent]
    made_at = clock.now()
    for letter in new:
        letter.made_at, letter.due_at = made_at, made_at + HELD
    db.session.add_all(new)
    db.session().info.setdefault("posted", []).extend(new)
    return len(new)


def _sent_before(keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        asked = select(Letter.key).where(Letter.key.in_(keys[start : start + AT_ONCE]))
        found.update(key for key in db.session.scalars(asked) if key is not None)
    return found
