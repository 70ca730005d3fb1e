"""Bringing a backup back: into an empty folder alone, and beside the key that belongs to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from nearer import pepper
from nearer.bonds.models import Invitation
from nearer.people import adrift
from nearer.reminders import actions as reminders
from nearer.vault import readiness
from nearer.vault.models import ServerMark

from . import archive, backup
from .archive import Manifest
from .refused import Refused


def bring_back(from_file: Path, *, without_pepper: bool = False) -> Manifest:
    """Put what a backup holds into the empty data folder, and bring its tables up to date.

    `without_pepper` makes a new key where none is: then no password opens anything, but recovery
    codes do. Whatever goes wrong, the folder is empty again. Raises Refused, `NotReady`.
    """
    place = backup.database()
    _is_empty(place.parent)
    with archive.opened(from_file.expanduser().resolve()) as (manifest, held):
        _is_known(manifest)
        _has_its_key(manifest, without_pepper)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        archive.copy_out(held, manifest, place)
    made_key = False
    try:
        _agrees(place, manifest)
        if without_pepper and not pepper.path().exists():
            pepper.create()
            made_key = True
            ServerMark.objects.update(pepper=pepper.mark())
        readiness.make_ready()
        if made_key:
            adrift.let_go()
            Invitation.objects.all().delete()  # they were bound to the key that is lost
            reminders.forget_everybody()
        # Whether a lost account was used meanwhile is read off its sign-ins, which no backup holds.
        Invitation.objects.returns().delete()
        archive.sync_folder(place.parent)
    except BaseException:
        connection.close()
        for left in place.parent.glob(f"{place.name}*"):
            left.unlink()
        if made_key:
            pepper.path().unlink()
        raise
    return manifest


def _is_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Refused(
            f"{folder} is not empty, and a backup is never put over anything. Name an empty folder"
            " in NEARER_DATA, or move away what lies there."
        )


def _is_known(manifest: Manifest) -> None:
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if set(manifest.migrations) - known:
        raise Refused(
            f"This backup was made by version {manifest.version} of Nearer, and this is"
            f" {settings.VERSION}, which does not know all of it. Nothing was changed. Restore it"
            " with that version or a newer one."
        )


def _has_its_key(manifest: Manifest, without: bool) -> None:
    where = pepper.path()
    if not where.exists():
        if without:
            return
        raise Refused(
            f"The key that belongs to this backup is not in {where}. Its fingerprint is"
            f" {manifest.pepper}. Put your copy there, readable by you alone, and try again. If"
            " there is no copy left, --without-pepper goes on with a new key: then passwords open"
            " nothing, and each person can come back with their recovery code alone. Whoever did"
            " not keep theirs loses what only they could read."
        )
    if pepper.mark() != manifest.pepper:
        raise Refused(
            f"The key in {where} has the fingerprint {pepper.mark()}; this backup belongs to"
            f" {manifest.pepper}. Nothing was changed. Put the right key there, or name another"
            " folder in NEARER_KEYS."
        )


def _agrees(place: Path, manifest: Manifest) -> None:
    """The database is what the manifest says it is."""
    try:
        with closing(sqlite3.connect(place)) as held:
            applied = held.execute("SELECT app, name FROM django_migrations").fetchall()
            marks = held.execute("SELECT pepper FROM vault_servermark").fetchall()
    except sqlite3.Error:
        raise Refused("The database in this backup can't be read. Nothing was changed.") from None
    if set(applied) != set(manifest.migrations) or marks != [(manifest.pepper,)]:
        raise Refused("This backup does not hold what it says. Nothing was changed.")
