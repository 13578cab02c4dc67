"""What was typed, before anybody looks at it: without what nobody sees."""

import pytest

from forum.foundation.forms import tidy


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  Ada Marsh \t", "Ada Marsh"),
        ("Ada\x00\x1b[31m Marsh", "Ada[31m Marsh"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("Ada \u202egnp.exe", "Ada gnp.exe"),
        ("\u2066Ada\u2069 Marsh", "Ada Marsh"),
        ("\u200b\ufeff\u2060", ""),
        ("أحمد يوسف", "أحمد يوسف"),
        ("دוד\u200f כהן", "دוד\u200f כהן"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("👩\u200d🦽", "👩\u200d🦽"),
        (None, None),
        (7, 7),
    ],
)
def test_what_nobody_sees_is_left_out_and_every_script_stays(typed, kept):
    assert tidy(typed) == kept
