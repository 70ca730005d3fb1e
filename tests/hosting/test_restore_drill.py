"""A backup made while somebody writes, brought back on an empty machine: every word is there."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.full import FULL
from tests.hosting.machine import Machine

TIMES = 20 if FULL else 2
DRILL = "tests.hosting.drilling"


@pytest.mark.parametrize("seed", range(TIMES))
def test_every_word_is_back_after_a_backup_under_load(tmp_path: Path, seed: int) -> None:
    here, there = Machine(tmp_path / "here"), Machine(tmp_path / "there")
    archive, key = here.outside / "saved", tmp_path / "key"
    with writing(here, seed) as (before, stop):
        time.sleep(0.2)
        saved = here.nearer("backup", archive, "--pepper-copy", key)
        told = stop()
    assert saved.returncode == 0, saved.stderr

    there.take_key_from(key)
    began = time.monotonic()
    restored = there.nearer("restore", archive)
    assert restored.returncode == 0, restored.stderr
    read = there.drill(DRILL, "read")
    assert read.returncode == 0, read.stderr
    assert time.monotonic() - began < 60

    found, after = json.loads(read.stdout), told["after"]
    assert len(before) > 8
    assert told["written"] > 3
    # All that was acknowledged before the backup began is there, and nothing reads otherwise.
    assert before.keys() - found.keys() == set()
    otherwise = {place for place, said in found.items() if said != after[place]}
    # What was begun at that very moment is there as it was begun, before its first word.
    begun = {place for place in otherwise - before.keys() if place.startswith("sittings_sitting/")}
    assert otherwise - begun == set()
    assert len(begun) <= 1


def test_the_drill_would_see_a_changed_word(tmp_path: Path) -> None:
    here = Machine(tmp_path / "here")
    with writing(here, 3) as (before, stop):
        stop()
    with closing(sqlite3.connect(here.database)) as line, line:
        line.execute("UPDATE sittings_entry SET body = zeroblob(length(body))")
        line.execute("DELETE FROM sittings_draft")

    read = json.loads(here.drill(DRILL, "read").stdout)

    lost = {place.split("/")[0] for place in before.keys() - read.keys()}
    assert "sittings_entry" in lost


def test_with_a_lost_key_the_recovery_code_still_opens_everything(tmp_path: Path) -> None:
    here, there = Machine(tmp_path / "here"), Machine(tmp_path / "there")
    archive = here.outside / "saved"
    with writing(here, 7) as (_, stop):
        stop()
    codes = json.loads(here.drill(DRILL, "codes").stdout)
    assert here.nearer("backup", archive).returncode == 0

    assert there.nearer("restore", archive).returncode != 0
    restored = there.nearer("restore", archive, "--without-pepper")
    assert restored.returncode == 0, restored.stderr
    assert "No password opens anything now" in restored.stdout
    assert there.pepper.read_bytes() != here.pepper.read_bytes()
    assert there.drill(DRILL, "read").returncode != 0

    came_back = there.drill("tests.hosting.coming_back", codes["Cleo"])
    assert came_back.returncode == 0, came_back.stderr
    assert json.loads(came_back.stdout) == {
        "wrong code": 422,
        "right code": 302,
        "reads": True,
        "by password": True,
    }


Stop = Callable[[], dict[str, Any]]


@contextmanager
def writing(machine: Machine, seed: int) -> Iterator[tuple[dict[str, str], Stop]]:
    """Somebody who writes on; gives what was there before, and a way to stop them."""
    with machine.begin(DRILL, "fill", str(seed)) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        given, taken = process.stdin, process.stdout

        def stop() -> dict[str, Any]:
            assert process.poll() is None, "nobody was writing"
            given.close()
            told: dict[str, Any] = json.loads(taken.readline())
            process.wait(timeout=30)
            return told

        yield json.loads(taken.readline())["before"], stop
