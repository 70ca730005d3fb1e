"""Serving: refuse what is dangerous, then listen, and leave the data tidy in the end."""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from nearer.reminders import running
from nearer.vault import readiness

from . import checking, naming
from .findings import Weight
from .refused import Refused


def prepare() -> None:
    """Make folders, key and tables; refuse what would lose or endanger anything."""
    Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    readiness.make_ready()


def look_around() -> None:
    """Ask who runs this, say what could be better, and raise Refused for what must not be."""
    naming.ask()
    found = checking.findings()
    stops = [one for one in found if one.weight is Weight.STOP]
    if stops:
        raise Refused("\n".join(str(one) for one in stops))
    for one in found:
        if not settings.DEMO:
            print(one, file=sys.stderr, flush=True)


def serve(host: str, port: int) -> None:
    """Listen until told to stop; raises Refused."""
    import uvicorn

    if not checking.is_local(host) and not settings.BEHIND_PROXY:
        raise Refused(
            f"Listening on {host} without encryption would let anybody on the way read along. Put a"
            " server that speaks https in front, set NEARER_BEHIND_PROXY=yes, and try again."
        )
    _check_free(host, port)
    print(f"Nearer is at http://{host}:{port}/", flush=True)
    # Told to end, uvicorn ends its own work and then calls what was here before it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with running.beside_the_server():
            uvicorn.run(
                "nearer.asgi:application",
                host=host,
                port=port,
                interface="asgi3",
                lifespan="off",
                # Django's logging, set up already, holds for the server too: it repeats no request.
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=5,
                proxy_headers=False,
            )
    finally:
        _fold_the_log_in()


def send_what_is_due() -> None:
    """Be the one who sends, beside servers that do not; raises Refused."""
    if settings.REMINDERS == "no":
        raise Refused("NEARER_REMINDERS=no says that nobody sends notices: set it to worker.")
    print("Sending what is due.", flush=True)
    running.by_itself()


def _fold_the_log_in() -> None:
    """After the last request: bring what stands in SQLite's log into the one database file.

    Somebody may copy that file alone and take it for a backup.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _check_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as fault:
        raise Refused(
            f"{host}:{port} can't be used: {fault.strerror}. Is another one running? Choose a"
            " different --port."
        ) from None
