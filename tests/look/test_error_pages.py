"""Error pages as the roof shows them, also while the database is away."""

import pytest

from forum.factory import create_app
from forum.foundation.database import db
from forum.settings import Settings
from tests.browsing import Page
from tests.look.markup import faults_in


@pytest.fixture
def without_database(instance, tmp_path):
    """The app with a database that holds nothing, not even its tables."""
    url = f"sqlite:///{tmp_path / 'nothing.sqlite3'}"
    app = create_app(
        Settings(instance=instance, database_url=url, secret_key="for tests alone", testing=True)
    )
    app.config["SHOW_PROBLEMS"] = True
    yield app
    with app.app_context():
        db.engine.dispose()


def test_a_page_that_needs_the_database_says_to_come_back(without_database):
    answer = without_database.test_client().get("/")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert faults_in(answer.get_data(as_text=True)) == []


def test_an_unknown_address_stays_one_while_the_database_is_away(without_database):
    answer = without_database.test_client().get("/no-such-page")

    assert answer.status_code == 404
    assert faults_in(answer.get_data(as_text=True)) == []


def test_what_breaks_is_a_page_with_the_number_to_tell(without_database):
    @without_database.get("/broken")
    def broken():
        raise ZeroDivisionError("division by zero")

    answer = without_database.test_client().get("/broken")
    page = Page(answer)

    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in page.words
    assert "ZeroDivisionError" not in page.html and "Traceback" not in page.html


def test_a_form_from_nowhere_is_told_what_to_do(browse, database, monkeypatch):
    monkeypatch.setitem(database.config, "WTF_CSRF_ENABLED", True)
    answer = browse().post("/sign-in", data={"email": "ada-marsh@forum.example"})

    assert answer.status_code == 400
    assert "Nothing was saved." in Page(answer).words
    assert faults_in(answer.get_data(as_text=True)) == []


def test_an_address_that_takes_no_form_says_so_as_a_page(browse):
    answer = browse().client.delete("/meetings")

    assert answer.status_code in {400, 405}
    assert faults_in(answer.get_data(as_text=True)) == []


def test_a_page_for_others_says_who_one_is(forum, drew, browse):
    page = browse(drew).page("/desk")

    assert page.status == 403
    assert "You are signed in as Drew Outside" in page.words


@pytest.mark.parametrize("address", ["/desk", "/meetings", "/me"])
def test_asking_which_methods_an_address_takes_breaks_nothing(forum, browse, address):
    answer = browse().client.options(address)

    assert answer.status_code == 200
    assert "GET" in answer.headers["Allow"]


def test_an_address_may_end_in_a_slash(forum, browse):
    assert browse().get("/meetings/").status_code == 200
