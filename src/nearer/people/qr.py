"""A text as a picture that a phone reads. The page draws it itself, as one path."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

QUIET = 4
"""Light dots around it; readers need them."""


@dataclass(frozen=True)
class Picture:
    """How wide and high it is, in dots, and the dark ones as the path of an SVG."""

    size: int
    path: str


def picture(text: str) -> Picture:
    """The QR code of a text."""
    import segno

    rows = [[bool(dot) for dot in row] for row in segno.make(text, micro=False).matrix]
    return Picture(
        len(rows) + 2 * QUIET,
        "".join(_line(y + QUIET, row) for y, row in enumerate(rows)),
    )


def _line(y: int, row: list[bool]) -> str:
    made, x = "", QUIET
    for dark, dots in groupby(row):
        wide = len(list(dots))
        made += f"M{x} {y}h{wide}v1h-{wide}z" if dark else ""
        x += wide
    return made
