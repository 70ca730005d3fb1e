"""A backup is one whole file that only its owner can read, or it is not there at all."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tarfile
import tomllib
from contextlib import closing
from pathlib import Path

from nearer.settings import VERSION
from tests.hosting.machine import ROOT, Machine

KEY_APART = "apart from this backup"


def manifest_of(archive: Path) -> dict[str, object]:
    with tarfile.open(archive) as tar:
        held = tar.extractfile("nearer-backup.json")
        assert held is not None
        told: dict[str, object] = json.loads(held.read())
        return told


def test_the_version_it_names_is_the_one_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["version"] == VERSION


def test_it_says_what_it_is_and_holds_no_key(here: Machine) -> None:
    archive = here.outside / "saved"

    saved = here.nearer("backup", archive)

    assert saved.returncode == 0, saved.stderr
    with tarfile.open(archive) as tar:
        assert tar.getnames() == ["nearer-backup.json", "nearer.sqlite3"]
        held = tar.extractfile("nearer.sqlite3")
        assert held is not None
        told, database = manifest_of(archive), held.read()
    assert told["version"] == VERSION
    assert told["sha256"] == hashlib.sha256(database).hexdigest()
    assert ["vault", "0001_initial"] in told["migrations"]  # type: ignore[operator]
    assert str(told["pepper"]) in saved.stdout
    assert str(here.pepper) in saved.stdout
    assert KEY_APART in saved.stdout
    key = here.pepper.read_bytes()
    assert key not in archive.read_bytes()
    assert key.hex() not in saved.stdout + saved.stderr


def test_only_its_owner_can_read_it_and_nothing_lies_beside_it(here: Machine) -> None:
    archive = here.outside / "saved"

    here.nearer("backup", archive)

    assert archive.stat().st_mode & 0o777 == 0o600
    assert list(here.outside.iterdir()) == [archive]


def test_who_was_signed_in_where_is_not_in_it(here: Machine) -> None:
    mark = b"\x07where somebody was signed in\x07"
    with closing(sqlite3.connect(here.database)) as line, line:
        columns = [row[1] for row in line.execute("PRAGMA table_info(vault_signedin)")]
        asked = ", ".join("?" * len(columns))
        line.execute(f"INSERT INTO vault_signedin VALUES ({asked})", [mark] * len(columns))
    archive = here.outside / "saved"

    assert here.nearer("backup", archive).returncode == 0

    assert mark in b"".join(path.read_bytes() for path in here.data.iterdir())
    assert mark not in archive.read_bytes()


def test_the_key_is_copied_when_asked_for_and_never_beside_the_backup(here: Machine) -> None:
    (here.home / "apart").mkdir()
    copy, beside = here.home / "apart" / "key", here.outside / "key"

    refused = here.nearer("backup", here.outside / "one", "--pepper-copy", beside)
    inside = here.nearer("backup", here.outside / "two", "--pepper-copy", here.data / "key")
    done = here.nearer("backup", here.outside / "three", "--pepper-copy", copy)
    again = here.nearer("backup", here.outside / "four", "--pepper-copy", copy)

    assert "must not lie beside" in refused.stderr
    assert "must not lie in" in inside.stderr
    assert done.returncode == 0, done.stderr
    assert copy.read_bytes() == here.pepper.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "File exists" in again.stderr
    assert [path.name for path in here.outside.iterdir()] == ["three"]


def test_no_backup_is_written_over_nor_into_what_it_saves(here: Machine) -> None:
    taken = here.outside / "taken"
    taken.write_text("an older one")

    over = here.nearer("backup", taken)
    within = here.nearer("backup", here.data / "saved")
    with_key = here.nearer("backup", here.keys / "saved")
    nowhere = here.nearer("backup", here.outside / "no" / "where")

    assert "written over" in over.stderr
    assert taken.read_text() == "an older one"
    assert "would be lost" in within.stderr
    assert "with the key" in with_key.stderr
    assert "no folder" in nowhere.stderr
    for ended in (over, within, with_key, nowhere):
        assert ended.returncode != 0
        assert "Traceback" not in ended.stderr


def test_where_the_key_is_missing_or_foreign_it_saves_and_says_so_loudly(here: Machine) -> None:
    here.pepper.write_bytes(bytes(range(32)))
    foreign = here.nearer("backup", here.outside / "one")
    here.pepper.unlink()
    missing = here.nearer("backup", here.outside / "two")

    assert (foreign.returncode, missing.returncode) == (1, 1)
    assert "does not belong to this database" in foreign.stderr
    assert "The key is missing" in missing.stderr
    assert {path.name for path in here.outside.iterdir()} == {"one", "two"}


def test_a_damaged_database_is_not_saved_as_if_it_were_well(here: Machine) -> None:
    held = bytearray(here.database.read_bytes())
    middle = len(held) // 8192 * 4096
    held[middle : middle + 16384] = b"\xff" * 16384
    here.database.write_bytes(held)

    saved = here.nearer("backup", here.outside / "saved")

    assert saved.returncode != 0
    assert "Traceback" not in saved.stderr
    assert list(here.outside.iterdir()) == []


def test_without_a_database_there_is_nothing_to_save(there: Machine) -> None:
    saved = there.nearer("backup", there.outside / "saved")

    assert saved.returncode != 0
    assert "nothing to save" in saved.stderr
    assert not there.data.exists()
