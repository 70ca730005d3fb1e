"""How many streams there may be, and room for them."""

from __future__ import annotations

import resource

EACH = 4
"""For each session: a few windows of one browser that can't share a stream."""
MOST = 5_000
FILES = 65_536
MANY = (
    "Nearer is open in many windows of this browser. The page keeps up all the same, a little more"
    " slowly."
)
FULL = "Many people are here just now. The page keeps up all the same, a little more slowly."


def make_room() -> int:
    """Let this process open as many files as it may; returns how many streams it may hold."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wished:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))
        soft = wished
    return MOST if soft == resource.RLIM_INFINITY else min(MOST, soft // 2)
