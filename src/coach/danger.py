"""Words that sound like danger: to oneself, from somebody, or from being kept under control.

Rules for English, in danger.toml; its `version` goes up with every change. They look at one
sentence at a time, and ordinary idioms ("this deadline kills me") are taken out first. They decide
one thing only: that coaching stops and a page with help is offered to the writer alone. Nobody is
told, nothing is kept, and finding nothing means nothing.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from coach.plain import plain
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
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Rules:
    version: int
    idioms: re.Pattern[str]
    rules: tuple[_Rule, ...]


def signs(text: str) -> tuple[Sign, ...]:
    """The signs in a text, at most one per sentence and kind. It never raises."""
    rules = _rules()
    found: list[Sign] = []
    for span in split(text[:READ_AT_MOST]):
        words = rules.idioms.sub(" ~ ", plain(span.text))
        kinds: set[str] = set()
        for rule in rules.rules:
            if rule.kind in kinds or not rule.pattern.search(words):
                continue
            if rule.unless is None or not rule.unless.search(words):
                kinds.add(rule.kind)
                found.append(Sign(rule.kind, span, rule.explicit, rule.name))
    return tuple(found)


def version() -> int:
    """Which list of rules this is."""
    return _rules().version


@cache
def _rules() -> _Rules:
    table = tomllib.loads((files("coach") / "danger.toml").read_text("utf-8"))
    parts: dict[str, str] = table["parts"]

    def compiled(pattern: str) -> re.Pattern[str]:
        for name, part in parts.items():
            pattern = pattern.replace("{" + name + "}", f"(?:{part})")
        return re.compile(pattern, re.VERBOSE)

    return _Rules(
        version=table["version"],
        idioms=compiled("|".join(table["idioms"])),
        rules=tuple(
            _Rule(
                name=entry["name"],
                kind=entry["kind"],
                explicit=entry["explicit"],
                pattern=compiled("|".join(entry["any"])),
                unless=compiled("|".join(entry["unless"])) if "unless" in entry else None,
            )
            for entry in table["rule"]
        ),
    )
