"""What was found out about a file."""

from dataclasses import dataclass

from forum.foundation.inspection.kinds import FileKind


@dataclass(frozen=True)
class Findings:
    """What the reading program says of a file. None: it does not say, or cannot be said of this kind."""

    kind: FileKind
    pages: int | None = None
    has_text: bool | None = None
    has_tags: bool | None = None
    title: str | None = None


@dataclass(frozen=True)
class Inspected:
    """A file that the forum takes.

    `pages` are those of a PDF, the slides of a presentation, or what a text document says of itself. `has_text` and
    `has_tags` are said of a PDF alone: whether any page holds text that can be read out, and whether it says what is
    a heading and what a table. `title` is what the file calls itself.
    """

    kind: FileKind
    media_type: str
    extension: str
    pages: int | None
    has_text: bool | None
    has_tags: bool | None
    title: str | None
