"""Workers that are killed in the middle lose nothing, on either database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from nearer.reminders import wording
from nearer.reminders.browsers import spelled
from tests.full import FULL
from tests.postgres import Postgres
from tests.reminders.receiver import Browser, PushService
from tests.reminders.works import LEASE
from tests.serving import ROOT

PEOPLE = 300 if FULL else 90
PATIENCE = 60.0


class House:
    """Folders and a database of its own, and processes that work on them."""

    def __init__(self, home: Path, service: PushService, browser: Browser, database: str) -> None:
        (home / "keys").mkdir()
        keys = {"p256dh": spelled(browser.public), "auth": spelled(browser.auth)}
        self._environment = {
            **{name: value for name, value in os.environ.items() if "NEARER" not in name},
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "nearer.settings",
            "NEARER_DATA": str(home / "data"),
            "NEARER_KEYS": str(home / "keys"),
            "NEARER_DATABASE": database,
            "TEST_PUSH_PORT": str(service.port),
            "TEST_PUSH_TRUSTED": str(service.trusted),
            "TEST_PUSH_KEYS": json.dumps(keys),
        }
        self.said = home / "said"

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A process that goes on."""
        with self.said.open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.reminders.works", *words],
                cwd=ROOT,
                env=self._environment,
                stderr=said,
                stdout=subprocess.PIPE,
            )

    def do(self, *words: str) -> str:
        """A process that ends; returns what it said."""
        made = self.start(*words)
        told, _ = made.communicate(timeout=PATIENCE)
        assert made.returncode == 0, self.said.read_text()
        return told.decode()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return ""
    server: Postgres = request.getfixturevalue("postgresql")
    return server.database()


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[PushService]:
    """It takes its time, so that whoever is killed is likely to be waiting for it."""
    made = PushService(tmp_path, slow=0.03)
    yield made
    made.stop()


def test_two_of_three_are_killed_and_everybody_is_told(
    tmp_path: Path, slow: PushService, database: str
) -> None:
    browser = Browser()
    house = House(tmp_path, slow, browser, database)
    house.do("fill", str(PEOPLE))
    workers = [house.start("work") for _ in range(3)]
    try:
        for worker, when in ((workers[0], PEOPLE // 5), (workers[1], PEOPLE // 2)):
            wait_for(lambda when=when: len(slow.received) >= when, house)
            worker.kill()
            worker.wait()
        wait_for(lambda: len({one.path for one in slow.received}) == PEOPLE, house)
        # What was sent and not noted down is due again once its lease is over.
        time.sleep(LEASE.total_seconds())
        wait_for(lambda: json.loads(house.do("left"))["left"] == 0, house)
        workers[2].terminate()
        assert workers[2].wait(timeout=20) == 0, "it ends when it is told to"
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    times = Counter(one.path for one in slow.received)
    twice = [path for path, count in times.items() if count > 1]
    print(f"\n{PEOPLE} sent, {len(twice)} of them twice")
    assert set(times) == {f"/{number}" for number in range(PEOPLE)}
    assert max(times.values()) <= 2
    assert len(twice) <= 2, "only what a killed worker had just sent"
    assert json.loads(house.do("left")) == {"left": 0, "lost": {}}
    assert {browser.read(one.body) for one in slow.received} == {wording.PUSHED}
    assert {one.headers["Topic"] for one in slow.received} == {wording.TAG}
    assert len({len(one.body) for one in slow.received}) == 1


def wait_for(what: object, house: House) -> None:
    assert callable(what)
    give_up = time.monotonic() + PATIENCE
    while not what():
        said = house.said.read_text() if house.said.exists() else ""
        assert time.monotonic() < give_up, f"It took too long. They said:\n{said}"
        time.sleep(0.02)
