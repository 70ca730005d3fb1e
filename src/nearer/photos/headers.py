"""What a picture says of itself in its first bytes. Nothing is decoded, so a bomb costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_PIXELS = {"JPEG": 60_000_000, "HEIF": 60_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
"""More than phones take unless told otherwise. Opening any of these takes 600 MB at most (measured:
a JPEG that comes in several passes), so that PNG and WebP, which phones seldom make, get less."""
MOST_PARTS = 20_000
"""Segments, chunks or boxes in one file; a real one has some dozens, or a few thousand."""

NOT_A_PICTURE = (
    "This is not a picture that can be taken in here. JPEG, PNG, WebP and HEIC can, and a "
    "screenshot of anything will do."
)
NOT_WHOLE = "This picture did not arrive whole. Choose it once more, or send a screenshot of it."
MOVES = "This one moves, and only still pictures can be taken in. A screenshot of it will do."


class CannotTake(Exception):
    """A picture that can't be taken in; the message says why, and what would help."""


@dataclass(frozen=True)
class Seen:
    """What kind of picture it says it is, and how large in pixels."""

    kind: str
    width: int
    height: int


def look(data: bytes) -> Seen:
    """Kind and size of a still picture, by its own header. Raises CannotTake.

    Whatever follows a whole picture is no fault: phones hang short films to their photos, and
    nothing but the picture itself is kept.
    """
    for kind, fits, measure in KINDS:
        if fits(data):
            width, height = measure(data)
            if width < 1 or height < 1:
                raise CannotTake(NOT_WHOLE)
            if width * height > MOST_PIXELS[kind]:
                raise CannotTake(
                    f"This picture has {width * height // 1_000_000:,} million dots, and there is "
                    f"room for {MOST_PIXELS[kind] // 1_000_000}. Send a smaller size of it, or a "
                    "screenshot."
                )
            return Seen(kind, width, height)
    raise CannotTake(NOT_A_PICTURE)


def _number(data: bytes, at: int, length: int) -> int:
    part = data[at : at + length]
    if len(part) < length:
        raise CannotTake(NOT_WHOLE)
    return int.from_bytes(part, "big")


def _jpeg(data: bytes) -> tuple[int, int]:
    """ITU-T T.81, B.1: segments up to the frame header."""
    at = 2
    for _ in range(MOST_PARTS):
        if _number(data, at, 1) != 0xFF:
            break
        marker = _number(data, at + 1, 1)
        if marker == 0xFF:
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if data.find(b"\xff\xd9", at) < 0:
                break
            return _number(data, at + 7, 2), _number(data, at + 5, 2)
        else:
            at += 2 + max(2, _number(data, at + 2, 2))
    raise CannotTake(NOT_WHOLE)


def _png(data: bytes) -> tuple[int, int]:
    """PNG, third edition: 11.2.1 (IHDR), 11.3.6.1 (acTL says that it moves)."""
    if data[12:16] != b"IHDR":
        raise CannotTake(NOT_WHOLE)
    at = 8
    for _ in range(MOST_PARTS):
        length, name = _number(data, at, 4), data[at + 4 : at + 8]
        at += 12 + length
        if name == b"acTL":
            raise CannotTake(MOVES)
        if name == b"IEND" and at <= len(data):
            return _number(data, 16, 4), _number(data, 20, 4)
    raise CannotTake(NOT_WHOLE)


def _webp(data: bytes) -> tuple[int, int]:
    """RFC 9649: a simple picture (VP8, VP8L), or one with a canvas and flags (VP8X)."""
    if int.from_bytes(data[4:8], "little") + 8 > len(data) or len(data) < 30:
        raise CannotTake(NOT_WHOLE)
    name, body = data[12:16], data[20:30]
    if name == b"VP8X":
        if body[0] & 0b10:
            raise CannotTake(MOVES)
        sides = (int.from_bytes(body[n : n + 3], "little") + 1 for n in (4, 7))
    elif name == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        sides = ((bits >> shift & 0x3FFF) + 1 for shift in (0, 14))
    elif name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        sides = (int.from_bytes(body[n : n + 2], "little") & 0x3FFF for n in (6, 8))
    else:
        raise CannotTake(NOT_WHOLE)
    width, height = sides
    return width, height


HEIC = {b"heic", b"heix", b"heim", b"heis"}


def _is_heic(data: bytes) -> bool:
    if data[4:8] != b"ftyp":
        return False
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[at : at + 4] for at in (8, *range(16, length, 4))}
    return bool(brands & HEIC)


def _heic(data: bytes) -> tuple[int, int]:
    """ISO/IEC 23008-12, 6.5.3: the largest size that any item in the file claims.

    A photo is often made of tiles, with a thumbnail beside it, so that there are several.
    """
    sizes = [
        (_number(data, at + 4, 4), _number(data, at + 8, 4))
        for name, at, _ in _boxes(data, [b"meta", b"iprp", b"ipco"])
        if name == b"ispe"
    ]
    if not sizes:
        raise CannotTake(NOT_WHOLE)
    return max(sizes, key=lambda size: size[0] * size[1])


def _boxes(data: bytes, path: list[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """Every box, and those inside the boxes of this path: name, begin and end of what it holds."""
    spans, seen = [(0, len(data))], 0
    while spans:
        at, end = spans.pop()
        while at < end:
            seen += 1
            size, name, head = _number(data, at, 4), data[at + 4 : at + 8], 8
            if size == 1:
                size, head = _number(data, at + 8, 8), 16
            elif size == 0:
                size = end - at
            if size < head or at + size > end or seen > MOST_PARTS:
                raise CannotTake(NOT_WHOLE)
            yield name, at + head, at + size
            if name in path:
                # “meta” has a version before what it holds.
                spans.append((at + head + 4 * (name == b"meta"), at + size))
            at += size


Measure = Callable[[bytes], tuple[int, int]]
KINDS: tuple[tuple[str, Callable[[bytes], bool], Measure], ...] = (
    ("JPEG", lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
    ("PNG", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    ("WEBP", lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    ("HEIF", _is_heic, _heic),
)
"""Few kinds on purpose: each is a decoder more that strangers' bytes go through."""
