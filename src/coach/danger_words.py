"""A sentence as the rules of danger.py read it: bare words, each in one form, blanks around them.

"He's been hitting me, Dave" becomes " he be be hit me somename ", so that one pattern reads every
tense, spelling and person. The words are in danger_words.toml. Spans are never taken from it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from coach.plain import plain

_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|'s\b")
_NAME: Final = re.compile(r"\b[A-Z][a-z]{1,20}\b")
_SHORT: Final = {"n't": "not", "'m": "be", "'re": "be", "'ve": "have", "'ll": "will", "'d": "would"}
_PRONOUNS: Final = "he she it that what who there here where how everyone everybody"
_BE: Final = frozenset(_PRONOUNS.split())
_VOWELS: Final = "aeiou"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """`forms`: each written form and its word. `classes`: what an UPPER CASE name stands for."""

    forms: dict[str, str]
    spelling: dict[str, str]
    phrases: tuple[tuple[str, str], ...]
    classes: dict[str, tuple[str, ...]]
    known: frozenset[str]


def normal(text: str) -> str:
    """The words of a sentence in their one form, with a blank before and after each."""
    known = words()
    named = _NAME.sub(
        lambda found: found.group() if found.group().lower() in known.known else "Somename", text
    )
    out: list[str] = []
    for found in _TOKEN.finditer(plain(named)):
        for word in known.spelling.get(found.group(), found.group()).split():
            out.extend(_parts(word))
    line = f" {' '.join(out)} "
    for said, meant in known.phrases:
        if said in line:
            line = line.replace(said, meant)
    return f" {' '.join(known.forms.get(word, word) for word in line.split())} "


def _parts(word: str) -> tuple[str, ...]:
    """A word and what was joined to it by an apostrophe."""
    if "'" not in word or word == "'s":
        return (word,)
    if word.endswith("n't"):
        whole = {"won't": "will", "can't": "can", "shan't": "will", "ain't": "be"}
        return (whole.get(word, word[:-3]), "not")
    stem, _, end = word.rpartition("'")
    if end == "s":
        return (stem, "be" if stem in _BE else "'s")
    return (stem, _SHORT["'" + end]) if "'" + end in _SHORT else (word.replace("'", ""),)


@cache
def words() -> Words:
    """The words of danger_words.toml, each verb and noun in all its forms."""
    table = tomllib.loads((files("coach") / "danger_words.toml").read_text("utf-8"))
    forms: dict[str, str] = {}
    for word in " ".join(table["verbs"].values()).split():
        if word.islower():
            first = word.split("_")[0]
            forms |= dict.fromkeys(_verb(first), first)
    for word in " ".join(table["nouns"].values()).split():
        if word.islower() and "_" not in word:
            forms |= dict.fromkeys(_plural(word), word)
    for word, others in table["irregular"].items():
        forms |= dict.fromkeys([word, *others.split()], word)
    classes = {
        name: tuple(entry.split())
        for kind in ("verbs", "nouns", "words")
        for name, entry in table[kind].items()
    }
    heard = {part for entry in classes.values() for word in entry for part in word.split("_")}
    spelling: dict[str, str] = table["spelling"]
    common = set(table["common"].split())
    return Words(
        forms=forms,
        spelling=spelling,
        phrases=tuple((f" {said} ", f" {meant} ") for said, meant in table["phrases"].items()),
        classes=classes,
        known=frozenset(forms) | frozenset(spelling) | heard | common,
    )


def _verb(word: str) -> set[str]:
    stem = word[:-1] if word.endswith("e") else word
    forms = {word, word + "s", stem + "ed", stem + "ing"}
    if word[-1] == "y" and word[-2] not in _VOWELS:
        forms |= {word[:-1] + "ies", word[:-1] + "ied"}
    if word.endswith(("s", "sh", "ch", "x", "o")):
        forms.add(word + "es")
    if word[-1] not in "aeiouwxy" and word[-2] in _VOWELS:
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing", word + word[-1] + "in"}
    elif len(stem) > 3:
        forms.add(stem + "in")
    return forms


def _plural(word: str) -> set[str]:
    forms = {word, word + "s"}
    if word[-1] == "y" and word[-2] not in _VOWELS:
        forms.add(word[:-1] + "ies")
    if word.endswith(("s", "sh", "ch", "x")):
        forms.add(word + "es")
    return forms
