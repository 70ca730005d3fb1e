"""Trains the coach's model and writes what the package ships.

    python training/train.py --public PATH --labelled training/labelled \
        --out src/coach/data --seed 7

PATH holds goemotions/ and offmychest/. The first stage reads these, the second the own set: in
each step some replies with their shares, and some shares by themselves. The weights are averaged
on the way, and the epoch is taken that is best on dev. The third goes on from there, with less of
what the second has read. Then: the words, learnt from all of train; ONNX, int8, calibration and
thresholds, again on dev; the second voice about danger. The test part is not read here.
"""

import argparse
import os
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import danger
import torch
import words as words_of
from batches import public_items, reply_items, share_items
from calibrate import calibrate, read, scored, summary
from danger import dangers
from export import export
from net import ASIDE, Reader, weights
from public import goemotions, offmychest
from stages import Losses, learn
from third import LATER, third_stage
from tokenizers import Tokenizer

from coach.model import open_model

EPOCHS, RATE, HEADS_RATE, DECAY = 6, 6e-5, 6e-4, 0.99
REPLIES, SHARES = 16, 8  # in one step


def words() -> Tokenizer:
    """The tokenizer, without padding and clipping: model.py does both."""
    tokenizer = Tokenizer.from_file(str(weights() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def first_stage(public: Path, seed: int) -> dict[str, torch.Tensor]:
    """The weights after one epoch of the public sets."""
    torch.manual_seed(seed)
    comments = goemotions(public / "goemotions") + offmychest(public / "offmychest", ASIDE)
    items = public_items(comments, words())
    reader = Reader()
    learn(reader, [lambda: items], Losses(), size=48, rate=7e-5, heads_rate=1e-3, seed=seed)
    return reader.state_dict()


def second_stage(
    start: dict[str, torch.Tensor],
    train: Sequence[dict],
    dev: Sequence[dict],
    seed: int,
    epochs: int = EPOCHS,
) -> Reader:
    """The reader after the own set: the average of its weights at the epoch best on dev."""
    torch.manual_seed(seed)
    tokenizer = words()
    dice = random.Random(seed)  # noqa: S311 - which neighbours go, no secrets
    reader = Reader(dropout=0.15)
    reader.load_state_dict(start)
    # The heads start anew, but for the emotions that the first stage has learnt.
    for layer in (reader.between, reader.reply):
        layer.reset_parameters()
    best: dict[str, torch.Tensor] = {}
    mark = -1.0

    def after(number: int) -> None:
        nonlocal best, mark
        reader.eval()
        found = summary(scored(reader, tokenizer, dev))
        print(f"  dev after {number + 1}: {found}", flush=True)
        if found["both"] > mark:
            mark = found["both"]
            best = {k: v.clone() for k, v in reader.state_dict().items()}

    shares = share_items(train, tokenizer)
    losses = Losses([*shares, *reply_items(train, tokenizer, random.Random(seed))])  # noqa: S311
    learn(
        reader,
        [lambda: reply_items(train, tokenizer, dice)] * epochs,
        losses,
        size=REPLIES,
        rate=RATE,
        heads_rate=HEADS_RATE,
        seed=seed,
        after=after,
        decay=DECAY,
        beside=shares,
        beside_size=SHARES,
    )
    reader.load_state_dict(best)
    return reader.eval()


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export, calibrate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--labelled", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--start", type=Path, help="keep the first stage here, or begin with it")
    parser.add_argument("--second", type=Path, help="keep the second stage here, or begin with it")
    parser.add_argument("--float", type=Path, help="where the float model goes, for the table")
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)

    if given.second and given.second.is_file():
        start = {}
    elif given.start and given.start.is_file():
        start = torch.load(given.start)
    else:
        start = first_stage(given.public, given.seed)
        if given.start:
            torch.save(start, given.start)
    train, dev = (read(given.labelled / f"{part}.jsonl") for part in ("train", "dev"))
    # The seed has one label for a whole reply: too coarse for the network, the words read it.
    labelled = [s for s in train if "share_labels" in s]
    if given.second and given.second.is_file():
        second = torch.load(given.second)
    else:
        second = second_stage(start, labelled, dev, given.seed).state_dict()
        if given.second:
            torch.save(second, given.second)
    signs = [row for row in dangers(given.labelled) if row.get("list") != LATER]
    reader = third_stage(second, labelled, dev, signs, words(), given.seed)

    given.out.mkdir(parents=True, exist_ok=True)
    whole = given.float or given.out / "float.onnx"
    export(reader, whole, given.out / "model.onnx")
    shutil.copyfile(weights() / "tokenizer.json", given.out / "tokenizer.json")
    words_of.learn(train, given.out / "wording.npz")
    small = open_model(given.out / "model.onnx", given.out)
    calibrate(small, dev, given.out / "thresholds.json")
    danger.main(["--labelled", str(given.labelled), "--out", str(given.out)])
    if not given.float:
        whole.unlink()


if __name__ == "__main__":
    main()
