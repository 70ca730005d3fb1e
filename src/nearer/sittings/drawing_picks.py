"""How steps are drawn where something is picked: options, points, feelings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from nearer.practices import feelings
from nearer.practices.kinds.picks import Choose, Option, Rate
from nearer.practices.kinds.words import WISHES

if TYPE_CHECKING:
    from .drawing import Drawing


def _options(drawing: Drawing, options: Iterable[Option]) -> list[dict[str, str]]:
    return [
        {
            "value": option.value,
            "label": option.text("label", **drawing.where),
            "hint": option.text("hint", **drawing.where),
        }
        for option in options
    ]


def choose(drawing: Drawing) -> dict[str, Any]:
    """Options, one or several."""
    step = cast("Choose", drawing.slot.step)
    name = f"choice-{step.id}"
    options = _options(drawing, step.options)
    return {
        "name": name,
        "options": options,
        "many": step.many,
        "chosen": list(drawing.typed.get(name) or []) if step.many else drawing.one(name),
        "is_wish": {option["value"] for option in options} <= set(WISHES),
    }


def rate(drawing: Drawing) -> dict[str, Any]:
    """Points on a line."""
    step = cast("Rate", drawing.slot.step)
    name = f"rating-{step.id}"
    points = _options(drawing, step.points)
    return {"name": name, "points": points, "chosen": drawing.one(name)}


def feel(drawing: Drawing) -> dict[str, Any]:
    """The words for feelings, by family."""
    chosen = set(drawing.typed.get("feeling") or [])
    families = [
        {
            "name": family.name,
            "open": any(feeling.word in chosen for feeling in family.feelings),
            "words": [
                {
                    "word": feeling.word,
                    "gloss": feeling.gloss,
                    "chosen": feeling.word in chosen,
                    "strength": _strength(drawing.one(f"strength-{feeling.word}")),
                    "also": " ".join([feeling.gloss, *family.body, *family.situations]),
                }
                for feeling in family.feelings
            ],
        }
        for family in feelings.families()
    ]
    return {"families": families}


def _strength(typed: str) -> int:
    return int(typed) if typed in {"1", "2", "3"} else 2
