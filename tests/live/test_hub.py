"""The hub of one process: who hears of what, who is let go, and what a fault may do."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from nearer.live import limits
from nearer.live.bus import Alone
from nearer.live.hub import Hub, Pair
from nearer.live.messages import Moved
from nearer.live.stream import Line, Message, Stream
from tests.live.loops import in_a_loop

ANN, BEN = uuid.uuid4(), uuid.uuid4()
TALK, OTHER = uuid.uuid4(), uuid.uuid4()
LONG = 3_600.0


class Rows:
    """What the database would say."""

    def __init__(self) -> None:
        self.open = {b"ann", b"ben"}
        self.standing: dict[Pair, int] = {(ANN, TALK): 1, (BEN, TALK): 1}
        self.broken = False
        self.looked = 0

    def look(
        self, sids: Collection[bytes], pairs: Collection[Pair]
    ) -> tuple[set[bytes], dict[Pair, int]]:
        self.looked += 1
        if self.broken:
            raise OSError("no database")
        found = {pair: self.standing[pair] for pair in pairs if pair in self.standing}
        return self.open & set(sids), found

    def move(self, hub: Hub, sitting: uuid.UUID = TALK) -> None:
        for pair in self.standing:
            self.standing[pair] += pair[1] == sitting
        hub.moved(Moved(sitting, frozenset({ANN, BEN})))


class Browser:
    """The other end of a stream."""

    def __init__(self, hub: Hub, line: Line) -> None:
        self.hub, self.line = hub, line
        self.heard = b""
        self.over = False
        self.stalled = asyncio.Event()
        self.stalled.set()
        self._gone = asyncio.Event()
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        stream = Stream(self.line, self._send)
        self.hub.add(stream)
        try:
            await stream.hold(self._receive)
        finally:
            self.hub.remove(stream)

    async def _send(self, message: Message) -> None:
        await self.stalled.wait()
        self.heard += message["body"]
        self.over = self.over or not message["more_body"]

    async def _receive(self) -> Message:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    def go(self) -> None:
        self._gone.set()

    def moved(self) -> list[int]:
        """The numbers that it was told."""
        lines = self.heard.decode().splitlines()
        data = [line.removeprefix("data: ") for line in lines if line.startswith("data: {")]
        return [json.loads(one)["seq"] for one in data]


async def so(holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")


def with_hub(
    test: Callable[[Hub, Rows], Awaitable[None]], every: float = LONG, bus: Any = None
) -> None:
    """Run a test in a loop of its own."""

    async def run() -> None:
        rows = Rows()
        hub = Hub(bus or Alone(), rows.look, every=every)
        hub.wake()
        await test(hub, rows)

    in_a_loop(run)


def ann(hub: Hub, **more: Any) -> Browser:
    return Browser(hub, Line(ANN, b"ann", **more))


def test_what_moves_is_told_to_every_browser_of_those_it_concerns() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        both = [ann(hub, drawn={TALK: 1}), ann(hub), Browser(hub, Line(BEN, b"ben"))]
        await asyncio.sleep(0.05)
        assert [one.moved() for one in both] == [[], [], []]
        rows.move(hub)
        await so(lambda: all(one.moved() == [2] for one in both))
        assert b"id: 2\n" in both[0].heard

    with_hub(test)


def test_what_had_moved_before_is_told_at_once_and_what_is_known_is_not() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        behind, level, ahead = (ann(hub, drawn={TALK: n}) for n in (0, 1, 9))
        await so(lambda: behind.moved() == [1])
        assert level.moved() == ahead.moved() == []

    with_hub(test)


def test_nobody_is_told_of_a_sitting_that_is_not_theirs() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        browser = ann(hub, drawn={OTHER: 0})
        hub.moved(Moved(OTHER, frozenset({ANN})))  # whoever said so: the rows know better
        rows.move(hub)
        await so(lambda: browser.moved() == [2])
        assert str(OTHER).encode() not in browser.heard

    with_hub(test)


def test_a_session_that_has_ended_hears_nothing_more_and_is_let_go() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        hers, his = ann(hub, drawn={TALK: 1}), Browser(hub, Line(BEN, b"ben"))
        rows.open.discard(b"ann")
        rows.move(hub)
        await so(lambda: his.moved() == [2])
        await so(lambda: hers.over)
        assert hers.moved() == []
        assert hers.heard.endswith(b"event: end\ndata: over\n\n")
        assert [s.line.person for s in hub.streams()] == [BEN]

    with_hub(test)


def test_it_is_let_go_by_the_next_round_even_if_nothing_moves() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        hers = ann(hub)
        await so(lambda: hers.heard.count(b"event: beat") > 1)
        rows.open.clear()
        await so(lambda: hers.over)

    with_hub(test, every=0.05)


def test_what_got_lost_on_the_way_is_made_good_by_the_next_round() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        hers = ann(hub, drawn={TALK: 1})
        await so(lambda: rows.looked > 0)
        rows.standing[ANN, TALK] = 5  # and nobody says so
        await so(lambda: hers.moved() == [5])

    with_hub(test, every=0.05)


def test_without_a_database_nothing_is_told_until_it_is_back() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        hers = ann(hub, drawn={TALK: 1})
        rows.broken = True
        rows.move(hub)
        await asyncio.sleep(0.1)
        assert hers.moved() == []
        assert not hers.over
        rows.broken = False
        await so(lambda: hers.moved() == [2])

    with_hub(test, every=0.05)


def test_a_fifth_window_is_refused_kindly_and_an_own_stream_makes_room() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        tabs = [ann(hub, tab=f"tab-000{n}") for n in range(limits.EACH)]
        await asyncio.sleep(0.05)
        assert hub.refuses(Line(ANN, b"ann", tab="tab-0009")) == (429, limits.MANY)
        assert hub.refuses(Line(ANN, b"another session")) is None
        assert hub.refuses(Line(ANN, b"ann", tab="tab-0000")) is None, "it comes back"
        await so(lambda: tabs[0].over)
        tabs[1].go()
        await so(lambda: len(list(hub.streams())) == limits.EACH - 2)

    with_hub(test)


def test_a_server_that_is_full_says_so() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        ann(hub)
        await asyncio.sleep(0.05)
        hub._most = 1
        assert hub.refuses(Line(BEN, b"ben")) == (503, limits.FULL)

    with_hub(test)


def test_a_browser_that_takes_nothing_holds_up_nobody() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        slow, quick = ann(hub), ann(hub)
        await asyncio.sleep(0.05)
        slow.stalled.clear()
        for number in range(2, 6):
            rows.move(hub)
            await so(lambda number=number: number in quick.moved())  # type: ignore[misc]
        slow.stalled.set()
        await so(lambda: slow.moved()[-1:] == [5])

    with_hub(test)


def test_in_the_end_all_are_closed_and_none_is_opened() -> None:
    async def test(hub: Hub, rows: Rows) -> None:
        both = [ann(hub), Browser(hub, Line(BEN, b"ben"))]
        await asyncio.sleep(0.05)
        hub.end_all()
        await so(lambda: all(one.over and one.task.done() for one in both))
        assert hub.refuses(Line(ANN, b"ann")) == (503, limits.FULL)

    with_hub(test)


def test_the_bus_tells_the_others_and_an_echo_is_not_news() -> None:
    class Wire(Alone):
        def start(self, take: Any, caught_up: Any) -> None:
            self.take, self.sent = take, []  # type: ignore[var-annotated]

        def put(self, message: bytes) -> None:
            self.sent.append(message)

    wire = Wire()

    async def test(hub: Hub, rows: Rows) -> None:
        hers = ann(hub, drawn={TALK: 1})
        rows.move(hub)
        await so(lambda: hers.moved() == [2])
        looked = rows.looked
        wire.take(wire.sent[0])  # our own voice
        wire.take(b"\x00 nonsense")
        await asyncio.sleep(0.05)
        assert rows.looked == looked
        rows.standing[ANN, TALK] = 3
        wire.take(Moved(TALK, frozenset({ANN})).packed("another process"))
        await so(lambda: hers.moved() == [2, 3])

    with_hub(test, bus=wire)
