"""A machine of one's own: folders, and the commands run on them as somebody at a terminal would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


DJANGO_FIRST = (
    "import django, runpy, sys; django.setup(); del sys.argv[0];"
    " runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)


@dataclass
class Machine:
    """`home/data`, `home/keys`, and `home/outside` for what is carried in and out."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data, self.keys = self.home / "data", self.home / "keys"
        self.outside = self.home / "outside"
        self.outside.mkdir(parents=True)

    @property
    def database(self) -> Path:
        return self.data / "nearer.sqlite3"

    @property
    def pepper(self) -> Path:
        return self.keys / "pepper"

    def environment(self) -> dict[str, str]:
        strange = ("NEARER_", "DJANGO_", "PYTEST_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        return kept | {
            "NEARER_DATA": str(self.data),
            "NEARER_KEYS": str(self.keys),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.hosting.drill_settings",
            **self.settings,
        }

    def nearer(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """`python -m nearer …`"""
        return self._run("-m", "nearer", *map(str, words))

    def drill(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A module of the tests on these folders, to its end."""
        return self._run("-c", DJANGO_FIRST, module, *words)

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment(),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def begin(self, module: str, *words: str) -> subprocess.Popen[str]:
        """A module of the tests that goes on until its input ends."""
        return subprocess.Popen(
            [sys.executable, "-c", DJANGO_FIRST, module, *words],
            env=self.environment(),
            cwd=self.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def take_key_from(self, copy: Path) -> None:
        """Put a copy of a key where it belongs."""
        self.keys.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(copy, self.pepper)
        self.pepper.chmod(0o600)

    def files(self) -> list[str]:
        """What lies in the data folder."""
        return sorted(p.name for p in self.data.iterdir()) if self.data.exists() else []
