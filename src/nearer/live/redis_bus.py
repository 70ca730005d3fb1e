"""The bus by way of Redis, or of whatever speaks its language."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from .bus import CHANNEL, Outside, Take

QUIET = 15.0
"""Seconds without a message after which the other end is asked whether it is there."""


@dataclass
class _Wire:
    redis: Any
    heard: Any

    async def hear(self, take: Take) -> None:
        silent = False
        while True:
            message = await self.heard.get_message(ignore_subscribe_messages=True, timeout=QUIET)
            if message is None and silent:
                raise ConnectionError("The line is dead, and nobody has told us.")
            silent = message is None
            if message is None:
                await self.heard.ping()
            elif message["type"] == "message":
                take(message["data"])

    async def tell(self, message: bytes) -> None:
        await asyncio.wait_for(self.redis.publish(CHANNEL, message), QUIET)


class RedisBus(Outside):
    """Publishes and subscribes on one channel."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[_Wire]:
        # Without it the library gives up on a quiet line after five seconds.
        redis: Any = Redis.from_url(self._address, socket_timeout=None, socket_connect_timeout=5)
        try:
            async with redis.pubsub() as heard:
                await heard.subscribe(CHANNEL)
                yield _Wire(redis, heard)
        finally:
            await redis.aclose()
