"""Whoever runs a server is asked for their name, and everybody is shown it before they write."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.hosting.machine import Machine
from tests.serving import free_port


def start_on_a_terminal(machine: Machine, typed: str, until: str) -> str:
    """`nearer serve` on a terminal, where this is typed; what was shown up to `until`."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "nearer", "serve", "--port", str(free_port())],
        env=machine.environment(),
        cwd=machine.home,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        shown, give_up = b"", time.monotonic() + 60
        try:
            while until.encode() not in shown and time.monotonic() < give_up:
                shown += os.read(ours, 4096)
        except OSError:
            pass  # it ended
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
            os.close(ours)
    return shown.decode(errors="replace")


def named(machine: Machine) -> str:
    place = machine.data / "operator"
    return place.read_text() if place.exists() else ""


def test_at_the_first_start_on_a_terminal_it_asks_and_remembers(here: Machine) -> None:
    shown = start_on_a_terminal(here, "  Ann   Lee \n", "Nearer is at")
    again = start_on_a_terminal(here, "", "Nearer is at")

    assert "Who runs this server?" in shown
    assert named(here) == "Ann Lee\n"
    assert (here.data / "operator").stat().st_mode & 0o777 == 0o600
    assert "Who runs this server?" not in again
    assert "Nobody is named" not in here.nearer("check").stdout


def test_who_presses_enter_is_not_kept_waiting_and_may_be_asked_again(here: Machine) -> None:
    shown = start_on_a_terminal(here, "\n", "Nearer is at")

    assert "NEARER_OPERATOR" in shown
    assert "Nearer is at" in shown
    assert named(here) == ""


def test_nobody_is_asked_where_the_name_is_given_or_nobody_sits_there(
    here: Machine, tmp_path: Path
) -> None:
    here.settings["NEARER_OPERATOR"] = "Ben"
    shown = start_on_a_terminal(here, "", "Nearer is at")

    assert "Who runs this server?" not in shown
    assert named(here) == ""


def test_a_name_that_cannot_be_read_is_said_and_not_guessed(here: Machine) -> None:
    (here.data / "operator").write_bytes(b"\xff\xfe\xfa")

    ended = here.nearer("check")

    assert ended.returncode != 0
    assert "operator" in ended.stderr
    assert "Traceback" not in ended.stderr
