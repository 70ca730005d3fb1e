"""Running what is async, beside a browser's driver that may hold this thread's loop already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_a_loop(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run it to its end in a loop and a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(work())).result()
