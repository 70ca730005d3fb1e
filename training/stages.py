"""The two stages of training: public sets first, then the own set."""

import math
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import torch
from batches import Item, batches, endless
from net import Reader, quicker
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from coach.model import REPLY_OUTPUTS

DANGER, OFTENER = 4.0, 3.0  # what signs of danger weigh beside the rest, and beside none
BESIDE = 0.8  # what the batch beside weighs
DISCLOSURE, STYLE = slice(0, 4), slice(4, 8)


def known(scores: Tensor, target: Tensor, up: Tensor | None = None, smooth: float = 0.0) -> Tensor:
    """The mean binary loss over the cells that have a target."""
    there = ~torch.isnan(target)
    if not there.any():
        return scores.sum() * 0
    wanted = torch.nan_to_num(target) * (1 - 2 * smooth) + smooth
    loss = binary_cross_entropy_with_logits(scores, wanted, pos_weight=up, reduction="none")
    return (loss * there).sum() / there.sum()


def chosen(scores: Tensor, target: Tensor, up: Tensor, smooth: float) -> Tensor:
    """The loss of a choice of one among several, over the rows that have a target."""
    there = ~torch.isnan(target[:, 0])
    if not there.any():
        return scores.sum() * 0
    return cross_entropy(scores[there], target[there].argmax(1), weight=up, label_smoothing=smooth)


def loudest(scores: Tensor, sentences: Tensor) -> Tensor:
    """Of every kind of danger the highest score among the sentences of each pass."""
    return scores.masked_fill(~sentences[:, :, None], -1e4).amax(1)


class Losses:
    """How wrong the network is about a batch. What is rare in `items` weighs more."""

    def __init__(self, items: Sequence[Item] = (), smooth: float = 0.02) -> None:
        self.smooth = smooth
        self.rows_up: Tensor | None = None
        self.choice_up = torch.ones(8)
        self.oftener = torch.tensor(OFTENER)
        if items:
            rows = torch.cat([torch.from_numpy(i.rows) for i in items])
            rows = rows[~torch.isnan(rows[:, 0])]
            self.rows_up = ((1 - rows.mean(0)) / rows.mean(0)).sqrt().clamp(1, 4)
            shares = torch.stack([torch.from_numpy(i.share) for i in items])
            shares = shares[~torch.isnan(shares[:, 0])]
            for part in (DISCLOSURE, STYLE):
                often = shares[:, part].mean(0).clamp(min=0.02)
                self.choice_up[part] = (1 / often).sqrt() / (1 / often).sqrt().mean()

    def __call__(self, out: tuple[Tensor, ...], batch: dict[str, Any]) -> Tensor:
        share, rows, aside, danger = (o.float() for o in out)
        target = batch["share"]
        choices = sum(
            chosen(share[:, part], target[:, part], self.choice_up[part], self.smooth)
            for part in (DISCLOSURE, STYLE)
        )
        return (
            4 * known(rows, batch["rows"], self.rows_up, self.smooth)
            + 0.5 * choices
            + 3 * known(share[:, 8:], target[:, 8:])
            + known(aside, batch["aside"])
            + DANGER * known(loudest(danger, batch["sentences"]), batch["danger"], self.oftener)
        )


def learn(
    reader: Reader,
    epochs: Sequence[Callable[[], Sequence[Item]]],
    losses: Losses,
    *,
    size: int,
    rate: float,
    heads_rate: float,
    seed: int,
    after: Callable[[int], None] | None = None,
    decay: float = 0.0,
    beside: Sequence[Item] = (),
    beside_size: int = 0,
    taken: int = 0,
) -> Reader | None:
    """Train over these epochs, with warm-up and a straight line down to a tenth.

    Beside every batch goes one of `beside`, so that each step learns from both. With `decay` an
    average of the weights is kept as well, and handed back. With `taken` it ends after so many
    epochs, on the line that was drawn for all.
    """
    dice = random.Random(seed)  # noqa: S311 - shuffles, no secrets
    others = endless(beside, beside_size, dice)
    first = epochs[0]()
    total = len(epochs) * math.ceil(len(first) / size)
    heads = [p for n, p in reader.named_parameters() if not n.startswith("encoder")]
    groups = [
        {"params": [p for p in reader.encoder.parameters() if p.requires_grad], "lr": rate},
        {"params": heads, "lr": heads_rate},
    ]
    steps = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    line = torch.optim.lr_scheduler.LambdaLR(
        steps, lambda n: min((n + 1) / (0.06 * total + 1), max(0.05, 1 - n / total))
    )
    moving = {n for n, p in reader.named_parameters() if p.requires_grad}
    mean = {k: v.clone() for k, v in reader.state_dict().items()} if decay else None
    for number, epoch in enumerate(epochs[: taken or None]):
        reader.train()
        began, told = time.monotonic(), 0.0
        count = 0
        for batch in batches(first if number == 0 else epoch(), size, dice):
            steps.zero_grad()
            loss = torch.zeros(())
            for each, weight in [(batch, 1.0), *([(next(others), BESIDE)] if beside else [])]:
                with quicker():
                    out = reader(**each["feed"])
                part = losses(out, each) * weight
                part.backward()
                loss += part.detach()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            steps.step()
            line.step()
            told, count = told + float(loss), count + 1
            if mean is not None:
                keep = min(decay, (count + number * 50) / (count + number * 50 + 10))
                for k, v in reader.state_dict().items():
                    if k in moving:
                        mean[k].lerp_(v, 1 - keep)
            if count % 100 == 0:
                print(f"  {count} {told / count:.4f} {time.monotonic() - began:.0f}s", flush=True)
        seconds = time.monotonic() - began
        print(f"epoch {number + 1}: {told / count:.4f} in {seconds:.0f}s", flush=True)
        if after:
            if mean is None:
                after(number)
            else:
                now = {k: v.clone() for k, v in reader.state_dict().items()}
                reader.load_state_dict(mean)
                after(number)
                reader.load_state_dict(now)
    if mean is not None:
        reader.load_state_dict(mean)
    return reader


assert len(REPLY_OUTPUTS) == 11  # noqa: S101 - batches.py counts on FEEL2 and REFLECT2
