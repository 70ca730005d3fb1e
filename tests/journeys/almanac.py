"""A server whose days can be turned, for what takes a week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from tests.serving import ROOT, Server

LATER = ROOT / "tests" / "journeys" / "later"


@dataclass
class Almanac:
    """`days_go_by(7)`, and on the server it is next week. Whoever was signed in no longer is."""

    server: Server
    leaf: Path
    days: int = 0

    def days_go_by(self, days: int) -> None:
        """Turn so many leaves."""
        self.days += days
        self.leaf.write_text(str(self.days), encoding="utf-8")

    @property
    def today(self) -> date:
        """The day that it is on the server."""
        return (timezone.now() + timedelta(days=self.days)).date()


def hung_up(new_server: Callable[..., Server], leaf: Path) -> Almanac:
    """A new server with its first day on top."""
    leaf.write_text("0", encoding="utf-8")
    path = f"{LATER}:{ROOT / 'src'}"
    return Almanac(new_server(PYTHONPATH=path, DAYS_LATER=str(leaf)), leaf)
