"""Reading the frame of a picture: whether its size is plausible, and whether it goes to its end."""

import mmap
import struct
import zlib
from typing import BinaryIO

from forum.foundation.inspection.kinds import FileKind
from forum.foundation.inspection.refusals import FileIsDamaged, LooksLikeATrick, UnpacksToTooMuch

MOST_ACROSS = 30_000
MOST_PIXELS = 200_000_000
"""A scan of A0 in 300 dots an inch has 140 million."""

_BEHIND = (b"PK\x03\x04", b"MZ", b"\x7fELF", b"%PDF", b"<", b"#!", b"Rar!", b"7z\xbc\xaf")
"""What may not begin behind a picture. Other things do: cameras append notes of their own."""


def check(kind: FileKind, file: BinaryIO) -> None:
    """Read a picture's frame. Raises `FileIsDamaged`, `UnpacksToTooMuch` and `LooksLikeATrick`."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as octets:
        try:
            width, height, end = _FRAMES[kind](octets)
        except (struct.error, IndexError):
            raise FileIsDamaged from None
        behind = octets[end : end + 64].lstrip(b"\0 \t\r\n")
    if not width or not height:
        raise FileIsDamaged
    if max(width, height) > MOST_ACROSS or width * height > MOST_PIXELS:
        raise UnpacksToTooMuch
    if behind.startswith(_BEHIND):
        raise LooksLikeATrick(what="Behind this picture something else is hidden.")


def _png(octets: mmap.mmap) -> tuple[int, int, int]:
    """PNG, third edition, part 5: chunks with a length, a name and a check; IHDR is the first and IEND the last."""
    place, size, has_pixels = 8, (0, 0), False
    while True:
        length, name = struct.unpack_from(">I4s", octets, place)
        end = place + 12 + length
        if end > len(octets):
            raise FileIsDamaged
        (check_sum,) = struct.unpack_from(">I", octets, end - 4)
        if zlib.crc32(octets[place + 4 : end - 4]) != check_sum:
            raise FileIsDamaged
        if (name == b"IHDR") != (place == 8):
            raise FileIsDamaged
        if name == b"IHDR":
            size = struct.unpack_from(">II", octets, place + 8)
        has_pixels = has_pixels or name == b"IDAT"
        if name == b"IEND":
            if not has_pixels:
                raise FileIsDamaged
            return *size, end
        place = end


def _jpeg(octets: mmap.mmap) -> tuple[int, int, int]:
    """ITU-T T.81, annex B: segments after 0xFF, of which SOFn gives the size; coded data follows SOS; EOI ends."""
    place, size, has_pixels = 2, (0, 0), False
    while True:
        place = octets.find(b"\xff", place)
        if place < 0:
            raise FileIsDamaged
        mark = octets[place + 1]
        if mark == 0xFF:
            place += 1
        elif mark == 0x00 or mark == 0x01 or 0xD0 <= mark <= 0xD7:  # stuffing, or restarts within coded data
            place += 2
        elif mark == 0xD9:
            if not has_pixels:
                raise FileIsDamaged
            return *size, place + 2
        else:
            (length,) = struct.unpack_from(">H", octets, place + 2)
            if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack_from(">HH", octets, place + 5)
                size = (width, height)
            has_pixels = has_pixels or mark == 0xDA
            place += 2 + length


def _gif(octets: mmap.mmap) -> tuple[int, int, int]:
    """GIF89a: the screen's size, then blocks that end in a block of nothing, then 0x3B."""
    width, height, flags = struct.unpack_from("<HHB", octets, 6)
    place = 13 + _table(flags)
    has_pixels = False
    while True:
        kind = octets[place]
        if kind == 0x3B:
            if not has_pixels:
                raise FileIsDamaged
            return width, height, place + 1
        if kind == 0x2C:
            has_pixels = True
            place += 10 + _table(octets[place + 9]) + 1
        elif kind == 0x21:
            place += 2
        else:
            raise FileIsDamaged
        while length := octets[place]:
            place += 1 + length
        place += 1


def _table(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(octets: mmap.mmap) -> tuple[int, int, int]:
    """RFC 9649: one RIFF that says how long it is, whose first chunk gives the size."""
    length, _form, name = struct.unpack_from("<I4s4s", octets, 4)
    end = 8 + length
    if end > len(octets):
        raise FileIsDamaged
    if name == b"VP8X":
        width = int.from_bytes(octets[24:27], "little") + 1
        height = int.from_bytes(octets[27:30], "little") + 1
    elif name == b"VP8L":
        (bits,) = struct.unpack_from("<I", octets, 21)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif name == b"VP8 " and octets[23:26] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", octets, 26))
    else:
        raise FileIsDamaged
    return width, height, end


_FRAMES = {FileKind.PNG: _png, FileKind.JPEG: _jpeg, FileKind.GIF: _gif, FileKind.WEBP: _webp}
