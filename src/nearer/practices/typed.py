"""Takes what people typed and tapped out of a form, and loses none of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from nearer.practices.steps import Unfit

MOST_CHARACTERS = 20_000


def tidy(words: str) -> str:
    """One kind of newline, and no characters that cannot be stored or shown.

    Control characters and lone surrogates go. What people typed otherwise stays as it is:
    no Unicode normalisation, and the marks of right-to-left text are kept.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if words.isprintable():
        return words
    return "".join(
        sign for sign in words if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )


def words_from(form: Mapping[str, Any], field: str, *, required: bool) -> str:
    """The words under `field`, or "" where they may be missing. Raises Unfit."""
    value = form.get(field, "")
    if not isinstance(value, str):
        raise Unfit(field, "These words did not arrive as text. Please send them again.")
    words = tidy(value)
    if len(words) > MOST_CHARACTERS:
        raise Unfit(
            field,
            f"This is {len(words):,} characters long, and there is room for {MOST_CHARACTERS:,}. "
            "Nothing is lost: shorten it a little, or keep a part for another time.",
        )
    if words.strip():
        return words
    if required:
        raise Unfit(field, "There is nothing here yet. A few words are enough.")
    return ""


def picks_from(form: Mapping[str, Any], field: str) -> list[Any]:
    """The one or several things picked under `field`."""
    value = form.get(field, [])
    return list(value) if isinstance(value, (list, tuple)) else [value]


def pick_from(form: Mapping[str, Any], field: str, known: Collection[str], ask: str) -> str:
    """The one known thing picked under `field`; raises Unfit with `ask` otherwise."""
    picks = picks_from(form, field)
    if len(picks) != 1 or not isinstance(picks[0], str) or picks[0] not in known:
        raise Unfit(field, ask)
    return picks[0]
