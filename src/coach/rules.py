"""Stock phrases and question forms, sentence by sentence. The patterns stand in rules.toml.

They are meant to be right where they speak and silent elsewhere; the model reads the rest. The
strength of a rule is an estimate of its precision. The list was made with three authors of the
labelled set and mended once with three more, some of whose shares are in the test part.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from coach.labels import SECOND
from coach.language import COMMON
from coach.plain import plain

GIVEN_BACK: Final = 0.86
_OPENS: Final = re.compile(r"(?:so|and) |you\b|[a-z]+, and\b")
_TURNS: Final = re.compile(r"\b(?:but|should|just|only|could|always|never)\b|n't\b")
_ASKS: Final = re.compile(r"(?:and |so |but |ok )?(?:what|how|which|where|who)\b")
_WORD: Final = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: what it stands for, and how sure one may be of it."""

    name: str
    label: str
    grade: int
    strength: float
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    question: bool


def rule_labels(share: str, sentence: str) -> dict[str, float]:
    """Strength 0 to 1 of every label that a rule finds; the labels it does not find are absent.

    FEEL2 and REFLECT2 stand for the second grade. `share` is what the sentence answers.
    """
    found: dict[str, float] = {}
    if gives_back(share, sentence):
        found["REFLECT"] = GIVEN_BACK
    for rule in fired(sentence):
        found[rule.label] = max(found.get(rule.label, 0.0), rule.strength)
        if rule.grade == 2:
            second = SECOND[rule.label]
            found[second] = max(found.get(second, 0.0), rule.strength)
    return found


def gives_back(share: str, sentence: str) -> bool:
    """Whether a sentence opens like a reflection and takes up words of the share."""
    text = plain(sentence[:1000])
    if "?" in sentence or _TURNS.search(text) or not _OPENS.match(text):
        return False
    shared = len(_content(plain(share[:1500])) & _content(text))
    return shared >= (1 if text.startswith("so ") else 2)


def _content(text: str) -> set[str]:
    # The first letters stand for the word: "started" and "starting" are the same to a listener.
    return {word[:6] for word in _WORD.findall(text) if len(word) > 3 and word not in COMMON}


def fired(sentence: str) -> tuple[Rule, ...]:
    """The rules that speak about a sentence, in the order of the list."""
    text = plain(sentence[:1000])
    # In a text message the question mark is often left out.
    asks = "?" in sentence or (_ASKS.match(text) is not None and len(text.split()) <= 14)
    return tuple(
        rule
        for rule in all_rules()
        if (asks or not rule.question)
        and rule.pattern.search(text)
        and not (rule.unless and rule.unless.search(text))
    )


@cache
def all_rules() -> tuple[Rule, ...]:
    """The list, compiled once."""
    table = tomllib.loads((files("coach") / "rules.toml").read_text("utf-8"))
    parts: Mapping[str, str] = table["parts"]
    return tuple(
        Rule(
            name=entry["name"],
            label=entry["label"],
            grade=entry.get("grade", 1),
            strength=entry["strength"],
            pattern=_compiled(entry["pattern"], parts),
            unless=_compiled(entry["unless"], parts) if "unless" in entry else None,
            question=entry.get("question", False),
        )
        for entry in table["rule"]
    )


def _compiled(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", f"(?:{part})")
    return re.compile(pattern, re.VERBOSE)
