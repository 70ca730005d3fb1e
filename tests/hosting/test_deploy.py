"""The examples for running nearer keep what they promise: nothing on the disk, nothing in a log."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
LARGEST = 32 * 1024 * 1024


def read(name: str) -> str:
    """Without what is only said about it."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def test_nginx_lays_neither_bodies_nor_answers_on_the_disk() -> None:
    said = read("nginx.conf")

    for line in (
        "proxy_request_buffering off;",
        "client_body_in_single_buffer on;",
        "client_body_buffer_size 32m;",
        "client_body_temp_path /dev/shm/",
        "proxy_buffering off;",
        "proxy_max_temp_file_size 0;",
    ):
        assert line in said


def test_no_proxy_keeps_a_log_of_addresses() -> None:
    nginx, caddy = read("nginx.conf"), read("Caddyfile")

    assert nginx.count("access_log off;") == nginx.count("server {") == 2
    assert re.findall(r"error_log \S+ (\w+);", nginx) == ["crit"]
    assert "exclude http.log.access http.log.error" in caddy
    assert "output" not in caddy


def test_what_the_program_takes_fits_through_the_proxies() -> None:
    most = max(settings.PHOTO_FILE_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    assert most + 2**20 < LARGEST
    assert "client_max_body_size 32m;" in read("nginx.conf")
    assert "max_size 32MB" in read("Caddyfile")


def test_numbers_are_kept_from_others() -> None:
    assert re.search(r"location = /metrics/ \{\s+return 404;", read("nginx.conf"))
    assert "@numbers path /metrics/" in read("Caddyfile")


def test_the_service_keeps_memory_off_the_disk_and_has_few_rights() -> None:
    said = read("nearer.service").splitlines()

    for line in (
        "LimitCORE=0",
        "MemorySwapMax=0",
        "PrivateTmp=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "IPAddressDeny=any",
        "User=nearer",
        "UMask=0077",
    ):
        assert line in said


def test_the_container_runs_without_rights_and_takes_in_only_what_runs() -> None:
    said = read("Containerfile")
    first = re.search(r"^FROM (\S+)$", said, re.MULTILINE)
    ignored = (DEPLOY.parent / ".dockerignore").read_text().splitlines()

    assert first
    assert "/" not in first[1]
    assert "slim" in first[1]
    assert said.index("USER nearer") < said.index("CMD")
    assert "HEALTHCHECK" in said
    assert "--require-hashes" in said
    assert "*" in ignored
    taken = {line[1:] for line in ignored if line.startswith("!")}
    assert taken == {"LICENSE", "NOTICE", "requirements.txt", "src"}
    copied = set(re.findall(r"^COPY (.+) \S+$", said, re.MULTILINE))
    assert {name for line in copied for name in line.split()} == taken


def test_every_example_is_told_of() -> None:
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")

    others = {path.name for path in DEPLOY.iterdir()} - {"README.md"}
    assert [name for name in others if f"]({name})" not in told] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    unit = tmp_path / "nearer.service"
    text = (DEPLOY / "nearer.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/srv/nearer/.venv/bin/python", shutil.which("true") or ""))

    asked = ["systemd-analyze", "verify", "--man=no", str(unit)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert str(unit.name) not in told.stdout + told.stderr
