"""QR codes: what is drawn says what was asked, and tells its purpose to those who do not see it."""

import re
from xml.etree import ElementTree

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from forum.foundation.codes import MASK, QUIET, SIDE, qr_code

SVG = "{http://www.w3.org/2000/svg}"


def drawn(code: Markup) -> list[list[int]]:
    """Which modules of a drawing are dark, read back from its boxes."""
    root = ElementTree.fromstring(str(code))
    across = int(root.attrib["viewBox"].split()[2])
    modules = [[0] * across for _ in range(across)]
    ground, dark = root.findall(f"{SVG}path")
    assert ground.attrib == {"fill": "#fff", "d": f"M0 0h{across}v{across}H0z"}
    boxes = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", dark.attrib["d"])
    assert "".join(f"M{x} {y}h{right}v1h-{left}z" for x, y, right, left in boxes) == dark.attrib["d"]
    for x, y, right, left in boxes:
        assert right == left
        for at in range(int(x), int(x) + int(right)):
            modules[int(y)][at] = 1
    return modules


@given(st.text(min_size=1, max_size=120))
def test_the_drawing_is_the_code_of_the_text_with_white_around_it(text):
    expected = [list(row) for row in segno.make(text, error="m", micro=False, mask=MASK).matrix]

    modules = drawn(qr_code(text, label="A code"))

    assert [row[QUIET:-QUIET] for row in modules[QUIET:-QUIET]] == expected
    assert sum(map(sum, modules)) == sum(map(sum, expected)), "the white around it is white"


def test_it_says_what_it_is_for_and_keeps_to_the_strict_policy():
    code = qr_code("https://forum.example.org/b/7", label='Code for “Tea & <b>cake</b>”, "at" 10:00')
    root = ElementTree.fromstring(str(code))

    assert root.tag == f"{SVG}svg" and root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'Code for “Tea & <b>cake</b>”, "at" 10:00'
    assert "style" not in code and "<b>" not in code and isinstance(code, Markup)


@pytest.mark.parametrize("text", ["1", "https://forum.example.org/bookings/" + "x" * 200])
def test_every_module_is_a_whole_number_of_pixels_and_a_phone_has_room_for_it(text):
    root = ElementTree.fromstring(str(qr_code(text, label="A code")))
    width, across = int(root.attrib["width"]), int(root.attrib["viewBox"].split()[2])

    assert root.attrib["height"] == root.attrib["width"]
    assert width % across == 0 and SIDE / 2 < width <= SIDE


@pytest.mark.parametrize("text", ["", "x" * 5000])
def test_what_no_code_can_say_is_refused(text):
    with pytest.raises(ValueError):
        qr_code(text, label="A code")
