"""Calibration and thresholds, on the dev part only."""

import json
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch
from batches import (
    heard_by_half,
    reply_items,
    sentence_target,
    share_items,
    share_target,
    stack,
)
from net import quicker
from scipy.optimize import minimize

from coach.combine import lifted
from coach.labels import DISCLOSURES, EMOTIONS, STYLES
from coach.model import REPLY_OUTPUTS, SHARE_OUTPUTS, Model
from coach.rules import rule_labels
from coach.shares import share_rules

# From which chance a note is made of a label: high on dev, so that it holds on other authors.
PRECISE = {"DISMISS": 0.95, "DEFEND": 0.95, "DIVERT": 0.88, "ADVICE": 0.97, "REASSURE": 0.9}
SURELY = {"DISMISS": 0.85, "DEFEND": 0.85, "DIVERT": 0.81}  # the lower end of 95 % on dev
FEW = 12  # over fewer sentences a precision says nothing
# These lead to notes: better once too few.
UNKIND = ("ADVICE", "REASSURE", "DISMISS", "DEFEND", "DIVERT")


def read(path: Path) -> list[dict[str, Any]]:
    """The shares of a part."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Whole:
    """Leaves every reply whole: for reading dev, where neighbours must not be dropped."""

    def random(self) -> float:
        """Never below a third."""
        return 1.0


@torch.no_grad()
def scored(reader: Any, tokenizer: Any, shares: Sequence[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Raw scores of the network in training on a part, beside the targets."""
    items = share_items(shares, tokenizer) + reply_items(shares, tokenizer, Whole())
    items.sort(key=lambda item: len(item.read.tokens))
    out: dict[str, list[np.ndarray]] = {"share": [], "share_true": [], "rows": [], "rows_true": []}
    for at in range(0, len(items), 32):
        batch = stack(items[at : at + 32])
        with quicker():
            share, rows, *_ = reader(**batch["feed"])
        for name, value in (("share", share), ("rows", rows)):
            target = batch[name].numpy().reshape(-1, value.shape[-1])
            there = ~np.isnan(target[:, 0])
            out[name].append(value.float().numpy().reshape(target.shape)[there])
            out[f"{name}_true"].append(target[there])
    return {name: np.concatenate(each) for name, each in out.items()}


def f1(true: np.ndarray, found: np.ndarray) -> float:
    """The F1 of yes and no; 0 where nothing is found."""
    both = float((true * found).sum())
    return 2 * both / max(1.0, float(true.sum() + found.sum()))


def best_threshold(
    true: np.ndarray, chance: np.ndarray, *, high: bool = False
) -> tuple[float, float]:
    """The threshold best for F1, and that F1; `high`: the highest that costs no whole point."""
    steps = np.linspace(0.1, 0.9, 81)
    marks = np.array([f1(true, chance >= t) for t in steps])
    smooth = np.convolve(np.pad(marks, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    at = int(smooth.argmax())
    if high:
        at = int(np.nonzero(smooth >= smooth[at] - 0.01)[0][-1])
    return float(steps[at]), float(marks[at])


def summary(found: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Macro F1 on dev at the best thresholds: replies, emotions, styles, and one number of all."""
    chance = 1 / (1 + np.exp(-found["rows"]))
    nine = [n for n, name in enumerate(REPLY_OUTPUTS) if not name.endswith("2")]
    each = [best_threshold(found["rows_true"][:, n], chance[:, n])[1] for n in nine]
    share, true = found["share"], heard_by_half(found["share_true"])
    feeling = f1(true[:, 3], share[:, :4].argmax(1) == 3)
    style = [f1(true[:, 4 + n], share[:, 4:8].argmax(1) == n) for n in range(4)]
    likely = 1 / (1 + np.exp(-share[:, 8:20]))
    emotions = max(
        np.mean([f1(true[:, 8 + n], likely[:, n] >= t) for n in range(12)])
        for t in np.linspace(0.2, 0.6, 9)
    )
    marks = {
        "nine": np.mean(each),
        "feeling": feeling,
        "style": np.mean(style),
        "emotions": emotions,
    }
    marks["both"] = marks["nine"] + 0.15 * (marks["style"] + marks["emotions"])
    rounded = {name: round(float(value), 3) for name, value in marks.items()}
    return rounded | {REPLY_OUTPUTS[n]: round(e, 2) for n, e in zip(nine, each, strict=True)}


def platt(
    score: np.ndarray, words: np.ndarray, rule: np.ndarray, true: np.ndarray
) -> dict[str, float]:
    """scale, words, rule and bias with the least log loss, held gently to where they begin."""

    def loss(x: np.ndarray) -> float:
        z = x[0] * score + x[1] * words + x[2] * rule + x[3]
        held = (x[0] - 0.7) ** 2 + (x[1] - 0.4) ** 2 + 0.1 * x[2] ** 2 + 0.1 * x[3] ** 2
        return float(np.logaddexp(0, z).sum() - (true * z).sum()) + 2 * held

    bounds = [(0.1, 3), (0, 3), (0, 6), (-5, 5)]
    x = minimize(loss, np.array([0.7, 0.4, 0.5, -1.0]), bounds=bounds).x
    names = ("scale", "words", "rule", "bias")
    return {name: round(float(each), 4) for name, each in zip(names, x, strict=True)}


def shifted(score: np.ndarray, true: np.ndarray, bias: float) -> float:
    """The bias of one emotion with the least log loss, held to that of all."""

    def loss(x: np.ndarray) -> float:
        z = score + x[0]
        return float(np.logaddexp(0, z).sum() - (true * z).sum() + 1.5 * (x[0] - bias) ** 2)

    return round(float(minimize(loss, np.array([bias])).x[0]), 4)


def applied(
    by: Mapping[str, float], score: np.ndarray, words: np.ndarray, rule: np.ndarray
) -> np.ndarray:
    """The chances, as combine.chance makes them one by one."""
    z = by["scale"] * score + by["words"] * words + by["rule"] * rule + by["bias"]
    return 1 / (1 + np.exp(-z))


def precise(true: np.ndarray, chance: np.ndarray, least: float, surely: float = 0.0) -> float:
    """The lowest threshold from which on the precision stays at least that high.

    And where it is `surely` that high too: the lower end of Wilson's interval.
    """
    lowest = 0.97
    for t in np.linspace(0.97, 0.3, 68):
        said = chance >= t
        if said.sum() >= FEW and true[said].mean() < least:
            break
        if lower(float(true[said].sum()), int(said.sum())) >= surely:
            lowest = float(t)
    return lowest


def lower(hits: float, count: int, z: float = 1.645) -> float:
    """The lower end of Wilson's interval for hits among that many, 95 % on one side."""
    if not count:
        return 0.0
    share, square = hits / count, z * z
    middle = share + square / (2 * count)
    wide = z * ((share * (1 - share) + square / (4 * count)) / count) ** 0.5
    return (middle - wide) / (1 + square / count)


def calibrate(model: Model, dev: Sequence[dict[str, Any]], out: Path) -> None:
    """Write the table that combine.py reads."""
    raw, rules, true = [], [], []
    for share in dev:
        for reply in share["replies"]:
            said = reply["sentences"]
            scores = model.reply(share["share"], [s["text"] for s in said])
            raw += [list(each.values()) for each in scores]
            for sentence in said:
                found = rule_labels(share["share"], sentence["text"])
                rules.append([found.get(name, 0.0) for name in REPLY_OUTPUTS])
                true.append(sentence_target(sentence["labels"]))
    rule, wanted = np.array(rules), np.array(true)
    score, words = np.hsplit(np.array(raw), 2)
    reply: dict[str, dict[str, float]] = {}
    for n, name in enumerate(REPLY_OUTPUTS):
        by = platt(score[:, n], words[:, n], rule[:, n], wanted[:, n])
        chance = applied(by, score[:, n], words[:, n], rule[:, n])
        chance = np.array([lifted(name, *both) for both in zip(chance, rule[:, n], strict=True)])
        at, _ = best_threshold(wanted[:, n], chance, high=name in UNKIND)
        reply[name] = by | {"threshold": round(at, 3)}
        if name in PRECISE:
            found = precise(wanted[:, n], chance, PRECISE[name], SURELY.get(name, 0.0))
            note = max(at, found)
            reply[name]["note"] = round(note, 3)
    table = {"reply": reply, "share": share_table(model, dev)}
    out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def share_table(model: Model, dev: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The numbers for the answers about a share."""
    score, words = np.hsplit(np.array([list(model.share(s["share"]).values()) for s in dev]), 2)
    true = np.array([share_target(s["share_labels"]) for s in dev])
    rules = [share_rules(s["share"]) for s in dev]
    at = {name: n for n, name in enumerate(SHARE_OUTPUTS)}
    table: dict[str, dict[str, Any]] = {}
    for question, answers in (("disclosure", DISCLOSURES), ("style", STYLES)):
        cells = [at[f"{question}:{name}"] for name in answers]
        picked = np.array(
            [[r[question][a] == max(r[question].values()) for a in answers] for r in rules]
        ).astype(float)
        of = (score[:, cells], words[:, cells], picked)
        table[question] = choice(of, true[:, cells], answers)
    groups = [at[f"emotion:{name}"] for name in EMOTIONS]
    said = np.array([[r["emotions"][name] >= 0.5 for name in EMOTIONS] for r in rules])
    of = (score[:, groups], words[:, groups], said.astype(float))
    # One scale for all twelve, for each of them is rare in dev; the bias of each is held to theirs.
    by = platt(*(each.ravel() for each in of), true[:, groups].ravel())
    flat = by["scale"] * of[0] + by["words"] * of[1] + by["rule"] * of[2]
    named = true[:, groups]
    biases = [shifted(flat[:, n], named[:, n], by["bias"]) for n in range(len(EMOTIONS))]
    chance = 1 / (1 + np.exp(-(flat + np.array(biases))))
    even = one_for_all(named, chance)
    for n, name in enumerate(EMOTIONS):
        # Half-way between the best for this one and one for all: by itself it would follow how
        # often dev has it, which is not the same elsewhere.
        least = float(np.sqrt(even * best_threshold(named[:, n], chance[:, n])[0]))
        table[name] = by | {"bias": biases[n], "threshold": round(least, 3)}
    for question, most in (("intensity", 3), ("depth", 2)):
        chosen = np.array([int(max(r[question], key=r[question].get)) for r in rules])
        ups = []
        for n in range(1, most + 1):
            cell = at[f"{question}:{n}"]
            of = (score[:, cell], words[:, cell], (chosen >= n).astype(float))
            by = platt(*of, true[:, cell])
            table[f"{question}:{n}"] = by
            ups.append(applied(by, *of))
        if question == "intensity":
            # What is clear is most frequent by far, and at one half it would swallow the strong.
            # For depth the same was tried on some of dev's authors and gained nothing on others.
            graded = true[:, [at[f"intensity:{n}"] for n in range(1, most + 1)]].sum(axis=1)
            for n, least in best_steps(graded, np.array(ups).T).items():
                table[f"intensity:{n}"]["threshold"] = round(least, 3)
    cell = at["asks_advice"]
    asked = np.array([float(r["asks_advice"]["yes"] >= 0.5) for r in rules])
    of = (score[:, cell], words[:, cell], asked)
    by = platt(*of, true[:, cell])
    least, _ = best_threshold(true[:, cell], applied(by, *of))
    table["asks_advice"] = by | {"threshold": round(least, 3)}
    return table


def best_steps(grades: np.ndarray, ups: np.ndarray) -> dict[int, float]:
    """From which chance on a share is clear (2) and strong (3): best for the macro F1 of grades.

    `ups` is (shares, 3): how likely each grade from 1 on is reached. The grade that is likeliest
    then is the one that counts, as in shares.py.
    """
    odds = np.log(ups.clip(1e-6, 1 - 1e-6) / (1 - ups.clip(1e-6, 1 - 1e-6)))
    best, mark = (0.5, 0.5), -1.0
    for pair in product(np.linspace(0.25, 0.75, 21), repeat=2):
        least = np.array([0.5, *pair])
        moved = 1 / (1 + np.exp(np.log(least / (1 - least)) - odds))
        moved = np.minimum.accumulate(moved, axis=1)
        edges = np.pad(moved, ((0, 0), (1, 0)), constant_values=1.0)
        found = (edges - np.pad(moved, ((0, 0), (0, 1)))).argmax(axis=1)
        now = float(np.mean([f1(grades == n, found == n) for n in range(4)]))
        if now > mark:
            best, mark = pair, now
    return {2: float(best[0]), 3: float(best[1])}


def one_for_all(true: np.ndarray, chance: np.ndarray) -> float:
    """The one threshold that is best for the macro F1 of (shares, emotions), if all had the same.

    As in shares.py no more than three are named.
    """
    third = -np.sort(-chance, axis=1)[:, 2:3]

    def macro(t: float) -> float:
        found = (chance >= t) & (chance >= third)
        return float(np.mean([f1(true[:, n], found[:, n]) for n in range(true.shape[1])]))

    steps = np.linspace(0.05, 0.7, 66)
    return float(steps[int(np.argmax([macro(t) for t in steps]))])


def choice(
    of: tuple[np.ndarray, np.ndarray, np.ndarray], true: np.ndarray, answers: Sequence[str]
) -> dict[str, Any]:
    """scale, words, rule and a bias per answer for a choice of one, with the least log loss."""
    score, words, picked = of

    def loss(x: np.ndarray) -> float:
        z = x[0] * score + x[1] * words + x[2] * picked + x[3:]
        z = z - z.max(1, keepdims=True)
        log = z - np.log(np.exp(z).sum(1, keepdims=True))
        held = (x[0] - 0.7) ** 2 + (x[1] - 0.3) ** 2 + 0.2 * x[2] ** 2 + 0.5 * (x[3:] ** 2).sum()
        return -float((log * true).sum()) + 2 * float(held)

    bounds = [(0.1, 3), (0, 3), (0, 5)] + [(-2, 2)] * len(answers)
    x = minimize(loss, np.array([0.7, 0.3, 0.5] + [0.0] * len(answers)), bounds=bounds).x
    bias = {name: round(float(b), 4) for name, b in zip(answers, x[3:], strict=True)}
    return {
        "scale": round(float(x[0]), 4),
        "words": round(float(x[1]), 4),
        "rule": round(float(x[2]), 4),
        "bias": bias,
    }
