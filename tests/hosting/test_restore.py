"""Bringing a backup back: whole, into an empty folder, with its own key, or not at all."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hosting.machine import Machine

Ended = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def saved_once(once: Machine) -> Path:
    archive = once.outside / "saved"
    assert once.nearer("backup", archive).returncode == 0
    return archive


@pytest.fixture
def saved(saved_once: Path, tmp_path: Path) -> Path:
    """A backup that a test may spoil."""
    return Path(shutil.copy(saved_once, tmp_path / "saved"))


@pytest.fixture
def ready(there: Machine, once: Machine) -> Machine:
    """An empty machine with the right key."""
    there.take_key_from(once.pepper)
    return there


def refused(ended: Ended, machine: Machine) -> str:
    """What was said; nothing may have come of it."""
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert machine.files() == []
    return ended.stderr


def made_anew(archive: Path, change: Callable[[dict[str, Any], bytes], Any]) -> None:
    """Write the archive again, with another manifest or other members."""
    with tarfile.open(archive) as tar:
        held = [tar.extractfile(name) for name in tar.getnames()]
        told, database = (one.read() for one in held if one)
    members = change(json.loads(told), database)
    with tarfile.open(archive, "w") as tar:
        for name, said in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(said)
            tar.addfile(entry, io.BytesIO(said))


def test_it_comes_up_on_an_empty_machine(ready: Machine, saved: Path) -> None:
    restored = ready.nearer("restore", saved)

    assert restored.returncode == 0, restored.stderr
    assert ready.database.stat().st_mode & 0o777 == 0o600
    assert "./start check" in restored.stdout
    assert ready.nearer("check").returncode == 0


def test_nothing_is_put_over_anything(ready: Machine, saved: Path) -> None:
    ready.data.mkdir(mode=0o700)
    (ready.data / "something").write_text("mine")

    ended = ready.nearer("restore", saved)

    assert "not empty" in ended.stderr
    assert ready.files() == ["something"]


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.97])
def test_a_backup_that_is_cut_short_is_refused(ready: Machine, saved: Path, share: float) -> None:
    held = saved.read_bytes()
    saved.write_bytes(held[: int(len(held) * share)])

    said = refused(ready.nearer("restore", saved), ready)

    assert "cut short" in said or "not a backup" in said


def test_a_damaged_backup_is_refused(ready: Machine, saved: Path) -> None:
    held = bytearray(saved.read_bytes())
    held[len(held) // 2] ^= 1
    saved.write_bytes(held)

    assert "is damaged" in refused(ready.nearer("restore", saved), ready)


def a_picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(5000)


def a_tar_of_something_else() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        for name in ("one", "two"):
            tar.addfile(tarfile.TarInfo(name))
    return held.getvalue()


def a_tar_with_a_link() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        for name in ("nearer-backup.json", "nearer.sqlite3"):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(entry)
    return held.getvalue()


@pytest.mark.parametrize("make", [a_picture, a_tar_of_something_else, a_tar_with_a_link])
def test_a_foreign_file_is_refused(ready: Machine, saved: Path, make: Callable[[], bytes]) -> None:
    saved.write_bytes(make())

    assert "is not a backup of Nearer" in refused(ready.nearer("restore", saved), ready)


def test_a_bare_database_and_a_file_that_is_not_there_are_refused(
    ready: Machine, once: Machine
) -> None:
    assert "not a backup" in refused(ready.nearer("restore", once.database), ready)
    assert "can't be read" in refused(ready.nearer("restore", ready.home / "nowhere"), ready)


def test_a_backup_of_a_newer_version_is_refused_by_name(ready: Machine, saved: Path) -> None:
    def newer(told: dict[str, Any], database: bytes) -> Any:
        told["version"] = "9.9"
        told["migrations"].append(["sittings", "0099_from_the_future"])
        return [("nearer-backup.json", json.dumps(told).encode()), ("nearer.sqlite3", database)]

    made_anew(saved, newer)

    assert "made by version 9.9" in refused(ready.nearer("restore", saved), ready)


def test_a_format_of_the_future_is_refused_by_number(ready: Machine, saved: Path) -> None:
    def later(told: dict[str, Any], database: bytes) -> Any:
        told["nearer_backup"] = 2
        return [("nearer-backup.json", json.dumps(told).encode()), ("nearer.sqlite3", database)]

    made_anew(saved, later)

    assert "format 2" in refused(ready.nearer("restore", saved), ready)


def test_a_manifest_that_tells_of_another_database_is_refused(ready: Machine, saved: Path) -> None:
    def other(told: dict[str, Any], database: bytes) -> Any:
        told["migrations"].pop()
        return [("nearer-backup.json", json.dumps(told).encode()), ("nearer.sqlite3", database)]

    made_anew(saved, other)

    assert "does not hold what it says" in refused(ready.nearer("restore", saved), ready)


def test_without_the_key_it_explains_and_goes_on_only_when_told(
    there: Machine, saved: Path, once: Machine
) -> None:
    said = refused(there.nearer("restore", saved), there)
    assert "--without-pepper" in said
    assert "recovery code" in said
    assert not there.pepper.exists()

    ended = there.nearer("restore", saved, "--without-pepper")

    assert ended.returncode == 0, ended.stderr
    assert "No password opens anything now" in ended.stdout
    assert there.pepper.read_bytes() != once.pepper.read_bytes()
    assert there.nearer("check").returncode == 0


@pytest.mark.parametrize("more", [[], ["--without-pepper"]])
def test_beside_a_foreign_key_nothing_is_restored(
    there: Machine, saved: Path, more: list[str]
) -> None:
    there.keys.mkdir(mode=0o700)
    there.pepper.write_bytes(bytes(range(32)))

    assert "Nothing was changed" in refused(there.nearer("restore", saved, *more), there)
    assert there.pepper.read_bytes() == bytes(range(32))


def test_the_right_key_is_not_replaced_though_it_is_called_lost(
    ready: Machine, saved: Path, once: Machine
) -> None:
    assert ready.nearer("restore", saved, "--without-pepper").returncode == 0

    assert ready.pepper.read_bytes() == once.pepper.read_bytes()
