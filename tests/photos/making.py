"""Pictures for the tests, good and bad, each made here. Only the HEIC is a file: see its note."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image

HEIC = Path(__file__).parent / "turned.heic"
"""320 x 240, drawn for this test and turned a quarter, with canaries and a place in its EXIF.

Made once with pillow-heif, which can write HEIC and is not among our packages.
"""
HEIC_CANARIES = (b"kxcamera-heic", b"kxplace-heic")
CANARY = "kxexifcanary0815"


def picture(width: int = 300, height: int = 200) -> Image.Image:
    """Yellow on the left, blue on the right, green along the top."""
    made = Image.new("RGB", (width, height), (40, 90, 160))
    made.paste((230, 200, 60), (0, 0, width // 2, height))
    made.paste((30, 140, 70), (0, 0, width, height // 6))
    return made


def encoded(made: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    held = io.BytesIO()
    made.save(held, kind, **options)
    return held.getvalue()


def told_on(orientation: int = 1) -> Image.Exif:
    """Metadata that tells on somebody: camera, place, words."""
    exif = Image.Exif()
    exif[0x010F] = CANARY
    exif[0x0112] = orientation
    exif[0x9286] = CANARY.encode()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 12.0, 34.5), 3: "E", 4: (16.0, 22.0, 12.3)})
    exif.get_ifd(0x8825)[0x1B] = CANARY.encode()
    return exif


def jpeg_that_tells(orientation: int = 1, **more: Any) -> bytes:
    """A JPEG with a place in it, a comment, and more hung to its end."""
    made = encoded(
        picture(), exif=told_on(orientation), comment=CANARY.encode(), quality=90, **more
    )
    return made + b"PK\x03\x04 " + CANARY.encode()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(width: int, height: int, *between: bytes) -> bytes:
    """A real PNG of zeros, a thousand times smaller than what it holds."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + width // 8 + (width % 8 > 0))
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *between, chunk(b"IDAT", body), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg_bomb(side: int = 65_000) -> bytes:
    """A small JPEG whose header claims to be huge."""
    made = bytearray(encoded(picture(16, 16)))
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", side, side)
    return bytes(made)


def webp_bomb() -> bytes:
    """A WebP whose canvas claims to be 268 million dots."""
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\x3f\x00" * 2 + bytes(16)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def heic_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """The frame of a HEIC that claims to be huge."""
    size = box(b"ispe", bytes(4), struct.pack(">II", width, height))
    meta = box(b"meta", bytes(4), box(b"iprp", box(b"ipco", size)))
    return box(b"ftyp", b"heic", bytes(4), b"mif1heic") + meta + box(b"mdat", bytes(64))


def moving(kind: str, frames: int) -> bytes:
    """A film of tiny pictures: GIF, WebP or PNG."""
    first, *others = (Image.new("L", (8, 8), n % 256) for n in range(frames))
    return encoded(first, kind, save_all=True, append_images=others, duration=20)
