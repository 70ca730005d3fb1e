"""Secrets stand in no list of processes, in no environment, and in no file of the repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT, Server
from tests.trust.visitor import Visitor

PASSWORD = "many lanterns on the river"
SHAPES = {
    "a private key": re.compile(r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----"),
    "a key of a cloud": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token": re.compile(r"\b(?:ghp|gho|glpat|xox[bp]|sk_live)[-_][A-Za-z0-9-]{16,}"),
    "a password in an address": re.compile(r"\w+://\w+:(?!password@|secret@)[^@\s/'\"{}]{6,}@\w"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Visitor]]:
    server = Server(tmp_path_factory.mktemp("secrets"))
    server.start()
    who = Visitor(server.url)
    who.sign_up("Ann", "ann@example.org", PASSWORD)
    yield server, who
    who.close()
    server.stop()


def seen_from_outside(pid: int) -> bytes:
    """What other programs of this machine can read of a process and its children."""
    told = b""
    for number in [pid, *children(pid)]:
        for name in ("cmdline", "environ", "comm"):
            try:
                told += Path(f"/proc/{number}/{name}").read_bytes()
            except OSError:
                continue
    return told


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True)
    pairs = [line.split() for line in listed.stdout.splitlines()[1:]]
    found = [int(own) for own, parent in pairs if parent == str(pid)]
    return found + [deeper for child in found for deeper in children(child)]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nobody_on_the_machine_sees_a_secret_of_the_running_server(
    server: tuple[Server, Visitor],
) -> None:
    running, who = server
    pepper = (running.keys / "pepper").read_bytes()
    process = running._process
    assert process is not None
    told = seen_from_outside(process.pid)

    assert b"nearer" in told
    secrets = [pepper, pepper.hex().encode(), PASSWORD.encode(), who.cookie.encode()]
    assert [secret for secret in secrets if secret in told] == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_secret_in_an_environment_would_be_seen() -> None:
    line = [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()"]
    given = {**os.environ, "TOKEN": "kxsecret"}
    with subprocess.Popen(line, env=given, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert b"kxsecret" in seen_from_outside(child.pid)
        child.kill()


def in_the_repository() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.splitlines() or [
        str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*") if path.is_file()
    ]
    for name in names:
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            yield name, path.read_bytes().decode("utf-8", "replace")


def test_no_file_of_the_repository_holds_a_secret() -> None:
    files = list(in_the_repository())

    assert len(files) > 200
    found = [
        (name, what)
        for name, text in files
        for what, shape in SHAPES.items()
        if name != "tests/trust/test_secrets.py" and shape.search(text)
    ]
    assert found == []
    kept = [name for name, _ in files if re.search(r"(^|/)(pepper|\.env|.*\.sqlite3)$", name)]
    assert kept == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a" * 36,
        "postgresql://nearer:hunter22@db/x",
    ],
)
def test_each_shape_would_be_seen(text: str) -> None:
    assert any(shape.search(text) for shape in SHAPES.values())
