"""Words that sound like danger: to oneself, from somebody, or from being kept under control.

Rules for English, in danger.toml; its `version` goes up with every change. They look at one
sentence at a time, for ideas: somebody near, a blow, me. Ordinary idioms ("this deadline kills me")
are taken out first. They decide one thing only: that coaching stops and a page with help is offered
to the writer alone. Nobody is told, nothing is kept, and finding nothing means nothing.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from coach.danger_patterns import Pattern, patterns
from coach.danger_words import normal, words
from coach.sentences import Span, split

KINDS: Final = ("self", "violence", "fear", "control")
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
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    version: int
    idioms: tuple[Pattern, ...]
    rules: tuple[_Rule, ...]


def signs(text: str) -> tuple[Sign, ...]:
    """The signs in a text, at most one per sentence and kind. It never raises."""
    seen: dict[str, tuple[_Rule, ...]] = {}
    found: list[Sign] = []
    for span in split(text[:READ_AT_MOST]):
        if span.text not in seen:
            seen[span.text] = _matching(span.text)
        found.extend(Sign(it.kind, span, it.explicit, it.name) for it in seen[span.text])
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
    return tuple(kinds.values())


@cache
def _rules() -> _Rules:
    table = tomllib.loads((files("coach") / "danger.toml").read_text("utf-8"))
    guards: dict[str, str] = table["guards"]
    return _Rules(
        version=table["version"],
        idioms=patterns(table["idioms"], words()),
        rules=tuple(
            _Rule(
                name=f"{entry['kind']}: {entry['name']}",
                kind=entry["kind"],
                explicit=entry.get("explicit", True),
                any=patterns(entry["any"], words()),
                unless=patterns(
                    entry.get("unless", "")
                    + "".join("\n" + guards[name] for name in entry.get("guards", ())),
                    words(),
                ),
            )
            for entry in table["rule"]
        ),
    )
