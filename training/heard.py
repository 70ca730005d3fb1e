"""Which feelings other readers heard, who did not know what the author had meant.

`labelled/readings.jsonl` has for each share what further readers heard in it, each by themselves,
without the author's labels and without what any model said. `labelled/forum.tsv` has what one of
them heard in sentences of OffMyChest, by the SHA-256 of the sentence, for their words are not ours.
"""

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MARK = 12  # digits of the SHA-256 that a sentence is found by


def with_heard(shares: Sequence[dict[str, Any]], labelled: Path) -> list[dict[str, Any]]:
    """The shares, each with what part of its readers, its author among them, heard a feeling."""
    lines = (labelled / "readings.jsonl").read_text(encoding="utf-8").splitlines()
    others = {row["id"]: row["heard"] for row in map(json.loads, lines)}
    for share in shares:
        about = share.get("share_labels")
        if about is None:
            continue
        readers = [about["emotions"], *others.get(share["id"], ())]
        names = {name for each in readers for name in each}
        part = {name: sum(name in each for each in readers) / len(readers) for name in names}
        about["heard"] = dict(sorted(part.items()))
    return list(shares)


def forum(folder: Path, labelled: Path) -> list[tuple[str, frozenset[str]]]:
    """The sentences of OffMyChest that were read for the feelings of whoever wrote them."""
    with (labelled / "forum.tsv").open(encoding="utf-8", newline="") as file:
        heard = {
            mark: frozenset(names.split(",")) if names else frozenset()
            for mark, names in csv.reader(file, delimiter="\t")
        }
    found: dict[str, frozenset[str]] = {}
    for name in ("train", "test"):
        with (folder / f"{name}.csv").open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                text = row["full_text"].replace("<U+0092>", "’").strip()
                mark = hashlib.sha256(text.encode()).hexdigest()[:MARK]
                if mark in heard:
                    found[text] = heard[mark]
    return sorted(found.items())
