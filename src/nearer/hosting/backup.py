"""Saving everything in one file, while people go on writing. The server's key is not in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from nearer import pepper

from . import archive
from .archive import Manifest
from .refused import Refused

NOT_SQLITE = (
    "This saves and restores SQLite. Your database is a PostgreSQL: save it with pg_dump, and the"
    " key folder apart from that."
)

PASSING = {"vault_signedin", "people_halfin"}
"""Tables of who is in, or on the way in, on some device: left out, if this database has them."""
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"


def database() -> Path:
    """Where the database lies; raises Refused where there is none that we know to save."""
    if connection.vendor != "sqlite":
        raise Refused(NOT_SQLITE)
    return Path(connection.settings_dict["NAME"])


def make(to: Path) -> Manifest:
    """Save the database as it stands at one moment. Raises Refused.

    It is put together in a folder of its own beside `to`, open to this user alone, and gets its
    name when it is whole and on the disk. Who is signed in where is left out: nobody comes back
    by an old cookie, and a backup needs to tell nobody when people were here.
    """
    source, to = database(), _place(to)
    if not source.exists():
        raise Refused(f"There is no database in {source.parent}: nothing to save.")
    try:
        made = tempfile.mkdtemp(prefix=".nearer-backup-", dir=to.parent)
    except OSError as fault:
        raise Refused(f"Nothing can be written in {to.parent}: {fault.strerror}.") from None
    room = Path(made)
    try:
        copy = room / archive.DATABASE
        manifest = _snapshot(source, copy)
        archive.write(room / "archive", manifest, copy)
        (room / "archive").replace(to)
        archive.sync_folder(to.parent)
    except (OSError, sqlite3.Error) as fault:
        raise Refused(f"The backup could not be made: {fault}. Nothing was changed.") from None
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return manifest


def _place(to: Path) -> Path:
    to = to.expanduser().resolve()
    if to.exists():
        raise Refused(f"{to} is there already. Choose another name: no backup is written over.")
    if not to.parent.is_dir():
        raise Refused(f"There is no folder {to.parent}.")
    for folder, what in ((settings.DATA, "what it saves"), (settings.KEYS, "the key")):
        if to.is_relative_to(folder):
            raise Refused(f"A backup in {folder} would be lost, or found, with {what}.")
    return to


def _snapshot(source: Path, copy: Path) -> Manifest:
    archive.create(copy).close()
    address = f"{source.absolute().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=60)) as live,
        closing(sqlite3.connect(copy, isolation_level=None)) as held,
    ):
        # All pages in one step: one moment of the database, and writers need not wait for it.
        live.backup(held, pages=-1)
        held.execute("PRAGMA journal_mode=MEMORY")
        held.execute("PRAGMA secure_delete=ON")
        for table in PASSING & {str(name) for (name,) in held.execute(TABLES)}:
            held.execute(f"DELETE FROM {table}")  # noqa: S608 - one of our own names
        whole = held.execute("PRAGMA quick_check(1)").fetchone()[0]
        if whole != "ok":
            raise Refused("The database is damaged, so no backup was made. Keep your older ones.")
        migrations = held.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        mark = held.execute("SELECT pepper FROM vault_servermark").fetchone()
        applied = tuple((str(app), str(name)) for app, name in migrations)
    return Manifest(
        version=settings.VERSION,
        day=timezone.now().date().isoformat(),
        migrations=applied,
        size=copy.stat().st_size,
        sha256=archive.digest(copy),
        pepper=str(mark[0]) if mark else "",
    )


def copy_pepper(to: Path, beside: Path) -> None:
    """Put a copy of the server's key at `to`. Raises Refused, `pepper.PepperMissing`."""
    to = to.expanduser().resolve()
    if to.parent == beside.expanduser().resolve().parent:
        raise Refused(
            "The copy of the key must not lie beside the backup: whoever found the one would have"
            " the other. Name another place with --pepper-copy; the best is another device."
        )
    if to.is_relative_to(settings.DATA):
        raise Refused(f"The copy of the key must not lie in {settings.DATA}, with what it locks.")
    held = pepper.pepper()
    try:
        with archive.create(to) as file:
            file.write(held)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise Refused(f"The copy of the key can't be put at {to}: {fault.strerror}.") from None


def about_the_pepper(manifest: Manifest) -> tuple[bool, str]:
    """Whether the key that is here opens the backup, and what to say about it."""
    where = pepper.path()
    try:
        fits = pepper.mark() == manifest.pepper
    except pepper.PepperMissing as fault:
        return False, f"The key is missing. {fault} This backup opens with recovery codes alone."
    if not fits:
        return False, (
            f"The key in {where} does not belong to this database: look for the one with the"
            f" fingerprint {manifest.pepper}. Without it only recovery codes open this backup."
        )
    return True, (
        f"The key that belongs to it is not in it.\n  place        {where}\n"
        f"  fingerprint  {manifest.pepper}\nKeep a copy of the key apart from this backup: without"
        " it, passwords open nothing;\ntogether with it, weak passwords can be guessed."
    )
