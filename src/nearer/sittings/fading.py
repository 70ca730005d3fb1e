"""Askings that are over by themselves: nobody is reminded of them, and nobody is blamed."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from django.utils import timezone

AT_LEAST = timedelta(hours=12)
RESTS = timedelta(days=2)
"""After so long without a word, what was taken up has come to rest too."""


def _taken_up(card: Mapping[str, Any]) -> set[str]:
    return set(card.get("taken_up", ())) - {card.get("begun_by")}


def now() -> datetime:
    """This moment; tests move it."""
    return timezone.now()


def has_faded(card: Mapping[str, Any], last: date, clock: tzinfo = UTC) -> bool:
    """Whether a sitting, last added to on a day, was an asking that nobody took up in time, or one
    that was taken up and then left lying. `clock`: the time zone of whoever looks.

    Never on the day itself, and half a day has to have gone by as well.
    """
    asks = bool(card.get("fades")) and not card.get("over")
    if not asks:
        return False
    at_least = RESTS if was_taken_up(card) else AT_LEAST
    at = card.get("at")
    if at is None:
        return last < now().date() and now().date() - last >= at_least
    then = datetime.fromisoformat(at)
    if then.astimezone(clock).date() >= now().astimezone(clock).date():
        return False
    return now() - then >= at_least


def was_taken_up(card: Mapping[str, Any]) -> bool:
    """Whether anybody but the one who asked has taken part."""
    return bool(_taken_up(card))


def may_pass(card: Mapping[str, Any], me: str) -> bool:
    """Whether I am asked something here that I can let pass without a word."""
    asks = bool(card.get("fades")) and not card.get("over")
    return asks and me in card.get("waits", {}) and me not in {*_taken_up(card), card["begun_by"]}


def is_passed(
    sitting: uuid.UUID, card: Mapping[str, Any], me: str, passed: Collection[str]
) -> bool:
    """Whether I let this asking pass, and have not taken it up since."""
    return bool(card.get("fades")) and str(sitting) in passed and me not in _taken_up(card)
