"""Words that sound like danger: to oneself, from somebody, or from being kept under control.

Rules for English, in danger.toml; its `version` goes up with every change. They look at one
sentence at a time, for ideas: somebody near, a blow, me. Ordinary idioms ("this deadline kills me")
are taken out first. There are plain rules, and softer ones that are wide on purpose. Beside them
the network reads the same sentences, and a table of words (danger_reader.py) what stands around
them; that file also says how these three are weighed. Without the network a rule has to find
something and the table has to agree; without the table the plain rules speak alone.

They decide one thing only: that coaching stops and a page with help is offered to the writer
alone. Nobody is told, nothing is kept, and finding nothing means nothing.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from types import MappingProxyType
from typing import Any, Final, TypeVar

from coach import heads
from coach.danger_patterns import Pattern, Sieve, patterns
from coach.danger_reader import voice
from coach.danger_words import normal, words
from coach.labels import DANGERS
from coach.language import is_english
from coach.sentences import Span, split

T = TypeVar("T")

KINDS: Final = DANGERS
READ_AT_MOST: Final = 12_000
HEARD_AT_MOST: Final = 400  # a long page of ordinary sentences has fewer


@dataclass(frozen=True, slots=True)
class Sign:
    """One sentence that sounds like danger. `explicit`: said outright; else it may be veiled.

    `rule` is "" where no rule found it, but the network alone.
    """

    kind: str
    span: Span
    explicit: bool
    rule: str
    soft: bool = False


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
    idioms: Sieve
    all: tuple[_Rule, ...]  # the plain ones, then the soft ones
    sieve: Sieve


def signs(
    text: str,
    *,
    heard: Mapping[str, Sequence[float]] = MappingProxyType({}),
    pieces: Mapping[str, Any] = MappingProxyType({}),
    use_model: bool = True,
    second: bool = True,
) -> tuple[Sign, ...]:
    """The signs in a text, at most one per sentence and kind. It never raises.

    `heard`: what the network says about sentences it has read already (`heads.both`); the others it
    reads now, each different one once and no more than HEARD_AT_MOST; beyond these, rules and table
    decide. `pieces`: sentences that were taken apart already. `use_model` False: the network is not
    asked. `second` False: the plain rules alone.
    """
    spans = split(text[:READ_AT_MOST])
    rules = {sentence: _matching(sentence) for sentence in {span.text for span in spans}}
    table = voice() if second else None
    if table is None:
        return tuple(
            sign for span in spans for sign in _by_rules(span, rules[span.text]) if not sign.soft
        )
    # In another language the network would only guess, and the table as well.
    english = is_english(text)
    network = use_model and english
    unread = dict.fromkeys(span.text for span in spans if span.text not in heard)
    if network and unread:
        heard = {**heard, **heads.danger([*unread][:HEARD_AT_MOST])}
    found: list[Sign] = []
    apart = table.pieces([span.text for span in spans], pieces)
    for n, span in enumerate(spans):
        by_rules = _by_rules(span, rules[span.text])
        around = table.joined(beside(apart, n)) if english else apart[n]
        scores = heard.get(span.text, ()) if network else ()
        if not table.agrees(apart[n], around, strength(by_rules), scores):
            continue
        plain = [sign for sign in by_rules if not sign.soft]
        kinds = [sign.kind for sign in by_rules] or list(DANGERS)
        likeliest = table.likeliest(around, kinds, scores)
        soft = [sign for sign in by_rules if sign.kind == likeliest]
        found += plain or soft or [Sign(likeliest, span, explicit=False, rule="")]
    # What the network alone hears beside such a sentence may only be the sentence's echo.
    return tuple([sign for sign in found if sign.rule] or found)


def _by_rules(span: Span, rules: Sequence[_Rule]) -> list[Sign]:
    return [Sign(it.kind, span, it.explicit, it.name, it.soft) for it in rules]


def beside(sentences: Sequence[T], n: int) -> Sequence[T]:
    """A sentence with its neighbours: they say whether it is over, a film, or somebody's work."""
    return sentences[max(0, n - 1) : n + 2]


def strength(found: Sequence[Sign | _Rule]) -> str:
    """What the rules found: "plain", "soft" or nothing."""
    if not found:
        return ""
    return "soft" if all(it.soft for it in found) else "plain"


def version() -> int:
    """Which list of rules this is."""
    return _rules().version


def _matching(sentence: str) -> tuple[_Rule, ...]:
    rules = _rules()
    line = normal(sentence)
    has = frozenset(line.split())
    for idiom in chain(*rules.idioms.near(has).values()):
        if idiom.matches(line):
            line = idiom.without(line)
    kinds: dict[str, _Rule] = {}
    soft: list[_Rule] = []
    for number, near in rules.sieve.near(has).items():
        rule = rules.all[number]
        # The plain ones come first: where one of them is found, no soft one is looked for.
        if kinds if rule.soft else rule.kind in kinds:
            continue
        if not any(it.matches(line) for it in near):
            continue
        if any(it.may(has) and it.matches(line) for it in rule.unless):
            continue
        if rule.soft:
            soft.append(rule)
        else:
            kinds[rule.kind] = rule
    return tuple(kinds.values()) or tuple(soft)


@cache
def _rules() -> _Rules:
    table = tomllib.loads((files("coach") / "danger.toml").read_text("utf-8"))
    guards: dict[str, str] = table["guards"]
    kinds = (("rule", False), ("soft", True))
    rules = tuple(_rule(entry, guards, soft=soft) for name, soft in kinds for entry in table[name])
    return _Rules(
        version=table["version"],
        idioms=Sieve([patterns(table["idioms"], words())]),
        all=rules,
        sieve=Sieve([rule.any for rule in rules]),
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
