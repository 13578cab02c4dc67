"""What the journal's page shows of a change: whoever reads it may be an officer of no forum."""

from collections.abc import Mapping
from typing import Any, NamedTuple

NOT_SHOWN = "words that are not shown here"
"""What stands instead of words that may be hidden from whoever reads the journal."""

_OPEN = frozenset({
    "Account", "CalendarKey", "Commitment", "FormerName", "Forum", "Identifier", "Meeting", "Membership", "Numbering",
    "Officer", "Organisation", "Person", "Representative", "Series", "Strategy", "Term", "Theme", "Venue",
})  # fmt: skip
"""Things none of whose words is ever closed. A new kind of thing is closed until it is put here."""

_PLAIN = frozenset({"kind", "presence", "purpose", "said", "standing", "state", "visibility"})


class Change(NamedTuple):
    """One value that changed, as it may be shown."""

    name: str
    before: Any
    after: Any


def changes_shown(thing: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The values that changed in a thing of this kind, the words of agendas, minutes and proposals left out."""
    is_open = thing in _OPEN
    return [
        Change(name, _shown(name, before.get(name), is_open), _shown(name, value, is_open))
        for name, value in after.items()
    ]


def _shown(name: str, value: Any, is_open: bool) -> Any:
    is_plain = is_open or name in _PLAIN or name.endswith(("_at", "_on"))
    if is_plain or value is None or value == "" or isinstance(value, int | float):
        return value
    return NOT_SHOWN
