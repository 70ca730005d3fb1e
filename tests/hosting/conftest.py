"""A machine on which Nearer was started once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hosting.machine import Machine


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Started once; tests take copies of it."""
    machine = Machine(tmp_path_factory.mktemp("once") / "home")
    made = machine.drill("tests.hosting.drilling", "prepare")
    assert made.returncode == 0, made.stderr
    return machine


@pytest.fixture
def here(once: Machine, tmp_path: Path) -> Machine:
    """A machine with a database and a key."""
    machine = Machine(tmp_path / "here")
    shutil.copytree(once.data, machine.data)
    shutil.copytree(once.keys, machine.keys)
    return machine


@pytest.fixture
def there(tmp_path: Path) -> Machine:
    """An empty machine."""
    return Machine(tmp_path / "there")
