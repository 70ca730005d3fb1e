"""What the model must beat, on the same split: TF-IDF and frozen MiniLM, each beside the rules.

Both are logistic regressions on the train part; the strengths of the rules are features of theirs,
and their thresholds are the best on dev.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from calibrate import best_threshold
from frozen import Frozen
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from coach.labels import DISCLOSURES, EMOTIONS, REPLY_LABELS, STYLES
from coach.rules import rule_labels
from coach.shares import share_rules

Pair = tuple[str, str]
CHOICES = {
    "disclosure": DISCLOSURES,
    "style": STYLES,
    "intensity": ("0", "1", "2", "3"),
    "depth": ("0", "1", "2"),
}


class Tfidf:
    """Words and letters of the sentence, words of the share."""

    name = "TF-IDF + rules"

    def __init__(self, pairs: Sequence[Pair]) -> None:
        """Learns the words that there are."""
        self.words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
        self.letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3)
        self.heard = TfidfVectorizer(sublinear_tf=True, min_df=2)
        self.words.fit([b for _, b in pairs])
        self.letters.fit([b for _, b in pairs])
        self.heard.fit([a for a, _ in pairs] + ["of to and"] * 2)

    def features(self, pairs: Sequence[Pair]) -> Any:
        """One row for each pair."""
        said = [b for _, b in pairs]
        heard = self.heard.transform([a for a, _ in pairs])
        return hstack([self.words.transform(said), self.letters.transform(said), heard * 0.5])


class Embedded:
    """The unit vectors of frozen MiniLM."""

    name = "frozen + rules"

    def __init__(self, _: Sequence[Pair]) -> None:
        """Nothing is learnt."""
        self.frozen = Frozen()

    def features(self, pairs: Sequence[Pair]) -> Any:
        """One row for each pair."""
        alone = not any(a for a, _ in pairs)
        return csr_matrix(self.frozen.means(pairs, alone=alone) * 4)


class Baseline:
    """One kind of features, with a regression for every label and every question."""

    def __init__(
        self, kind: type[Tfidf] | type[Embedded], train: list[Any], dev: list[Any]
    ) -> None:
        """Learns from train; thresholds from dev."""
        self.name = kind.name
        pairs, true, _ = sentences(train)
        self.replies = kind(pairs)
        self.by_label = {}
        fit = hstack([self.replies.features(pairs), reply_rules(pairs)]).tocsr()
        held, held_true, _ = sentences(dev)
        test = hstack([self.replies.features(held), reply_rules(held)]).tocsr()
        for n, name in enumerate(REPLY_LABELS):
            model = LogisticRegression(C=3, max_iter=300, class_weight="balanced")
            model.fit(fit, true[:, n])
            least, _ = best_threshold(held_true[:, n], model.predict_proba(test)[:, 1])
            self.by_label[name] = (model, least)
        self._learn_shares(kind, [s for s in train if "share_labels" in s], dev)

    def _learn_shares(self, kind: Any, train: list[Any], dev: list[Any]) -> None:
        texts = [("", s["share"]) for s in train]
        self.shares = kind(texts)
        fit = hstack([self.shares.features(texts), about_rules(texts)]).tocsr()
        held = [("", s["share"]) for s in dev]
        test = hstack([self.shares.features(held), about_rules(held)]).tocsr()
        self.by_question = {}
        for question in CHOICES:
            model = LogisticRegression(C=3, max_iter=300, class_weight="balanced")
            self.by_question[question] = model.fit(
                fit, [str(s["share_labels"][question]) for s in train]
            )
        self.by_emotion = {}
        for name in [*EMOTIONS, "asks_advice"]:

            def has(shares: list[Any], name: str = name) -> np.ndarray:
                about = [s["share_labels"] for s in shares]
                return np.array([float(name in a["emotions"] or bool(a.get(name))) for a in about])

            model = LogisticRegression(C=3, max_iter=300, class_weight="balanced")
            model.fit(fit, has(train))
            least, _ = best_threshold(has(dev), model.predict_proba(test)[:, 1])
            self.by_emotion[name] = (model, least)

    def reply(
        self, share: str, said: Sequence[str]
    ) -> list[tuple[dict[str, int], dict[str, float]]]:
        """As evaluate asks."""
        pairs = [(share, text) for text in said]
        row = hstack([self.replies.features(pairs), reply_rules(pairs)]).tocsr()
        chances = {k: m.predict_proba(row)[:, 1] for k, (m, _) in self.by_label.items()}
        return [
            (
                {k: 1 for k, (_, least) in self.by_label.items() if chances[k][n] >= least},
                {k: float(c[n]) for k, c in chances.items()},
            )
            for n in range(len(said))
        ]

    def share(self, text: str) -> dict[str, dict[str, float]]:
        """As evaluate asks."""
        row = hstack([self.shares.features([("", text)]), about_rules([("", text)])]).tocsr()
        found = {
            question: dict(zip(m.classes_, map(float, m.predict_proba(row)[0]), strict=True))
            for question, m in self.by_question.items()
        }
        sure = {
            name: 0.5 + float(m.predict_proba(row)[0, 1]) - least
            for name, (m, least) in self.by_emotion.items()
        }
        found["asks_advice"] = {"yes": sure.pop("asks_advice")}
        return found | {"emotions": sure}


def systems(labelled: Path) -> list[Baseline]:
    """Both baselines, learnt from the labelled set."""
    parts: Mapping[str, list[Any]] = {
        part: [json.loads(x) for x in (labelled / f"{part}.jsonl").read_text("utf-8").splitlines()]
        for part in ("train", "dev")
    }
    return [Baseline(kind, parts["train"], parts["dev"]) for kind in (Tfidf, Embedded)]


def sentences(shares: list[Any]) -> tuple[list[Pair], np.ndarray, list[str]]:
    """All sentences with what they answer, and their labels as 0 and 1."""
    pairs, true, ids = [], [], []
    for share in shares:
        for reply in share["replies"]:
            for sentence in reply["sentences"]:
                pairs.append((share["share"], sentence["text"]))
                true.append([float(sentence["labels"].get(x, 0) > 0) for x in REPLY_LABELS])
                ids.append(share["id"])
    return pairs, np.array(true), ids


def reply_rules(pairs: Sequence[Pair]) -> csr_matrix:
    """The strengths of the rules, a column for each label."""
    found = [rule_labels(a, b) for a, b in pairs]
    return csr_matrix([[f.get(x, 0.0) * 2 for x in REPLY_LABELS] for f in found])


def about_rules(pairs: Sequence[Pair]) -> csr_matrix:
    """What the rules say about a share, a column for each answer."""
    return csr_matrix([[c for q in share_rules(b).values() for c in q.values()] for _, b in pairs])
