"""From what a phone sent to two plain JPEGs, or to a kind sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from . import decoding as decoding
from .headers import MOST_PIXELS, NOT_WHOLE, CannotTake, Seen, look

LARGE, SMALL = 2048, 640
"""Pixels of the longer side: for looking at it, and for its place among the words."""
PATIENCE = 4.0
"""Seconds that a picture waits for the one before it."""
_one_at_a_time = threading.BoundedSemaphore(1)

BUSY = "Other pictures are just being taken in. Send it once more in a moment."
TOO_MUCH = "This picture is more than this server can open. Send a screenshot of it."


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be sealed. Width and height are those of the large one."""

    large: bytes = field(repr=False)
    small: bytes = field(repr=False)
    width: int
    height: int
    alt: str = field(repr=False)


def prepare(upload: bytes, alt: str) -> Prepared:
    """Two JPEGs with nothing in them but the dots: no place, time, camera, name or comment.

    Kind and size are read off the header first; what is refused there is never decoded. Raises
    CannotTake.
    """
    seen = look(upload)
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise CannotTake(BUSY)
    try:
        told = _decoded(upload, seen)
    finally:
        _one_at_a_time.release()
    head, _, rest = told.partition(b"\n")
    width, height, length = map(int, head.split())
    return Prepared(rest[:length], rest[length:], width, height, alt)


def prepare_upload(upload: UploadedFile[Any], alt: str) -> Prepared:
    """`prepare` for a file of a form. Raises CannotTake."""
    if (upload.size or 0) > settings.PHOTO_FILE_BYTES:
        most = settings.PHOTO_FILE_BYTES // 2**20
        raise CannotTake(
            f"This file is larger than {most} MB. Send a smaller size of it, or a screenshot."
        )
    return prepare(upload.read(), alt)


def _decoded(upload: bytes, seen: Seen) -> bytes:
    command = [sys.executable, "-I", "-B", str(Path(decoding.__file__))]
    command += [seen.kind, str(MOST_PIXELS[seen.kind]), str(LARGE), str(SMALL)]
    # Of the surroundings only what finds Python's own libraries.
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what was sent goes to its input
            command,
            input=upload,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=decoding.SECONDS,
            check=False,
            env=kept,
        )
    except (subprocess.TimeoutExpired, MemoryError, OSError):
        raise CannotTake(TOO_MUCH) from None
    if done.returncode == decoding.UNREADABLE:
        raise CannotTake(NOT_WHOLE)
    if done.returncode or not done.stdout:
        raise CannotTake(TOO_MUCH)
    return done.stdout
