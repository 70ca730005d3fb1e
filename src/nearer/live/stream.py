"""One open stream: what has been told on it, and writing to it without waiting for it."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LINE = "nearer.line"
"""The key under which the view leaves a `Line` for the server's door."""
MOST_KNOWN = 60
SLOW = 10.0
"""Seconds that a browser may take to let go of what was written to it."""
BEAT = b":\nevent: beat\ndata: 0\n\n"


@dataclass(frozen=True)
class Line:
    """Who asks for a stream. `sid` names the session's row, `tab` this browser's own stream;
    `drawn` is what it shows: sitting -> number."""

    person: uuid.UUID
    sid: bytes
    tab: str = ""
    drawn: dict[uuid.UUID, int] = field(default_factory=dict)


class Stream:
    """A line that stays open."""

    __slots__ = ("_out", "_send", "_writer", "ended", "known", "line", "task")

    def __init__(self, line: Line, send: Send) -> None:
        self.line = line
        self.known = dict(line.drawn)
        self.ended = ""
        self.task = asyncio.current_task()
        self._send = send
        self._out = b""
        self._writer: asyncio.Task[None] | None = None

    def tell(self, sitting: uuid.UUID, seq: int) -> None:
        """Say that a sitting stands at a number, unless that is known here."""
        if seq <= self.known.get(sitting, -1):
            return
        self.known[sitting] = seq
        while len(self.known) > MOST_KNOWN:
            self.known.pop(next(iter(self.known)))
        data = json.dumps({"sitting": str(sitting), "seq": seq})
        self.write(f"id: {seq}\ndata: {data}\n\n".encode())

    def write(self, words: bytes) -> None:
        """Send when the browser takes it; one that does not is given up."""
        if self.ended:
            return
        self._out += words
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        try:
            while self._out and not self.ended:
                out, self._out = self._out, b""
                message = {"type": "http.response.body", "body": out, "more_body": True}
                await asyncio.wait_for(self._send(message), SLOW)
        except (OSError, TimeoutError):
            self.end("slow")
        finally:
            self._writer = None

    def end(self, why: str) -> None:
        """Close it: the coroutine that holds it wakes up and says why."""
        if not self.ended:
            self.ended = why
            if self.task is not None:
                self.task.cancel()

    async def hold(self, receive: Receive) -> None:
        """Return when the browser has gone, or this end has been closed."""
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not self.ended:
                raise
            if self.task is not None:
                self.task.uncancel()
            last = f"event: end\ndata: {self.ended}\n\n".encode()
            await self._send({"type": "http.response.body", "body": last, "more_body": False})
