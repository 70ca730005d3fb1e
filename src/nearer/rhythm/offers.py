"""What can come round in a bond, or for oneself: three things that do for most, and the shelf."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nearer.bonds.shown import BondShown
from nearer.practices import shelf
from nearer.sittings import finding

from .page import CLOSENESS, OWN, PRACTICE

SHARE, CHECK_IN, ALONE = "sharing", "check-in", "to-myself"
SHELF = "shelf"
USUAL_DAY = {SHARE: "daily", CHECK_IN: "weekly", CLOSENESS: "monthly", ALONE: "daily"}
"""How often each of them comes round for most."""


def slugs(bond: BondShown | None) -> dict[str, str]:
    """Every practice that fits: slug -> title."""
    found = finding.alone() if bond is None else shelf.fitting(bond.kind, len(bond.members))
    kind = bond.kind if bond else ""
    return {script.slug: script.wording("title", bond=kind) for script in found}


def choices(bond: BondShown | None) -> list[dict[str, str]]:
    """What to choose from, the likeliest first."""
    fits = slugs(bond)
    made: list[dict[str, str]] = []
    if bond is None:
        made.append({"value": ALONE, "label": "A few lines to myself", "hint": "For nobody else."})
    else:
        made += [
            {"value": SHARE, "label": "A share", "hint": "Something that matters to you."},
            {"value": CHECK_IN, "label": "A check-in", "hint": "How it is between you, by turns."},
        ]
    made = [one for one in made if one["value"] in fits]
    if bond is not None:
        hint = "For your eyes only."
        made.append({"value": CLOSENESS, "label": "A look at how close I feel", "hint": hint})
    return made


def chosen(typed: Any, bond: BondShown | None) -> tuple[str, str, str, str]:
    """what, slug, words and what is wrong, out of a form."""
    what, fits = typed.one("choice-what"), slugs(bond)
    if what == OWN:
        words = typed.line("words-own", "In a few words: what comes round?")
        return OWN, "", words, ""
    if what == CLOSENESS and bond is not None:
        return CLOSENESS, "", "", ""
    slug = typed.one("choice-practice") if what == SHELF else what
    if slug in fits:
        return PRACTICE, slug, "", ""
    return "", "", "", "Which practice?" if what == SHELF else "What shall come round?"


def as_chosen(what: str, slug: str, of: Sequence[str]) -> str:
    """Which row of the form stands for it."""
    if what != PRACTICE:
        return what
    return slug if slug in of else SHELF
