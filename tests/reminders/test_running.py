"""The real server with its thread, and the worker beside it: both start, and end when told to."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from nearer import settings as real
from nearer.hosting import serving
from nearer.hosting.refused import Refused
from nearer.reminders import running
from tests.serving import ROOT

PATIENCE = 60.0


def start(home: Path, command: str, **settings: str) -> subprocess.Popen[str]:
    (home / "keys").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "nearer", *command.split()],
        cwd=home,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env={
            **{name: value for name, value in os.environ.items() if "NEARER" not in name},
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "nearer.settings",
            "NEARER_DATA": str(home / "data"),
            "NEARER_KEYS": str(home / "keys"),
            **settings,
        },
    )


def wait_for(line: str, process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    give_up = time.monotonic() + PATIENCE
    said = ""
    while line not in said:
        assert time.monotonic() < give_up, said
        told = process.stdout.readline()
        assert told or process.poll() is None, said
        said += told


@pytest.mark.parametrize(
    ("command", "line", "mode"),
    [("serve --port 0", "Nearer is at", "thread"), ("worker", "Sending what is due", "worker")],
)
def test_it_ends_cleanly_and_leaves_the_data_tidy(
    tmp_path: Path, command: str, line: str, mode: str
) -> None:
    process = start(tmp_path, command, NEARER_REMINDERS=mode)
    try:
        wait_for(line, process)
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=20)
    finally:
        process.kill()

    assert process.returncode == 0, said
    assert "Traceback" not in said
    log = tmp_path / "data" / "nearer.sqlite3-wal"
    assert not log.exists() or log.stat().st_size == 0
    with closing(sqlite3.connect(tmp_path / "data" / "nearer.sqlite3")) as held:
        assert held.execute("SELECT count(*) FROM reminders_notice").fetchone() == (0,)


def test_a_worker_that_is_not_wanted_says_so() -> None:
    with override_settings(REMINDERS="no"), pytest.raises(Refused, match="NEARER_REMINDERS=no"):
        serving.send_what_is_due()


def test_without_a_thread_none_is_started() -> None:
    for mode in ("worker", "no"):
        with override_settings(REMINDERS=mode), running.beside_the_server():
            assert "reminders" not in {thread.name for thread in threading.enumerate()}


def test_nonsense_is_refused() -> None:
    assert real._reminders("") == "thread"
    with pytest.raises(ImproperlyConfigured, match="thread, worker or no"):
        real._reminders("perhaps")
