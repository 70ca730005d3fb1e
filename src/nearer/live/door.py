"""The server's door for streams: Django answers whether somebody may, and here it stays open."""

from __future__ import annotations

from .hub import Hub
from .stream import LINE, App, Line, Message, Receive, Scope, Send, Stream

PATH = "/live/"


class Door:
    """Sends everything to `inner`; a stream that it allows is kept open afterwards.

    So who may, which host, which method and which headers is decided where it is decided for every
    other page. What waits for hours after that is a coroutine, and holds no thread.
    """

    def __init__(self, inner: App, hub: Hub) -> None:
        self._inner, self._hub = inner, hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._hub.wake()
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._inner(scope, receive, send)
            return
        held: list[Message] = []

        async def keep(message: Message) -> None:
            held.append(message)

        await self._inner(scope, receive, keep)
        line = scope.get(LINE)
        if isinstance(line, Line) and held and held[0]["status"] == 200:
            await self._open(line, held, receive, send)
            return
        for message in held:
            await send(message)

    async def _open(self, line: Line, held: list[Message], receive: Receive, send: Send) -> None:
        start, first = held[0], b"".join(message.get("body", b"") for message in held[1:])
        headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        refusal = self._hub.refuses(line)
        if refusal is not None:
            status, words = refusal
            plain = (b"content-type", b"text/plain; charset=utf-8")
            headers = [pair for pair in headers if pair[0].lower() != b"content-type"]
            headers += [plain, (b"retry-after", b"60")]
            await send({**start, "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": words.encode(), "more_body": False})
            return
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": first, "more_body": True})
        stream = Stream(line, send)
        self._hub.add(stream)
        try:
            await stream.hold(receive)
        finally:
            self._hub.remove(stream)
