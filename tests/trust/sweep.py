"""Looks for words in every byte of every file, however they are written there."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

Words = Mapping[str, str | bytes]
"""A label for each canary, and the canary."""

LARGEST = 64 * 1024 * 1024
STREAMS = (b"\x1f\x8b\x08", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def spellings(word: str | bytes) -> dict[str, bytes]:
    """The ways in which a canary could stand in a file, by name."""
    raw = word.encode() if isinstance(word, str) else word
    made = {"raw": raw, "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode()}
    for shift in range(3):
        # Only the symbols that depend on nothing before or after the word.
        coded = base64.b64encode(bytes(shift) + raw)
        first = -(-shift * 8 // 6)
        last = (shift + len(raw)) * 8 // 6
        inner = coded[first:last]
        made[f"base64 at {shift}"] = inner
        made[f"base64 for addresses at {shift}"] = inner.replace(b"+", b"-").replace(b"/", b"_")
    if isinstance(word, str):
        made["UTF-16 LE"] = word.encode("utf-16-le")
        made["UTF-16 BE"] = word.encode("utf-16-be")
        made["url"] = quote(word, safe="").encode()
        made["form"] = quote_plus(word).encode()
        made["JSON"] = json.dumps(word)[1:-1].encode()
        made["lower"] = word.lower().encode()
        made["upper"] = word.upper().encode()
        made["reversed"] = word[::-1].encode()
    return made


def inside(data: bytes) -> Iterator[bytes]:
    """The data, and what compressed streams within it hold."""
    yield data
    for start in STREAMS:
        at = data.find(start)
        while at >= 0:
            for bits in (31, 15):
                try:
                    opened = zlib.decompressobj(bits).decompress(data[at:], LARGEST)
                except zlib.error:
                    continue
                if len(opened) > 7:
                    yield opened
            at = data.find(start, at + 1)


def hits(data: bytes, words: Words) -> set[str]:
    """Labels of the canaries that are found in some spelling."""
    texts = list(inside(data))
    return {
        label
        for label, word in words.items()
        if any(spelled in text for spelled in set(spellings(word).values()) for text in texts)
    }


def sweep(files: Iterable[Path], words: Words) -> dict[str, set[str]]:
    """Which canaries stand in which file; names of files are looked through as well."""
    found = {}
    for path in files:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue
        if labels := hits(str(path).encode() + b"\n", words) | hits(data, words):
            found[str(path)] = labels
    return found


def ways_to_hide(word: str) -> dict[str, bytes]:
    """Files that hold a word in each way that the sweep has to see through."""
    raw = word.encode()
    made = {
        f"as {name}": b"some " + spelled + b" more" for name, spelled in spellings(word).items()
    }
    for before in range(3):
        around = b"x" * before + raw + b"yy"
        made[f"within base64, {before} before"] = base64.b64encode(around)
    made["gzip"] = b"noise" + gzip.compress(b"some " + raw)
    made["zlib"] = b"noise" + zlib.compress(b"some " + raw * 3) + b"more"
    made["zlib, best"] = zlib.compress(b"some " + raw, 9)
    made["JSON in gzip"] = gzip.compress(json.dumps({"words": word}).encode())
    return made
