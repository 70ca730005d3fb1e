"""Streams as a browser reads them: over real HTTP, in a thread of their own."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import SHUT_RDWR
from typing import Any
from urllib.parse import urlsplit

from nearer.vault.signed_in import COOKIE
from tests.trust.visitor import Visitor

PATIENCE = 10.0


class Reader:
    """An open stream: `told` is each event as {event, data, id}."""

    def __init__(self, visitor: Visitor, query: str = "") -> None:
        self.told: list[dict[str, Any]] = []
        self.lines: list[str] = []
        self.status = 0
        self.words = ""
        self.headers: dict[str, str] = {}
        self.over = False
        self._line = HTTPConnection(urlsplit(visitor.url).netloc, timeout=120)
        self._line.connect()
        self._socket = self._line.sock
        self._line.request(
            "GET", f"/live/{query}", headers={"Cookie": f"{COOKIE}={visitor.cookie}"}
        )
        answer = self._line.getresponse()
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        if answer.status != 200:
            self.words = answer.read().decode()
            self._line.close()
            self.over = True
            return
        self._thread = threading.Thread(target=self._read, args=[answer], daemon=True)
        self._thread.start()

    def _read(self, answer: HTTPResponse) -> None:
        event: dict[str, Any] = {}
        try:
            while raw := answer.readline():
                line = raw.decode().rstrip("\n")
                self.lines.append(line)
                if line:
                    name, _, value = line.partition(":")
                    event[name] = value.strip()
                elif "data" in event:
                    self.told.append(event)
                    event = {}
        except (OSError, HTTPException):
            pass
        finally:
            answer.close()
            self._line.close()
            self.over = True

    def moved(self) -> list[tuple[str, int]]:
        """The sittings that it has told of, each with its number."""
        found = [json.loads(one["data"]) for one in self.told if "event" not in one]
        return [(one["sitting"], one["seq"]) for one in found]

    def hears(self, count: int = 1) -> list[tuple[str, int]]:
        """Wait until it has told of so many."""
        until(lambda: len(self.moved()) >= count, "nothing was told")
        return self.moved()

    def close(self) -> None:
        """Go away, as a browser does."""
        if self.status == 200:
            with suppress(OSError):
                self._socket.shutdown(SHUT_RDWR)
            self._thread.join(PATIENCE)


def until(holds: Callable[[], bool], otherwise: str, patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.01)
