"""What the form of something that comes round sends, and what stands in it before."""

from __future__ import annotations

import uuid
from typing import Any

from nearer.bonds.shown import BondShown
from nearer.keeps.writing import Typed

from . import every, offers
from .every import DAYS, FORTNIGHT, HOW, MONTHLY, WEEKLY
from .page import Comes

LAST_DAY = 31


def read(typed: Typed, id: uuid.UUID, bond: BondShown | None) -> Comes | None:
    """What was typed as something that comes round; None with what is wrong noted down."""
    what, slug, words, wrong = offers.chosen(typed, bond)
    if wrong:
        typed.wrong["choice-what"] = wrong
    how = typed.one("choice-how")
    if how not in HOW:
        typed.wrong["choice-how"] = "How often?"
    field = {WEEKLY: "choice-day", FORTNIGHT: "choice-other"}.get(how, "")
    weekdays = tuple(int(day) for day in typed.many(field) if day in {str(n) for n in range(7)})
    if field and not weekdays:
        typed.wrong[field] = "On which days?" if how == WEEKLY else "On which day?"
    month_day = _number(typed.one("choice-month")) if how == MONTHLY else 1
    if not 1 <= month_day <= LAST_DAY:
        typed.wrong["choice-month"] = "On which day of the month? A number from 1 to 31."
    if typed.wrong:
        return None
    comes_round = every.begun(how, weekdays, month_day, typed.today)
    tell = typed.one("choice-tell") == "yes"
    return Comes(id, what, bond.id if bond else None, slug, words, comes_round, tell)


def _number(text: str) -> int:
    return int(text) if text.strip().isascii() and text.strip().isdigit() and len(text) < 4 else 0


def values(one: Comes, bond: BondShown | None) -> dict[str, list[str]]:
    """The same form as it would have been sent for something that comes round already."""
    rows = [choice["value"] for choice in offers.choices(bond)]
    how, days = one.every.how, [str(day) for day in one.every.weekdays]
    return {
        "choice-what": [offers.as_chosen(one.what, one.slug, rows)],
        "choice-practice": [one.slug],
        "words-own": [one.words],
        "choice-how": [how],
        "choice-day": days if how == WEEKLY else [],
        "choice-other": days if how == FORTNIGHT else [],
        "choice-month": [str(one.every.month_day)],
        "choice-tell": ["yes" if one.tell else "no"],
    }


def first(what: str) -> dict[str, list[str]]:
    """A form not touched yet."""
    how = offers.USUAL_DAY.get(what, "")
    return {
        "choice-what": [what],
        "choice-how": [how],
        "choice-month": ["1"],
        "choice-tell": ["no"],
    }


def context(typed: Typed, bond: BondShown | None) -> dict[str, Any]:
    """For the template of the form."""
    days = [{"value": str(number), "label": day} for number, day in enumerate(DAYS)]
    return {
        **typed.context(),
        "choices": offers.choices(bond),
        "practices": offers.slugs(bond).items(),
        "days": days,
        "on_days": typed.many("choice-day"),
        "other_days": typed.many("choice-other"),
    }
