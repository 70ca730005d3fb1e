"""Near-duplicates between shares: by the letters of a text, and by what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

LETTERS = 0.8  # cosine of character 3- to 5-grams
MEANING = 0.9  # cosine of MiniLM embeddings
STOCK = 6  # a sentence of fewer words is a stock phrase ("I'm so sorry"): counted, never dropped

Place = tuple[str, int, int]  # id of the share, number of the reply, of the sentence; -1: the share


@dataclass(frozen=True, slots=True)
class Found:
    """Two texts of different shares that are nearly the same."""

    kind: str
    first: Place
    second: Place
    likeness: float
    across_parts: bool
    across_authors: bool
    words: int
    by: str

    @property
    def drop(self) -> bool:
        """Whether the first, which is of train or dev, must go."""
        return self.kind == "sentence" and self.words >= STOCK and self.by == "letters"


def near(parts: Mapping[str, Sequence[dict[str, Any]]]) -> list[Found]:
    """All pairs of texts above the thresholds; of a pair the one in a test stands second."""
    found: list[Found] = []
    for kind in ("share", "sentence"):
        texts: list[str] = []
        about: list[tuple[Place, int, str]] = []
        for rank, name in enumerate(parts):
            for share in parts[name]:
                if kind == "share":
                    texts.append(share["share"])
                    about.append(((share["id"], -1, -1), rank, share["author"]))
                    continue
                for n, reply in enumerate(share["replies"]):
                    for m, sentence in enumerate(reply["sentences"]):
                        texts.append(sentence["text"])
                        about.append(((share["id"], n, m), rank, share["author"]))
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
        for by, vectors, least in (
            ("letters", letters, LETTERS),
            ("meaning", embedded(texts), MEANING),
        ):
            for first in range(0, len(texts), 500):
                like = vectors[first : first + 500] @ vectors.T
                like = np.asarray(like.todense() if by == "letters" else like)
                for i, j in zip(*np.nonzero(like >= least), strict=True):
                    a, b = about[first + i], about[j]
                    if first + i < j and a[0][0] != b[0][0]:
                        words = min(len(texts[first + i].split()), len(texts[j].split()))
                        likeness = float(like[i, j])
                        apart, strangers = a[1] != b[1], a[2] != b[2]
                        found.append(Found(kind, a[0], b[0], likeness, apart, strangers, words, by))
    return found


def embedded(texts: Sequence[str]) -> np.ndarray:
    """Unit vectors of the texts from the frozen encoder."""
    from frozen import Frozen

    return Frozen().means([("", t) for t in texts], alone=True)


def report(found: Sequence[Found]) -> list[str]:
    """The counts at the thresholds, as lines of a list."""
    lines = []
    for kind in ("share", "sentence"):
        for by, least in (("letters", LETTERS), ("meaning", MEANING)):
            here = [f for f in found if f.kind == kind and f.by == by]
            long = [f for f in here if f.words >= STOCK]
            lines.append(
                f"- pairs of one {kind} each of two shares, by {by}, cosine at least {least}: "
                f"{len(here)}, of these {len(long)} of {STOCK} words or more, "
                f"{sum(f.across_authors for f in long)} between authors, "
                f"{sum(f.across_parts for f in long)} between parts"
            )
    lines.append(
        f"- replies taken out of train or dev because of them: "
        f"{len({f.first[:2] for f in found if f.across_parts and f.drop})}"
    )
    return lines
