"""Fixtures for every test: the cast, and their bond."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from nearer import pepper
from nearer.bonds.models import Bond
from nearer.vault.models import ServerMark
from tests import postgres
from tests.cast import Player, bind, enter


@pytest.fixture(autouse=True, scope="session")
def _pepper() -> None:
    """The key file that a first start would make."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    pepper.create()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Postgres]:
    """A real PostgreSQL, started when a test asks for it; each takes a `database()` of its own."""
    with postgres.running() as server:
        yield server


@pytest.fixture
def server_mark(db: None) -> None:
    """What a first start would note down about the pepper."""
    ServerMark.objects.create(pepper=pepper.mark())


@pytest.fixture
def ann(db: None) -> Player:
    """She begins things."""
    return enter("Ann")


@pytest.fixture
def ben(db: None) -> Player:
    """He is told things."""
    return enter("Ben")


@pytest.fixture
def cleo(db: None) -> Player:
    """She must see nothing, unless a test lets her in."""
    return enter("Cleo")


@pytest.fixture
def bond(ann: Player, ben: Player) -> Bond:
    """Ann and Ben's."""
    return bind(ann, ben)
