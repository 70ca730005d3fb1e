"""Another process, that tells something by the bus named in the environment, and ends.

python -m tests.live.teller SITTING PERSON
"""

from __future__ import annotations

import asyncio
import sys
import uuid

from nearer.live import bus
from nearer.live.messages import Moved


async def tell(sitting: str, person: str) -> None:
    """Say it until it has surely gone out."""
    line = bus.chosen()
    ready = asyncio.Event()
    line.start(lambda _: None, ready.set)
    await ready.wait()
    line.put(Moved(uuid.UUID(sitting), frozenset({uuid.UUID(person)})).packed("teller"))
    await asyncio.sleep(0.5)


if __name__ == "__main__":
    asyncio.run(tell(*sys.argv[1:3]))
