"""`check` tells in one line each what is not safe and what to do; what is dangerous is refused."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from nearer.hosting import checking, database_checks, hardening, machine_checks
from nearer.hosting.findings import Finding, Weight
from tests.hosting.machine import Machine
from tests.serving import free_port

PUBLIC = {"NEARER_HOSTS": "nearer.example", "NEARER_OPERATOR": "Ann"}


def serve(machine: Machine) -> subprocess.CompletedProcess[str]:
    """It has to end by itself."""
    return machine.nearer("serve", "--port", str(free_port()))


def other_users_may_read_the_key(here: Machine) -> None:
    here.pepper.chmod(0o640)


def other_users_may_read_the_database(here: Machine) -> None:
    here.database.chmod(0o604)


def other_users_may_write_among_the_data(here: Machine) -> None:
    here.data.chmod(0o730)


def a_key_that_anybody_could_guess(here: Machine) -> None:
    here.pepper.write_bytes(b"\1" * 32)


def http_for_everybody(here: Machine) -> None:
    here.settings |= PUBLIC


def nobody_is_named_to_the_public(here: Machine) -> None:
    here.settings |= {"NEARER_HOSTS": "nearer.example", "NEARER_BEHIND_PROXY": "yes"}


def a_short_token(here: Machine) -> None:
    here.settings |= {"NEARER_METRICS": "yes", "NEARER_METRICS_TOKEN": "secret"}


def the_clock_went_back(here: Machine) -> None:
    with closing(sqlite3.connect(here.database)) as line, line:
        line.execute("UPDATE django_migrations SET applied = '2999-01-01 00:00:00'")


DANGEROUS: list[tuple[Callable[[Machine], None], str]] = [
    (other_users_may_read_the_key, "chmod 600"),
    (other_users_may_read_the_database, "chmod 600"),
    (other_users_may_write_among_the_data, "chmod 700"),
    (http_for_everybody, "NEARER_BEHIND_PROXY=yes"),
    (nobody_is_named_to_the_public, "NEARER_OPERATOR"),
    (a_short_token, "NEARER_METRICS_TOKEN"),
    (the_clock_went_back, "clock"),
]


@pytest.mark.parametrize(("fault", "told"), DANGEROUS, ids=[f.__name__ for f, _ in DANGEROUS])
def test_what_is_dangerous_is_refused_and_not_served(
    here: Machine, fault: Callable[[Machine], None], told: str
) -> None:
    fault(here)

    checked, served = here.nearer("check"), serve(here)

    lines = [line for line in checked.stdout.splitlines() if line.startswith("REFUSED")]
    assert any(told in line for line in lines), checked.stdout
    assert checked.returncode == 1
    assert told in served.stderr
    assert served.returncode != 0
    assert "Traceback" not in checked.stderr + served.stderr


def missing_changes_of_the_tables(here: Machine) -> None:
    with closing(sqlite3.connect(here.database)) as line, line:
        line.execute("DELETE FROM django_migrations WHERE app = 'photos'")


def a_newer_database(here: Machine) -> None:
    with closing(sqlite3.connect(here.database)) as line, line:
        line.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('sittings', '0099_from_the_future', '2026-01-01')"
        )


def a_database_without_its_log(here: Machine) -> None:
    with closing(sqlite3.connect(here.database)) as line:
        assert line.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)


def no_database_but_noise(here: Machine) -> None:
    here.database.write_bytes(b"\7" * 50_000)


def other_users_may_look_among_the_data(here: Machine) -> None:
    here.data.chmod(0o755)


def a_second_name_for_the_key(here: Machine) -> None:
    os.link(here.pepper, here.outside / "key")


def a_foreign_key(here: Machine) -> None:
    here.pepper.write_bytes(bytes(range(32)))


def no_key(here: Machine) -> None:
    here.pepper.unlink()


REFUSED: list[tuple[Callable[[Machine], None], str]] = [
    (missing_changes_of_the_tables, "changes of the tables are missing"),
    (a_newer_database, "newer version"),
    (a_database_without_its_log, "not WAL"),
    (no_database_but_noise, "can't be read as a database"),
    (other_users_may_look_among_the_data, "chmod 700"),
    (a_second_name_for_the_key, "hard link"),
    (a_foreign_key, "belongs to another database"),
    (no_key, "is not there"),
    (a_key_that_anybody_could_guess, "not drawn at random"),
]


@pytest.mark.parametrize(("fault", "told"), REFUSED, ids=[f.__name__ for f, _ in REFUSED])
def test_what_is_not_well_is_refused(
    here: Machine, fault: Callable[[Machine], None], told: str
) -> None:
    fault(here)

    checked = here.nearer("check")

    lines = [line for line in checked.stdout.splitlines() if line.startswith("REFUSED")]
    assert any(told in line for line in lines), checked.stdout
    assert checked.returncode == 1
    assert "Traceback" not in checked.stderr


def test_a_server_that_is_set_up_well_passes(here: Machine) -> None:
    here.settings |= PUBLIC | {"NEARER_BEHIND_PROXY": "yes"}

    checked = here.nearer("check")

    assert "REFUSED" not in checked.stdout
    assert checked.returncode == 0


def test_it_changes_nothing(here: Machine, there: Machine) -> None:
    before = {path.name: path.read_bytes() for path in here.data.iterdir()}

    here.nearer("check")
    there.nearer("check")

    after = {path.name: path.read_bytes() for path in here.data.iterdir()}
    assert {n: held for n, held in after.items() if not n.endswith(("-shm", "-wal"))} == before
    assert not there.data.exists()
    assert not there.keys.exists()


def test_it_warns_of_a_key_that_lies_within_the_data(here: Machine, tmp_path: Path) -> None:
    inside = here.data / "pepper"
    here.pepper.rename(inside)
    here.pepper.symlink_to(inside)

    checked = here.nearer("check")

    assert "a copy of the folder carries both" in checked.stdout
    assert checked.returncode == 0


def test_it_warns_of_a_backup_that_lies_with_the_key(here: Machine) -> None:
    (here.keys / "saved.tar").touch(mode=0o600)

    assert "lies with the key" in here.nearer("check").stdout


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("SECRET_KEY", "django-insecure-" + "x7Yq" * 12, "SECRET_KEY"),
        ("SECRET_KEY", "a" * 64, "SECRET_KEY"),
        ("METRICS_TOKEN", "the same for two things, and long enough", "another key"),
    ],
)
def test_unsafe_settings_stop_it(settings: Settings, name: str, value: object, told: str) -> None:
    if name == "METRICS_TOKEN":
        settings.SECRET_KEY = value
    setattr(settings, name, value)

    assert [one for one in checking.findings() if told in one.says and one.weight is Weight.STOP]


def test_a_database_that_would_lose_words_in_a_power_cut_stops_it() -> None:
    # The tests' own database is one: it is asked for nothing at all.
    said = [one.says for one in database_checks.findings() if one.weight is Weight.STOP]

    assert any("synchronous=FULL" in line for line in said)


@pytest.mark.parametrize(
    ("megabytes", "weights"), [(10, [Weight.STOP]), (200, [Weight.REFUSE]), (5000, [])]
)
def test_a_disk_that_is_nearly_full_is_told_in_time(
    megabytes: int, weights: list[Weight], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_checks, "free_bytes", lambda: megabytes * 2**20)

    told = [one for one in machine_checks.findings() if "disk has" in one.says]

    assert [one.weight for one in told] == weights


def test_core_dumps_that_are_allowed_stop_it() -> None:
    # This very process has not forbidden them.
    assert hardening.can_dump()
    assert any("core dumps" in one.says for one in machine_checks.findings())


def test_swap_in_the_clear_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    monkeypatch.setattr(machine_checks, "SWAPS", swaps)
    told = []
    for device in ("/dev/sda2", "/dev/zram0", "/dev/dm-1"):
        swaps.write_text(f"Filename Type Size Used Priority\n{device} partition 1 0 -2\n")
        told.append(any("swap" in one.says for one in machine_checks.findings()))

    assert told == [True, False, False]


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("[::1]", True),
        ("127.8.8.8", True),
        ("192.168.1.5", False),
        ("nearer.example", False),
        ("localhost.example", False),
    ],
)
def test_it_knows_which_names_mean_this_machine(host: str, local: bool) -> None:
    assert checking.is_local(host) is local


def test_each_finding_is_one_line_that_says_what_to_do(settings: Settings) -> None:
    settings.DEBUG, settings.DEMO, settings.ALLOWED_HOSTS = True, True, ["nearer.example"]

    found: list[Finding] = checking.findings()

    assert len(found) > 4
    assert [one.says for one in found if "\n" in one.says or ":" not in one.says] == []
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
