"""What is in memory does not reach the disk through a crash."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosting.machine import Machine
from tests.serving import Server

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has this")

AFTER_MAIN = """
import ctypes, os, resource, sys
from nearer import __main__ as main
sys.argv = ["nearer", "check"]
try:
    main.main()
except SystemExit:
    pass
print("left:", ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))
print("mask:", oct(os.umask(0)))
"""


@linux
def test_every_command_shuts_itself_in(here: Machine) -> None:
    ended = here._run("-c", AFTER_MAIN)

    assert "left: 0 (0, 0)" in ended.stdout, ended.stderr
    assert "mask: 0o77" in ended.stdout


@linux
def test_the_server_has_no_room_for_a_core(tmp_path: Path) -> None:
    server = Server(tmp_path / "server")
    server.start()
    try:
        assert server._process is not None
        limits = Path(f"/proc/{server._process.pid}/limits").read_text()
    finally:
        server.stop()

    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]


@linux
def test_a_crash_leaves_nothing_behind(tmp_path: Path) -> None:
    program = (
        "import os, signal; from nearer.hosting import hardening; hardening.shut_in();"
        " print('ready', flush=True); signal.pause()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=tmp_path, stdout=subprocess.PIPE, env=os.environ
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGSEGV)
        process.wait(timeout=20)

    # os.WCOREDUMP is not to be had through subprocess; a dump would lie here.
    assert process.returncode == -signal.SIGSEGV
    assert list(tmp_path.iterdir()) == []


@linux
def test_the_looking_itself_sees_a_process_that_is_open() -> None:
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) != 0
