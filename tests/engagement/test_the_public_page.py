"""The page that everyone reads: nothing before its release, each thing with its moment, and nobody's name."""

from datetime import timedelta

from forum.engagement import operations, rules
from forum.foundation import clock
from tests.engagement.stage import LATER, play
from tests.makers import NOW


def test_everyone_reads_what_was_released_with_its_moment(forum, cleo, ada, cora, browse):
    stage = play(forum, cleo, "Who rides today", buyer=cora.organisation)
    stage.ask("How long is it for?", ada.person, "Four years.")
    stage.release()
    stage.ask("Who owns the buses?", ada.person, "The county.")

    page = browse().page(stage.page)

    assert page.status == 200
    assert page.words.count("Released to everyone at 10:00 on Tuesday 24 November 2026") == 2
    assert "Who rides today" in page.words and "Four years." in page.words
    assert "Procurement Act 2023" in page.words and "County Council" in page.words
    assert "Who owns the buses?" not in page.words and "The county." not in page.words
    assert "1 answer comes out later, to everyone at one moment." in page.words
    assert "Ada" not in page.words
    assert browse().get(page.links["Who rides today"]).status_code == 200
