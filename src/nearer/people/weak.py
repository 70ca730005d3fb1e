"""Passwords that somebody would try early: common ones, near ones, and what belongs to oneself.

Nothing leaves this machine. `common.bin` holds five bytes of each password's digest, sorted; it is
made by tools/common_passwords.py.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("common.bin")
BYTES = 5
SHORTEST_CORE = 4
LEAST_OF_ONES_OWN = 6
LONGEST_UNIT = 6
ENOUGH_NUMBERS = 20

ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
LOOKALIKES = str.maketrans("@4301!$5780", "aaeoii" + "sstbo")

COMMON = "This one is on the lists of common passwords that are tried first."
NUMBERS = "Dates and numbers alone are tried early."
NEAR = "This is a common password with a little added, and those are tried early, too."
REPEATED = "This says the same thing again and again, which is tried early."
IN_A_ROW = "This follows the keys or the alphabet, which is tried early."
OWN = "Take away your name, your address and the name of this place, and little is left of it."
INSTEAD = " Four or five words that belong together only for you would be better."


def why_not(password: str, *, about: Iterable[str] = ()) -> str:
    """A kind sentence if this password would be guessed early, else nothing ("").

    `about` is what others know of its owner and this place: name, address, host.
    """
    for look in (_repeated, _in_a_row, _common):
        if why := look(_plain(password)):
            return why + INSTEAD
    return OWN + INSTEAD if _mostly(_plain(password), about) else ""


def digest(word: str) -> bytes:
    """By what a word is found in the list."""
    return hashlib.sha256(word.encode("utf-8", "replace")).digest()[:BYTES]


@lru_cache(maxsize=1)
def _list() -> bytes:
    return FILE.read_bytes()


def _listed(word: str) -> bool:
    """Whether the list has this word: a binary search, so that nothing is unpacked."""
    held, wanted = _list(), digest(word)
    low, high = 0, len(held) // BYTES
    while low < high:
        middle = (low + high) // 2
        found = held[middle * BYTES : (middle + 1) * BYTES]
        if found == wanted:
            return True
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return False


def _plain(text: str) -> str:
    # Composed and decomposed letters are one password, and so must be judged as one.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _readings(text: str) -> set[str]:
    """The word itself, without its spaces, and as it reads with 3 for e and @ for a."""
    joined = re.sub(r"\s+", "", text)
    return {text, joined, joined.translate(LOOKALIKES)}


def _core(text: str) -> str:
    """Without the digits and signs that people put around a word."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)


def _common(text: str) -> str:
    if any(_listed(word) for word in _readings(text)):
        return COMMON
    core = _core(text)
    if not re.sub(r"[\W\d_]", "", text):
        return NUMBERS if len(text) < ENOUGH_NUMBERS else ""
    return NEAR if len(core) >= SHORTEST_CORE and any(map(_listed, _readings(core))) else ""


def _repeated(text: str) -> str:
    for length in range(1, LONGEST_UNIT + 1):
        if text == (text[:length] * len(text))[: len(text)]:
            return REPEATED
    half = text[: len(text) // 2]
    return REPEATED if text == half * 2 and _listed(half) else ""


def _in_a_row(text: str) -> str:
    """Whether it is nothing but pieces, four or longer, of rows of keys or letters."""
    rows = [way for row in ROWS for way in (row * 2, row[::-1] * 2)]
    bare = re.sub(r"[\W_]+", "", text)
    if not bare:
        return ""
    at = pieces = 0
    while at < len(bare):
        longest = next(
            (n for n in range(len(bare) - at, 0, -1) if any(bare[at : at + n] in r for r in rows)),
            1,
        )
        at, pieces = at + longest, pieces + 1
    return IN_A_ROW if pieces * 4 <= len(bare) else ""


def _mostly(text: str, about: Iterable[str]) -> bool:
    """Whether what others know makes up nearly all of it."""
    known = {part for one in about for part in re.split(r"[\W_\d]+", _plain(one)) if len(part) > 2}
    touched = False
    for part in sorted(known, key=len, reverse=True):
        touched = touched or part in text
        text = text.replace(part, " ")
    left = re.sub(r"[\W\d_]+", "", text)
    return touched and len(left) < LEAST_OF_ONES_OWN
