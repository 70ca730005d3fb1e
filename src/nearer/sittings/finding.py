"""Finding a practice: what fits a bond, what fits a situation, and what somebody may have meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nearer.bonds.shown import BondShown
from nearer.keeps.day_words import NUMBERS
from nearer.practices import shelf, situations
from nearer.practices.reading_head import MOST_PEOPLE
from nearer.practices.script import Script
from nearer.practices.steps import IN_STEP, TOGETHER

WAYS = {
    "apart": ("Each in their own time", "You write; they answer when they can."),
    "in-step": (
        "Together on your own phones",
        "At the same time, side by side or far apart. All phones stay in step.",
    ),
    "together": ("Face to face", "One phone between you, passed over. Mostly you talk."),
}
YOUNG, GROWING = 5, 20
"""Sittings in a bond below which only little trust is presupposed, or some."""
NEAR = 0.78
"""How like a word must be to one of ours, as difflib sees it, to count as a slip of the finger."""
LONGEST = 100
BEGINS = 4
"""Letters from which on a word of ours, with more behind it, is still the same word."""
_LITTLE = """
a an and are at be can do for from have how i in is it me my of on or our so something that the
this to together us want we what when with you your
"""
LITTLE_WORDS = frozenset(_LITTLE.split())


def ways_for(script: Script, bond: BondShown) -> list[str]:
    """How this bond could do it now: phones of one's own take accounts, face to face also takes
    companions."""
    people = [m for m in bond.members if not m.companion and not m.left]
    here = len([m for m in bond.members if not m.left])
    counts = {"apart": len(people), IN_STEP: len(people), TOGETHER: here}
    return [way for way in WAYS if script.can(way) and counts[way] >= script.least]


def others_for(script: Script) -> str:
    """With how many others one does it: “one other”, “one to five others”, “at least one other”.

    Where as many may take part as in any practice, that number is left out.
    """
    least, most = script.least - 1, script.most - 1
    few = NUMBERS[least - 1]
    if least < most < MOST_PEOPLE - 1:
        return f"{few} to {NUMBERS[most - 1]} others"
    others = f"{few} other{'' if least == 1 else 's'}"
    return others if least == most else f"at least {others}"


def stage_of(sittings: int) -> int:
    """How much trust may be presupposed after so many sittings in a bond: 1 to 3."""
    return 1 if sittings < YOUNG else 2 if sittings < GROWING else 3


def fitting(bond: BondShown, sittings: int) -> list[Script]:
    """What this bond could do now; what asks for more trust than it has had time for, last."""
    here = sum(not member.left for member in bond.members)
    fits = [script for script in shelf.fitting(bond.kind, here) if ways_for(script, bond)]
    stage = stage_of(sittings)
    return sorted(fits, key=lambda script: max(0, script.stage - stage))


def alone() -> list[Script]:
    """What one does by oneself."""
    return list(shelf.fitting("", 1, alone=True))


@dataclass(frozen=True)
class Findable:
    """Something with words by which it may be looked for, each with what it counts."""

    words: tuple[tuple[str, float], ...]

    @staticmethod
    def of(*fields: tuple[str, float]) -> Findable:
        """From texts and what a word of each counts."""
        return Findable(tuple((word, count) for text, count in fields for word in plain(text)))

    def score(self, asked: Sequence[str]) -> float:
        """How well it answers; 0 when more than half of what was asked is nowhere in it."""
        scores = [self._score_of(word) for word in asked]
        found = sum(score > 0 for score in scores)
        return sum(scores) if found * 2 >= len(scores) else 0.0

    def _score_of(self, asked: str) -> float:
        best = 0.0
        for word, count in self.words:
            if count <= best:
                continue
            if word == asked:
                best = count
            elif len(asked) > 2 and word.startswith(asked):
                best = max(best, 0.9 * count)
            elif len(word) >= BEGINS and asked.startswith(word):
                best = max(best, 0.8 * count)
            elif len(asked) > 3 and abs(len(word) - len(asked)) < 3:
                best = max(best, 0.7 * _like(word, asked) * count)
        return best


def _like(word: str, asked: str) -> float:
    """How like two words are, 0 to 1; letters that changed places count little."""
    if sorted(word) == sorted(asked):
        return 0.9
    like = difflib.SequenceMatcher(None, word, asked).ratio()
    return like if like >= NEAR else 0.0


def plain(text: str) -> list[str]:
    """The words of a text without accents, capitals and endings that hardly matter."""
    bare = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    words = re.findall(r"[^\W_]+", "".join(s for s in bare if not unicodedata.combining(s)))
    return [word.removesuffix("s") if len(word) > 4 else word for word in words]


def asked_in(text: str) -> list[str]:
    """What was asked for, without the little words, unless there are no others."""
    words = list(dict.fromkeys(plain(text[:LONGEST])))
    return [word for word in words if word not in LITTLE_WORDS] or words


def _findable(script: Script) -> Findable:
    why = [situations.get(id).title for id in script.situations]
    short = " ".join(dict.fromkeys(script.texts["short"].by_bond.values()))
    return Findable.of(
        (script.title, 5.0), (" ".join(script.keywords), 4.0), (short, 2.0), (" ".join(why), 1.5)
    )


def search(text: str, scripts: Iterable[Script]) -> list[Script]:
    """The practices somebody may have meant, the likeliest first. Forgives slips."""
    asked = asked_in(text)
    scored = [(_findable(script).score(asked), script) for script in scripts]
    found = [pair for pair in scored if pair[0] > 0]
    return [script for _, script in sorted(found, key=lambda pair: -pair[0])]
