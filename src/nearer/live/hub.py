"""All streams of this process: who is told what, after a look at the rows, and who is let go."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
import uuid
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from . import limits
from .bus import Bus
from .messages import Moved, unpacked
from .stream import BEAT, Line, Stream

log = logging.getLogger(__name__)

Pair = tuple[uuid.UUID, uuid.UUID]
Look = Callable[[Collection[bytes], Collection[Pair]], tuple[set[bytes], dict[Pair, int]]]
"""Given sessions, and (person, sitting) pairs: the sessions that are open still, and the number
of each pair that may be told. It asks the database, so it runs in a thread."""

ROUND = 20.0
"""Seconds. So often everything is looked at anew: what got lost on the bus is made good, and a
session that has ended loses its stream."""
AT_ONCE = 300

_here: list[Hub] = []


def here() -> Hub | None:
    """The hub of this process, once it serves."""
    return _here[-1] if _here else None


class Hub:
    """Knows every open stream. All but `moved` and `wake` belong to the loop it woke up in."""

    def __init__(self, bus: Bus, look: Look, *, every: float = ROUND) -> None:
        self._bus, self._look, self._every = bus, look, every
        self._loop: asyncio.AbstractEventLoop | None = None
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._sender = uuid.uuid4().hex
        self._streams: dict[uuid.UUID, set[Stream]] = {}
        self._asked: dict[Stream, set[uuid.UUID]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._most = limits.MOST
        self._ending = False

    def wake(self) -> None:
        """Begin, with the first request that the server takes."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._most = limits.make_room()
            self._nudge = asyncio.Event()
            self._tasks = [asyncio.create_task(one()) for one in (self._looking, self._rounds)]
            self._bus.start(self._heard, self.look_at_all)
            _here.append(self)
            self._end_with_the_server(self._loop)

    def _end_with_the_server(self, loop: asyncio.AbstractEventLoop) -> None:
        # The server waits for open answers before it stops, and a stream has no end by itself.
        if threading.current_thread() is not threading.main_thread():
            return
        for one in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(one)

            def told(number: int, frame: Any, before: Any = before) -> None:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(self.end_all)
                if callable(before):
                    before(number, frame)

            if callable(before):
                signal.signal(one, told)

    def end_all(self) -> None:
        """Close every stream, and open none any more."""
        self._ending = True
        for stream in list(self.streams()):
            stream.end("again")

    def streams(self) -> Iterator[Stream]:
        """Every open stream."""
        for some in self._streams.values():
            yield from some

    # ---- Opening ----

    def refuses(self, line: Line) -> tuple[int, str] | None:
        """Status and kind words for one stream too many. An own one from before makes room."""
        mine = [s for s in self._streams.get(line.person, ()) if s.line.sid == line.sid]
        before = next((s for s in mine if line.tab and s.line.tab == line.tab), None)
        if before is not None:
            self.remove(before)
            before.end("again")
            return None
        if len(mine) >= limits.EACH:
            return 429, limits.MANY
        full = self._ending or sum(map(len, self._streams.values())) >= self._most
        return (503, limits.FULL) if full else None

    def add(self, stream: Stream) -> None:
        """From now on it is told what moves, and at once what has moved since it was drawn."""
        self._streams.setdefault(stream.line.person, set()).add(stream)
        self._ask(stream, set(stream.known))

    def remove(self, stream: Stream) -> None:
        """It has gone."""
        some = self._streams.get(stream.line.person, set())
        some.discard(stream)
        self._asked.pop(stream, None)
        if not some:
            self._streams.pop(stream.line.person, None)

    # ---- Something moved ----

    def moved(self, moved: Moved) -> None:
        """From any thread: tell it here, and to the other processes."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._moved, moved)

    def _moved(self, moved: Moved) -> None:
        self._take(moved)
        self._bus.put(moved.packed(self._sender))

    def _heard(self, message: bytes | str) -> None:
        found = unpacked(message)
        if found is not None and found[0] != self._sender:
            self._take(found[1])

    def _take(self, moved: Moved) -> None:
        for person in moved.people:
            for stream in self._streams.get(person, ()):
                self._ask(stream, {moved.sitting})

    def look_at_all(self) -> None:
        """Compare all that is open with the rows: something may have got lost."""
        for stream in self.streams():
            self._ask(stream, set(stream.known))

    def _ask(self, stream: Stream, sittings: set[uuid.UUID]) -> None:
        self._asked.setdefault(stream, set()).update(sittings)
        self._nudge.set()

    # ---- Two tasks that never end ----

    async def _looking(self) -> None:
        while True:
            await self._nudge.wait()
            self._nudge.clear()
            while self._asked:
                some = dict([self._asked.popitem() for _ in range(min(AT_ONCE, len(self._asked)))])
                try:
                    await self._tell(some)
                except Exception:
                    # DANGER: nothing is told unseen. The next round looks again.
                    log.exception("The rows could not be looked at")

    async def _tell(self, asked: dict[Stream, set[uuid.UUID]]) -> None:
        sids = {stream.line.sid for stream in asked}
        pairs = {(s.line.person, sitting) for s, some in asked.items() for sitting in some}
        loop = asyncio.get_running_loop()
        alive, numbers = await loop.run_in_executor(self._threads, self._look, sids, pairs)
        for stream, some in asked.items():
            if stream.line.sid not in alive:
                self.remove(stream)
                stream.end("over")
                continue
            for sitting in some:
                number = numbers.get((stream.line.person, sitting))
                if number is not None:
                    stream.tell(sitting, number)

    async def _rounds(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            for place, stream in enumerate(list(self.streams())):
                stream.write(BEAT)
                self._ask(stream, set(stream.known))
                if place % AT_ONCE == AT_ONCE - 1:
                    await asyncio.sleep(0)
