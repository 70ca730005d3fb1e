"""Whether a text is English enough to read. Where it is not, the coach stays silent."""

import re
import tomllib
from importlib.resources import files
from typing import Final

from coach.plain import plain

_WORDS: Final[dict[str, str]] = tomllib.loads((files("coach") / "words.toml").read_text("utf-8"))
COMMON: Final = frozenset(_WORDS["english"].split())
_SHARED: Final = frozenset(_WORDS["shared"].split())
_OTHERS: Final = frozenset(_WORDS["others"].split())
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CODE: Final = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|import|from|function|const|let|var|public|private|#include|SELECT"
    r"|return|if\s*\(|for\s*\(|while\s*\(|<\w+|</\w+|\$\s|>>>|//|\w+\(.*\)\s*[;:{]?$)"
    r"|\w+\.\w+\(|[=!]=|=>|->|&&|\|\|",
    re.MULTILINE,
)


def is_english(text: str) -> bool:
    """True for English, short replies included; False for other languages, code, emoji alone.

    A word or two count when they are common English ones. In doubt it is False: silence does no
    harm.
    """
    head = text[:2000]
    words = _WORD.findall(plain(head))
    if not words:
        return False
    if not _mostly_latin(head) or _is_code(head):
        return False
    common = [word for word in words if word in COMMON]
    own = sum(word not in _SHARED for word in common)
    foreign = sum(word in _OTHERS and word not in COMMON for word in words)
    marked = 0 if head.isascii() else sum(map(_marked, words))
    if len(words) <= 3:
        return bool(common) and foreign + marked <= own
    if foreign + marked > max(1, own):
        return False
    enough = 0.3 if len(words) >= 8 else 0.25
    sure = own >= 1 or (len(common) >= 3 and foreign + marked == 0)
    return sure and len(common) >= enough * len(words)


def _mostly_latin(text: str) -> bool:
    if text.isascii():
        return True
    letters = sum(char.isalpha() for char in text)
    return sum(char.isalpha() and char < "ɐ" for char in text) >= 0.8 * letters


def _marked(word: str) -> bool:
    return any(char > "\x7f" and char.isalpha() for char in word)


def _is_code(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    hits = sum(bool(_CODE.search(line)) for line in lines)
    signs = sum(text.count(char) for char in "{}[]()<>=;_/\\|$#")
    return hits >= max(1, 0.4 * len(lines)) and signs >= 0.04 * len(text)
