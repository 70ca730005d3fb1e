"""Words for feelings, by family and strength, and the ways that lead to them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nearer.practices.reading import ScriptFault, Section

FILE = Path(__file__).with_name("feelings.toml")
STRENGTHS = {1: "a little", 2: "quite", 3: "very"}
TONES = ("pleasant", "hard")


@dataclass(frozen=True)
class Feeling:
    """One word. `strength` (1 to 3) is how strong the word itself is, `gloss` what it is like."""

    word: str
    family: str
    strength: int
    gloss: str = ""


@dataclass(frozen=True)
class Family:
    """Feelings that belong together, the mild before the strong.

    `body` and `situations` are where one may notice them.
    """

    name: str
    tone: str
    body: tuple[str, ...]
    situations: tuple[str, ...]
    feelings: tuple[Feeling, ...]


def parse(text: str, name: str) -> tuple[Family, ...]:
    """Read a vocabulary. Raises ScriptFault with all its faults."""
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ScriptFault([f"{name}: not valid TOML: {fault}"]) from None
    faults: list[str] = []
    top = Section(table, name, faults)
    found: list[Family] = []
    words: set[str] = set()
    for section in top.tables("family", required=True):
        family = _family(section)
        if family.name in [other.name for other in found]:
            section.fault(f"the family “{family.name}” is here twice")
        for feeling in family.feelings:
            if feeling.word in words:
                section.fault(f"the word “{feeling.word}” is here twice")
            words.add(feeling.word)
        found.append(family)
    top.finish("the vocabulary")
    if faults:
        raise ScriptFault(faults)
    return tuple(found)


def _family(section: Section) -> Family:
    name, tone = section.string("name"), section.one_of("tone", TONES)
    body, situations = section.strings("body"), section.strings("situations")
    words: list[Feeling] = []
    for entry in section.tables("words", required=True):
        strength = entry.whole("strength", min(STRENGTHS), max(STRENGTHS))
        words.append(Feeling(entry.string("word"), name, strength, entry.string("gloss", "")))
        if ":" in words[-1].word:
            entry.fault("a “:” may not stand in “word”")
        entry.finish("a word")
    section.finish("a family")
    mild_first = sorted(words, key=lambda feeling: feeling.strength)
    return Family(name, tone, body, situations, tuple(mild_first))


@cache
def families() -> tuple[Family, ...]:
    """All families, in the order of the file."""
    return parse(FILE.read_text(encoding="utf-8"), FILE.name)


@cache
def _by_word() -> dict[str, Feeling]:
    return {feeling.word: feeling for family in families() for feeling in family.feelings}


def all() -> tuple[Feeling, ...]:
    """Every feeling, family by family."""
    return tuple(_by_word().values())


def get(word: str) -> Feeling | None:
    """The feeling of this word, or None."""
    return _by_word().get(word)
