"""The small language in which danger.toml says what to look for, made into regular expressions.

A pattern is a row of words in the order they are said:

    word        that word, in the one form danger_words gives it; `word*` any word so beginning
    CLASS       any word of that class; `a|CLASS|two_words` one of several; `x?` perhaps
    ~           up to four soft words (have, will, just, keep ...)
    -           up to three words, none that begins another thought (because, when, if ...)
    ..          up to three words of any kind; `...` up to eight
    !x          what comes next is not x
    ^ $         the beginning and the end of the sentence

A sentence is at most sentences.LONGEST characters, and every gap is bounded: the work is linear.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from coach.danger_words import Words

_GAPS: Final = {"..": r"(?:\S+ ){0,3}?", "...": r"(?:\S+ ){0,8}?"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """`needs`: from each of these sets the sentence must have a word, else nobody need look."""

    needs: tuple[frozenset[str], ...]
    source: str

    def may(self, has: frozenset[str]) -> bool:
        """Whether a line of these words can hold it."""
        return not any(need.isdisjoint(has) for need in self.needs)

    def matches(self, line: str) -> bool:
        """Whether it is in a line made by danger_words.normal."""
        return _compiled(self.source).search(line) is not None

    def without(self, line: str) -> str:
        """The line with what is found in it taken out."""
        return f" {' '.join(_compiled(self.source).sub('_ ', line).split())} "


class Sieve:
    """Rows of patterns, found by the words that a line has: most of them no line can hold.

    Every pattern is a bit. A word has, for the first, second ... of `needs`, the bits of the
    patterns it satisfies there: so all patterns are asked at once.
    """

    def __init__(self, rows: Sequence[Sequence[Pattern]]) -> None:
        self._all = [(n, pattern) for n, row in enumerate(rows) for pattern in row]
        deepest = max((len(pattern.needs) for _, pattern in self._all), default=0)
        self._anyway = [0] * deepest
        self._by_word: dict[str, list[int]] = {}
        for number, (_, pattern) in enumerate(self._all):
            for place in range(deepest):
                if place >= len(pattern.needs):
                    self._anyway[place] |= 1 << number
                    continue
                for word in pattern.needs[place]:
                    self._by_word.setdefault(word, [0] * deepest)[place] |= 1 << number

    def near(self, has: frozenset[str]) -> dict[int, list[Pattern]]:
        """By the number of its row what may match such a line, both in their order."""
        known = [bits for word in has if (bits := self._by_word.get(word))]
        left = (1 << len(self._all)) - 1
        for place, satisfied in enumerate(self._anyway):
            for bits in known:
                satisfied |= bits[place]
            left &= satisfied
        found: dict[int, list[Pattern]] = {}
        while left:
            lowest = left & -left
            n, pattern = self._all[lowest.bit_length() - 1]
            found.setdefault(n, []).append(pattern)
            left ^= lowest
        return found


def patterns(lines: str, words: Words) -> tuple[Pattern, ...]:
    """One pattern a line; what follows a # is a remark. KeyError: a class that does not exist."""
    bare = (line.split("#")[0].strip() for line in lines.splitlines())
    return tuple(_pattern(line, words) for line in bare if line)


def _pattern(line: str, words: Words) -> Pattern:
    needs: list[frozenset[str]] = []
    made = "(?<= )"
    for piece in line.split():
        if piece == "^":
            made = "(?:^ )"
        elif piece == "$":
            made += "$"
        elif piece == "~":
            made += f"(?:{_either('SOFT', words)}){{0,4}}?"
        elif piece == "-":
            made += rf"(?:(?!{_either('JOINING', words)})\S+ ){{0,3}}?"
        elif piece in _GAPS:
            made += _GAPS[piece]
        elif piece[0] == "!":
            made += f"(?!{_either(piece[1:], words)})"
        else:
            made += f"(?:{_either(piece.removesuffix('?'), words)})"
            made += "?" if piece[-1] == "?" else ""
            choice = _all(piece.removesuffix("?"), words)
            if piece[-1] != "?" and not any("*" in word or word == "$" for word in choice):
                needs.append(frozenset(word.split("_")[0] for word in choice))
    return Pattern(tuple(needs), made)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    # Most patterns are never needed: compiling all of them would hold up the first reading.
    return re.compile(source)


@cache
def _all(piece: str, words: Words) -> list[str]:
    """The words a piece stands for, its classes written out, each in its one form."""
    out: list[str] = []
    for part in piece.split("|"):
        if part in words.classes:
            choices = [_all(word, words) for word in words.classes[part]]
            out.extend(word for choice in choices for word in choice)
        elif part.isupper() and part.isalpha():
            raise KeyError(part)
        elif "_" in part:
            several = product(*(_all(word, words) for word in part.split("_")))
            out.extend("_".join(row) for row in several)
        else:
            out.append(words.forms.get(part, part))
    return out


@cache
def _either(piece: str, words: Words) -> str:
    return "|".join(
        "".join(_one(word) for word in row.split("_"))
        for row in sorted(set(_all(piece, words)), key=len, reverse=True)
    )


def _one(word: str) -> str:
    return "$" if word == "$" else re.escape(word).replace(r"\*", r"\S*") + " "
