"""A pause: anybody may take one at any time, and says when they will be back, or leaves it open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nearer.practices.kinds.gates import Ready
from nearer.practices.steps import Unfit

MOVE = "pause"
_READY = Ready(id=MOVE)


def clean_pause(form: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a "pause" entry from a form with when = at / not-today, day and time, as at a
    "ready" step; without `when`, a pause that leaves it open. Raises Unfit."""
    if not form.get("when"):
        return {}
    shared, _ = _READY.answer("answer", form, "")
    if shared["when"] == "now":
        raise Unfit("when", "At a time, or not today?")
    return shared


def is_pause(data: Mapping[str, Any]) -> bool:
    """Whether a "pause" entry is whole."""
    if "when" not in data:
        return True
    return data["when"] != "now" and _READY.sound("answer", data)
