"""From the letter to the reader: a presenter hands a PDF in on a phone, the organiser publishes, a visitor has it."""

import re
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from tests.files import a_pdf
from tests.journeys.conftest import PHONE

PAPER = "What the first year of lifts cost"


@pytest.fixture
def ask(stage):
    """Looks something up in the forum's database."""

    def found(question: str, *values: str) -> str:
        with closing(sqlite3.connect(stage[1] / "forum.sqlite3")) as database:
            row = database.execute(question, values).fetchone()
        assert row is not None
        return row[0]

    return found


@pytest.fixture
def meeting(ask) -> str:
    """The next meeting of the demo whose agenda is out."""
    return ask(
        "SELECT meeting.reference FROM meeting JOIN agenda ON agenda.meeting_id = meeting.id"
        " JOIN agenda_version ON agenda_version.agenda_id = agenda.id"
        " WHERE meeting.starts_at > datetime('now') AND meeting.state = 'confirmed'"
        " ORDER BY meeting.starts_at LIMIT 1"
    )


# ---- The steps ----------------------------------------------------------------------------------------------


def given_the_organiser_asked_for_papers(organiser, meeting, ask):
    organiser.opens("/sign-in")
    organiser.signs_in()
    organiser.opens(f"/desk/meetings/{meeting}/papers")
    organiser.page.get_by_role("link", name=re.compile("^Ask .* for papers$")).press("Enter")
    organiser.page.wait_for_load_state()
    organiser.presses("Send")
    assert "on the way" in organiser.reads()
    letter = ask(
        "SELECT text FROM letter WHERE kind = 'papers asked' AND about = ? ORDER BY id DESC", meeting
    )
    found = re.search(r"You need not sign in: https?://[^/]+(/\S+)", letter)
    assert found, letter
    return found[1]


def hands_the_paper_in(presenter, tmp_path, content, script):
    file = tmp_path / f"lifts {script}.pdf"
    file.write_bytes(content)
    presenter.page.get_by_label("The file", exact=True).set_input_files(file)
    why = presenter.page.get_by_label("Why is it late?", exact=True)
    if why.count():
        why.fill("The accounts close at the end of the month.")
    presenter.presses("Hand in this paper")
    presenter.page.get_by_text("Say what the paper is called").first.wait_for()
    presenter.page.get_by_label("The file", exact=True).set_input_files(file)
    presenter.writes("What is it called?", f"{PAPER} {script}")
    presenter.presses("Hand in this paper")
    presenter.page.get_by_text("It has arrived.").wait_for()


# ---- The story ----------------------------------------------------------------------------------------------


def test_a_paper_goes_from_the_letter_to_the_reader(at_a_browser, meeting, ask, tmp_path):
    organiser, reader = at_a_browser("organiser"), at_a_browser("visitor")
    link = given_the_organiser_asked_for_papers(organiser, meeting, ask)
    content = a_pdf("Twelve lifts a week")

    for script in (True, False):
        presenter = at_a_browser("presenter", PHONE, script=script)
        presenter.opens(link)
        if not script:
            presenter.follows("Add another paper")
        hands_the_paper_in(presenter, tmp_path, content if script else a_pdf("Without script"), script)
        assert "what is a heading, a list or a table" in presenter.reads(), (
            "said at once, and taken all the same"
        )
        assert presenter.page.evaluate("document.documentElement.scrollWidth") <= PHONE

    reader.opens(f"/meetings/{meeting}/agenda")
    assert PAPER not in reader.reads()
    organiser.opens(f"/desk/meetings/{meeting}/agenda/publish")
    organiser.presses("Publish version")
    assert "is published" in organiser.reads()

    reader.opens(f"/meetings/{meeting}/agenda")
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("link", name=f"{PAPER} True").click()
    assert waiting.value.suggested_filename == "lifts True.pdf"
    assert waiting.value.path().read_bytes() == content
    assert urlsplit(waiting.value.url).path.startswith("/papers/")
