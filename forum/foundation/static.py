"""Where templates and static files lie, and how the static files of an installation are served."""

import json
import re
from pathlib import Path

from flask import Flask, current_app
from whitenoise import WhiteNoise

_HASHED = re.compile(r"\.[0-9a-f]{8}\.\w+$")


class NoStaticFiles(RuntimeError):
    """The static files of this installation have not been made."""


def find_folder(name: str) -> Path:
    """Find `templates` or `static`: inside the package when installed from a wheel, else beside it."""
    package = Path(__file__).resolve().parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def serve_static(app: Flask, instance: Path) -> None:
    """Serve `instance/static/` under `/static/`, and give the templates `static_url("forum.css")`.

    The files and their manifest are made by set-up (`forum.running.assets`). Their names carry a digest
    of what they hold, so a browser keeps them for a year. They are read once, when the app starts.
    """
    folder = instance / "static"
    manifest = folder / "manifest.json"
    app.extensions["static_names"] = (
        json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    )
    app.jinja_env.globals["static_url"] = static_url
    if folder.is_dir():
        server = WhiteNoise(
            app.wsgi_app,
            root=str(folder),
            prefix="static/",
            immutable_file_test=_is_hashed,
            add_headers_function=_add_headers,
        )
        # Set-up's own notes lie in the same folder, and are nobody's business.
        server.files = {url: file for url, file in server.files.items() if _is_hashed("", url)}
        app.wsgi_app = server  # type: ignore[method-assign]


def static_url(name: str) -> str:
    """The address of a static file, by the name that it has in `static/`. Raises `NoStaticFiles`."""
    hashed: str | None = current_app.extensions["static_names"].get(name)
    if hashed is None:
        raise NoStaticFiles(f"There is no static file {name}. Run python3 wsgi.py once: it makes them.")
    return f"{current_app.config.get('APPLICATION_ROOT', '/').rstrip('/')}/static/{hashed}"


def _is_hashed(path: str, url: str) -> bool:
    return bool(_HASHED.search(url))


def _add_headers(headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
