"""What stands in one part of a sheet, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STRENGTHS = {1: "a little", 2: "quite", 3: "very"}
DEGREES = {"not-yet": "not yet", "partly": "partly", "fully": "fully"}
FELT = {"understood": "Understood", "accepted": "Accepted", "cared": "Cared about"}


def as_text(part: Mapping[str, Any]) -> str:
    """The words of a part, or a line for what was picked; "" where there is neither."""
    match part["kind"]:
        case "feelings":
            felt = [
                f"{STRENGTHS.get(one['strength'], '')} {one['word']}" for one in part["feelings"]
            ]
            return ", ".join(felt)
        case "choice":
            return ", ".join(part["labels"])
        case "receipt":
            receipt = part["receipt"]
            said = [f"{label}: {DEGREES.get(receipt.get(key), '')}" for key, label in FELT.items()]
            return "\n".join([*said, receipt.get("helped", "")]).strip()
    return str(part.get("text", ""))
