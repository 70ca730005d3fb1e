"""Which of the topics that I put aside I brought, told by the lines that I sent."""

from __future__ import annotations

import difflib
import uuid
from collections import Counter
from collections.abc import Mapping

ALIKE = 0.6
"""How much a line has to be like a topic (`difflib`, 0 to 1) to be that topic in other words."""


def brought(words: str, topics: Mapping[uuid.UUID, str]) -> set[uuid.UUID]:
    """Those topics that stand in the words as they were put aside, or nearly.

    Each line stands for one topic at most: another that is like it may have been held back.
    """
    lines = Counter(_lines(words))
    found = set()
    for id, topic in topics.items():
        own = Counter(_lines(topic))
        if own <= lines:
            lines -= own
            found.add(id)
    left = list(lines.elements())
    pairs = [
        (_alike(topic.strip(), line), id, number)
        for id, topic in topics.items()
        if id not in found
        for number, line in enumerate(left)
    ]
    taken = set()
    for alike, id, number in sorted(pairs, key=lambda pair: -pair[0]):
        if alike >= ALIKE and id not in found and number not in taken:
            found.add(id)
            taken.add(number)
    return found


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def _alike(topic: str, line: str) -> float:
    matcher = difflib.SequenceMatcher(None, line, topic)
    # The last of the three is slow, and never more than the two before it.
    bound = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if bound >= ALIKE else 0.0
