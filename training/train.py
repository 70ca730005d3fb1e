"""Trains the coach's model and writes what the package ships.

    python training/train.py --public PATH --labelled training/labelled \
        --out src/coach/data --seed 7

PATH holds goemotions/ and offmychest/. The first stage reads these; then come some epochs of signs
of danger and of what only sounds like them, and some of everything that is no reply: shares by
themselves, sentences of OffMyChest that were read for feelings, and signs of danger again. The
second stage reads the own set: in each step some replies with their shares, and beside them the
rest; then two epochs more, slowly, with most signs of danger beside. The weights are averaged on
the way, and the epoch is taken that is best on dev. Then: the words, learnt from all of train;
ONNX, int8, calibration and thresholds, again on dev; how danger is weighed. The test part is not
read here.

With `--keep FOLDER` each stage leaves its weights there, and one whose weights are there already
is not learnt again: delete them when what it learns from has changed. With `--onward MODEL` it goes
on from a model that ships: some epochs of replies and of the rest, with what has been written
since, in place of all stages before the last.
"""

import argparse
import os
import random
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import danger
import torch
import words as words_of
from batches import (
    Item,
    danger_items,
    feeling_items,
    joined_items,
    public_items,
    reply_items,
    share_items,
)
from calibrate import calibrate, read, scored, summary
from export import export
from heard import forum, with_heard
from net import ASIDE, Reader, weights
from public import goemotions, offmychest
from resume import weights_of
from stages import Losses, learn
from tokenizers import Tokenizer

from coach.model import open_model

EPOCHS, RATE, HEADS_RATE, DECAY = 6, 6e-5, 6e-4, 0.99
REPLIES, BESIDE, AGAIN = 16, 32, 48  # in one step
AGAIN_EPOCHS, AGAIN_SHARES = 1, 4000
DANGER_EPOCHS, CALM = 3, 2500
ONWARD_EPOCHS, ONWARD_SLOWER = 4, 1.5
ALONE_EPOCHS, ALONE_RATE, JOINED = 6, 1.5e-4, 3  # a pair is joined for every third share

Weights = dict[str, torch.Tensor]


def words() -> Tokenizer:
    """The tokenizer, without padding and clipping: model.py does both."""
    tokenizer = Tokenizer.from_file(str(weights() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def losses_of(train: Sequence[dict], seed: int) -> Losses:
    """How wrong the network is about the own set, where what is rare weighs more."""
    dice = random.Random(seed)  # noqa: S311 - which neighbours go, no secrets
    return Losses([*share_items(train, words()), *reply_items(train, words(), dice)])


def first_stage(public: Path, seed: int) -> Weights:
    """The weights after one epoch of the public sets."""
    torch.manual_seed(seed)
    comments = goemotions(public / "goemotions") + offmychest(public / "offmychest", ASIDE)
    items = public_items(comments, words())
    reader = Reader()
    learn(reader, [lambda: items], Losses(), size=48, rate=7e-5, heads_rate=1e-3, seed=seed)
    return reader.state_dict()


def by_themselves(
    start: Weights,
    items: Callable[[], Sequence[Item]],
    losses: Losses,
    epochs: int,
    rate: float,
    seed: int,
    told: Callable[[Reader], dict[str, float]],
) -> Weights:
    """The weights after so many epochs of `items()`; after each it prints what `told` says."""
    torch.manual_seed(seed)
    reader = Reader()
    reader.load_state_dict(start, strict=False)

    def after(number: int) -> None:
        reader.eval()
        print(f"  after {number + 1}: {told(reader)}", flush=True)

    learn(
        reader,
        [items] * epochs,
        losses,
        size=32,
        rate=rate,
        heads_rate=1e-3,
        seed=seed,
        after=after,
    )
    return reader.state_dict()


def danger_stage(
    start: Weights,
    learnt: Sequence[dict],
    calm: Sequence[str],
    shares: Sequence[dict],
    kept: Sequence[dict],
    seed: int,
) -> Weights:
    """The weights after some epochs of danger and of what only sounds like it, by themselves.

    Beside everything else, from the beginning, it is learnt too slowly.
    """
    dice = random.Random(seed)  # noqa: S311 - which share a sentence answers, no secrets
    ordinary = [{"text": text, "kind": "none", "explicit": False} for text in calm]
    items = danger_items([*learnt, *ordinary], shares, words(), dice)

    def told(reader: Reader) -> dict[str, float]:
        return danger.heard_by(reader, words(), kept)

    return by_themselves(start, lambda: items, Losses(), DANGER_EPOCHS, 5e-5, seed, told)


def alone_stage(
    start: Weights,
    train: Sequence[dict],
    dev: Sequence[dict],
    beside: Sequence[Item],
    losses: Losses,
    seed: int,
) -> Weights:
    """The weights after some epochs of shares, and of `beside`, each by itself.

    There are several times as many shares as replies; in the second stage, where they only go
    beside these, each would be read no more than twice.
    """
    tokenizer = words()

    def told(reader: Reader) -> dict[str, float]:
        found = summary(scored(reader, tokenizer, dev))
        return {name: found[name] for name in ("feeling", "style", "emotions")}

    shares = share_items(train, tokenizer)
    dice = random.Random(seed)  # noqa: S311 - which shares are joined, no secrets

    def items() -> list[Item]:
        joined = joined_items(train, tokenizer, dice, len(train) // JOINED)
        return [*shares, *joined, *beside]

    return by_themselves(start, items, losses, ALONE_EPOCHS, ALONE_RATE, seed, told)


def second_stage(
    start: Weights,
    train: Sequence[dict],
    dev: Sequence[dict],
    beside: Sequence[Item],
    losses: Losses,
    signs: Sequence[dict],
    seed: int,
    epochs: int = EPOCHS,
    again: bool = False,
    slower: float = 1.0,
) -> Weights:
    """The weights after the replies, beside them the rest: their average at the best epoch.

    `signs` are sentences about danger that it does not learn from: how it reads them is printed.
    With `again` it goes on from where it was, so much `slower`, and most of the rest is danger.
    """
    torch.manual_seed(seed)
    tokenizer = words()
    dice = random.Random(seed)  # noqa: S311 - which neighbours go, no secrets
    reader = Reader(dropout=0.15)
    reader.load_state_dict(start, strict=False)
    if slower == 1:
        # The heads start anew, but for those that answer about a share.
        for layer in (reader.between, reader.reply):
            layer.reset_parameters()
    best: Weights = {}
    mark = -1.0

    def after(number: int) -> None:
        nonlocal best, mark
        reader.eval()
        found = summary(scored(reader, tokenizer, dev))
        print(f"  dev after {number + 1}: {found}", flush=True)
        print(f"    danger: {danger.heard_by(reader, tokenizer, signs)}", flush=True)
        if found["both"] > mark:
            mark = found["both"]
            best = {k: v.clone() for k, v in reader.state_dict().items()}

    learn(
        reader,
        [lambda: reply_items(train, tokenizer, dice)] * epochs,
        losses,
        size=REPLIES,
        rate=RATE / slower,
        heads_rate=HEADS_RATE / slower,
        seed=seed,
        after=after,
        decay=DECAY,
        beside=beside,
        beside_size=AGAIN if again else BESIDE,
    )
    return best


def stages(given: argparse.Namespace, train: Sequence[dict], dev: Sequence[dict]) -> Weights:
    """The weights after all stages, one after the other."""
    seed = given.seed
    # The seed has one label for a whole reply: too coarse for the network, the words read it.
    labelled = [s for s in train if "share_labels" in s]
    answered = [s for s in labelled if s["replies"]]
    learnt, kept = danger.halves(danger.dangers(given.labelled))
    dice = random.Random(seed)  # noqa: S311 - which share a sentence answers, no secrets
    shares = share_items(labelled, words())
    dangers = danger_items(learnt, answered, words(), dice)
    beside = dangers + feeling_items(forum(given.public / "offmychest", given.labelled), words())
    rest = dice.sample(shares, AGAIN_SHARES) + 2 * dangers

    def stage(name: str, learnt_anew: Callable[[], Weights]) -> Weights:
        path = given.keep and given.keep / f"{name}.pt"
        if path and path.is_file():
            return torch.load(path)
        print(f"== {name}", flush=True)
        after = learnt_anew()
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            torch.save(after, path)
        return after

    losses = losses_of(labelled, seed)
    calm = danger.ordinary(given.labelled)[:CALM]
    both = [*shares, *beside]

    def replies(epochs: int, slower: float) -> Weights:
        return second_stage(now, labelled, dev, both, losses, kept, seed, epochs, slower=slower)

    if given.onward:
        now = weights_of(given.onward)
        if lacking := {n for n in Reader().state_dict() if not n.startswith("aside")} - {*now}:
            raise ValueError(f"{given.onward} has another form; it lacks {sorted(lacking)}")
        now = stage("onward", lambda: replies(ONWARD_EPOCHS, ONWARD_SLOWER))
    else:
        now = stage("public", lambda: first_stage(given.public, seed))
        now = stage("danger", lambda: danger_stage(now, learnt, calm, answered, kept, seed))
        now = stage("alone", lambda: alone_stage(now, labelled, dev, beside, losses, seed))
        now = stage("replies", lambda: replies(EPOCHS, 1))
    return stage(
        "again",
        lambda: second_stage(
            now, labelled, dev, rest, losses, kept, seed, AGAIN_EPOCHS, again=True, slower=3
        ),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export, calibrate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--labelled", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="where each stage keeps its weights")
    parser.add_argument("--onward", type=Path, help="a model that ships, to go on learning from")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--float", type=Path, help="where the float model goes, for the table")
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    train, dev = (
        with_heard(read(given.labelled / f"{part}.jsonl"), given.labelled)
        for part in ("train", "dev")
    )
    reader = Reader()
    reader.load_state_dict(stages(given, train, dev))
    reader.eval()

    given.out.mkdir(parents=True, exist_ok=True)
    whole = given.float or given.out / "float.onnx"
    export(reader, whole, given.out / "model.onnx")
    shutil.copyfile(weights() / "tokenizer.json", given.out / "tokenizer.json")
    words_of.learn(train, given.out / "wording.npz")
    small = open_model(given.out / "model.onnx", given.out)
    # What its author says of a share is what a label shall say; the network has heard all readers.
    calibrate(small, read(given.labelled / "dev.jsonl"), given.out / "thresholds.json")
    danger.main(["--labelled", str(given.labelled), "--out", str(given.out)])
    if not given.float:
        whole.unlink()


if __name__ == "__main__":
    main()
