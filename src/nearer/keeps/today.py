"""What the keeps bring to somebody's first page: dates to ask about, and now and then a slip."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from nearer.bonds.shown import BondShown
from nearer.people import zone
from nearer.vault.keyring import Keyring

from . import dates, jar, keeping, little, promises, prompts
from .keeping import Kept
from .models import Keep

MOST = 200
LATEST = 40
"""As far back as a promise or a question is looked through every day; its own page has all."""
EVERY = {"jar": 3, "little": 7}
"""Days from one to the next, for one person."""


@dataclass(frozen=True)
class Line:
    """One line: where it leads, what it says."""

    bond: uuid.UUID
    keep: uuid.UUID
    who: str
    words: str
    when: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """A little thing to remember."""

    bond: uuid.UUID
    id: uuid.UUID
    about: str
    asked: str
    words: str


@dataclass(frozen=True)
class ForToday:
    """All of it; most days there is little or none."""

    dates: list[Line] = field(default_factory=list)
    promised: list[Line] = field(default_factory=list)
    proposed: list[Line] = field(default_factory=list)
    asked: list[Line] = field(default_factory=list)
    slip: Line | None = None
    question: Question | None = None

    @property
    def any_row(self) -> bool:
        """Whether there is something to do or to ask."""
        return bool(self.dates or self.promised or self.proposed or self.asked)


class _Around:
    """My bonds: who I am in each, and what the others are called."""

    def __init__(self, bonds: Sequence[BondShown], keyring: Keyring) -> None:
        self.keyring = keyring
        self.ids = [bond.id for bond in bonds]
        self.me = {bond.id: str(m.id) for bond in bonds for m in bond.members if m.me}
        self.names = {str(m.id): m.name for bond in bonds for m in bond.members}

    def opened(self, drawer: str, most: int = MOST) -> list[tuple[uuid.UUID, Kept]]:
        """One drawer of all bonds, the newest first."""
        rows = Keep.objects.in_bonds(self.ids, drawer, self.keyring)[:most]
        return self.together(list(rows))

    def together(self, rows: list[Keep]) -> list[tuple[uuid.UUID, Kept]]:
        """Rows opened, each with its bond."""
        bonds = {row.pk: row.bond_id for row in rows if row.bond_id in self.me}
        kept = keeping.opened(rows, self.keyring)
        return [(bond, one) for one in kept if (bond := bonds.get(one.id))]


def for_today(
    bonds: Sequence[BondShown], keyring: Keyring, day: date, *, anything_waits: bool
) -> ForToday:
    """For one person on one day. Slips and questions come only where nothing else waits."""
    if not bonds:
        return ForToday()
    around = _Around(bonds, keyring)
    near = Keep.objects.coming_up(around.ids, keyring)
    near = near.filter(comes_up__range=(day - timedelta(days=1), day))
    coming = around.together(list(near[:MOST]))
    slip = question = None
    if not anything_waits:
        slip = _slip(around, day) if _is_the_day("jar", keyring.person, day) else None
        if slip is None and _is_the_day("little", keyring.person, day):
            question = _question(around, day)
    return ForToday(
        dates=[line for bond, one in coming if (line := _date(around, bond, one, day))],
        promised=[
            Line(bond, one.id, "You", one.words)
            for bond, one in coming
            if one.body["kind"] == promises.DRAWER
            and one.comes_up == day
            and one.by == around.me[bond]
        ],
        proposed=_proposed(around),
        asked=_asked(around),
        slip=slip,
        question=question,
    )


def _date(around: _Around, bond: uuid.UUID, one: Kept, day: date) -> Line | None:
    whose = dates.whose_is(one)
    if one.body["kind"] != dates.DRAWER or whose == around.me[bond] or whose not in around.names:
        return None
    if one.comes_up == day:
        when = f"today at {one.body['time']}" if one.body.get("time") else "today"
        hint = "You might ask about it."
    else:
        when, hint = "yesterday", "You might ask how it went."
    if one.by not in (whose, around.me[bond]):
        hint = f"\u2068{around.names.get(one.by, 'Somebody')}\u2069 put it in. {hint}"
    return Line(bond, one.id, around.names[whose], one.words, when, hint)


def _proposed(around: _Around) -> list[Line]:
    """Changes of promises that I was asked about and have not answered."""
    lines = []
    for bond, one in around.opened(promises.DRAWER, LATEST):
        proposal = one.body.get("proposal") or {}
        me = around.me[bond]
        if me in proposal.get("to", []) and me not in proposal["agreed"]:
            lines.append(Line(bond, one.id, around.names.get(one.by, "Somebody"), one.words))
    return lines


def _asked(around: _Around) -> list[Line]:
    """Questions that were left for me lately."""
    found = prompts.lately(around.opened(prompts.PROMPT, LATEST), around.me, around.keyring)
    return [
        Line(bond, one.id, around.names[one.by], one.words)
        for bond, one in found
        if one.by in around.names
    ]


def _slip(around: _Around, day: date) -> Line | None:
    """One from the jars, the same all day."""
    ripe = []
    by_bond: dict[uuid.UUID, list[Kept]] = {}
    for bond, one in around.opened(jar.DRAWER):
        by_bond.setdefault(bond, []).append(one)
    for bond, newest_first in by_bond.items():
        ripe += [(bond, one) for one in jar.for_me(newest_first, around.me[bond])]
    ripe = [(bond, one) for bond, one in ripe if one.by in around.names]
    if not ripe:
        return None
    bond, one = ripe[_seed(around.keyring.person, day.isoformat()) % len(ripe)]
    when = jar.when(zone.day_of(one.body["at"], around.keyring), day)
    return Line(bond, one.id, around.names[one.by], one.words, when)


def _question(around: _Around, day: date) -> Question | None:
    """One little thing to remember."""
    again, clock = little.again(around.keyring), zone.zone_of(around.keyring)
    found = around.opened(little.DRAWER)
    for bond in around.ids:
        kept = [one for where, one in found if where == bond]
        here = [one for one in kept if little.about_whom(one) in around.names]
        one = little.first_due(here, around.me[bond], again, day, clock)
        if one is not None:
            who = around.names[little.about_whom(one)]
            return Question(bond, one.id, who, one.body["asked"], one.words)
    return None


def _is_the_day(what: str, person: uuid.UUID, day: date) -> bool:
    """Each third or seventh day, on days of their own for each person."""
    return (day.toordinal() + _seed(person, what)) % EVERY[what] == 0


def _seed(person: uuid.UUID, what: str) -> int:
    return int.from_bytes(hashlib.sha256(person.bytes + what.encode()).digest()[:4], "big")
