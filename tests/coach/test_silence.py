"""Loading the model tells nobody and writes nothing: not even what its runtime would like to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

READ = "import coach; assert coach.read_reply('I am sad about my old dog.', 'Oh no.').by_model"
WRITE = "import pathlib, tempfile; pathlib.Path(tempfile.gettempdir(), '.ses').touch()"


def left_behind(program: str, folder: Path) -> list[str]:
    """What a process of its own, with a home and a temporary folder of its own, leaves on disk.

    Without `CI` in its surroundings, for there the runtime keeps quiet by itself.
    """
    surroundings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    subprocess.run([sys.executable, "-c", program], env=surroundings, cwd=folder, check=True)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    assert left_behind(READ, tmp_path) == []


def test_something_left_behind_would_be_seen(tmp_path: Path) -> None:
    assert left_behind(WRITE, tmp_path) == [".ses"]
