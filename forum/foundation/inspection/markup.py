"""Reading XML that a stranger wrote: no definitions, no entities, and only as much kept as is asked for."""

from xml.parsers import expat

from forum.foundation.inspection.refusals import FileIsDamaged, HoldsEntities

_KEPT = frozenset({"Override", "Default", "Relationship", "document-statistic"})
"""Elements whose attributes are kept."""
_TEXTS = frozenset({"title", "Pages"})
"""Elements whose text is kept."""
_LONGEST = 1000
_MOST = 20_000


class Markup:
    """What a member of a document holds, as far as anybody asks. Raises `HoldsEntities` and `FileIsDamaged`."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        """The names of the elements, as far as they are few."""
        self._kept: list[tuple[str, dict[str, str]]] = []
        self._texts: dict[str, str] = {}
        self._open: str | None = None
        self._parser = parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes) -> None:
        """Read the next piece."""
        try:
            self._parser.Parse(piece, False)
        except (expat.ExpatError, ValueError, LookupError):
            raise FileIsDamaged from None

    def close(self) -> None:
        """Say that this was all."""
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError:
            raise FileIsDamaged from None

    def elements(self, name: str) -> list[dict[str, str]]:
        """The attributes of each element of this name."""
        return [attributes for kept, attributes in self._kept if kept == name]

    def values(self, attribute: str) -> list[str]:
        """The values of an attribute, whatever element it stands at."""
        return [attributes[attribute] for _, attributes in self._kept if attribute in attributes]

    def text(self, name: str) -> str | None:
        """The text of the first element of this name."""
        return self._texts.get(name)

    def _refuse(self, *_declared: object) -> None:
        raise HoldsEntities

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if len(self.names) < _LONGEST:
            self.names.add(plain)
        if plain in _KEPT and len(self._kept) < _MOST:
            self._kept.append((plain, {key.rpartition(":")[2]: value for key, value in attributes.items()}))
        self._open = plain if plain in _TEXTS and plain not in self._texts else None

    def _end(self, _name: str) -> None:
        self._open = None

    def _characters(self, text: str) -> None:
        if self._open is not None:
            self._texts[self._open] = (self._texts.get(self._open, "") + text)[:_LONGEST]
