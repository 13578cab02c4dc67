"""QR codes: an address that a camera reads, drawn inside the page."""

from itertools import groupby

from markupsafe import Markup

QUIET = 4
"""Modules of white around a code: with less, cameras look for it longer."""
MASK = 3
"""Which of the eight masks is laid over a code. Cameras read each; for addresses this one scores within a few
in a hundred of the best, and weighing up all eight takes as long as the whole page around the code."""
SIDE = 240
"""CSS pixels that a code may take each way: it then fits the narrowest phone."""


def qr_code(text: str, *, label: str) -> Markup:
    """Draw a QR code as an SVG element, to be put straight into a page.

    `text` is what a camera reads, such as an address. `label` says in words what the code is for, to those who
    do not see it. Colours stand in attributes, so the strict policy on styles lets them through. Raises
    `ValueError` when `text` is empty or longer than any code can hold, which is some 2,000 letters.
    """
    import segno  # only here: most processes never draw one

    if not text:
        raise ValueError("A QR code needs something to say.")
    code = segno.make(text, error="m", micro=False, mask=MASK)
    across = len(code.matrix) + 2 * QUIET
    pixels = across * max(1, SIDE // across)  # whole pixels for each module keep the edges sharp
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr-code" role="img" aria-label="{label}"'
        ' width="{pixels}" height="{pixels}" viewBox="0 0 {across} {across}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{across}v{across}H0z"/><path fill="#000" d="{dark}"/></svg>'
    ).format(label=label, pixels=pixels, across=across, dark=_draw(code.matrix))


def _draw(matrix: tuple[bytearray, ...]) -> str:
    """The dark modules as an SVG path, each run of a row as one box."""
    boxes = []
    for y, row in enumerate(matrix, QUIET):
        x = QUIET
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                boxes.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(boxes)
