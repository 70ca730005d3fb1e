"""Room on the disk, and ways in which words in memory could reach it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from . import hardening
from .findings import Finding, Weight

MEBIBYTE = 1024 * 1024
TOO_LITTLE = 50 * MEBIBYTE
LITTLE = 500 * MEBIBYTE
SWAPS = Path("/proc/swaps")


def findings() -> Iterator[Finding]:
    """Disk, core dumps, swap."""
    yield from _disk(free_bytes())
    if hardening.can_dump():
        yield Finding(
            Weight.STOP,
            "A crash could write memory, and words in it, to the disk: forbid core dumps, for"
            " instance with  ulimit -c 0",
        )
    if sys.platform == "linux" and _swaps_in_the_clear():
        yield Finding(
            Weight.WARN,
            "This machine has swap, where memory may reach the disk: encrypt it, or keep Nearer out"
            " of it (MemorySwapMax=0, see deploy/README.md).",
        )


def free_bytes() -> int:
    """Room that is left where the data lie, or will."""
    place = Path(settings.DATA)
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def _disk(free: int) -> Iterator[Finding]:
    if free < LITTLE:
        yield Finding(
            Weight.STOP if free < TOO_LITTLE else Weight.REFUSE,
            f"The disk has {free // MEBIBYTE} MB left, and nothing new can be kept on a full one:"
            " make room.",
        )


def _swaps_in_the_clear() -> bool:
    try:
        lines = SWAPS.read_text().splitlines()[1:]
    except OSError:
        return False
    # What zram holds stays in memory; device mapper is mostly an encrypted one.
    return any(not line.startswith(("/dev/zram", "/dev/dm-")) for line in lines)
