"""Before the first page: the pepper fits, and the database is neither newer nor broken."""

from __future__ import annotations

from collections.abc import Collection

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from nearer import pepper


class NotReady(Exception):
    """Why Nearer must not start on this database, and what to do about it."""


def make_ready() -> None:
    """Bring the tables up to date and check that pepper and database belong together.

    A new pepper is made only beside a new database: beside an old one it would lock out everybody
    who comes with a password. Raises `NotReady`, `pepper.PepperMissing`.
    """
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
        whole = _is_whole(applied)
    except DatabaseError:
        whole = False
    if not whole:
        raise NotReady(
            "The database file can't be read as one. Put back your last backup, and keep the"
            " damaged file aside."
        )
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    newer = applied - known
    if newer:
        raise NotReady(
            "This database was made by a newer version of Nearer. Nothing was changed. Start that"
            " version, or put back a backup from before."
        )
    if not applied:
        pepper.create()
    pepper.pepper()
    call_command("migrate", verbosity=0, interactive=False)
    _compare_pepper()


def _is_whole(applied: Collection[tuple[str, str]]) -> bool:
    """Whether every page of the file makes sense, and what was once made is still there."""
    if ("vault", "0001_initial") not in applied:
        return True  # new, or ended in the middle of its first start
    with connection.cursor() as cursor:
        if "vault_servermark" not in connection.introspection.table_names(cursor):
            return False
        if connection.vendor != "sqlite":
            return True
        cursor.execute("PRAGMA quick_check(1)")
        return bool(cursor.fetchone()[0] == "ok")


def _compare_pepper() -> None:
    from .models import ServerMark

    mark = ServerMark.objects.first()
    if mark is None:
        ServerMark.objects.create(pepper=pepper.mark())
    elif mark.pepper != pepper.mark():
        raise NotReady(
            f"The key file {pepper.path()} belongs to another database. Put back the one that was"
            " made with this database."
        )
