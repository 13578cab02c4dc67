"""Keys that let somebody act from a letter: bound to one purpose and one thing, and told from what mail adds."""

import pytest

from forum.foundation.signed_links import LENGTH, is_signed, sign

BOUND = ("cancel", "ABCD-1234", "a secret")


@pytest.fixture
def key(sqlite_app):
    """The key of one purpose and one thing; the installation's secret has its part in it."""
    with sqlite_app.app_context():
        yield sign(*BOUND)


def test_a_key_has_letters_and_digits_alone(key):
    assert len(key) == LENGTH and key.isalnum() and key == key.lower()


@pytest.mark.parametrize(
    "other", [("view", *BOUND[1:]), ("cancel", "ABCD-1235", "a secret"), ("cancel", "ABCD-1234", "another")]
)
def test_it_opens_its_own_alone(key, other):
    assert is_signed(*BOUND, key)
    assert not is_signed(*other, key)


@pytest.mark.parametrize("bent", ["{}.", "{})", " {}>\n", "{}/", "{}\u00a0", "{}=\n"])
def test_what_mail_programs_hang_on_does_no_harm(key, bent):
    assert is_signed(*BOUND, bent.format(key))
    assert is_signed(*BOUND, bent.format(key.upper()))


def test_a_key_that_was_cut_or_grew_opens_nothing(key):
    for bent in ("", key[:-1], key[1:], f"{key}x", f"{key}{key}"):
        assert not is_signed(*BOUND, bent)
