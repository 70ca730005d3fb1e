"""Killed at any moment, it has lost nothing that it said was kept, and nothing is half there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.full import FULL
from tools.house import ROOT

KILLS = 1000 if FULL else 25


RUN = "import django; django.setup(); from tests.trust import killing; killing.main({}, 2026, {})"
RUN_ON_POSTGRESQL = """
import os
from tests import postgres
with postgres.running() as server:
    os.environ["NEARER_DATABASE"] = server.database()
    import django
    django.setup()
    from tests.trust import killing
    killing.main({}, 2026, {}, server)
"""


def killed(home: Path, kills: int, *, early: bool = False, run: str = RUN) -> dict[str, Any]:
    """Kill it so often; what it had acknowledged, and what of it is lost, spoilt or half there."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.hosting.drill_settings",
        "NEARER_DATA": str(home / "data"),
        "NEARER_KEYS": str(home / "keys"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    command = [sys.executable, "-c", run.format(kills, early)]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    print(f"{kills} kills, {told['acknowledged']} acknowledged, {len(told['lost'])} lost")
    return told


def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_half_there(tmp_path: Path) -> None:
    told = killed(tmp_path, KILLS)
    assert told["acknowledged"] > KILLS
    assert not told["lost"]
    assert not told["spoilt"]
    assert not told["half"]


def test_postgresql_killed_as_a_whole_has_lost_nothing_either(tmp_path: Path) -> None:
    kills = 200 if FULL else 4
    told = killed(tmp_path, kills, run=RUN_ON_POSTGRESQL)
    assert told["acknowledged"] > kills
    assert not told["lost"]
    assert not told["spoilt"]
    assert not told["half"]


def test_it_would_see_a_server_that_says_kept_too_early(tmp_path: Path) -> None:
    told = killed(tmp_path, 25, early=True)
    assert told["lost"]
