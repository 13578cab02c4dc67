"""Finding e-mail addresses and telephone numbers in texts that everyone may read."""

import pytest

from forum.foundation.contacts import contact_details_in


@pytest.mark.parametrize(
    "text, found",
    [
        ("Write to delia.marsh@blackfen.example.org by Friday.", ["delia.marsh@blackfen.example.org"]),
        ("Ring 01480 411480, or +44 7911 123456.", ["01480 411480", "+44 7911 123456"]),
        ("Delia’s number is (01480) 411480", ["(01480) 411480"]),
        ("07911123456", ["07911123456"]),
    ],
)
def test_found(text, found):
    assert contact_details_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The grant is £1,250,000 over 3 years, from 2026-04-01 to 2029-03-31.",
        "Charity 1123456, company 01234567.",
        "Providers see it from 01/10/2026 to 31/12/2026: 15 working days.",
        "D-2026-014 and A-2026-031 were agreed 12 to 3 @ item 4.",
        "2026 2027 2028 2029",
        "",
    ],
)
def test_not_taken_for_one(text):
    assert contact_details_in(text) == []
