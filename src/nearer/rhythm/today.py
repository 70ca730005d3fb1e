"""What comes round on somebody's day. What was missed is over: there is no yesterday here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from nearer.bonds.shown import BondShown
from nearer.people import zone
from nearer.people.models import Person
from nearer.practices import shelf
from nearer.practices.steps import ALL
from nearer.sittings.bond_page import card_of
from nearer.sittings.models import Sitting
from nearer.vault.keyring import Keyring

from . import page
from .page import CLOSENESS, OWN, PRACTICE, Comes, Rhythm

MOST = 60


@dataclass(frozen=True)
class Line:
    """One thing that comes round today. `href`: where it begins; "" for words of one's own."""

    id: uuid.UUID
    title: str
    where: str
    href: str


@dataclass(frozen=True)
class ForToday:
    """What comes round, and of what there is to be peace."""

    lines: Sequence[Line]
    muted: frozenset[uuid.UUID]
    paused: bool
    until: date | None


def title_of(one: Comes, kind: str) -> str:
    """What it is called; "" for a practice that is no longer on the shelf."""
    if one.what == OWN:
        return one.words
    if one.what == CLOSENESS:
        return "A look at how close you feel"
    try:
        return shelf.get(one.slug).wording("title", bond=kind)
    except KeyError:
        return ""


def href_of(one: Comes) -> str:
    """Where it begins."""
    if one.what == CLOSENESS and one.bond is not None:
        return reverse("closeness_look", args=[one.bond])
    if one.what != PRACTICE:
        return ""
    path = reverse("practice", args=[one.slug])
    return f"{path}?{urlencode({'bond': one.bond})}" if one.bond else path


def for_today(
    person: Person,
    bonds: Sequence[BondShown],
    keyring: Keyring,
    last_look: Callable[[uuid.UUID, Keyring], date | None],
) -> ForToday:
    """For one person on their own day. `last_look`: when they looked at how close they feel."""
    day, rhythm = zone.today(keyring), page.read(keyring)
    paused = rhythm.paused(day)
    muted = frozenset(b.id for b in bonds if paused or rhythm.muted(b.id, day))
    until = date.fromisoformat(rhythm.pause) if paused and rhythm.pause else None
    rows = [] if paused else _falling(rhythm, day, {bond.id for bond in bonds} - muted)
    me = {str(person.pk), *(str(m.id) for bond in bonds for m in bond.members if m.me)}
    done = _done(rows, person, keyring, day, me)
    by_id = {bond.id: bond for bond in bonds}
    lines = []
    for one in rows:
        bond = by_id.get(one.bond) if one.bond else None
        title = title_of(one, bond.kind if bond else "")
        is_done = (one.bond, one.slug) in done or (
            one.what == CLOSENESS and one.bond is not None and last_look(one.bond, keyring) == day
        )
        if title and not is_done:
            where = bond.name if bond else "For you alone"
            lines.append(Line(one.id, title, where, href_of(one)))
    return ForToday(lines, muted, paused, until)


def _falling(rhythm: Rhythm, day: date, bonds: set[uuid.UUID]) -> list[Comes]:
    return [
        one
        for one in rhythm.comes
        if one.every.falls_on(day)
        and (one.bond is None or one.bond in bonds)
        and rhythm.passed.get(str(one.id)) != day.isoformat()
    ]


def _done(
    rows: Sequence[Comes], person: Person, keyring: Keyring, day: date, me: Collection[str]
) -> set[tuple[uuid.UUID | None, str]]:
    """Practices that this person had a part in today: (bond, slug)."""
    if not any(one.what == PRACTICE for one in rows):
        return set()
    # Days on rows are those of UTC, and that of anybody began less than a day before.
    lately = Sitting.objects.of(person).filter(day__gte=day - timedelta(days=1)).distinct()
    found = list(lately.newest_first()[:MOST])
    keyring.gather({row.space for row in found})
    cards: list[tuple[Sitting, dict[str, Any]]] = [(row, card_of(row, keyring)) for row in found]
    return {
        (row.bond_id, card["slug"])
        for row, card in cards
        if any(zone.day_of(at, keyring) == day for at in _part_in(row, card, person, me))
    }


def _part_in(
    row: Sitting, card: Mapping[str, Any], person: Person, me: Collection[str]
) -> list[str]:
    """When they did it: whoever begins it, then; what all of them answer, when they answered.

    What the others add on a later day makes nothing of that day theirs.
    """
    begun = [card["begun"]] if row.author == person.pk and "begun" in card else []
    answered = [at for member, at in card.get("answered", {}).items() if member in me]
    return [*begun, *answered] if row.bond_id is None or _is_of_all(card) else begun


def _is_of_all(card: Mapping[str, Any]) -> bool:
    try:
        steps = shelf.get(card["slug"]).steps
    except KeyError:
        return False
    return next((step.who == ALL for step in steps if step.kind != "read"), False)
