"""The third round of training: what has come since, and some of the old beside it, slowly.

Every epoch reads all replies of NEW and about half of the others, and beside each batch of these
many shares by themselves, with sentences of danger for a head that is put aside afterwards.
"""

import random
from collections.abc import Sequence

import torch
from batches import Item, danger_items, reply_items, share_items
from calibrate import scored, summary
from net import Reader
from stages import Losses, learn
from tokenizers import Tokenizer

# Planned for three epochs; what ships was taken after the second.
PLANNED, TAKEN, SLOWER, OLD, MORE = 3, 2, 3e-5, 0.5, 32
NEW, LATER = "kit", "kit-2"
REPLIES, DECAY = 16, 0.99


def third_stage(
    start: dict[str, torch.Tensor],
    train: Sequence[dict],
    dev: Sequence[dict],
    danger: Sequence[dict],
    tokenizer: Tokenizer,
    seed: int,
) -> Reader:
    """The reader after one more round, in which NEW's shares and signs of danger come to it."""
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311 - which replies go, no secrets
    reader = Reader(dropout=0.15)
    reader.load_state_dict(start, strict=False)
    shares = share_items(train, tokenizer)
    losses = Losses([*shares, *reply_items(train, tokenizer, random.Random(seed))])  # noqa: S311

    def some() -> list[Item]:
        return [
            item
            for share in train
            for item in reply_items([share], tokenizer, dice)
            if share["author"] == NEW or dice.random() < OLD
        ]

    def after(number: int) -> None:
        reader.eval()
        print(f"  dev after {number + 1}: {summary(scored(reader, tokenizer, dev))}", flush=True)

    learn(
        reader,
        [some] * PLANNED,
        losses,
        size=REPLIES,
        rate=SLOWER,
        heads_rate=SLOWER * 10,
        seed=seed,
        after=after,
        decay=DECAY,
        beside=[*shares, *danger_items(danger, tokenizer)],
        beside_size=MORE,
        taken=TAKEN,
    )
    return reader.eval()
