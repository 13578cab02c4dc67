"""What must not reach published minutes, and which of it the minute-taker may keep."""

import pytest

from forum.minutes.rules import Caution, warnings_in


@pytest.mark.parametrize(
    "text, caution, found, may_be_meant",
    [
        ("Write to delia@blackfen.example.org.", Caution.EMAIL, "delia@blackfen.example.org", False),
        ("Ring 01480 411480.", Caution.PHONE, "01480 411480", False),
        ("Seen by [[Jane Smith today.", Caution.MARK, "Seen by [[Jane Smith today.", False),
        ("Apologies from Jo (unwell).", Caution.ABSENCE, "Apologies from Jo (unwell)", True),
    ],
)
def test_what_is_found(text, caution, found, may_be_meant):
    (warning,) = warnings_in(text)
    assert (warning.caution, warning.found, warning.may_be_meant) == (caution, found, may_be_meant)
    assert warning.words.endswith(".")


def test_a_name_well_marked_gives_no_warning():
    assert warnings_in("Seen by [[Jane Smith]] today.") == []
