"""The cast as it stood a moment ago: made by the real thing now and then, put back in between.

To sign up, to make a bond and to be let in took half the time of most tests. What these leave in
the tables is noted down, and put back row by row for the next tests: while it is fresh, on the same
keys and settings, in the same five minutes of a clock that nobody has turned, and where no row is
other than it was. In any other case the real thing is done again.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from nearer import pepper
from nearer.bonds.models import Bond
from nearer.vault.keyring import Keyring
from nearer.vault.signed_in import coarse
from tests.cast import Player, bind, enter, with_cookie
from tests.trust import tables

FRESH = 45.0
"""Seconds. Much hangs on how long ago somebody gave their password, and minutes count there."""

Row = tuple[Any, ...]


class _Differs(Exception):
    """A row is not what it was."""


@dataclass
class _Change:
    """What became of one table: rows before and after of those that changed, and new ones."""

    table: str
    columns: tuple[str, ...]
    changed: list[tuple[Row, Row]]
    added: list[Row]


@dataclass
class _Kept:
    changes: list[_Change]
    keyrings: list[Keyring]
    on: tuple[Any, ...]
    token: bytes = b""
    number: int = field(default_factory=itertools.count().__next__)
    at: float = field(default_factory=time.monotonic)


_KEPT: dict[str, _Kept] = {}


class KeptCast:
    """The people and the bond of one test."""

    def __init__(self) -> None:
        self._from: dict[str, _Kept] = {}

    def player(self, name: str) -> Player:
        """As `enter(name)`."""
        if not _as_ever():
            return enter(name)
        on = _on()
        if kept := _put_back(name, on):
            self._from[name] = kept
            keyring = _same(kept.keyrings[0])
            return Player(name, keyring.person, keyring, kept.token, with_cookie(kept.token))
        before = tables.dump()
        made = enter(name)
        if kept := _keep(name, on, before, [made], made.token):
            self._from[name] = kept
        return made

    def bond(self, founder: Player, other: Player) -> Bond:
        """As `bind(founder, other)`."""
        both = (founder, other)
        if not _as_ever() or not all(one.name in self._from for one in both):
            return bind(*both)
        on = (*_on(), *(self._from[one.name].number for one in both))
        if kept := _put_back("a bond", on):
            for one, keyring in zip(both, kept.keyrings, strict=True):
                one.keyring = _same(keyring)
            return Bond.objects.get()
        before = tables.dump()
        made = bind(*both)
        _keep("a bond", on, before, both)
        return made


def _as_ever() -> bool:
    """Whether neither the database nor the clock is another than in most tests."""
    turned = abs(timezone.now() - datetime.now(UTC)) > timedelta(seconds=1)
    return connection.vendor == "sqlite" and not turned


def _on() -> tuple[Any, ...]:
    folders = (str(settings.KEYS), str(settings.DATA), settings.KDF_PARAMETERS)
    where = (*folders, connection.settings_dict["NAME"], pepper.path().read_bytes())
    # Whoever comes in the next five minutes is noted down anew, and in the next hour counted anew.
    return (*where, coarse(timezone.now()))


def _keep(
    what: str,
    on: tuple[Any, ...],
    before: dict[str, tables.Rows],
    players: Sequence[Player],
    token: bytes = b"",
) -> _Kept | None:
    try:
        changes = _changes(before, tables.dump())
    except _Differs:
        return None
    keyrings = [_same(one.keyring) for one in players]
    _KEPT[what] = _Kept(changes, keyrings, on, token)
    return _KEPT[what]


def _put_back(what: str, on: tuple[Any, ...]) -> _Kept | None:
    kept = _KEPT.get(what)
    if kept is None or time.monotonic() - kept.at > FRESH or kept.on != on:
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for change in kept.changes:
                _apply(cursor, change)
    except _Differs:
        return None
    return kept


def _apply(cursor: Any, change: _Change) -> None:
    names = [f'"{column}"' for column in change.columns]
    put = ", ".join(f"{name} = %s" for name in names)
    found = " AND ".join(f"{name} IS %s" for name in names)
    for before, after in change.changed:
        cursor.execute(f'UPDATE "{change.table}" SET {put} WHERE {found}', [*after, *before])
        if cursor.rowcount != 1:
            raise _Differs
    if not change.added:
        return
    same = f'SELECT 1 FROM "{change.table}" WHERE {names[0]} = %s'
    for row in change.added:
        if cursor.execute(same, [row[0]]).fetchone():
            raise _Differs
    places = ", ".join(["%s"] * len(names))
    into = f'INSERT INTO "{change.table}" ({", ".join(names)}) VALUES ({places})'
    cursor.executemany(into, change.added)


def _changes(before: dict[str, tables.Rows], after: dict[str, tables.Rows]) -> list[_Change]:
    changes = []
    for table, held in after.items():
        was, rows = ([tuple(row.values()) for row in each] for each in (before[table], held))
        gone = {row[0]: row for row in (Counter(was) - Counter(rows)).elements()}
        fresh = Counter(rows) - Counter(was)
        new = [row for row in rows if fresh[row]]
        # When an hour is over, what was counted in it goes, and that is nobody's doing.
        if not gone.keys() <= {row[0] for row in new}:
            raise _Differs
        changed = [(gone[row[0]], row) for row in new if row[0] in gone]
        added = [row for row in new if row[0] not in gone]
        if new:
            changes.append(_Change(table, tuple(held[0]), changed, added))
    return changes


def _same(keyring: Keyring) -> Keyring:
    """Another that has opened the same."""
    made = Keyring(keyring.person, keyring._private)
    for name in ("_keys", "_newest", "_gathered", "_traced", "known"):
        setattr(made, name, getattr(keyring, name).copy())
    return made
