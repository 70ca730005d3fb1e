"""The two public sets of the first stage, read from the folder that the caller names.

GoEmotions (CC BY 4.0, Demszky et al. 2020): its 27 emotions are folded into the coach's twelve.
OffMyChest (CC BY 4.0, Jaidka et al. 2020): disclosure and support. 2,012 posts stand in both of
its files, and the `SharedTask_*` columns of the second are faulty: we read the plain columns and
split anew by post.
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

GROUP_OF = {
    "amusement": "joy", "excitement": "joy", "joy": "joy",
    "caring": "love", "love": "love",
    "gratitude": "gratitude", "pride": "pride",
    "desire": "hope", "optimism": "hope",
    "relief": "calm",
    "disappointment": "sadness", "grief": "sadness", "sadness": "sadness",
    "fear": "fear", "nervousness": "fear",
    "anger": "anger", "annoyance": "anger", "disgust": "anger",
    "embarrassment": "shame", "remorse": "shame",
}  # fmt: skip
# GoEmotions says nothing about these two groups, so nothing is learnt about them from it.
UNKNOWN = ("loneliness", "exhaustion")


@dataclass(frozen=True, slots=True)
class Comment:
    """A short public text, and what is known about it: emotions, or the OffMyChest columns."""

    text: str
    emotions: frozenset[str] | None = None
    columns: tuple[int, ...] | None = None


def goemotions(folder: Path, part: str = "train") -> list[Comment]:
    """The comments of one part of GoEmotions that fall into a group, and every fourth other."""
    names = (folder / "labels.txt").read_text(encoding="utf-8").split()
    comments, others = [], 0
    with (folder / f"{part}.tsv").open(encoding="utf-8", newline="") as file:
        for text, numbers, _ in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found = {
                GROUP_OF.get(names[int(n)]) if int(n) < 27 else None for n in numbers.split(",")
            }
            groups = frozenset(g for g in found if g)
            others += not groups
            if groups or others % 4 == 0:
                comments.append(Comment(text, emotions=groups))
    return comments


def offmychest(folder: Path, columns: tuple[str, ...], part: str = "train") -> list[Comment]:
    """The sentences of the posts that fall into the part: nine in ten train, the tenth dev."""
    comments: dict[str, Comment] = {}
    for name in ("train", "test"):
        with (folder / f"{name}.csv").open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                tenth = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 10
                if (tenth == 0) == (part == "dev"):
                    text = row["full_text"].replace("<U+0092>", "’")
                    comments[text] = Comment(text, columns=tuple(int(row[c]) for c in columns))
    return list(comments.values())
