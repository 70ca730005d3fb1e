"""Fixtures for every test: the cast, and their bond."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from nearer import pepper
from nearer.bonds.models import Bond
from nearer.vault.models import ServerMark
from tests import postgres
from tests.cast import Player
from tests.kept_cast import KeptCast


@pytest.fixture(autouse=True, scope="session")
def _pepper() -> None:
    """The key file that a first start would make."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    pepper.create()


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Every browser of a test brings its own middleware, and they all find the same files.

    To look for them again took half the time of a request.
    """
    found: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def add(noise: WhiteNoiseMiddleware) -> None:
        if not found:
            look(noise)
            found.update(noise.files)
        noise.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add)
        yield


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
def kept_cast(db: None) -> KeptCast:
    """Where the cast of this test comes from."""
    return KeptCast()


@pytest.fixture
def ann(kept_cast: KeptCast) -> Player:
    """She begins things."""
    return kept_cast.player("Ann")


@pytest.fixture
def ben(kept_cast: KeptCast) -> Player:
    """He is told things."""
    return kept_cast.player("Ben")


@pytest.fixture
def cleo(kept_cast: KeptCast) -> Player:
    """She must see nothing, unless a test lets her in."""
    return kept_cast.player("Cleo")


@pytest.fixture
def bond(kept_cast: KeptCast, ann: Player, ben: Player) -> Bond:
    """Ann and Ben's."""
    return kept_cast.bond(ann, ben)
