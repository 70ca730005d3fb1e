"""The real program on PostgreSQL: it starts, is well, is looked over, and says what it can't do."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.serving import ROOT, Server


@pytest.fixture
def server(tmp_path: Path, postgresql: Postgres) -> Server:
    return Server(
        tmp_path / "home",
        NEARER_DATABASE=postgresql.database(),
        NEARER_METRICS="yes",
        NEARER_OPERATOR="Somebody",
    )


def test_it_serves_is_well_and_passes_its_own_check(server: Server) -> None:
    server.start()
    try:
        with urllib.request.urlopen(f"{server.url}/join/") as page:
            assert page.status == 200
        with urllib.request.urlopen(f"{server.url}/metrics/") as page:
            size = [line for line in page.read().decode().splitlines() if "database_bytes " in line]
        assert int(size[-1].split()[-1]) > 1_000_000
        for folder in (server.data, server.keys):
            folder.chmod(0o700)
        assert "REFUSED" not in (checked := said(server, "check")), checked
    finally:
        server.stop()
    assert not list(server.data.glob("*.sqlite3*"))
    server.start()
    server.stop()


def test_a_backup_says_what_to_do_instead(server: Server, tmp_path: Path) -> None:
    assert "pg_dump" in said(server, "backup", str(tmp_path / "saved"))


def said(server: Server, *words: str) -> str:
    made = subprocess.run(
        [sys.executable, "-m", "nearer", *words],
        cwd=ROOT,
        env=server._environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return made.stdout + made.stderr
