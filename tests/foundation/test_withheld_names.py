"""Names between double square brackets: on the desk as typed, for everyone else "a person"."""

import pytest

from forum.foundation.withheld_names import has_withheld, is_marked_badly, public_words


@pytest.mark.parametrize(
    "typed, read",
    [
        ("Seen by [[Jane Smith]] twice.", "Seen by a person twice."),
        ("[[Jane Smith]]’s case was heard.", "A person’s case was heard."),
        ("It was heard. [[Jane Smith]] spoke.", "It was heard. A person spoke."),
        ("[[Jane]] and [[Tom]]", "A person and a person"),
        ("By [[Jane [[née Brown]] Smith]] again", "By a person again"),
        ("By [[[Jane Smith]]] again", "By a person again"),
        ("By [ [Jane Smith] ] again", "By a person again"),
        ("By [[Jane\nSmith]] again", "By a person again"),
        ("[[]]", "A person"),
        ("Item [4] of the list [a]", "Item [4] of the list [a]"),
        ("", ""),
    ],
)
def test_what_everyone_reads(typed, read):
    assert public_words(typed) == read
    assert public_words(read) == read
    assert not is_marked_badly(typed)
    assert has_withheld(typed) is (typed != read)


@pytest.mark.parametrize(
    "typed, read",
    [
        ("Seen by [[Jane Smith. Tom spoke.", "Seen by a person"),
        ("Seen by [[Jane Smith] again", "Seen by a person"),
        ("By [[Jane [[Brown]] Smith", "By a person"),
        ("Seen by [[[[Jane Smith]] again", "Seen by a person"),
        ("Jane Smith]] spoke", "A person spoke"),
        ("[[Tom]] and [Jane Smith]] spoke of [[Sam]]", "A person spoke of a person"),
        ("By [[", "By a person"),
    ],
)
def test_a_bad_mark_never_tells_the_name(typed, read):
    assert public_words(typed) == read
    assert is_marked_badly(typed)
    assert has_withheld(typed)
