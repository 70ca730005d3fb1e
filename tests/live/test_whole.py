"""A slow sender holds no thread: Django is asked once its body is there, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from nearer.live import whole
from nearer.live.stream import Message, Receive, Scope, Send
from tests.live.loops import in_a_loop


class Inner:
    """Stands for Django: what it was asked, and an answer that repeats it."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.busy = 0
        self.most = 0
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.busy += 1
        self.most = max(self.most, self.busy)
        self.heard.append((await receive())["body"])
        await self.go_on.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        self.busy -= 1


class Sender:
    """A client: its pieces, each after so many seconds, and what it was answered."""

    def __init__(self, pieces: Iterable[bytes], *, size: int | None, after: float = 0.0) -> None:
        self.pieces = list(pieces)
        self.after = after
        self.gone = False
        self.status = 0
        self.words = b""
        named = (b"transfer-encoding", b"chunked")
        self.headers = [named if size is None else (b"content-length", b"%d" % size)]

    async def receive(self) -> Message:
        await asyncio.sleep(self.after)
        if self.gone or not self.pieces:
            return {"type": "http.disconnect"}
        body = self.pieces.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(self.pieces)}

    async def send(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        self.words += message.get("body", b"")

    async def to(self, app: whole.Whole) -> Sender:
        scope: Scope = {"type": "http", "path": "/sign-in/", "headers": self.headers}
        await app(scope, self.receive, self.send)
        return self


def test_what_came_in_pieces_arrives_whole() -> None:
    async def work() -> None:
        inner = Inner()
        for size in (6, None):
            sender = await Sender([b"ab", b"cd", b"ef"], size=size).to(whole.Whole(inner))
            assert sender.status == 200
        assert inner.heard == [b"abcdef", b"abcdef"]

    in_a_loop(work)


def test_while_somebody_sends_slowly_others_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "SMALL_TAKES", 0.3)

    async def work() -> None:
        inner = Inner()
        app = whole.Whole(inner)
        slow = [Sender([b"a"] * 50, size=50, after=0.1) for _ in range(40)]
        waiting = [asyncio.create_task(one.to(app)) for one in slow]
        await asyncio.sleep(0.05)
        assert (await Sender([b"quick"], size=5).to(app)).status == 200
        assert inner.heard == [b"quick"]
        answered = {(await one).status for one in waiting}
        assert answered == {408}
        assert inner.heard == [b"quick"]
        assert b"Please send it again" in slow[0].words

    in_a_loop(work)


def test_too_much_is_refused_whether_it_was_announced_or_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(whole, "MOST", 10)
    monkeypatch.setattr(whole, "SMALL", 4)

    async def work() -> None:
        inner = Inner()
        announced = await Sender([b"x" * 11], size=11).to(whole.Whole(inner))
        lied = await Sender([b"x" * 5], size=3).to(whole.Whole(inner))
        unsaid = await Sender([b"x" * 6, b"x" * 6], size=None).to(whole.Whole(inner))
        assert [one.status for one in (announced, lied, unsaid)] == [413, 413, 413]
        assert inner.heard == []
        assert (await Sender([b"x" * 10], size=10).to(whole.Whole(inner))).status == 200

    in_a_loop(work)


def test_whoever_went_away_is_not_answered_and_django_is_not_asked() -> None:
    async def work() -> None:
        inner = Inner()
        sender = Sender([b"a", b"b"], size=9)
        sender.gone = True
        assert (await sender.to(whole.Whole(inner))).status == 0
        assert inner.heard == []

    in_a_loop(work)


def test_only_some_large_ones_lie_in_memory_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "SMALL", 4)
    monkeypatch.setattr(whole, "WAIT", 0.1)

    async def work() -> None:
        inner = Inner()
        inner.go_on.clear()
        app = whole.Whole(inner)
        large = [Sender([b"x" * 9], size=9) for _ in range(whole.LARGE_AT_ONCE + 2)]
        waiting = [asyncio.create_task(one.to(app)) for one in large]
        await asyncio.sleep(0.3)
        assert inner.most == whole.LARGE_AT_ONCE
        inner.go_on.set()
        answered = sorted([(await one).status for one in waiting])
        assert answered == [200] * whole.LARGE_AT_ONCE + [503, 503]
        assert (await Sender([b"x" * 9], size=9).to(app)).status == 200

    in_a_loop(work)
