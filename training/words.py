"""Learns the table of wording.py: a logistic regression for each output, on the train part."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from batches import heard_by_half, sentence_target, share_target
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from coach.wording import SIZE, heard_in, places

EVEN = np.ones(SIZE)


def learn(train: Sequence[dict[str, Any]], out: Path) -> None:
    """Write both tables, their weights as whole numbers of one byte."""
    said = [
        ((x["text"], s["share"]), sentence_target(x["labels"]))
        for s in train
        for r in s["replies"]
        for x in r["sentences"]
    ]
    about = [
        ((s["share"], ""), heard_by_half(share_target(s["share_labels"])))
        for s in train
        if "share_labels" in s
    ]
    tables: dict[str, np.ndarray] = {}
    for kind, rows, least in (("reply", said, 2), ("share", about, 2)):
        there = np.zeros(SIZE)
        for (text, heard), _ in rows:
            there[np.unique(places(text, EVEN, heard_in(heard))[0])] += 1
        rare = np.where(there >= least, np.log((1 + len(rows)) / (1 + there)) + 1, 0.0)
        tables[f"{kind}_rare"] = rare.astype(np.float16)
        features = matrix([pair for pair, _ in rows], tables[f"{kind}_rare"])
        true = np.array([target for _, target in rows])
        weights, bias = [], []
        for n in range(true.shape[1]):
            model = LogisticRegression(C=3, max_iter=400, class_weight="balanced")
            model.fit(features, true[:, n])
            weights.append(model.coef_[0])
            bias.append(model.intercept_[0])
        table = np.array(weights)
        scale = np.abs(table).max(axis=1) / 127
        tables[f"{kind}_weights"] = np.round(table / scale[:, None]).astype(np.int8)
        tables[f"{kind}_scale"] = scale
        tables[f"{kind}_bias"] = np.array(bias)
    np.savez_compressed(out, **tables)


def matrix(pairs: Sequence[tuple[str, str]], rare: np.ndarray) -> csr_matrix:
    """One row for each text with what it answers."""
    rows, columns, values = [], [], []
    for n, (text, heard) in enumerate(pairs):
        at, value = places(text, rare, heard_in(heard))
        rows += [n] * len(at)
        columns += list(at)
        values += list(value)
    return csr_matrix((values, (rows, columns)), shape=(len(pairs), SIZE))
