"""A server that finds its keys or its database not as they should be says so, changes nothing and
does not start."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nearer import __main__
from tests.serving import Server


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of a server that ran once."""
    server = Server(tmp_path_factory.mktemp("once"))
    server.start()
    server.stop()
    with sqlite3.connect(server.data / "nearer.sqlite3") as line:
        # What the write-ahead log still holds would hide damage to the file itself.
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    line.close()
    return server.home


@pytest.fixture
def home(once: Path, tmp_path: Path) -> Path:
    shutil.copytree(once, tmp_path / "home")
    return tmp_path / "home"


def database(home: Path) -> Path:
    return home / "data" / "nearer.sqlite3"


def pepper(home: Path) -> Path:
    return home / "keys" / "pepper"


def serve(home: Path, *more: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m nearer serve` on these folders; it has to end by itself."""
    server = Server(home / "unused", **settings)
    server.data, server.keys, server.temp = home / "data", home / "keys", home / "temp"
    where = ["--host", "127.0.0.1", "--port", str(server.port)]
    return subprocess.run(
        [sys.executable, "-m", "nearer", "serve", *where, *more],
        env=server._environment(),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def state(home: Path) -> dict[str, str]:
    """Every file under data and keys, by its hash."""
    files = [p for part in ("data", "keys") for p in (home / part).rglob("*") if p.is_file()]
    made = {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    # An empty log beside the database holds nothing.
    return {name: digest for name, digest in made.items() if not name.endswith(("-shm", "-wal"))}


def no_pepper(home: Path) -> None:
    pepper(home).unlink()


def a_cut_pepper(home: Path) -> None:
    pepper(home).write_bytes(pepper(home).read_bytes()[:20])


def a_foreign_pepper(home: Path) -> None:
    pepper(home).write_bytes(b"\5" * 32)


def a_folder_for_a_pepper(home: Path) -> None:
    pepper(home).unlink()
    pepper(home).mkdir()


def a_newer_database(home: Path) -> None:
    with sqlite3.connect(database(home)) as line:
        line.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('sittings', '0099_from_the_future', '2030-01-01')"
        )
    line.close()


def a_database_of_noise(home: Path) -> None:
    database(home).write_bytes(b"\7" * 100_000)


def a_database_cut_short(home: Path) -> None:
    held = database(home).read_bytes()
    database(home).write_bytes(held[: len(held) // 2])


def a_database_with_a_broken_page(home: Path) -> None:
    held = bytearray(database(home).read_bytes())
    held[100:4096] = b"\xff" * 3996
    database(home).write_bytes(held)


def a_database_with_a_hole_in_the_middle(home: Path) -> None:
    held = bytearray(database(home).read_bytes())
    middle = len(held) // 8192 * 4096
    held[middle : middle + 4096 * 4] = b"\xff" * 4096 * 4
    database(home).write_bytes(held)


def no_tables_but_a_list_of_them(home: Path) -> None:
    with sqlite3.connect(database(home)) as line:
        line.execute("DROP TABLE vault_servermark")
    line.close()


FAULTS: list[tuple[Callable[[Path], None], str]] = [
    (no_pepper, "is not there"),
    (a_cut_pepper, "is damaged"),
    (a_foreign_pepper, "belongs to another database"),
    (a_folder_for_a_pepper, "can't be read"),
    (a_newer_database, "newer version"),
    (a_database_of_noise, "can't be read as one"),
    (a_database_cut_short, "can't be read as one"),
    (a_database_with_a_broken_page, "can't be read as one"),
    (a_database_with_a_hole_in_the_middle, "can't be read as one"),
    (no_tables_but_a_list_of_them, "can't be read as one"),
]


@pytest.mark.parametrize(("fault", "told"), FAULTS, ids=[one.__name__ for one, _ in FAULTS])
def test_it_says_what_is_wrong_and_changes_nothing(
    home: Path, fault: Callable[[Path], None], told: str
) -> None:
    fault(home)
    before = state(home)

    ended = serve(home)

    said = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert told in said
    assert "Traceback" not in said
    assert state(home) == before


def test_it_would_start_on_the_same_folders_unharmed(once: Path, tmp_path: Path) -> None:
    server = Server(tmp_path / "again")
    shutil.copytree(once / "data", server.data, dirs_exist_ok=True)
    shutil.copytree(once / "keys", server.keys, dirs_exist_ok=True)
    server.start()
    server.stop()


def test_it_does_not_listen_in_the_open_without_https(home: Path) -> None:
    ended = serve(home, "--host", "0.0.0.0")

    assert ended.returncode != 0
    assert "without encryption" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEARER_EXIT", "http://example.org"),
        ("NEARER_EXIT", "https://a; script-src *"),
        ("NEARER_HOSTS", "*"),
        ("NEARER_BEHIND_PROXY", "perhaps"),
        ("NEARER_DEMO", "1"),
    ],
)
def test_it_does_not_start_with_settings_that_are_nonsense(
    home: Path, name: str, value: str
) -> None:
    ended = serve(home, **{name: value})

    assert ended.returncode != 0
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr


def test_keys_are_not_to_lie_within_the_data(home: Path) -> None:
    ended = serve(home, NEARER_KEYS=str(home / "data" / "keys"))

    assert ended.returncode != 0
    assert "must not lie inside" in ended.stderr


def test_what_it_makes_can_be_read_by_its_owner_alone(once: Path) -> None:
    made = [database(once), pepper(once), *database(once).parent.glob("*.sqlite3-*")]

    assert {oct(path.stat().st_mode & 0o077) for path in made} == {"0o0"}


START = """
import sys
from pathlib import Path
from nearer.practices import shelf
shelf.CATALOGUE = Path(sys.argv.pop())
from nearer.__main__ import main
main()
"""


def test_a_practice_that_cannot_be_used_is_told_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text('title = "Broken"\n')
    server = Server(tmp_path / "home")
    where = ["--host", "127.0.0.1", "--port", str(server.port)]

    ended = subprocess.run(
        [sys.executable, "-c", START, "serve", *where, str(tmp_path)],
        env=server._environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode != 0
    assert "Nearer can't start. broken.toml" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert state(server.home) == {}


def test_the_demo_touches_no_database_but_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NEARER_KEYS", "NEARER_DEMO", "NEARER_OPERATOR"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("NEARER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NEARER_DATABASE", "postgresql://somebody@elsewhere/theirs")
    monkeypatch.setenv("NEARER_BUS", "redis://elsewhere:6379/0")

    __main__._demo_folders()

    assert os.environ["NEARER_DATA"] == str(tmp_path / "demo" / "data")
    assert not {"NEARER_DATABASE", "NEARER_BUS"} & os.environ.keys()
