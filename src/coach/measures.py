"""F1, macro F1, calibration error, and intervals by drawing shares again. All deterministic."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
DRAWS: Final = 1000
SEED: Final = 7
BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure between 0 and 1, with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value * 100:.0f} ({self.low * 100:.0f}-{self.high * 100:.0f})"


class Counts:
    """Hits, false alarms and misses of each class, kept per share so that shares can be drawn."""

    def __init__(self, groups: Sequence[int], true: Floats, found: Floats) -> None:
        """`true` and `found` are (texts, classes) of 0 and 1; `groups` says whose each text is."""
        shares = np.asarray(groups, dtype=np.int64)
        size = max(groups, default=-1) + 1
        table = np.zeros((size, 3, true.shape[1]))
        for row, cells in enumerate((true * found, (1 - true) * found, true * (1 - found))):
            np.add.at(table[:, row], shares, cells)
        self._table = table
        self._there = true.sum(axis=0) > 0

    def f1(self) -> list[Figure]:
        """F1 of each class."""
        whole, drawn = self._all(_f1)
        return [_figure(float(whole[n]), drawn[:, n]) for n in range(len(whole))]

    def macro(self) -> Figure:
        """The mean F1 of the classes that occur."""
        whole, drawn = self._all(_f1)
        if not self._there.any():
            return Figure(0.0, 0.0, 0.0)
        return _figure(float(whole[self._there].mean()), drawn[:, self._there].mean(axis=1))

    def precision(self) -> list[Figure]:
        """The precision of each class; 1 where nothing was said, for then nothing was wrong."""
        whole, drawn = self._all(_precision)
        return [_figure(float(whole[n]), drawn[:, n]) for n in range(len(whole))]

    def _all(self, formula: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
        size = len(self._table)
        dice = np.random.default_rng(SEED)
        weights = dice.multinomial(size, np.full(size, 1 / size), size=DRAWS).astype(float)
        drawn = np.tensordot(weights, self._table, axes=1)
        return formula(self._table.sum(axis=0)[None])[0], formula(drawn)


def _f1(counts: Floats) -> Floats:
    hits, alarms, misses = counts[:, 0], counts[:, 1], counts[:, 2]
    return np.asarray(2 * hits / np.maximum(2 * hits + alarms + misses, 1))


def _precision(counts: Floats) -> Floats:
    hits, alarms = counts[:, 0], counts[:, 1]
    return np.asarray(np.where(hits + alarms > 0, hits / np.maximum(hits + alarms, 1), 1.0))


def _figure(value: float, drawn: Floats) -> Figure:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(value, float(low), float(high))


def share_of(groups: Sequence[int], hit: Sequence[bool]) -> Figure:
    """How many in one, with an interval by drawing groups again."""
    true = np.asarray(hit, dtype=float)
    if not len(true):
        return Figure(0.0, 0.0, 0.0)
    _, of = np.unique(np.asarray(groups), return_inverse=True)
    hits, size = np.bincount(of, true), np.bincount(of).astype(float)
    dice = np.random.default_rng(SEED)
    weights = dice.multinomial(len(hits), np.full(len(hits), 1 / len(hits)), size=DRAWS)
    drawn = (weights @ hits) / np.maximum(weights @ size, 1)
    return _figure(float(true.mean()), np.asarray(drawn))


def calibration_error(true: Floats, chance: Floats) -> float:
    """The mean gap between what was said and what was so, over ten bins weighed by their size."""
    said = np.minimum((chance * BINS).astype(int), BINS - 1)
    gaps = [
        (said == n).mean() * abs(float(chance[said == n].mean() - true[said == n].mean()))
        for n in range(BINS)
        if (said == n).any()
    ]
    return float(sum(gaps))
