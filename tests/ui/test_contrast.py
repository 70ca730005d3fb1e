"""Every pair of colours that the styles lay on one another can be read (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "src" / "nearer" / "ui"
TOKENS = (UI / "static" / "ui" / "css" / "tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6});")

WORDS, SHAPES = 4.5, 3.0
SURFACES = ("ground", "lit", "sunk")
PAIRS = [
    *(
        (ink, on, WORDS)
        for ink in ("ink", "ink-soft", "lamp-ink", "landed", "care")
        for on in SURFACES
    ),
    *((shape, on, SHAPES) for shape in ("edge", "lamp") for on in ("ground", "lit")),
    ("deed-ink", "deed", WORDS),
    ("deed-ink", "deed-over", WORDS),
    ("glow-ink", "glow", WORDS),
    ("ground", "ink", WORDS),
    ("lit", "lamp", SHAPES),
    ("deed", "ground", SHAPES),
]


def colours(mode: str) -> dict[str, str]:
    """The colours of one mode by name; the night names only what differs from the day."""
    day, night = TOKENS.split("@media (prefers-color-scheme: dark)")
    return dict(COLOUR.findall(day)) | (dict(COLOUR.findall(night)) if mode == "night" else {})


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["day", "night"])
@pytest.mark.parametrize(("above", "below", "least"), PAIRS)
def test_it_can_be_read(mode: str, above: str, below: str, least: float) -> None:
    palette = colours(mode)
    found = contrast(palette[above], palette[below])
    assert found >= least, f"{above} on {below} by {mode}: {found:.2f}, needs {least}"


def test_it_names_every_day_colour_again_for_the_night() -> None:
    day, night = TOKENS.split("@media (prefers-color-scheme: dark)")
    assert {name for name, _ in COLOUR.findall(day)} == {name for name, _ in COLOUR.findall(night)}


def test_it_keeps_colours_in_one_file() -> None:
    for sheet in (UI / "static" / "ui" / "css").glob("*.css"):
        if sheet.name != "tokens.css":
            # Whatever the mode: the blank page that covers all in a quick exit; and a QR code,
            # which cameras read as black on white.
            text = sheet.read_text(encoding="utf-8").replace("background: #fff;", "")
            text = text.replace("{ fill: #fff; }", "").replace("{ fill: #000; }", "")
            found = re.findall(r"#[0-9a-f]{3,8}\b(?=[^{]*;)|\brgb\(|\bhsl\(|\boklch\(", text)
            assert not found, f"{sheet.name}: {found}"


@pytest.mark.parametrize("mode", ["day", "night"])
def test_it_tells_the_browser_the_colour_of_the_room(mode: str) -> None:
    page = (UI / "pages" / "ui" / "base.html").read_text(encoding="utf-8")
    scheme = "light" if mode == "day" else "dark"
    ground = colours(mode)["ground"]
    assert f'content="{ground}" media="(prefers-color-scheme: {scheme})"' in page
