"""The bus by way of PostgreSQL: LISTEN and NOTIFY in the database that is there anyway."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from .bus import CHANNEL, Outside, Take

QUIET = 15.0
NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


@dataclass
class _Wire:
    listening: AsyncConnection[Any]
    telling: AsyncConnection[Any]

    async def hear(self, take: Take) -> None:
        while True:
            async for notice in self.listening.notifies(timeout=QUIET):
                take(notice.payload)
            # Raises where the line is dead and nobody has told us.
            await asyncio.wait_for(self.listening.execute("SELECT 1"), QUIET)

    async def tell(self, message: bytes) -> None:
        asked = self.telling.execute("SELECT pg_notify(%s, %s)", [CHANNEL, message.decode()])
        await asyncio.wait_for(asked, QUIET)


class PostgresqlBus(Outside):
    """One connection to hear by, one to tell by."""

    def __init__(self, database: Mapping[str, Any]) -> None:
        super().__init__()
        given: dict[str, Any] = {ours: database.get(name) for name, ours in NAMES.items()}
        given = {ours: value for ours, value in given.items() if value}
        given |= database.get("OPTIONS", {})
        self._address = make_conninfo(**{"connect_timeout": 5, **given})

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[_Wire]:
        async with (
            await AsyncConnection.connect(self._address, autocommit=True) as listening,
            await AsyncConnection.connect(self._address, autocommit=True) as telling,
        ):
            await listening.execute(f"LISTEN {CHANNEL}")
            yield _Wire(listening, telling)
