"""Cuts a text into sentences, texting style included. Every span points into the text as typed.

All characters but the white space between two sentences stand in exactly one span. It looks at
each character a fixed number of times, so a long text costs no more than its length.
"""

import re
from dataclasses import dataclass, field
from typing import Final

LONGEST: Final = 200

_SHORTENED: Final = """
    mr mrs ms mx dr prof rev fr sr jr st mt ave rd vs etc eg ie e.g i.e approx dept no vol fig inc
    ltd co jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri
    a.m p.m u.s u.k d.c
"""
_ABBREVIATIONS: Final = frozenset(_SHORTENED.split())
_CLOSING: Final = "\"'”’»)]*_~"
_EMOJI: Final = "\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d"
# Every run is entered at its first character only and never given back: the work stays linear.
_END: Final = re.compile(
    rf"(?<![.!?…‽؟。！？])[.!?…‽؟。！？]++[{re.escape(_CLOSING)}]{{0,4}}+(?=\s|$)"
    r"|(?<![!?])[!?]++(?=[^\W\d_])"  # "ok?i thought"
    r"|(?<=[a-z]{2})\.(?=[A-Z][a-z' ])"  # "home.Then"
    r"|(?:\r\n?|[\n\u2028\u2029\x85])\s*+"  # a new line
    rf"|(?<![{_EMOJI}])[{_EMOJI}]++(?=\s)"  # emoji, where a full stop would be
)
_SEAM: Final = re.compile(
    r"[;:,–—]?\s(?=(?:but|and|so|anyway|then|because|cos|cause|also|plus|like|i|he|she|they|we|you|u"
    r"|it|my)\s)|[;,–—]\s|\s",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[^\W_]")
_LAST_WORD: Final = re.compile(r"([^\s(\"'“‘]{1,12})$")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: text[start:end]. Its repr, which may end in a log, holds no words."""

    start: int
    end: int
    text: str = field(repr=False)


def split(text: str) -> tuple[Span, ...]:
    """The sentences of a text, in order. A text without a visible character has none."""
    pieces: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if found.start() < start or not _ends(text, start, found):
            continue
        _add(text, start, found.end(), pieces)
        start = found.end()
    _add(text, start, len(text), pieces)
    return tuple(Span(a, b, text[a:b]) for a, b in pieces)


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    mark = found.group()
    following = text[found.end() : found.end() + 40].lstrip()
    if not following:
        return True
    if mark.isspace():
        # A line wrapped by hand goes on in lower case; a line of a text message is short.
        wrapped = following[0].islower() and found.start() - start > 60
        return not wrapped or mark.count("\n") > 1
    goes_on = following[0].islower()
    if mark[-1] in _CLOSING and len(mark) > 1 and goes_on:
        return False  # "seconds, really?" in front of everyone
    if mark in ("...", "…", "..", "....") and goes_on:
        return len(text[start : start + 200].split()) >= 4 and found.start() - start > 14
    if mark == ".":
        return not _abbreviated(text[max(start, found.start() - 13) : found.start()], goes_on)
    return True


def _abbreviated(before: str, goes_on: bool) -> bool:
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last.group(1)
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    if word.lower() in ("etc", "no", "mar", "sun", "a.m", "p.m", "co", "fig", "inc", "st", "fr"):
        return goes_on and word.lower() not in ("no", "fig")
    return word.lower() in _ABBREVIATIONS


def _add(text: str, start: int, end: int, pieces: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    # A lone emoji or a row of dots belongs to what it follows, if that stands on the same line.
    if (
        pieces
        and end - start <= LONGEST
        and not _LETTER.search(text, start, end)
        and "\n" not in text[pieces[-1][1] : start]
    ):
        pieces[-1] = (pieces[-1][0], end)
        return
    while end - start > LONGEST:
        cut = _seam(text, start)
        _push(text, start, cut, pieces)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    _push(text, start, end, pieces)


def _push(text: str, start: int, end: int, pieces: list[tuple[int, int]]) -> None:
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        pieces.append((start, end))


def _seam(text: str, start: int) -> int:
    """Where to cut a run that is too long: before a joining word, else at a comma or a space."""
    joining = comma = space = 0
    for found in _SEAM.finditer(text, start + LONGEST // 3, start + LONGEST):
        if found.end() - found.start() == 1:
            space = found.end()
        else:
            comma = found.end()
        if text[found.end() : found.end() + 1].isalpha() and found.group()[-1:].isspace():
            joining = found.end() if _joins(text, found.end()) else joining
    return joining or comma or space or start + LONGEST


def _joins(text: str, at: int) -> bool:
    word = text[at : at + 8].split(maxsplit=1)
    return bool(word) and word[0].lower() in ("but", "and", "so", "anyway", "then", "because")
