"""From what the model scores and what the rules find to calibrated chances, and to labels.

Each label has its numbers in data/thresholds.json, found on the dev part by training/calibrate.py:
the chance is sigmoid(scale * score + words * wording + rule * strength + bias), where `score` is
the network's and `wording` the second reader's, and the label is given from `threshold` on; a note
is made of it from `note` on. For a
share the choices (disclosure, style) add to both scores what the rules chose; the chances of its
emotions, and of its asking for advice, are shifted so that one half is where they count.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from coach.labels import DISCLOSURES, EMOTIONS, GRADED, REPLY_LABELS, SECOND, STYLES
from coach.model import DATA, REPLY_OUTPUTS, WORDS

Groups = Mapping[str, Mapping[str, float]]
CHOICES: Final = {"disclosure": DISCLOSURES, "style": STYLES}
HALF: Final = 0.5
STOCK: Final = ("DISMISS", "DEFEND")
SURE_RULE: Final = 0.9


@cache
def numbers() -> dict[str, dict[str, dict[str, Any]]]:
    """The table of thresholds.json: "reply" by label, "share" by answer."""
    table: dict[str, dict[str, dict[str, Any]]] = json.loads(
        (DATA / "thresholds.json").read_text(encoding="utf-8")
    )
    return table


def sigmoid(score: float) -> float:
    """1 / (1 + e^-score), without overflow."""
    if score < 0:
        return math.exp(score) / (1 + math.exp(score))
    return 1 / (1 + math.exp(-score))


def chance(raw: Mapping[str, float], name: str, strength: float, by: Mapping[str, float]) -> float:
    """One calibrated chance from the raw scores and the strength of a rule, 0 if it is silent."""
    return sigmoid(
        by["scale"] * raw[name]
        + by["words"] * raw[WORDS + name]
        + by["rule"] * strength
        + by["bias"]
    )


def sure(name: str, likely: float) -> bool:
    """Whether a label is likely enough to say something about it, and not only to be given.

    Higher than the threshold of the label where a note would sting: a kind reply must hardly ever
    meet one. Chosen on the dev part by precision: see PRECISE in training/calibrate.py.
    """
    by = numbers()["reply"][name]
    return likely >= float(by.get("note", by["threshold"]))


def lifted(name: str, likely: float, strength: float) -> float:
    """The chance, and that of a sure rule where it is higher: “get over it” is plain enough.

    The readers must find it likely too, for “what did you expect?” is not always unkind.
    """
    stock = name in STOCK and strength >= SURE_RULE and likely >= HALF
    return max(likely, strength) if stock else likely


def reply_chances(raw: Mapping[str, float], rules: Mapping[str, float]) -> dict[str, float]:
    """How likely each label of a sentence is; FEEL2 and REFLECT2 never above FEEL and REFLECT."""
    table = numbers()["reply"]
    found = {name: chance(raw, name, rules.get(name, 0.0), table[name]) for name in REPLY_OUTPUTS}
    for name in STOCK:
        found[name] = lifted(name, found[name], rules.get(name, 0.0))
    for name in GRADED:
        found[SECOND[name]] = min(found[SECOND[name]], found[name])
    return found


def reply_labels(chances: Mapping[str, float], *, with_model: bool = True) -> dict[str, int]:
    """The labels of a sentence with their grades; labels that are not given are absent.

    Without the model the chances are the strengths of rules, and one half decides.
    """
    table = numbers()["reply"] if with_model else {}

    def least(name: str) -> float:
        return float(table[name]["threshold"]) if name in table else HALF

    found = {name: 1 for name in REPLY_LABELS if chances.get(name, 0.0) >= least(name)}
    for name in GRADED:
        if name in found and chances.get(SECOND[name], 0.0) >= least(SECOND[name]):
            found[name] = 2
    return found


def share_chances(raw: Mapping[str, float], rules: Groups) -> dict[str, dict[str, float]]:
    """How likely each answer is to each question about a share, in the form of the rules."""
    table = numbers()["share"]
    found: dict[str, dict[str, float]] = {}
    for question, answers in CHOICES.items():
        by = table[question]
        picked = max(rules[question], key=lambda name: rules[question][name])
        scores = {
            name: by["scale"] * raw[f"{question}:{name}"]
            + by["words"] * raw[f"{WORDS}{question}:{name}"]
            + by["rule"] * (name == picked)
            + by["bias"][name]
            for name in answers
        }
        found[question] = softmax(scores)
    found["emotions"] = {
        name: _at_half(raw, f"emotion:{name}", rules["emotions"].get(name, 0.0), table[name])
        for name in EMOTIONS
    }
    for question, steps in (("intensity", 3), ("depth", 2)):
        said = max(rules[question], key=lambda name: rules[question][name])
        ups = [1.0]
        for n in range(1, steps + 1):
            name = f"{question}:{n}"
            up = _at_half(raw, name, float(int(said) >= n), table[name])
            ups.append(min(ups[-1], up))
        ups.append(0.0)
        found[question] = {str(n): ups[n] - ups[n + 1] for n in range(steps + 1)}
    asks = _at_half(raw, "asks_advice", rules["asks_advice"]["yes"], table["asks_advice"])
    found["asks_advice"] = {"yes": asks}
    return found


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    """The scores as chances that add up to one."""
    top = max(scores.values())
    grown = {name: math.exp(score - top) for name, score in scores.items()}
    total = sum(grown.values())
    return {name: each / total for name, each in grown.items()}


def _at_half(raw: Mapping[str, float], name: str, rule: float, by: Mapping[str, float]) -> float:
    likely = chance(raw, name, float(rule >= HALF), by)
    likely = min(max(likely, 1e-6), 1 - 1e-6)
    least = by.get("threshold", HALF)
    return sigmoid(math.log(likely / (1 - likely)) - math.log(least / (1 - least)))
