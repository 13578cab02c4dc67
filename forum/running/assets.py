"""Makes an installation's static files: govuk-frontend and our own, with hashed names, compressed once."""

import gzip
import hashlib
import json
import os
import posixpath
import re
from pathlib import Path

from forum.foundation.static import find_folder
from forum.running.tools import fetch_packages

PACKAGE = Path(__file__).resolve().parents[1]
_GOVUK = PACKAGE / "node_modules" / "govuk-frontend" / "dist" / "govuk"
_SHRINKS = {".css", ".js", ".svg", ".txt", ".json", ".webmanifest"}

# A service off GOV.UK must not use its font or its crest: both are cut out of the compiled CSS.
_FONT_FACE = re.compile(r"(/\*![^*]*\*/)?@font-face\{[^}]*GDS Transport[^}]*\}")
_FONT_NAME = re.compile(r"\"?GDS Transport\"?,\s*arial,\s*sans-serif")
_SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif'
_CREST = re.compile(r"(-webkit-)?(background|mask)-image:url\([^)]*\);?")
_SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S+?\.map\s*(\*/)?")

# How one static file names another: `url(parts/tick.svg)` in CSS, `from "./govuk-frontend.js"` in a module.
_REFERENCE = {
    ".css": re.compile(r"""(?P<before>url\(["']?)(?P<name>[\w./-]+)(?P<after>["']?\))"""),
    ".js": re.compile(r"""(?P<before>(?:from|import)\s*\(?\s*["'])(?P<name>\.[\w./-]+)(?P<after>["'])"""),
}


def build(instance: Path) -> dict[str, str]:
    """Make `instance/static/` from `static/` and govuk-frontend, and return its manifest.

    The manifest names each file as templates know it and as it is served: {"forum.css": "forum.1a2b3c4d.css"}.
    Quick when nothing has changed. Fetches govuk-frontend if it is not there. Raises `CannotGoOn`.
    """
    fetch_packages(PACKAGE)
    folder = instance / "static"
    manifest_file, state_file = folder / "manifest.json", folder / ".made-from"
    state = _state_of_sources()
    if manifest_file.is_file() and state_file.is_file() and state_file.read_text() == state:
        return json.loads(manifest_file.read_text(encoding="utf-8"))

    earlier = json.loads(manifest_file.read_text(encoding="utf-8")) if manifest_file.is_file() else {}
    hashed = _Hashed(_read_sources(), folder)
    for name in hashed.sources:
        hashed.write(name)
    manifest = hashed.manifest
    _write(manifest_file, json.dumps(manifest, indent=1, sort_keys=True).encode())
    _remove_all_but(folder, {*manifest.values(), *earlier.values()})
    _write(state_file, state.encode())
    return manifest


def adapt_css(css: str) -> str:
    """Take the font, the crest and the source map of GOV.UK out of govuk-frontend's compiled CSS."""
    css = _FONT_FACE.sub("", css)
    css = _FONT_NAME.sub(_SYSTEM_FONTS, css)
    css = _CREST.sub("", css)
    return _SOURCE_MAP.sub("", css)


def _our_files() -> list[Path]:
    folder = find_folder("static")
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _state_of_sources() -> str:
    """A digest that changes when a source may have: cheap, since it reads no file."""
    files = [*_our_files(), Path(__file__), _GOVUK / "govuk-frontend.min.css"]
    seen = "\n".join(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files)
    return hashlib.sha256(seen.encode()).hexdigest()


def _read_sources() -> dict[str, bytes]:
    """All files by name. The parts' CSS goes into `forum.css`, so that a page asks for one file."""
    css = (_GOVUK / "govuk-frontend.min.css").read_text(encoding="utf-8")
    script = (_GOVUK / "govuk-frontend.min.js").read_text(encoding="utf-8")
    sources = {
        "govuk-frontend.css": adapt_css(css).encode(),
        "govuk-frontend.js": _SOURCE_MAP.sub("", script).encode(),
    }
    folder = find_folder("static")
    for path in _our_files():
        name = path.relative_to(folder).as_posix()
        if name.startswith("parts/") and name.endswith(".css"):
            continue
        sources[name] = path.read_bytes()
    parts = [path.read_bytes() for path in sorted((folder / "parts").glob("*.css"))]
    sources["forum.css"] = b"\n".join([sources.get("forum.css", b""), *parts])
    return sources


class _Hashed:
    """Writes files under names that carry a digest, each after the files that it refers to."""

    def __init__(self, sources: dict[str, bytes], folder: Path) -> None:
        self.sources = sources
        self.folder = folder
        self.manifest: dict[str, str] = {}
        self._on_the_way: set[str] = set()

    def write(self, name: str) -> str:
        """Write one file, unless it is written already, and return its hashed name."""
        if name in self.manifest:
            return self.manifest[name]
        self._on_the_way.add(name)
        content = self._with_hashed_references(name)
        path = Path(name)
        digest = hashlib.sha256(content).hexdigest()[:8]
        hashed = path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()
        _write(self.folder / hashed, content)
        if path.suffix in _SHRINKS:
            _write(self.folder / f"{hashed}.gz", gzip.compress(content, 9, mtime=0))
        self._on_the_way.discard(name)
        self.manifest[name] = hashed
        return hashed

    def _with_hashed_references(self, name: str) -> bytes:
        content = self.sources[name]
        pattern = _REFERENCE.get(Path(name).suffix)
        if pattern is None:
            return content
        here = posixpath.dirname(name)

        def replace(match: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(here, match["name"]))
            if target not in self.sources or target in self._on_the_way:
                return match[0]
            hashed = posixpath.relpath(self.write(target), here or ".")
            dot = "./" if match["name"].startswith(".") and not hashed.startswith(".") else ""
            return f"{match['before']}{dot}{hashed}{match['after']}"

        return pattern.sub(replace, content.decode()).encode()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: another process may be reading, or writing the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.write_bytes(content)
    new.replace(path)


def _remove_all_but(folder: Path, wanted: set[str]) -> None:
    """Remove what no page names any more. The files of the last manifest stay: open pages still ask for them."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix().removesuffix(".gz")
        if path.is_file() and name not in wanted and re.search(r"\.[0-9a-f]{8}\.\w+$", name):
            path.unlink(missing_ok=True)
