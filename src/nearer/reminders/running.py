"""Where the work is done: in a thread of the server, or in a process of its own."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings

from .worker import LEASE, Worker

PATIENCE = 20.0
"""Seconds for what is at hand when it is told to stop."""


@contextmanager
def beside_the_server() -> Iterator[None]:
    """A thread that sends what is due as long as the block lasts, if the settings want one."""
    if settings.REMINDERS != "thread":
        yield
        return
    worker = Worker()
    thread = threading.Thread(target=worker.run, name="reminders", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(PATIENCE)


def by_itself(lease: timedelta = LEASE) -> None:
    """Send what is due until this process is told to end."""
    worker = Worker(lease)
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: worker.stop())
    worker.run()
