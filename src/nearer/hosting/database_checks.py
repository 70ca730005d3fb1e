"""Whether the database keeps what it has acknowledged, and fits this version and this key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from nearer import pepper

from . import backup
from .findings import Finding, Weight

FULL = 2
RELEASED = date(2026, 1, 1)
"""No clock that is right can say a day before this version was made."""


def findings() -> Iterator[Finding]:
    """What the file says, looked at without changing it."""
    if connection.vendor != "sqlite":
        yield from _service()
        return
    place = backup.database()
    yield from _how_it_is_kept()
    if not place.is_file():
        yield from _clock([])
        yield Finding(
            Weight.WARN, f"There is no database in {place.parent} yet: the first start makes one."
        )
        return
    try:
        with closing(_look(place)) as held:
            yield from _inside(held)
    except sqlite3.Error:
        yield Finding(
            Weight.STOP,
            f"{place} can't be read as a database: put back your last backup, and keep it aside.",
        )


def _service() -> Iterator[Finding]:
    """The same of a PostgreSQL, as far as this program is told."""
    try:
        with connection.cursor() as cursor:
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                cursor.execute(f"SHOW {name}")
                if cursor.fetchone()[0] == "off":
                    yield Finding(
                        Weight.STOP,
                        f"The database would lose acknowledged words in a power cut: set {name} to"
                        " on in PostgreSQL.",
                    )
            if "django_migrations" not in connection.introspection.table_names(cursor):
                yield from _clock([])
                yield Finding(Weight.WARN, "The database is empty: the first start fills it.")
                return
            cursor.execute("SELECT app, name, applied FROM django_migrations")
            yield from _as_applied(cursor.fetchall())
            cursor.execute("SELECT pepper FROM vault_servermark")
            row = cursor.fetchone()
            if row is not None:
                yield from _fits(str(row[0]))
    except DatabaseError:
        yield Finding(
            Weight.STOP,
            "PostgreSQL does not answer as NEARER_DATABASE says: see that it runs, and that name,"
            " password and database are right.",
        )


def _look(place: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


def _how_it_is_kept() -> Iterator[Finding]:
    """On a database of a moment: what is asked for at each connection, and what comes of it."""
    wanted = str(connection.settings_dict["OPTIONS"].get("init_command", ""))
    with closing(sqlite3.connect(":memory:")) as tried:
        tried.executescript(wanted)
        synchronous = tried.execute("PRAGMA synchronous").fetchone()[0]
    if synchronous < FULL or "journal_mode=wal" not in wanted.replace(" ", "").lower():
        yield Finding(
            Weight.STOP,
            "The database would lose acknowledged words in a power cut: it has to be asked for"
            " journal_mode=WAL and synchronous=FULL at each connection.",
        )


def _inside(held: sqlite3.Connection) -> Iterator[Finding]:
    rows = held.execute("SELECT app, name, applied FROM django_migrations").fetchall()
    yield from _as_applied(rows)
    yield from _fits(str(held.execute("SELECT pepper FROM vault_servermark").fetchone()[0]))
    mode = held.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        yield Finding(
            Weight.REFUSE,
            f"The database file is in {mode} mode, not WAL: start Nearer once, which mends it; some"
            " shared and network folders can't have it, so use a disk of this machine.",
        )


def _as_applied(rows: list[tuple[object, object, object]]) -> Iterator[Finding]:
    applied = {(str(app), str(name)) for app, name, _ in rows}
    yield from _clock([str(when) for *_, when in rows])
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if applied - known:
        yield Finding(
            Weight.STOP, "The database was made by a newer version of Nearer: start that one."
        )
    if known - applied:
        yield Finding(
            Weight.REFUSE,
            f"{len(known - applied)} changes of the tables are missing: make a backup, then start"
            " Nearer once, which brings it up to date.",
        )


def _fits(mark: str) -> Iterator[Finding]:
    if not pepper.path().exists():
        yield Finding(
            Weight.STOP,
            f"The key {pepper.path()} is not there, and passwords open nothing without it: put back"
            f" your copy with the fingerprint {mark}.",
        )
        return
    try:
        fits = pepper.mark() == mark
    except pepper.PepperMissing:
        return  # told with the files
    if not fits:
        yield Finding(
            Weight.STOP,
            f"The key in {pepper.path()} belongs to another database: put back the one with the"
            f" fingerprint {mark}.",
        )


def _clock(moments: list[str]) -> Iterator[Finding]:
    today = datetime.now(UTC).date()
    latest = max((date.fromisoformat(moment[:10]) for moment in moments), default=RELEASED)
    if today < RELEASED or today + timedelta(days=1) < latest:
        yield Finding(
            Weight.STOP,
            f"The clock of this machine says {today.isoformat()}, and that is over: set it, and let"
            " it be kept right over the network.",
        )
