"""The second reader: which words and letters tell what, as plain weights in a table.

The network reads for meaning; this reads for wording, and the two are wrong at different places. A
text becomes its words, pairs of words and runs of two to five letters, each in one of SIZE places
by its checksum, weighed by how rare it is; a score is the sum of the weights at these places.
training/words.py learns them.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.plain import plain

BITS: Final = 15
SIZE: Final = 1 << BITS
AT_MOST: Final = 2000  # characters
HEARD: Final = 0.5  # what the words of the share weigh beside those of the sentence

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[?!.]+|[^\w\s]")

# Odd, and else without meaning: what letters are folded with, and then spread over all bits
# (2 to the 64 divided by the golden ratio: Knuth, The Art of Computer Programming, vol. 3, 6.4).
_STEP: Final = np.uint64(0x100000001B3)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)

_WEIGHTS: Final = np.array([1.0, 1.0, HEARD])

Pieces = npt.NDArray[np.int64]
Places = tuple[Pieces, npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in pieces: its words, and the places of the letters in them."""

    words: tuple[str, ...]
    letters: Pieces


class Wording:
    """The tables for sentences of a reply and for shares, as training/words.py writes them."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as tables:
            self._tables: dict[str, npt.NDArray[Any]] = dict(tables)
        # Each place with its weights side by side: what is looked up then lies together.
        self._weights = {
            kind: np.ascontiguousarray(self._tables.pop(f"{kind}_weights").T)
            for kind in ("reply", "share")
        }

    def scores(self, kind: str, text: str | Text, heard: Pieces | None = None) -> list[float]:
        """Raw scores in the order of the outputs; `kind` is "reply" or "share".

        `heard`: what `heard_in` finds in the share that a reply answers.
        """
        at, values = places(text, self._tables[f"{kind}_rare"], heard)
        weights = self._weights[kind][at].astype(np.float64)
        found = values @ weights * self._tables[f"{kind}_scale"] + self._tables[f"{kind}_bias"]
        return [float(each) for each in found]


def heard_in(share: str) -> Pieces | None:
    """The words of a share, for `places` of each sentence that answers it; None of an empty one."""
    return _summed(_words(_split(share), "h")) if share else None


def in_pieces(text: str) -> Text:
    """The pieces of a text."""
    words = tuple(_split(text))
    return Text(words, _letters(words))


def joined(texts: Sequence[Text]) -> Text:
    """The pieces of these texts with a blank between them, each at most AT_MOST long: the same as
    of the whole, for no letters run from one word into the next."""
    words = tuple(chain.from_iterable(each.words for each in texts))
    return Text(words, np.concatenate([each.letters for each in texts]))


def places(text: str | Text, rare: npt.NDArray[Any], heard: Pieces | None = None) -> Places:
    """The places of a text and what stands there, each kind of piece of length one."""
    text = in_pieces(text) if isinstance(text, str) else text
    kinds = [_summed(_words(text.words, "w")), text.letters]
    if heard is not None:
        kinds.append(heard)
    # One sum over all: a place of the second kind is SIZE further on, of the third twice that.
    each = np.concatenate([found + n * SIZE for n, found in enumerate(kinds)])
    each.sort()
    last = np.flatnonzero(each[1:] != each[:-1])
    ends = np.concatenate([[-1], last, [len(each) - 1]])
    where, counts = each[ends[1:]], ends[1:] - ends[:-1]
    kind, at = np.divmod(where, SIZE)
    values = (1 + np.log(counts)) * rare[at].astype(np.float64)
    lengths = np.sqrt(np.bincount(kind, values * values, len(kinds)))
    lengths[lengths == 0] = 1.0
    return at, values * (_WEIGHTS[: len(kinds)] / lengths)[kind]


def _summed(pieces: Iterable[str]) -> Pieces:
    return np.array(
        [zlib.crc32(piece.encode("utf-8", "surrogatepass")) % SIZE for piece in pieces], np.int64
    )


def _split(text: str) -> list[str]:
    return _WORD.findall(plain(text[:AT_MOST]))


def _words(words: Sequence[str], mark: str) -> Iterator[str]:
    for before, word in pairwise(["^", *words, "$"]):
        yield f"{mark}:{word}"
        if mark == "w":
            yield f"{mark}:{before} {word}"


def _letters(words: Sequence[str]) -> Pieces:
    """The places of all runs of two to five letters within a word, its two edges among them.

    All runs of a length at once: piece by piece this took a fifth of the time of a message.
    """
    line = f" {' '.join(words)} "
    codes = np.frombuffer(line.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    gaps = codes == ord(" ")
    found: list[Pieces] = []
    for length in range(2, 6):
        count = len(codes) - length + 1
        if count < 1:
            break
        runs = np.full(count, length, np.uint64)
        across = np.zeros(count, bool)
        for k in range(length):
            runs = runs * _STEP + codes[k : k + count]
            if 0 < k < length - 1:
                across |= gaps[k : k + count]
        # The top bits of the product are the ones that all letters have had a part in.
        found.append((runs[~across] * _MIX >> np.uint64(64 - BITS)).astype(np.int64))
    return np.concatenate(found) if found else np.zeros(0, np.int64)
