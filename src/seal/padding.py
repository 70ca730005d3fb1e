"""Hiding how long a text is.

Padding is one byte 0x80 and then zeros up to the bucket (ISO/IEC 7816-4), so exactly one text
belongs to each padded form. A padded form that has any other size than its text calls for is
refused. Padding is always inside the encryption: nothing is learned from how it fails.
"""

from __future__ import annotations

from collections.abc import Callable

from seal.errors import Tampered

STEP = 256
LAST_STEP = 4096
FILE_STEP = 4096

Bucket = Callable[[int], int]
"""From the bytes that must fit to the size of the bucket that holds them."""


def words_bucket(size: int) -> int:
    """Steps of 256 bytes up to 4096, then powers of two."""
    if size <= LAST_STEP:
        return _rounded_up(size, STEP)
    return 1 << (size - 1).bit_length()


def file_bucket(size: int) -> int:
    """Steps of 4096 bytes at any size: the exact size of a photo can be enough to recognise it."""
    return _rounded_up(size, FILE_STEP)


def _rounded_up(size: int, step: int) -> int:
    return -(-size // step) * step


def pad(plain: bytes, bucket: Bucket = words_bucket) -> bytes:
    """The text, a mark, and zeros up to the next bucket: 0 to 255 bytes become 256, and so on."""
    marked = plain + b"\x80"
    return marked.ljust(bucket(len(marked)), b"\0")


def unpad(padded: bytes, bucket: Bucket = words_bucket) -> bytes:
    """The text that was padded. Raises Tampered unless `padded` is exactly what `pad` makes."""
    marked = padded.rstrip(b"\0")
    if not marked.endswith(b"\x80") or len(padded) != bucket(len(marked)):
        raise Tampered
    return marked[:-1]
