"""From texts and labels to what the network is fed, and from labels to what it should say."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from public import GROUP_OF, UNKNOWN, Comment

from coach.danger import KINDS, signs
from coach.model import CLS, REPLY_OUTPUTS, SEP, SHARE_OUTPUTS, Pass, feed, passes
from coach.sentences import split

UNSAID = float("nan")  # no target: nothing is learnt from this cell
UNKNOWN_SHARE = np.full(len(SHARE_OUTPUTS), UNSAID, np.float32)
NOTHING = np.full(4, UNSAID, np.float32)  # about the columns that are put aside
JOINED_WORDS = 110  # a pair of shares longer than this together is not joined
VEILED = 0.8  # how sure it is that a hint tells of danger


@dataclass(frozen=True, slots=True)
class Item:
    """One pass with its targets: share, rows (rows, outputs), aside (columns), danger (kinds).

    Of danger it is only known whether there is some in one of the sentences, not in which.
    """

    read: Pass
    share: np.ndarray
    rows: np.ndarray
    aside: np.ndarray
    danger: np.ndarray = field(default_factory=lambda: np.full(len(KINDS), UNSAID, np.float32))


def share_target(labels: dict[str, Any]) -> np.ndarray:
    """What the share's outputs should be; the steps of intensity and depth count upwards."""
    target = np.zeros(len(SHARE_OUTPUTS), np.float32)
    on = {f"disclosure:{labels['disclosure']}", f"style:{labels['style']}"}
    on |= {f"intensity:{n}" for n in range(1, labels.get("intensity", 0) + 1)}
    on |= {f"depth:{n}" for n in range(1, labels.get("depth", 0) + 1)}
    if labels.get("asks_advice"):
        on.add("asks_advice")
    # How many of those who read it heard the feeling; where only its author has, all or nothing.
    heard = labels.get("heard") or dict.fromkeys(labels.get("emotions", ()), 1.0)
    for n, name in enumerate(SHARE_OUTPUTS):
        group = name.removeprefix("emotion:")
        target[n] = heard.get(group, 0.0) if group != name else name in on
    return target


def heard_by_half(target: np.ndarray) -> np.ndarray:
    """Yes or no: what at least half of those who read it heard."""
    return (target >= 0.5).astype(np.float32)


def sentence_target(labels: dict[str, int]) -> np.ndarray:
    """What a sentence's outputs should be."""
    return np.array(
        [
            labels.get(name[:-1], 0) >= 2 if name.endswith("2") else labels.get(name, 0) >= 1
            for name in REPLY_OUTPUTS
        ],
        np.float32,
    )


def by_sentence(text: str, tokenizer: Any) -> list[list[int]]:
    """The tokens of a share, sentence by sentence."""
    return [tokenizer.encode(s.text, add_special_tokens=False).ids for s in split(text)]


def share_items(shares: Sequence[dict[str, Any]], tokenizer: Any) -> list[Item]:
    """Every labelled share by itself: beside a reply it is read the same (net.look)."""
    return [
        Item(p, share_target(share["share_labels"]), empty_rows(1), NOTHING, calm(share["share"]))
        for share in shares
        if "share_labels" in share
        for p in passes(by_sentence(share["share"], tokenizer), ())
    ]


def joined_items(
    shares: Sequence[dict[str, Any]], tokenizer: Any, dice: random.Random, count: int
) -> list[Item]:
    """Two shares drawn at random as one text, so many times: what is felt in either is felt there.

    So a feeling is learnt to be heard beside whatever else is said. Of the rest nothing is known.
    """
    known = [name.startswith("emotion:") for name in SHARE_OUTPUTS]
    items = []
    for _ in range(count):
        pair = dice.sample(shares, 2)
        if sum(len(share["share"].split()) for share in pair) > JOINED_WORDS:
            continue
        target = np.maximum(*(share_target(share["share_labels"]) for share in pair))
        target = np.where(known, target, np.float32(UNSAID))
        text = " ".join(share["share"].rstrip() for share in pair)
        items += [
            Item(p, target, empty_rows(1), NOTHING)
            for p in passes(by_sentence(text, tokenizer), ())
        ]
    return items


def feeling_items(rows: Sequence[tuple[str, frozenset[str]]], tokenizer: Any) -> list[Item]:
    """Texts of which only the feelings are known, each by itself."""
    items = []
    for text, feelings in rows:
        target = np.full(len(SHARE_OUTPUTS), UNSAID, np.float32)
        for n, name in enumerate(SHARE_OUTPUTS):
            if name.startswith("emotion:"):
                target[n] = name.removeprefix("emotion:") in feelings
        items += [
            Item(p, target, empty_rows(1), NOTHING, calm(text))
            for p in passes(by_sentence(text, tokenizer), ())
        ]
    return items


def calm(text: str) -> np.ndarray:
    """Nothing dangerous, unless the plain rules think otherwise: then it is not known."""
    return np.full(len(KINDS), UNSAID if signs(text, second=False) else 0.0, np.float32)


def danger_items(
    rows: Sequence[dict[str, Any]],
    shares: Sequence[dict[str, Any]],
    tokenizer: Any,
    dice: random.Random,
    third: int = 3,
) -> list[Item]:
    """Texts that were labelled by what danger they tell of: by themselves, every third a reply.

    With `third` 0 none is a reply.
    """
    items = []
    for number, row in enumerate(rows):
        said = by_sentence(row["text"], tokenizer)
        sure = 1.0 if row["explicit"] else VEILED
        target = np.array([sure * (row["kind"] == kind) for kind in KINDS], np.float32)
        heard = (
            by_sentence(dice.choice(shares)["share"], tokenizer)
            if third and number % third == 0
            else None
        )
        items += [
            Item(p, UNKNOWN_SHARE, empty_rows(1), NOTHING, target)
            for p in (passes(said, ()) if heard is None else passes(heard, said))
        ]
    return items


def reply_items(
    shares: Sequence[dict[str, Any]], tokenizer: Any, dice: random.Random
) -> list[Item]:
    """One epoch of the replies, each with its share, whole or in pieces.

    A third of the replies lose their neighbours: then only one sentence, or the sentences up to
    one, is read. So the model also knows what a sentence is when it stands alone.
    """

    def ids(text: str) -> list[int]:
        return tokenizer.encode(text, add_special_tokens=False).ids

    items = []
    for share in shares:
        heard = by_sentence(share["share"], tokenizer)
        for reply in share["replies"]:
            said = reply["sentences"]
            if len(said) > 1 and dice.random() < 1 / 3:
                at = dice.randrange(len(said))
                said = said[at : at + 1] if dice.random() < 0.6 else said[: at + 1]
            for p in passes(heard, [ids(s["text"]) for s in said]):
                rows = np.stack(
                    [empty_rows(1)[0]] + [sentence_target(said[n]["labels"]) for n in p.scored]
                )
                quiet = calm(" ".join(said[n]["text"] for n in p.scored))
                items.append(Item(p, UNKNOWN_SHARE, rows, NOTHING, quiet))
    return items


def empty_rows(count: int) -> np.ndarray:
    """Rows of which nothing is known."""
    return np.full((count, len(REPLY_OUTPUTS)), UNSAID, np.float32)


def public_items(comments: Sequence[Comment], tokenizer: Any) -> list[Item]:
    """The public comments, each read as a share by itself."""
    items = []
    groups = {*GROUP_OF.values()}
    for comment in comments:
        tokens = tokenizer.encode(comment.text, add_special_tokens=False).ids[:40]
        if not tokens:
            continue
        share = np.full(len(SHARE_OUTPUTS), UNSAID, np.float32)
        aside = np.full(4, UNSAID, np.float32)
        if comment.emotions is not None:
            for n, name in enumerate(SHARE_OUTPUTS):
                kind, _, group = name.partition(":")
                if kind == "emotion" and group in groups and group not in UNKNOWN:
                    share[n] = group in comment.emotions
        if comment.columns is not None:
            aside[:] = comment.columns
        read = Pass((CLS, *tokens, SEP), len(tokens) + 2, ((1, len(tokens) + 1),), ())
        items.append(Item(read, share, empty_rows(1), aside))
    return items


def batches(items: Sequence[Item], size: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    """Shuffled batches of about equal length, as tensors."""
    order = sorted(range(len(items)), key=lambda n: len(items[n].read.tokens) + dice.uniform(0, 12))
    groups = [order[n : n + size] for n in range(0, len(order), size)]
    dice.shuffle(groups)
    for group in groups:
        yield stack([items[n] for n in group])


def endless(items: Sequence[Item], size: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    """Shuffled batches of these again and again."""
    while True:
        yield from batches(items, size, dice)


def stack(items: Sequence[Item]) -> dict[str, Any]:
    """One batch: what to feed and what should come out."""
    feeds = {k: torch.from_numpy(v) for k, v in feed([i.read for i in items]).items()}
    height = feeds["pool"].shape[1]
    sentences = np.zeros((len(items), height), bool)
    for n, item in enumerate(items):
        first, last = len(item.read.rows), len(item.read.rows) + len(item.read.parts)
        # In a reply the sentences are its own; in a share they are its parts, or it is too long.
        sentences[n, 1:first] = True
        if first == 1:
            sentences[n, 1:last] = True
            sentences[n, 0] = last == first
    rows = np.full((len(items), height, len(REPLY_OUTPUTS)), UNSAID, np.float32)
    for n, item in enumerate(items):
        rows[n, : len(item.rows)] = item.rows
    return {
        "feed": feeds,
        "sentences": torch.from_numpy(sentences),
        "share": torch.from_numpy(np.stack([i.share for i in items])),
        "rows": torch.from_numpy(rows),
        "aside": torch.from_numpy(np.stack([i.aside for i in items])),
        "danger": torch.from_numpy(np.stack([i.danger for i in items])),
    }
