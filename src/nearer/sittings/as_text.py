"""What stands in one part of a sheet, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DEGREES = {"not-yet": "not yet", "partly": "partly", "fully": "fully"}
FELT = {"understood": "understood", "accepted": "accepted", "cared": "cared about"}


def as_text(part: Mapping[str, Any]) -> str:
    """The words of a part, or a line for what was picked; "" where there is neither."""
    match part["kind"]:
        case "feelings":
            return ", ".join(f"{one['how']} {one['word']}" for one in part["feelings"])
        case "choice":
            return ", ".join(part["labels"])
        case "receipt":
            receipt = part["receipt"]
            said = [
                f"{felt.capitalize()}: {DEGREES.get(receipt.get(key), '')}"
                for key, felt in FELT.items()
            ]
            return "\n".join([*said, receipt.get("helped", "")]).strip()
    return str(part.get("text", ""))
