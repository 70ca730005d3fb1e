"""Prints the figures of MODEL_CARD.md that `evaluate` does not: by label and kind of bond, speed.

python training/card.py training/labelled/test.jsonl
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import numpy as np

from coach.evaluate import figures
from coach.labelled import Labelled, read
from coach.labels import BONDS
from coach.replies import read_reply
from coach.systems import Coach


def by_bond(shares: list[Labelled]) -> None:
    """A table with a column for each kind of bond."""
    columns = {
        b: figures(Coach(b, use_model=True), [s for s in shares if s.bond == b]) for b in BONDS
    }
    print("| | " + " | ".join(BONDS) + " |\n|---" + "|---" * len(BONDS) + "|")
    for row in columns[BONDS[0]]:
        print(f"| {row} | " + " | ".join(str(columns[b][row]) for b in BONDS) + " |")


def speed(shares: list[Labelled]) -> None:
    """Processor time of one message on one core: share and reply together, as read_reply reads."""
    for use_model in (False, True):
        took = []
        for share in shares:
            for reply in share.replies[:3]:
                began = time.process_time()
                read_reply(share.share, reply.text, share.wish, use_model=use_model)
                took.append(1000 * (time.process_time() - began))
        p50, p95 = np.percentile(took[3:], [50, 95])
        print(f"with the model {use_model}: p50 {p50:.1f} ms, p95 {p95:.1f} ms")


if __name__ == "__main__":
    given = read([Path(sys.argv[1])])
    by_bond(given)
    speed(given)
