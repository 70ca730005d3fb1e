"""Words that sound like danger: to oneself, from somebody, or from being kept under control.

Rules for English, in danger.toml; its `version` goes up with every change. They look at one
sentence at a time, for ideas: somebody near, a blow, me. Ordinary idioms ("this deadline kills me")
are taken out first. There are plain rules, and softer ones that are wide on purpose. A rule has to
find something, and a second voice (danger_reader.py) has to hear danger in the words around it too:
gently doubting a plain rule, and not at all gently a soft one. Without the second voice the plain
rules speak alone.

They decide one thing only: that coaching stops and a page with help is offered to the writer
alone. Nobody is told, nothing is kept, and finding nothing means nothing.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from coach.danger_patterns import Pattern, patterns
from coach.danger_reader import voice
from coach.danger_words import normal, words
from coach.labels import DANGERS
from coach.sentences import Span, split

KINDS: Final = DANGERS
READ_AT_MOST: Final = 12_000


@dataclass(frozen=True, slots=True)
class Sign:
    """One sentence that sounds like danger. `explicit`: said outright; else it may be veiled."""

    kind: str
    span: Span
    explicit: bool
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    kind: str
    explicit: bool
    any: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    soft: bool = False


@dataclass(frozen=True, slots=True)
class _Rules:
    version: int
    idioms: tuple[Pattern, ...]
    rules: tuple[_Rule, ...]
    soft: tuple[_Rule, ...]


def signs(text: str, *, second: bool = True) -> tuple[Sign, ...]:
    """The signs in a text, at most one per sentence and kind. It never raises.

    `second` False: the plain rules alone.
    """
    heard = voice() if second else None
    seen: dict[str, tuple[_Rule, ...]] = {}
    found: list[Sign] = []
    spans = split(text[:READ_AT_MOST])
    for n, span in enumerate(spans):
        if span.text not in seen:
            seen[span.text] = _matching(span.text)
        rules = seen[span.text]
        if not rules:
            continue
        plain = tuple(rule for rule in rules if not rule.soft)
        if heard is not None:
            # What stands beside it says whether it is over, a film, or somebody's work.
            beside = " ".join(each.text for each in spans[max(0, n - 1) : n + 2])
            if not heard.agrees(span.text, beside, plain=bool(plain)):
                continue
            if not plain:
                kind = heard.likeliest(beside, tuple(rule.kind for rule in rules))
                plain = tuple(rule for rule in rules if rule.kind == kind)
        found.extend(Sign(it.kind, span, it.explicit, it.name) for it in plain)
    return tuple(found)


def version() -> int:
    """Which list of rules this is."""
    return _rules().version


def _matching(sentence: str) -> tuple[_Rule, ...]:
    rules = _rules()
    line = normal(sentence)
    has = frozenset(line.split())
    for idiom in rules.idioms:
        if idiom.matches(line, has):
            line = idiom.without(line)
    kinds: dict[str, _Rule] = {}
    for rule in rules.rules:
        if rule.kind in kinds or not any(it.matches(line, has) for it in rule.any):
            continue
        if not any(it.matches(line, has) for it in rule.unless):
            kinds[rule.kind] = rule
    if kinds:
        return tuple(kinds.values())
    return tuple(
        it
        for it in rules.soft
        if any(each.matches(line, has) for each in it.any)
        and not any(each.matches(line, has) for each in it.unless)
    )


@cache
def _rules() -> _Rules:
    table = tomllib.loads((files("coach") / "danger.toml").read_text("utf-8"))
    guards: dict[str, str] = table["guards"]
    return _Rules(
        version=table["version"],
        idioms=patterns(table["idioms"], words()),
        rules=tuple(_rule(entry, guards, soft=False) for entry in table["rule"]),
        soft=tuple(_rule(entry, guards, soft=True) for entry in table["soft"]),
    )


def _rule(entry: dict[str, Any], guards: dict[str, str], *, soft: bool) -> _Rule:
    unless = entry.get("unless", "") + "".join("\n" + guards[g] for g in entry.get("guards", ()))
    return _Rule(
        name=f"{entry['kind']}: {entry['name']}",
        kind=entry["kind"],
        explicit=entry.get("explicit", not soft),
        any=patterns(entry["any"], words()),
        unless=patterns(unless, words()),
        soft=soft,
    )
