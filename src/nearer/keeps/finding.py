"""Finds a day ahead in what somebody wrote: “the dentist, Tuesday at three”. English only.

Written by hand because precision counts most here: general date parsers read “we” as Wednesday,
“may” as a month and “sat” as a day of the week, and take what was for what will be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .day_words import FARTHEST as FARTHEST
from .day_words import MEANS, PATTERNS, WEEKDAY, time_near

BEFORE_OVER = re.compile(
    r"\b(?:last|every|each|past|since|most|some|until|till|that|one|like|a|about|from|before|during"
    r"|of|\w+th|first|second|third)\s+(?:[\w’']+\s+)?$|\b(?:it|today)(?:[’']s|\s+is|\s+was)\s+$",
    re.I,
)
ALSO_DAY = re.compile(rf"(?:\s*,|\s+(?:and|or|to))?\s+{WEEKDAY}\b", re.I)
ALSO_DAY_BEFORE = re.compile(rf"\b{WEEKDAY}(?:,|\s+(?:and|or|to))?\s+$", re.I)
OVER = re.compile(
    r"\b(?:was|were|wasn[’']t|weren[’']t|did|didn[’']t|had|hadn[’']t|went|said|told|felt|came|got|saw"
    r"|cried|left|took|gave|broke|fell|made|met|knew|thought|slept|lost|found|ate|sat|heard|kept|sold"
    r"|spent|ran|drove|wrote|put|bought|brought|rang|been|gone|given|taken|seen|done|again"
    r"|(?!need|feed|speed|indeed|bleed|bed|red|shed|wed|scared|excited|worried|terrified|married|tired)"
    r"\w{2,}ed)\b",
    re.I,
)
AHEAD = re.compile(
    r"\b(?:will|would|won[’']t|shall|going to|gonna|have to|has to|due|supposed|scheduled"
    r"|appointment|deadline|(?:is|are|am|be|get)\s+(?:booked|planned|expected))\b|[’']ll\b"
    r"|[’']s booked\b|\b(?:is|are|starts?|begins?|comes?)\s*$",
    re.I,
)
SENTENCE = re.compile(r"[^.!?\n]*(?:[.:]\d+[^.!?\n]*)*[.!?\n]*")
CLAUSE = re.compile(r"[,;–—]|:(?!\d)|\b(?:and|but|because|so|which|then|that)\b", re.I)
OPENING = re.compile(
    r"^(?:(?:and|so|but|well|then|also|oh)\s+)*(?:(?:i|we)(?:[’'](?:ve|m|re|ll)|\s+(?:have|am|are|will))?"
    r"\s+(?:got\s+)?(?:to\s+)?)?(?:there[’']s\s+|there\s+is\s+|it[’']s\s+)?(?:go(?:ing)?\s+to\s+|have\s+)?",
    re.I,
)
MOST_WORDS = 80
MOST_READ, MOST_DAYS = 6_000, 20
"""Characters of a text that are looked at, and days in one sentence."""


@dataclass(frozen=True)
class Found:
    """A day ahead, what it seems to be about, at what time (“15:00” or nothing), and where."""

    words: str
    day: date
    time: str
    span: tuple[int, int]


def found_in(text: str, today: date) -> list[Found]:
    """Days ahead, at most a year, that a text speaks of: each once, in the order of the text."""
    found: dict[date, Found] = {}
    for sentence in SENTENCE.finditer(text[:MOST_READ]):
        for day, span in _days(sentence.group(), today):
            time, whole = time_near(sentence.group(), span)
            place = (sentence.start() + whole[0], sentence.start() + whole[1])
            one = Found(_about(sentence.group(), whole), day, time, place)
            found.setdefault(day, one)
    return sorted(found.values(), key=lambda one: one.span)


def _days(sentence: str, today: date) -> list[tuple[date, tuple[int, int]]]:
    taken: list[tuple[int, int]] = []
    made = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(sentence):
            start, end = match.span()
            if len(taken) == MOST_DAYS or any(start < e and s < end for s, e in taken):
                continue
            taken.append((start, end))
            day = MEANS[kind](match, today)
            if day is None or not today < day <= today + FARTHEST:
                continue
            if not _is_over(sentence, match):
                made.append((day, (start, end)))
    return made


def _is_over(sentence: str, match: re.Match[str]) -> bool:
    """Whether it speaks of what was, of what always is, or says no more than the day."""
    start, end = match.span()
    if BEFORE_OVER.search(sentence[:start]) or ALSO_DAY.match(sentence[end:]):
        return True
    if ALSO_DAY_BEFORE.search(sentence[:start]) or not _plain(_timeless(sentence, start, end)):
        return True
    said = match.group().lower()
    if "tomorrow" in said or " from " in said or said.startswith(("next", "this", "coming")):
        return False
    first, last = _clause(sentence, (start, end))
    before, after = sentence[first:start], sentence[end:last]
    if not OVER.search(before) and not OVER.search(after):
        return False
    return not AHEAD.search(before) and not AHEAD.search(after)


def _clause(sentence: str, span: tuple[int, int]) -> tuple[int, int]:
    cuts = [0, *(m.start() for m in CLAUSE.finditer(sentence)), len(sentence)]
    before = [cut for cut in cuts if cut <= span[0]][-1]
    return before, next((cut for cut in cuts if cut >= span[1]), len(sentence))


def _timeless(sentence: str, start: int, end: int) -> str:
    """A sentence without its day and the time that goes with it."""
    _, (first, last) = time_near(sentence, (start, end))
    return sentence[:first] + " " + sentence[last:]


def _about(sentence: str, span: tuple[int, int]) -> str:
    """The few words around a day that say what is on it."""
    before, after = _clause(sentence, span)
    words = _plain(sentence[before : span[0]] + " " + sentence[span[1] : after])
    if not words:
        words = _plain(sentence[: span[0]]) or _plain(sentence[span[1] :])
    return words[:MOST_WORDS].rsplit(" ", 1)[0] if len(words) > MOST_WORDS else words


def _plain(words: str) -> str:
    words = " ".join(words.split()).strip(" ,;:.!?–—-")
    words = re.sub(r"\s+([,;:.!?])", r"\1", words)
    words = re.sub(r"^(?:and|but|because|so|which|then|that)\b\s*", "", words, flags=re.I)
    return OPENING.sub("", words).strip(" ,;:.!?–—-")
