"""The rules about a share: a lexicon of feelings, and patterns of masks, blame and asking."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from coach.labels import DISCLOSURES, EMOTIONS, STYLES
from coach.plain import plain
from coach.sentences import Span, split

_SURE: Final = 0.8
# "Fine but …", "Fine 🙂 …": here as well a reflex may be over, and something else begins.
_OVER: Final = re.compile(r"\s(?:but|and|-+)\s|[^\w\s'-]+")
_VERY: Final = re.compile(r"\b(?:so|very|really|absolutely|totally|completely|utterly|too)\s$")


def share_rules(text: str) -> dict[str, dict[str, float]]:
    """What the rules alone make of a share: for every question, how likely each answer is."""
    rules = _rules()
    words = plain(text)
    felt = dict(_felt(words))
    strongest = max(felt.values(), default=0)
    if strongest and ("!!" in text or any(w.isupper() and len(w) > 3 for w in text.split())):
        strongest = min(3, strongest + 1)
    disclosure = "fact"
    if rules.none.fullmatch(words.rstrip(" .!?")):
        disclosure = "none"
    elif _is_mask(words):
        disclosure = "mask"
    elif strongest:
        disclosure = "feeling"
    style = "neutral"
    sentences = [plain(span.text) for span in split(text)]
    if any(map(_contempt, sentences)):
        style = "contempt"
    elif any(map(_criticism, sentences)):
        style = "criticism"
    elif strongest and rules.statement.search(words):
        style = "i-statement"
    depth = 0 if disclosure in ("none", "mask") else int(bool(strongest))
    if depth and rules.deep.search(words):
        depth = 2
    return {
        "disclosure": _one_of(DISCLOSURES, disclosure),
        "style": _one_of(STYLES, style),
        "emotions": {each: (_SURE if felt.get(each, 0) else 0.1) for each in EMOTIONS},
        "intensity": _one_of(("0", "1", "2", "3"), str(strongest)),
        "depth": _one_of(("0", "1", "2"), str(depth)),
        "asks_advice": {"yes": 0.9 if rules.asks.search(words) else 0.1},
    }


@dataclass(frozen=True, slots=True)
class _Rules:
    mask: re.Pattern[str]
    beside: re.Pattern[str]
    grave: re.Pattern[str]
    none: re.Pattern[str]
    contempt: re.Pattern[str]
    contempt_unless: re.Pattern[str]
    criticism: re.Pattern[str]
    criticism_unless: re.Pattern[str]
    statement: re.Pattern[str]
    asks: re.Pattern[str]
    deep: re.Pattern[str]
    negated: re.Pattern[str]
    words: re.Pattern[str]
    groups: Mapping[str, tuple[tuple[str, int], ...]]


@cache
def _rules() -> _Rules:
    table: dict[str, Any] = tomllib.loads((files("coach") / "shares.toml").read_text("utf-8"))

    def compiled(key: str) -> re.Pattern[str]:
        patterns = table[key] if isinstance(table[key], list) else [table[key]]
        return re.compile("|".join(patterns), re.VERBOSE)

    groups: dict[str, list[tuple[str, int]]] = {}
    for emotion, words in table["feelings"].items():
        for word, strength in words.items():
            groups.setdefault(word, []).append((emotion, strength))
    longest_first = sorted(groups, key=len, reverse=True)
    return _Rules(
        mask=compiled("mask"),
        beside=compiled("beside"),
        grave=compiled("grave"),
        none=compiled("none"),
        contempt=compiled("contempt"),
        contempt_unless=compiled("contempt_unless"),
        criticism=compiled("criticism"),
        criticism_unless=compiled("criticism_unless"),
        statement=compiled("statement"),
        asks=compiled("asks"),
        deep=compiled("deep"),
        negated=re.compile(rf"\b{table['not_feeling'].strip()}\b(?:\s\w+)?\s$|n't(?:\s\w+)?\s$"),
        words=re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b"),
        groups={word: tuple(found) for word, found in groups.items()},
    )


def _felt(words: str) -> Iterator[tuple[str, int]]:
    """Every emotion named, with its greatest strength last."""
    rules = _rules()
    greatest: dict[str, int] = {}
    for found in rules.words.finditer(words):
        before = words[max(0, found.start() - 24) : found.start()]
        if rules.negated.search(before):
            continue
        for emotion, strength in rules.groups[found.group()]:
            more = 1 if strength and _VERY.search(before) else 0
            greatest[emotion] = max(greatest.get(emotion, 0), min(3, strength + more))
    yield from greatest.items()


def _is_mask(words: str) -> bool:
    """Whether a reflex answer is all there is, or all but a few words."""
    parts = list(_parts(re.split(r"[.!?\n;]+|,\s|\s-\s", words)))
    masks = [part for part in parts if _rules().mask.fullmatch(part)]
    covered = sum(len(part.split()) for part in masks)
    beside = sum(len(part.split()) for part in parts) - covered
    return bool(masks) and (beside == 0 or (beside <= 9 and masks[0] == parts[0]))


def _parts(pieces: list[str]) -> Iterator[str]:
    yield from filter(None, (piece.strip(" .,!?\"':;-") for piece in pieces))


def bare(text: str) -> bool:
    """Whether nothing is told beside a reflex answer: what else stands there may be grave.

    Where no rule knows a reflex, one piece of the text may be it, if nothing in it is grave.
    """
    rules = _rules()
    parts = list(_parts([part for line in text.splitlines() for part in _OVER.split(plain(line))]))
    others = [part for part in parts if not rules.mask.fullmatch(part)]
    told = [part for part in others if not rules.beside.fullmatch(part)]
    known = len(others) < len(parts)
    return not told or (not known and len(told) == 1 and not rules.grave.search(told[0]))


def _contempt(words: str) -> bool:
    rules = _rules()
    return bool(rules.contempt.search(words)) and not rules.contempt_unless.search(words)


def _criticism(words: str) -> bool:
    rules = _rules()
    return bool(rules.criticism.search(words)) and not rules.criticism_unless.search(words)


def seen(spans: tuple[Span, ...]) -> dict[str, tuple[Span, ...]]:
    """Which sentences blame, mask, feel or ask, for underlining."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        words = plain(span.text)
        if _contempt(words):
            found.setdefault("contempt", []).append(span)
        elif _criticism(words):
            found.setdefault("blame", []).append(span)
        if any(strength for _, strength in _felt(words)):
            found.setdefault("feeling", []).append(span)
        if _is_mask(words):
            found.setdefault("mask", []).append(span)
        if _rules().asks.search(words):
            found.setdefault("asks", []).append(span)
    return {key: tuple(each) for key, each in found.items()}


def _one_of(names: tuple[str, ...], chosen: str) -> dict[str, float]:
    rest = (1 - _SURE) / (len(names) - 1)
    return {name: _SURE if name == chosen else rest for name in names}
