"""What the coach costs: one message, with the model and with the rules alone, on one core.

Memory is this process's resident set before anything of the model is loaded, and after.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

import coach
from coach import model

ROUNDS = 30
SHARE = (
    "They gave my shift to somebody else without a word, and I found out from the list on the door."
    " I sat in the car and cried. I know it is only a job, but I feel like nothing."
)
REPLIES = [
    "Oh no.",
    "You sat in the car and cried over that list. My heart hurts. What was the worst of it?",
    "You should just look for another job, there is plenty about.",
    "That is rotten. And on the door, where everybody could read it. I am angry for you. Do you"
    " want to talk about it tonight? I could come by after eight.",
]


def resident() -> float:
    """Megabytes of this process that are in memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(*, use_model: bool) -> tuple[float, float]:
    """p50 and p95 of reading one reply and deciding what to say, in milliseconds of wall time."""
    taken = []
    for _ in range(ROUNDS):
        for reply in REPLIES:
            start = time.perf_counter()
            coach.advise(coach.read_reply(SHARE, reply, use_model=use_model))
            taken.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(taken, n=20)
    return statistics.median(taken), cuts[-1]


def main() -> None:
    """Print the table."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    measure(use_model=False)
    rules = measure(use_model=False)
    before = resident()
    start = time.perf_counter()
    loaded = model.load() is not None
    coach.read_reply(SHARE, REPLIES[0])
    first = (time.perf_counter() - start) * 1000
    after = resident()
    both = measure(use_model=True)
    size = sum(path.stat().st_size for path in model.DATA.glob("*")) / 1e6
    print(f"{'one message':24} {'p50 ms':>8} {'p95 ms':>8} {'of rules':>9}")
    print(f"{'rules alone':24} {rules[0]:8.2f} {rules[1]:8.2f}")
    if not loaded:
        print("The model is not there, or its runtime is not.")
        return
    print(f"{'model and rules':24} {both[0]:8.2f} {both[1]:8.2f} {both[0] / rules[0]:9.1f}")
    print(f"first message, loading included: {first:.0f} ms")
    print(f"memory: {before:.0f} MB before, {after:.0f} MB after; on disk {size:.1f} MB")


if __name__ == "__main__":
    main()
