"""Bodies are read whole before Django sees them: a slow sender costs none of its few threads."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from .stream import App, Message, Receive, Scope, Send

MOST = 32 * 1024 * 1024
"""Bytes in one body: a picture as large as is taken, with the words beside it."""
SMALL = 256 * 1024
LARGE_AT_ONCE = 4
"""Larger bodies than SMALL that are held at once, for they lie in memory."""
WAIT = 60.0
"""Seconds that a large one waits for its turn."""
SMALL_TAKES, LARGE_TAKES = 120.0, 600.0
"""Seconds in which a body has to arrive."""

TOO_LARGE = (413, "This is too large to be sent at once. Up to 32 MB are taken.")
TOO_SLOW = (408, "This took too long to arrive, and was let go. Please send it again.")
TOO_MANY = (503, "Several large pictures are arriving just now. Please send it again in a minute.")


class Refused(Exception):
    """A body that is not taken: `status`, and why in words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Gone(Exception):
    """Whoever sent it is not there any more."""


class Whole:
    """Hands each request to `inner` together with its body, or answers it by itself.

    DANGER: what waits here waits in memory and is never written anywhere; MOST and LARGE_AT_ONCE
    say how much of it there can be.
    """

    def __init__(self, inner: App) -> None:
        self._inner = inner
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        try:
            size = _size(scope["headers"])
            if not size:
                await self._inner(scope, receive, send)
                return
            if size <= SMALL:
                body = await _read(receive, SMALL, SMALL_TAKES)
                await self._inner(scope, _with(body, receive), send)
                return
            await self._turn()
            try:
                body = await _read(receive, MOST, LARGE_TAKES)
                await self._inner(scope, _with(body, receive), send)
            finally:
                self._large.release()
        except Refused as refused:
            await _answer(send, refused)
        except Gone:
            return

    async def _turn(self) -> None:
        try:
            await asyncio.wait_for(self._large.acquire(), WAIT)
        except TimeoutError:
            raise Refused(*TOO_MANY) from None


def _size(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """How many bytes are to come: as announced, MOST where nobody says, 0 for none.

    Raises `Refused` for more than MOST.
    """
    named = {name.lower(): value for name, value in headers}
    if b"transfer-encoding" in named:
        return MOST
    announced = named.get(b"content-length", b"0")
    size = int(announced) if announced.isdigit() else MOST
    if size > MOST:
        raise Refused(*TOO_LARGE)
    return size


async def _read(receive: Receive, most: int, seconds: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                part = message.get("body", b"")
                size += len(part)
                if size > most:
                    raise Refused(*TOO_LARGE)
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise Refused(*TOO_SLOW) from None


def _with(body: bytes, receive: Receive) -> Receive:
    """What `inner` receives: the body at once, and then whatever comes."""
    waiting = [body]

    async def first() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return first


async def _answer(send: Send, refused: Refused) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"retry-after", b"60"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": refused.words.encode()})
