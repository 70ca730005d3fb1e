"""Counts how much there is to do and how long it takes, and nothing about whom or what.

Pages are not told apart. On a server of two people a number for the help page, for one practice or
for leaving would tell on somebody, even without a name beside it.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

DOORS = {"join", "sign_in", "sign_out", "recover", "recovery_code"}
PICTURES = {"photo_large", "photo_small"}
MACHINES = {"health", "metrics"}
KINDS = ("door", "file", "machine", "page", "picture")
BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; each duration is counted under the first that it does not pass, or beyond them all."""


def kind_of(request: HttpRequest) -> str:
    """One of KINDS."""
    found = request.resolver_match
    name = found.url_name if found else None
    if name in DOORS:
        return "door"
    if name in PICTURES:
        return "picture"
    if name in MACHINES:
        return "machine"
    return "file" if request.path.startswith(settings.STATIC_URL) else "page"


class Tally:
    """The counts of this process since it began."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.answers: Counter[tuple[str, int]] = Counter()
        self.slots: Counter[tuple[str, int]] = Counter()
        self.seconds: dict[str, float] = dict.fromkeys(KINDS, 0.0)

    def note(self, kind: str, status: int, seconds: float) -> None:
        """One answer of a kind, with its status and how long it took."""
        with self._lock:
            self.answers[kind, status] += 1
            self.slots[kind, bisect_left(BOUNDS, seconds)] += 1
            self.seconds[kind] += seconds


tally = Tally()


class CountingMiddleware:
    """Outermost, so that what the others answer is counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        tally.note(kind_of(request), response.status_code, time.monotonic() - began)
        return response
