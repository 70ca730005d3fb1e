"""Days beside words, held against the clock of whoever is signed in: a script knows no clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nearer.keeps.writing import out_of_reach
from nearer.people import zone
from nearer.practices.kinds.words import is_day
from nearer.vault.keyring import Keyring

from .actions import Answer
from .forms import Missing


def none_out_of_reach(answers: Sequence[Answer], keyring: Keyring) -> None:
    """Refuse days that have gone by, or are too far ahead, before anything is stored.

    Raises `Missing`, as for anything else that can't be taken. A “today” without a date is no day.
    """
    today, errors = zone.today(keyring), {}
    for answer in answers:
        day = str({**answer.data, **(answer.private or {})}.get("day", ""))
        sorry = out_of_reach(date.fromisoformat(day), today) if is_day(day) else ""
        if sorry:
            errors[answer.slot] = {"day": sorry}
    if errors:
        raise Missing(errors)
