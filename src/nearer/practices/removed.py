"""What stays of an entry whose author took it back: that it was there, and what steers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nearer.practices.script import Script
from nearer.practices.steps import Step


def without_words(script: Script, step: Step, data: Mapping[str, Any]) -> dict[str, Any]:
    """The shared data of an entry of this step once its words are gone.

    Of what was picked, only what a later step of this script asks for stays, since the sitting
    would otherwise take another course than the one that everybody has gone.
    """
    if data.get("gone") is True:
        return dict(data)
    asked = {
        value
        for other in script.steps
        if other.when is not None and other.when.step == step.id
        for value in other.when.among
    }
    of = {"of": data["of"]} if "of" in data else {}
    return {"gone": True, **step.stump(data, asked), **of}


def can_go(step: Step, move: str) -> bool:
    """Whether an entry of this kind holds anything that its author could take back."""
    return step.may_be_gone and move in ("answer", "show")
