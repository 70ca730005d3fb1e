"""One POST to a push service: short, to exactly the address that was looked at, and no further."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping

from . import endpoints

WAIT = 5.0
LONGEST = 15.0
"""Seconds: for each step, and for all of it."""
LARGEST_ANSWER = 1024


def post(endpoint: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send, and return the status; an answer that points elsewhere is not followed.

    Raises `endpoints.NotAllowed` before any connection is opened, and OSError or
    `http.client.HTTPException` if it does not work.
    """
    place = endpoints.read(endpoint)
    addresses = endpoints.resolve(place.host)
    line = _Line(place.host, addresses)
    cut = threading.Timer(LONGEST, line.cut)
    cut.daemon = True
    cut.start()
    try:
        line.request("POST", place.target, body=body, headers=dict(headers))
        answer = line.getresponse()
        answer.read(LARGEST_ANSWER)
        return answer.status
    finally:
        cut.cancel()
        line.close()


def trust() -> ssl.SSLContext:
    """Whom to believe that they are who they say: what this machine believes."""
    return ssl.create_default_context()


class _Line(http.client.HTTPSConnection):
    """https to a host by one of the given addresses; the name is never looked up again."""

    def __init__(self, host: str, addresses: list[str]) -> None:
        self._trust = trust()
        super().__init__(host, endpoints.PORT, timeout=WAIT, context=self._trust)
        self._addresses = addresses

    def connect(self) -> None:
        plain = self._reach()
        try:
            self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def _reach(self) -> socket.socket:
        failed: OSError | None = None
        for address in self._addresses[:2]:
            # create_connection would look the address up once more.
            held = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
            held.settimeout(WAIT)
            try:
                held.connect((address, endpoints.PORT))
            except OSError as fault:
                held.close()
                failed = fault
            else:
                return held
        raise failed or OSError("no address")

    def cut(self) -> None:
        """From another thread: end whatever is being waited for."""
        held = self.sock
        if held is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
