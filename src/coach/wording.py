"""The second reader: which words and letters tell what, as plain weights in a table.

The network reads for meaning; this reads for wording, and the two are wrong at different places. A
text becomes its words, pairs of words and runs of two to five letters, each in one of SIZE places
by its checksum, weighed by how rare it is; a score is the sum of the weights at these places.
training/words.py learns them.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.plain import plain

SIZE: Final = 1 << 15
AT_MOST: Final = 2000  # characters
HEARD: Final = 0.5  # what the words of the share weigh beside those of the sentence

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[?!.]+|[^\w\s]")

Places = tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]


class Wording:
    """The tables for sentences of a reply and for shares, as training/words.py writes them."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as tables:
            self._tables: dict[str, npt.NDArray[Any]] = dict(tables)

    def scores(self, kind: str, text: str, heard: str = "") -> list[float]:
        """Raw scores in the order of the outputs; `kind` is "reply" or "share"."""
        at, values = places(text, self._tables[f"{kind}_rare"], heard)
        weights = self._tables[f"{kind}_weights"][:, at].astype(np.float64)
        found = weights @ values * self._tables[f"{kind}_scale"] + self._tables[f"{kind}_bias"]
        return [float(each) for each in found]


def places(text: str, rare: npt.NDArray[Any], heard: str = "") -> Places:
    """The places of a text and what stands there, each kind of piece of length one."""
    at: list[int] = []
    values: list[float] = []
    for weight, pieces in (
        (1.0, _words(text, "w")),
        (1.0, _letters(text)),
        (HEARD, _words(heard, "h") if heard else ()),
    ):
        counted = Counter(zlib.crc32(piece.encode()) % SIZE for piece in pieces)
        block = [(1 + math.log(count)) * float(rare[place]) for place, count in counted.items()]
        length = math.sqrt(sum(value * value for value in block)) or 1.0
        at += counted
        values += [weight * value / length for value in block]
    return np.array(at, np.int64), np.array(values, np.float64)


def _words(text: str, mark: str) -> Iterator[str]:
    words = ["^", *_WORD.findall(plain(text[:AT_MOST])), "$"]
    for before, word in pairwise(words):
        yield f"{mark}:{word}"
        if mark == "w":
            yield f"{mark}:{before} {word}"


def _letters(text: str) -> Iterator[str]:
    for word in _WORD.findall(plain(text[:AT_MOST])):
        padded = f" {word} "
        for length in range(2, 6):
            for start in range(len(padded) - length + 1):
                yield f"c:{padded[start : start + length]}"
