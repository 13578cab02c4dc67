"""On which line of a TOML file a table or a key stands: the standard reader does not tell."""

import re

Path = tuple[str | int, ...]
"""The way to a table or key: `("theme", 0, "commitment", 2, "pages")`."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+))\s*(?:\.[^=]*)?=(.*)$", re.DOTALL)
_STRING = re.compile(
    r"\"\"\"(?:\\.|[^\\])*?\"{3,5}|'''.*?'{3,5}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*", re.DOTALL
)


class Lines:
    """The lines of one well-formed file."""

    def __init__(self, text: str) -> None:
        """Go once through the file."""
        self._found: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        table: Path = ()
        rows = text.split("\n")
        number = 0
        while number < len(rows):
            row = rows[number]
            if header := _HEADER.match(row):
                table = self._table(header[2], is_list=header[1] == "[[")
                self._found.setdefault(table, number + 1)
                if table and isinstance(table[-1], int):
                    self._found.setdefault(table[:-1], number + 1)
            elif key := _KEY.match(row):
                name = next(name for name in key.groups()[:3] if name is not None)
                self._found.setdefault((*table, name), number + 1)
                value = key[4]
                while _is_open(value) and number + 1 < len(rows):
                    number += 1
                    value += "\n" + rows[number]
            number += 1

    def _table(self, name: str, *, is_list: bool) -> Path:
        """The way to the table that a header begins."""
        path: Path = ()
        parts = [part.strip().strip("\"'") for part in name.split(".")]
        for part in parts[:-1]:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        path = (*path, parts[-1])
        if is_list:
            self._counts[path] = self._counts.get(path, 0) + 1
            path = (*path, self._counts[path] - 1)
        return path

    def line_of(self, path: Path) -> int:
        """The line of a table or key, or of the nearest thing around it; 1 for the file as a whole."""
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)


def _is_open(value: str) -> bool:
    """Whether a value goes on in the next line: a long string or a list that is not closed yet."""
    rest = _STRING.sub("", value)
    if '"""' in rest or "'''" in rest:
        return True
    return rest.count("[") > rest.count("]") or rest.count("{") > rest.count("}")
