"""Whether the tests of `seal` would notice a change in it: mutmut makes them, one at a time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.full import FULL
from tools.house import ROOT

SETTINGS = """[mutmut]
source_paths=
    src/seal
also_copy=
    src
    tools
pytest_add_cli_args_test_selection=
    {tests}
pytest_add_cli_args=
    -n0
    -p
    no:cacheprovider
"""
# A short look takes one module and its tests; mutants are named by their module.
LOOK = [] if FULL else ["seal.padding*"]
TESTS = "tests/seal" if FULL else "tests/seal/test_padding.py"


def caught(home: Path, tests: str) -> float:
    """The share of mutants that these tests notice, of those that were tried."""
    for part in ("src", "tests", "tools"):
        shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", home)
    (home / "setup.cfg").write_text(SETTINGS.format(tests=tests))
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "2", *LOOK]
    ran = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    counts: dict[str, int] = {}
    for file in (home / "mutants" / "src" / "seal").glob("*.meta"):
        for code in json.loads(file.read_text())["exit_code_by_key"].values():
            counts[str(code)] = counts.get(str(code), 0) + 1
    # 1: a test failed; 24, 36: it ran for ever; 0: nobody noticed; 33: no test comes near it.
    noticed = sum(counts.get(code, 0) for code in ("1", "3", "24", "36", "-24", "152", "255"))
    tried = noticed + counts.get("0", 0) + counts.get("33", 0)
    assert tried >= (450 if FULL else 20), f"{counts}\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}"
    print(f"{noticed} of {tried} mutants of seal were noticed by {tests}")
    return noticed / tried


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_ninety_five_in_a_hundred_changes_are_noticed(tmp_path: Path) -> None:
    assert caught(tmp_path, TESTS) >= 0.95


def test_tests_that_look_elsewhere_would_not_notice(tmp_path: Path) -> None:
    assert caught(tmp_path, "tests/seal/test_sessions.py") < 0.5
