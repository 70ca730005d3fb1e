"""A push service on this machine, and leave to send to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nearer.reminders import endpoints, posting
from tests.reminders.receiver import HOST, PushService, context_of


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A push service that is allowed for this test, reached as any other."""
    made = PushService(tmp_path)
    monkeypatch.setattr(endpoints, "HOSTS", frozenset({HOST}))
    monkeypatch.setattr(endpoints, "PORT", made.port)
    monkeypatch.setattr(endpoints, "resolve", lambda _: ["127.0.0.1"])
    monkeypatch.setattr(posting, "trust", context_of(made.trusted))
    yield made
    made.stop()
