"""What is pasted from a word processor: cleaned, and as several lines where it is too long for one."""

import pytest
from markupsafe import escape

from forum.foundation.database import db
from forum.minutes import operations, queries
from forum.minutes.rules import MOST_WORDS, cleaned, pieces_of
from tests.makers import NOW


@pytest.mark.parametrize(
    "pasted, kept",
    [
        ("\uf0b7\tFirst\r\no\tSecond\r\n·   Third", "• First\n• Second\n• Third"),
        ("“They said” – it’s late", "“They said” – it’s late"),
        ("a\x00b\x07\tc\u00a0d\ufeff", "ab c d"),
        ("One.\n\n\n\nTwo.  \n Three.", "One.\n\nTwo.\nThree."),
        ("- a dash that was typed\n-5 degrees", "- a dash that was typed\n-5 degrees"),
    ],
)
def test_what_nobody_typed_is_taken_out(pasted, kept):
    assert cleaned(pasted) == kept


@pytest.mark.parametrize(
    "pasted, lengths",
    [
        ("One. Two.\nThree.\n• a\n• b", [9, 14]),
        ("One.\nStill one.\n\nTwo.", [15, 4]),
        ("Sentence one. Sentence two. Sentence three.", [27, 15]),
        ("no end to it at all and on and on it goes for ever", [30, 19]),
        ("x" * 70, [30, 30, 10]),
    ],
)
def test_it_is_cut_at_paragraphs_then_sentences_then_words(pasted, lengths):
    pieces = pieces_of(pasted, 30)

    assert [len(piece) for piece in pieces] == lengths
    assert "".join("".join(pieces).split()) == "".join(pasted.split())


def test_twenty_thousand_characters_are_lines_each_kept_once(minutes, item, mina):
    pasted = "\n".join(f"Paragraph {number}. " + "It was said at length. " * 390 for number in (1, 2))
    pieces = pieces_of(pasted)

    written = operations.write_lines(minutes, item, pieces, sent_key="k1", by=mina, now=NOW)
    again = operations.write_lines(minutes, item, pieces, sent_key="k1", by=mina, now=NOW)

    assert queries.entries_of(minutes, item) == written == again
    assert " ".join(entry.text for entry in written).split() == pasted.split()
    assert len(written) == 4 and all(len(entry.text) <= MOST_WORDS for entry in written)


# ---- On the page, without script ----------------------------------------------------------------------------


@pytest.fixture
def at(minutes, item):
    return f"/desk/meetings/{minutes.meeting.reference}/minutes/{item.reference}"


def texts(minutes):
    db.session.rollback()
    return [entry.text for entry in queries.entries_of(minutes)]


def test_what_is_too_long_is_offered_as_several_lines_and_one_button_keeps_them(minutes, at, mina, browse):
    browser = browse(mina)
    pasted = "\r\n".join(f"{number}. " + "It was said at length. " * 200 for number in range(1, 5)).strip()

    page = browser.send(at, {"line": pasted, "kind": "note", "sent_key": "k"})

    assert page.problems == [
        "That is too long for one line: it holds 8,000 characters. It can be kept as several."
    ]
    assert "Save it as 4 notes" in page.words and texts(minutes) == []
    for _twice in range(2):
        browser.post(at, {"line": pasted, "kind": "note", "sent_key": "k", "in_pieces": "yes"})
    assert [text[:2] for text in texts(minutes)] == ["1.", "2.", "3.", "4."]


def test_a_name_that_fits_nobody_is_kept_as_a_team_by_a_button(minutes, at, ada, mina, browse):
    browser = browse(mina)

    page = browser.send(at, {"line": 'a @ada and @"planning team" by 4 dec draw it', "sent_key": "k"})

    assert "Keep “planning team” as a name" in page.words and "planning team" in page.html
    instead = 'a @ada and @+"planning team" by 4 dec draw it'
    assert f'value="{escape(instead)}"' in page.html
    browser.post(at, {"line": "whatever it said", "instead": instead, "sent_key": "k"})
    db.session.rollback()
    action = queries.entries_of(minutes)[0].action
    assert [owner.team or owner.person for owner in action.owners] == [ada.person, "planning team"]
    assert action.owners_as_said == "ada, planning team"
