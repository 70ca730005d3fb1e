"""The circles and the line of the closeness check, as numbers that a page draws with.

Nothing here is a value of its own: the line only connects the circles that one person chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .closeness import Check

WIDTH, HEIGHT, MARGIN = 320.0, 120.0, 12.0
MIDDLE = 52.0
APART = {
    1: ("far apart", 58.0),
    2: ("side by side", 43.0),
    3: ("a little shared", 33.0),
    4: ("some shared", 25.0),
    5: ("half shared", 18.0),
    6: ("most shared", 11.0),
    7: ("nearly all shared", 5.0),
}
"""What each picture is called, and how far apart the middles of its circles are."""
MOST_POINTS = 24


@dataclass(frozen=True)
class Circles:
    """Two circles: where their middles are, across a picture 104 wide."""

    value: int
    label: str
    mine: float
    other: float


@dataclass(frozen=True)
class Point:
    """One check on the line."""

    x: float
    y: float
    day: date
    label: str


@dataclass(frozen=True)
class Line:
    """The circles over time, within a picture 320 by 120; more overlap is higher up."""

    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """What an SVG polyline takes."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def circles(value: int) -> Circles:
    """One of the seven pictures."""
    label, apart = APART[value]
    return Circles(value, label, MIDDLE - apart / 2, MIDDLE + apart / 2)


def all_circles() -> tuple[Circles, ...]:
    """The seven pictures, from far apart on."""
    return tuple(circles(value) for value in APART)


def line(checks: Sequence[Check]) -> Line | None:
    """The circles of these checks, the earliest first; nothing before there are two."""
    chosen = [(one.day, one.circles) for one in checks if one.circles is not None][-MOST_POINTS:]
    if len(chosen) < 2:
        return None
    step = (WIDTH - 2 * MARGIN) / (len(chosen) - 1)
    rise = (HEIGHT - 2 * MARGIN) / (len(APART) - 1)
    return Line(
        tuple(
            Point(
                round(MARGIN + number * step, 1),
                HEIGHT - MARGIN - (value - 1) * rise,
                day,
                APART[value][0],
            )
            for number, (day, value) in enumerate(chosen)
        )
    )
