"""No page and no text of a practice promises more than is true.

A sentence that needs one of these words and claims nothing by it stands in REVIEWED, in full.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "src"

NEVER = re.compile(
    r"end[- ]to[- ]end|\be2ee?\b|zero[- ]knowledge|unhackable|unbreakable|military[- ]grade"
    r"|bank[- ]grade|100 ?% (?:safe|secure)|we (?:can ?not|can[’']t|are unable to) read",
    re.IGNORECASE,
)
"""Stronger than the truth, whatever stands around it."""

CLAIM = re.compile(
    r"\b(?:therap\w*|psychotherap\w*|diagnos\w*|treat(?:s|ed|ing|ment|ments)?|cure[sd]?|curing"
    r"|heal(?:s|ed|ing)?|medical\w*)\b|nobody (?:else )?can (?:ever )?read",
    re.IGNORECASE,
)
"""Claims, unless a person has looked at the sentence."""

REVIEWED = {
    # says what this is not
    "It is not medical advice and not an emergency service.",
    "So this asks first whether it is over, and it is no treatment.",
    # where others are found who do treat people
    "The directory of the federal association for psychotherapy",
    "First appointments with a psychotherapist, through the health insurance",
    "The directory of the association for counselling and psychotherapy",
    "Talking therapies near you, without cost",
    # the words mean something else
    "So the neck's healed beautifully, everyone says so.",
    "It treats an honour as an honour, at once, and asks for the ceremony.",
    "You had them saved up since lunch and I scribbled right through your treat.",
    "“Your treat” shows that the loss was understood, and the apology comes with no “I thought you"
    " had finished”.",
    "your wife, a speech therapist, shutting the front door with her foot",
    "Among newly married couples, though, those who forgave readily went on being treated badly,"
    " where it grew less with the others.",
    "Which dish cures you, whatever the doctor says?",
}
SHOWN_BY_THE_COACH = {"notes.toml"}
"""Its other files are lists of words to look for; nobody is shown them."""


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((SOURCES / "nearer").rglob("pages/**/*.html")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", " ", text, flags=re.DOTALL)
        for said in re.findall(r'\w+="([^"]*)"', text):
            yield path.name, said
        # Whatever is a block of its own ends a sentence.
        text = re.sub(r"</?(?:p|li|h\d|td|th|div|a|label|legend)\b[^>]*>", "\n", text)
        yield path.name, re.sub(r"<[^>]+>|{%.*?%}|{{.*?}}", " ", text)


def contents() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCES.rglob("*.toml")):
        if path.is_relative_to(SOURCES / "coach") and path.name not in SHOWN_BY_THE_COACH:
            continue
        for text in strings(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield path.name, text


def strings(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict | list):
        for one in held.values() if isinstance(held, dict) else held:
            yield from strings(one)


def sentences(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for sentence in re.split(r"(?<=[.?!:])\s+", " ".join(line.split())):
            if " " in sentence:
                yield sentence


def everything() -> list[tuple[str, str]]:
    told = [*templates(), *contents()]
    return [(name, sentence) for name, text in told for sentence in sentences(text)]


def promises(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, said) for name, said in told if NEVER.search(said)]


def claims(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, said) for name, said in told if CLAIM.search(said) and said not in REVIEWED]


def test_nothing_stronger_than_the_truth_is_said_about_locking() -> None:
    assert promises(everything()) == []


def test_nothing_claims_to_be_a_therapy() -> None:
    assert claims(everything()) == []


def test_no_sentence_stays_reviewed_that_is_gone() -> None:
    said = {sentence for _, sentence in everything()}

    assert REVIEWED - said == set()


@pytest.mark.parametrize(
    "said",
    [
        "Your words are end-to-end encrypted.",
        "Zero-knowledge by design.",
        "We cannot read what you write.",
        "We can’t read along.",
        "Military-grade locks.",
    ],
)
def test_it_would_see_a_promise(said: str) -> None:
    assert promises([("a page", said)])


@pytest.mark.parametrize("said", ["It heals old wounds.", "A therapy for two.", "This treats it."])
def test_it_would_see_a_claim(said: str) -> None:
    assert claims([("a page", said)])


def test_it_reads_the_pages_and_the_practices() -> None:
    names = {name for name, _ in everything()}

    assert {"trust.html", "base.html", "sharing.toml", "lines.toml"} <= names
    assert len(everything()) > 3000
