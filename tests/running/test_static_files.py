"""Static files: what set-up makes of them, and how they are served."""

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from flask import Flask

from forum.foundation.static import NoStaticFiles, find_folder, serve_static, static_url
from forum.running import assets


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of static files of a fresh installation."""
    assets.build(tmp_path)
    return tmp_path / "static"


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `static/` folder of this test alone."""
    folder = tmp_path / "sources"
    (folder / "parts").mkdir(parents=True)
    monkeypatch.setattr(assets, "find_folder", lambda name: folder)
    return folder


def test_nothing_of_gov_uks_own_dress_is_served(made):
    css = next(made.glob("govuk-frontend.*.css")).read_text()

    assert ".govuk-button{" in css
    assert not re.search(r"GDS Transport|@font-face|govuk-crest|url\(|sourceMappingURL", css)
    assert not [path for path in made.rglob("*") if re.search(r"crown|crest|woff|opengraph", path.name)]


def test_the_system_font_takes_the_place_of_gov_uks(made):
    css = next(made.glob("govuk-frontend.*.css")).read_text()

    assert ".govuk-button{font-family:system-ui," in css


def test_each_name_carries_a_digest_and_stands_in_the_manifest(made):
    manifest = json.loads((made / "manifest.json").read_text())

    assert {"forum.css", "govuk-frontend.css", "govuk-frontend.js"} <= manifest.keys()
    for name, hashed in manifest.items():
        stem, _, ending = name.rpartition(".")
        assert re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{8}}\.{ending}", hashed)
        assert (made / hashed).is_file()


def test_what_is_served_compressed_is_the_same(made):
    compressed = list(made.rglob("*.gz"))

    assert len(compressed) >= 3
    for path in compressed:
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()


def test_nothing_is_made_twice(tmp_path, made):
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*")}

    assert assets.build(tmp_path) == json.loads((made / "manifest.json").read_text())

    assert {path: path.stat().st_mtime_ns for path in made.rglob("*")} == before


def test_a_changed_file_gets_a_new_name_and_the_last_one_stays_for_open_pages(tmp_path, sources):
    names = []
    for colour in ("red", "amber", "green"):
        (sources / "forum.css").write_text(f"p {{ color: {colour} }}")
        names.append(assets.build(tmp_path)["forum.css"])

    assert len(set(names)) == 3
    assert [(tmp_path / "static" / name).exists() for name in names] == [False, True, True]


def test_the_parts_style_sheets_go_into_one_file(tmp_path, sources):
    (sources / "forum.css").write_text("main { margin: 0 }")
    (sources / "parts" / "thread.css").write_text(".thread { margin: 1px }")

    manifest = assets.build(tmp_path)

    assert "parts/thread.css" not in manifest
    css = (tmp_path / "static" / manifest["forum.css"]).read_text()
    assert css.index("main {") < css.index(".thread {")


def test_files_refer_to_one_another_by_their_served_names(tmp_path, sources):
    (sources / "forum.css").write_text('p { background: url("parts/tick.svg"), url(data:image/svg+xml,x) }')
    (sources / "parts" / "tick.svg").write_text("<svg/>")
    (sources / "forum.js").write_text(
        'import { initAll } from "./govuk-frontend.js";\nimport "./parts/copy.js";\n'
    )
    (sources / "parts" / "copy.js").write_text('import { Tabs } from "../govuk-frontend.js";\n')

    manifest = assets.build(tmp_path)

    served = {name: (tmp_path / "static" / hashed).read_text() for name, hashed in manifest.items()}
    assert f'url("{manifest["parts/tick.svg"]}"), url(data:image/svg+xml,x)' in served["forum.css"]
    assert f'from "./{manifest["govuk-frontend.js"]}"' in served["forum.js"]
    assert f'import "./{manifest["parts/copy.js"]}"' in served["forum.js"]
    assert f'from "../{manifest["govuk-frontend.js"]}"' in served["parts/copy.js"]


def test_browsers_keep_a_file_for_a_year_and_get_it_compressed(tmp_path, made):
    app = Flask("forum", static_folder=None)
    serve_static(app, tmp_path)
    with app.test_request_context():
        address = static_url("forum.css")

    with app.test_client().get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_set_ups_own_notes_are_not_static_files(tmp_path, made):
    app = Flask("forum", static_folder=None)
    serve_static(app, tmp_path)

    for name in (".made-from", "manifest.json"):
        assert app.test_client().get(f"/static/{name}").status_code == 404


def test_without_static_files_the_trouble_says_what_to_do(tmp_path):
    app = Flask("forum", static_folder=None)
    serve_static(app, tmp_path)

    with app.test_request_context(), pytest.raises(NoStaticFiles, match=r"Run python3 wsgi.py once"):
        static_url("forum.css")


@pytest.mark.parametrize("name", ["templates", "static"])
def test_the_folders_are_found_in_a_checkout(name):
    assert find_folder(name) == Path(__file__).parents[2] / name
    assert os.listdir(find_folder(name))


@pytest.mark.parametrize("name", ["templates", "static"])
def test_the_folders_are_found_in_an_installed_package(name, tmp_path, monkeypatch):
    installed = tmp_path / "site-packages" / "forum"
    (installed / name).mkdir(parents=True)
    monkeypatch.setattr("forum.foundation.static.__file__", str(installed / "foundation" / "static.py"))

    assert find_folder(name) == installed / name
