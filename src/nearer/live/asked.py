"""What a browser says that it has drawn, in the address of a stream: sittings, and how far."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

MOST = 30
_ONE = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,9})")
_TAB = re.compile(r"[0-9a-z-]{8,40}")


def drawn(asked: Iterable[str]) -> dict[uuid.UUID, int]:
    """From “sitting:number” each; what is something else is passed over."""
    found: dict[uuid.UUID, int] = {}
    for one in asked:
        whole = _ONE.fullmatch(one)
        if whole and len(found) < MOST:
            found[uuid.UUID(whole[1])] = int(whole[2])
    return found


def tab(asked: str) -> str:
    """The name by which a browser replaces a stream of its own; "" for none."""
    return asked if _TAB.fullmatch(asked) else ""
