"""Learns the second voice about danger (coach/danger_reader.py) from labelled sentences.

    python training/danger.py --labelled training/labelled --out src/coach/data

It learns from the lists of tests/coach and from labelled/danger.jsonl, where `list` says whose a
sentence is: "kit" and "kit-2" were written for training, "fresh" is the half given to training of
a list that a stranger wrote. Ordinary sentences come from the labelled shares and replies. Each
text is read once by a voice that did not learn from it; from that comes where the line is.
"""

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import numpy as np
from sklearn.linear_model import LogisticRegression
from words import EVEN, matrix

from coach.danger import _matching, beside, signs, strength
from coach.danger_reader import Voice
from coach.labels import DANGERS
from coach.model import Model, open_model
from coach.sentences import split
from coach.wording import SIZE, places

TESTS = Path(__file__).parents[1] / "tests" / "coach"
ORDINARY = 6000
CALM = 0.6  # what one of these weighs
PLAIN = 1.5  # how much a plain rule weighs beside the words
ALARMS = 0.05  # of ordinary sentences made to mislead, at most this many may sound like danger
# In the end somewhat more, for these lists were written to mislead: of what strangers wrote as
# ordinary, to no such end, fewer than 5 in a hundred sound like danger with this.
MISLED = 0.06
# And easier still by so much: of six lists by strangers it then finds 96 in a hundred outright, and
# takes 4 ordinary ones for danger (94 and 3 without it). A seventh was kept to see if it holds.
EASIER = 0.5
STRANGER = "fresh"  # on this list: whoever wrote it had not read the rules
# The rules were not written with these at hand, so what they find there says how good they are.
UNKNOWN_TO_RULES = tuple(f"w{n}" for n in range(1, 21))
KEPT = "w7"
FOLDS = 5
LISTS = ("danger_sentences.jsonl", "danger_unseen.jsonl")


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def dangers(labelled: Path) -> list[dict[str, Any]]:
    """All sentences that were labelled by the danger they tell of, or that they do not."""
    paths = [*(TESTS / name for name in LISTS), labelled / "danger.jsonl"]
    return [row for path in paths for row in read(path)]


def halves(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those that the network learns from; and every fifth and one whole list, by which it is known
    how well.
    """
    parts: tuple[list[dict[str, Any]], list[dict[str, Any]]] = [], []
    for row in rows:
        kept = int(hashlib.sha256(row["text"].encode()).hexdigest(), 16) % 5 == 0
        kept = kept or row.get("list") == KEPT
        parts[kept].append(row)
    return parts


def heard_by(reader: Any, tokenizer: Any, rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """How much the network in training hears where few of the ordinary ones are taken for it."""
    import torch

    batches, stages = import_module("batches"), import_module("stages")
    quicker = import_module("net").quicker
    items = batches.danger_items(rows, [], tokenizer, random.Random(0), 0)  # noqa: S311
    scores = []
    with torch.no_grad():
        for at in range(0, len(items), 64):
            batch = batches.stack(items[at : at + 64])
            with quicker():
                *_, danger = reader(**batch["feed"])
            scores.append(stages.loudest(danger.float(), batch["sentences"]).amax(1).numpy())
    heard = np.concatenate(scores)
    none = np.array([row["kind"] == "none" for row in rows])
    outright = np.array([bool(row["explicit"]) for row in rows])
    least = {alarms: np.quantile(heard[none], 1 - alarms) for alarms in (0.02, 0.05, 0.1)}
    return {f"at {a}": round(float((heard[outright] >= t).mean()), 3) for a, t in least.items()}


def ordinary(labelled: Path, part: str = "train") -> list[str]:
    """Sentences of shares and replies in which no plain rule finds anything."""
    texts: dict[str, None] = {}
    for share in read(labelled / f"{part}.jsonl"):
        texts.update(dict.fromkeys(span.text for span in split(share["share"])))
        texts[share["share"]] = None
        for reply in share["replies"]:
            texts.update(dict.fromkeys(each["text"] for each in reply["sentences"]))
    some = [t for t in texts if len(t.split()) > 2 and not signs(t, second=False)]
    random.Random(1).shuffle(some)  # noqa: S311 - no secrets
    return some[:ORDINARY]


def learn(
    rows: Sequence[dict[str, Any]], calm: Sequence[str], kinds_too: Sequence[str] = DANGERS
) -> dict[str, Any]:
    """The table: rarities, and a row of weights for danger and for each kind."""
    texts, kinds = [r["text"] for r in rows], [r["kind"] for r in rows]
    for row in rows:
        spans = split(row["text"]) if row["kind"] == "none" else ()
        if len(spans) > 1:
            texts += [span.text for span in spans]
            kinds += ["none"] * len(spans)
    weight = np.array([1.0] * len(texts) + [CALM] * len(calm))
    texts, kinds = [*texts, *calm], [*kinds, *["none"] * len(calm)]
    there = np.zeros(SIZE)
    for text in texts:
        there[np.unique(places(text, EVEN)[0])] += 1
    rare = np.where(there >= 2, np.log((1 + len(texts)) / (1 + there)) + 1, 0.0).astype(np.float16)
    features = matrix([(text, "") for text in texts], rare)
    weights, bias = [], []
    for name in ("", *kinds_too):
        true = [kind == name if name else kind != "none" for kind in kinds]
        model = LogisticRegression(C=3, max_iter=800, class_weight="balanced")
        model.fit(features, true, sample_weight=weight)
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    table = np.array(weights)
    scale = np.abs(table).max(axis=1) / 127
    whole = np.round(table / scale[:, None]).astype(np.int8)
    return {"rare": rare, "weights": whole, "scale": scale, "bias": np.array(bias)}


def line(rows: Sequence[dict[str, Any]], calm: Sequence[str]) -> float:
    """The score from which on few of the ordinary ones are taken for danger, by cross-reading."""
    heard = np.full(len(rows), -99.0)
    at = np.arange(len(rows)) % FOLDS
    for fold in range(FOLDS):
        voice = Voice(learn([r for r, f in zip(rows, at, strict=True) if f != fold], calm, ()))
        for n in np.nonzero(at == fold)[0]:
            heard[n] = loudest(voice, rows[n]["text"])
    danger = np.array([row["kind"] != "none" for row in rows])
    whose = np.array([str(row.get("list", row.get("unseen_by", "known"))) for row in rows])
    explicit = np.array([bool(row["explicit"]) for row in rows])
    least = float(np.quantile(heard[~danger & (whose == STRANGER)], 1 - ALARMS))
    for name in sorted(set(whose)):
        figures = [
            f"{what} {np.mean(heard[(whose == name) & those] >= least):.2f}"
            for what, those in (("outright", explicit), ("ordinary", ~danger))
        ]
        print(f"  cross-read, list {name}: {', '.join(figures)}")
    return least


def loudest(voice: Voice, text: str) -> float:
    """The highest score of a sentence in which a rule finds something, as danger.signs reads."""
    each = [(words, found) for words, found, _ in seen(voice, text, {}) if found]
    return max((words + PLAIN * (found == "plain") for words, found in each), default=-99.0)


def seen(
    voice: Voice, text: str, network: Mapping[str, Sequence[float]]
) -> list[tuple[float, str, float]]:
    """Of each sentence what the words beside it say, what the rules do, and what the network."""
    spans, found = split(text), []
    pieces = voice.pieces([span.text for span in spans])
    for n, span in enumerate(spans):
        score = max(network[span.text]) if network else 0.0
        words = voice.scores(voice.joined(beside(pieces, n)), slice(1))[0]
        found.append((words, strength(_matching(span.text)), score))
    return found


def weighed(
    voice: Voice, model: Model, rows: Sequence[dict[str, Any]], calm: Sequence[str]
) -> np.ndarray:
    """What network, plain rule, soft rule and words count, and the bias; from texts that neither
    the network nor this voice has learnt from.

    Each text counts by its loudest sentence. The line lets few of those through that were made to
    mislead.
    """
    texts = [row["text"] for row in rows] + list(calm)
    true = np.array([row["kind"] != "none" for row in rows] + [False] * len(calm))
    weight = np.array([1.0] * len(rows) + [CALM / 2] * len(calm))
    sentences = []
    for text in texts:
        network = model.danger([span.text for span in split(text)])
        each = seen(voice, text, network)
        table = [[score, kind == "plain", kind == "soft", words] for words, kind, score in each]
        sentences.append(np.array(table, float))
    by = np.array([1.0, 1.0, 0.5, 1.0, 0.0])
    for _ in range(8):
        rows_of = np.array([each[(each @ by[:4]).argmax()] for each in sentences])
        model_of = LogisticRegression(C=1.0, max_iter=800, class_weight="balanced")
        model_of.fit(rows_of, true, sample_weight=weight)
        by = np.append(np.maximum(model_of.coef_[0], 0.0), model_of.intercept_[0])
    loud = np.array([(each @ by[:4]).max() for each in sentences])
    hard = ~true[: len(rows)]
    least = float(np.quantile(loud[: len(rows)][hard], 1 - MISLED)) - EASIER
    outright = np.array([bool(row["explicit"]) for row in rows])
    veiled = true[: len(rows)] & ~outright
    for name, those in (("outright", outright), ("veiled", veiled), ("made to mislead", hard)):
        print(f"  all together, {name}: {np.mean(loud[: len(rows)][those] >= least):.3f}")
    print(f"  all together, ordinary: {np.mean(loud[len(rows) :] >= least):.4f}")
    by[4] = -least
    return by


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn from all, and draw the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labelled", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    rows = dangers(given.labelled)
    random.Random(7).shuffle(rows)  # noqa: S311 - no secrets
    calm = ordinary(given.labelled)
    learnt, kept = halves(rows)
    kept = [row for row in kept if row.get("list") in UNKNOWN_TO_RULES]
    other = learn(learnt, calm, ())
    other["bias"] = other["bias"] - line(learnt, calm)
    model = open_model(given.out / "model.onnx", given.out)
    weights_of = weighed(Voice(other), model, kept, ordinary(given.labelled, "dev"))
    least = line(rows, calm)
    table = learn(rows, calm)
    table["bias"] = table["bias"] - np.array([least] + [0.0] * len(DANGERS))
    np.savez_compressed(
        given.out / "danger.npz", plain=np.array(PLAIN), weights_of=weights_of, **table
    )
    print(f"{len(rows)} sentences, line at {least:.3f}, weights {np.round(weights_of, 2)}")


if __name__ == "__main__":
    main()
