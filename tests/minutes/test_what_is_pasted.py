"""What is pasted from a word processor: cleaned, and as several lines where it is too long for one."""

import pytest

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
