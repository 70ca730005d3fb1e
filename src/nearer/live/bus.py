"""How processes tell each other that something moved: not at all, by Redis, or by PostgreSQL."""

from __future__ import annotations

import asyncio
import logging
import random
from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from django.conf import settings

log = logging.getLogger(__name__)

CHANNEL = "nearer_moved"
MOST_WAITING = 10_000
"""Messages kept for others while they can't be reached; older ones are made good by the rows."""
SOON, LATE = 0.2, 10.0

Take = Callable[[bytes | str], None]


class Bus(Protocol):
    """Carries messages to the other processes. Both are called in the loop."""

    def start(self, take: Take, caught_up: Callable[[], None]) -> None:
        """Begin: `take` gets every message, `caught_up` is called when some may have been lost."""

    def put(self, message: bytes) -> None:
        """Send, some time soon; never waits."""


class Alone:
    """One process: there is nobody else to tell."""

    def start(self, take: Take, caught_up: Callable[[], None]) -> None:
        pass

    def put(self, message: bytes) -> None:
        pass


class Wire(Protocol):
    """One connection to whatever carries the messages."""

    async def hear(self, take: Take) -> None:
        """Pass on what comes, until the connection breaks, which raises."""

    async def tell(self, message: bytes) -> None:
        """Send one message."""


class Outside:
    """A bus beyond this process, that comes back by itself after every fault."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(MOST_WAITING)
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    def connected(self) -> AbstractAsyncContextManager[Wire]:
        """A fresh connection; raises where there is none to be had."""

    def start(self, take: Take, caught_up: Callable[[], None]) -> None:
        self._task = asyncio.create_task(self._run(take, caught_up))

    def put(self, message: bytes) -> None:
        if self._waiting.full():
            self._waiting.get_nowait()
        self._waiting.put_nowait(message)

    async def _run(self, take: Take, caught_up: Callable[[], None]) -> None:
        pause = SOON
        while True:
            try:
                async with self.connected() as wire:
                    pause = SOON
                    caught_up()
                    async with asyncio.TaskGroup() as both:
                        both.create_task(wire.hear(take))
                        both.create_task(self._send(wire))
            except* Exception:
                # Whatever it was, and however often: the next try makes everything good.
                log.exception("The wake-up bus is away; trying again")
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
            pause = min(LATE, pause * 2)

    async def _send(self, wire: Wire) -> None:
        while True:
            message = await self._waiting.get()
            try:
                await wire.tell(message)
            except BaseException:
                self.put(message)
                raise


def chosen() -> Bus:
    """The bus that the settings name."""
    if not settings.BUS:
        return Alone()
    if settings.BUS == "postgresql":
        from .postgresql_bus import PostgresqlBus

        return PostgresqlBus(settings.DATABASES["default"])
    from .redis_bus import RedisBus

    return RedisBus(settings.BUS)
