"""The database as somebody with a copy of it sees it: tables, columns, values."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection

Rows = list[dict[str, Any]]


def names() -> list[str]:
    """Every table, Django's own among them."""
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def rows(table: str) -> Rows:
    """Every row of a table, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def dump() -> dict[str, Rows]:
    """Every table with every row."""
    return {table: rows(table) for table in names()}


def fingerprint(*, but: dict[str, set[str]] | None = None) -> dict[str, str]:
    """A hash for each table; `but`: columns that may change, by table."""
    made = {}
    for table, held in dump().items():
        out = (but or {}).get(table, set())
        kept = sorted(repr([(c, v) for c, v in row.items() if c not in out]) for row in held)
        made[table] = hashlib.sha256("\n".join(kept).encode()).hexdigest()
    return made


def put(table: str, id: Any, column: str, value: Any) -> None:
    """Write one value past Django, as an attacker with the file would."""
    key = id.hex if hasattr(id, "hex") and not isinstance(id, bytes) else id
    with connection.cursor() as cursor:
        # The rules of the tables bind whoever asks the database, not whoever owns the file.
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', [value, key])
        assert cursor.rowcount == 1, f"{table} has no row {key}"
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
