"""Makes the house ready, then runs it (`./start`) or looks it over (`./check`).

Only the standard library is used here: this is what runs before anything is installed.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Each file holds all that the ones before it hold, so installing one serves those too.
LOCKS = ("requirements.txt", "requirements-many.txt", "requirements-dev.txt")


class NotReady(Exception):
    """The house could not be made ready; the message says what a person can do."""


class House:
    """A folder with the sources, the lock files and the `.venv` that belongs to them."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.stamp = self.venv / "whole.json"

    def make_ready(self, lock: str) -> None:
        """Have what the lock file `lock` names stand in `.venv`; does nothing where it does.

        The stamp is taken away first and written last, so an install that was cut short is
        never taken for whole. Raises NotReady.
        """
        with self._alone():
            stamp = self._read_stamp()
            if self._is_whole(stamp, lock):
                return
            print(f"Getting ready (once): {self.venv}", flush=True)
            if stamp.get("built_for") != self._built_for() or not self.python.exists():
                self._build()
            self.stamp.unlink(missing_ok=True)
            self._install(lock)
            self._show_sources()
            self._write_stamp(lock)

    def _is_whole(self, stamp: dict[str, str], lock: str) -> bool:
        return (
            self.python.exists()
            and stamp.get("built_for") == self._built_for()
            and stamp.get(lock) == self._fingerprint(lock)
        )

    def _built_for(self) -> str:
        """The Python and the place; with another one `.venv` is built anew."""
        return f"{sys.version} in {sys.base_prefix}, at {self.root}"

    def _fingerprint(self, lock: str) -> str:
        return hashlib.sha256((self.root / lock).read_bytes()).hexdigest()

    def _read_stamp(self) -> dict[str, str]:
        try:
            stamp = json.loads(self.stamp.read_text())
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self, lock: str) -> None:
        held = LOCKS[: LOCKS.index(lock) + 1]
        stamp = {"built_for": self._built_for()} | {name: self._fingerprint(name) for name in held}
        draft = self.stamp.with_suffix(".draft")
        draft.write_text(json.dumps(stamp, indent=1))
        draft.replace(self.stamp)

    def _build(self) -> None:
        # Not sys.executable: that may be the very .venv which is about to be cleared.
        python = str(Path(sys.executable).resolve())
        command = [python, "-m", "venv", "--clear"]
        if _has_uv():
            command.append("--without-pip")
        if subprocess.run([*command, str(self.venv)], check=False).returncode:
            raise NotReady(
                f"{python} could not make a virtual environment in {self.venv}.\n"
                "On Debian and Ubuntu this helps:  apt install python3-venv"
            )

    def _install(self, lock: str) -> None:
        if _has_uv():
            command = ["uv", "pip", "install", "--quiet", "--python", str(self.python)]
        else:
            self._make_sure_of_pip()
            command = [str(self.python), "-m", "pip", "install", "--quiet"]
            command += ["--disable-pip-version-check", "--no-input"]
        command += ["--require-hashes", "-r", str(self.root / lock)]
        if subprocess.run(command, check=False).returncode:
            raise NotReady(
                f"Not everything in {lock} could be installed; the lines above say why.\n"
                "Nothing is lost: run the same command again to go on."
            )

    def _make_sure_of_pip(self) -> None:
        # A .venv that uv made has none.
        asked = [str(self.python), "-c", "import pip"]
        if subprocess.run(asked, check=False, stderr=subprocess.DEVNULL).returncode:
            subprocess.run([str(self.python), "-m", "ensurepip"], check=False)

    def _show_sources(self) -> None:
        bases = {"base": str(self.venv), "platbase": str(self.venv)}
        packages = Path(sysconfig.get_path("purelib", "venv", vars=bases))
        (packages / "nearer.pth").write_text(f"{self.root / 'src'}\n")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two at once (`./start` here, `./check` there) would build over each other."""
        with (self.root / LOCKS[0]).open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield


def _has_uv() -> bool:
    # A version manager leaves commands on PATH that only say that they are not there.
    asked = ["uv", "--version"]
    return (
        bool(shutil.which("uv"))
        and not subprocess.run(asked, check=False, capture_output=True).returncode
    )


def start(arguments: Sequence[str]) -> None:
    """Become the server: `./start` serves, `./start demo` and the like pass on what they say."""
    house = House()
    many = os.environ.get("NEARER_DATABASE") or os.environ.get("NEARER_BUS")
    _ready_or_leave(house, "requirements-many.txt" if many else "requirements.txt")
    os.execv(house.python, [str(house.python), "-m", "nearer", *_spoken(arguments)])  # noqa: S606


def _spoken(arguments: Sequence[str]) -> list[str]:
    """With no command said, or only its options, `serve` is meant."""
    said = list(arguments)
    if not said or (said[0].startswith("-") and said[0] not in ("-h", "--help")):
        return ["serve", *said]
    return said


def check(arguments: Sequence[str]) -> int:
    """Look the whole house over; every step runs, and the exit status tells if all went well."""
    parser = argparse.ArgumentParser(
        prog="./check",
        description="Look the house over: ruff, format, mypy, import contracts, tests.",
        epilog="What stands after -- goes to pytest:  ./check -- -k reply",
    )
    parser.add_argument("--fast", action="store_true", help="leave out the browser journeys")
    parser.add_argument(
        "--full", action="store_true", help="every test in its long form: hours, for a release"
    )
    parser.add_argument("pytest", nargs="*", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.full:
        os.environ["NEARER_FULL"] = "1"

    house = House()
    _ready_or_leave(house, "requirements-dev.txt")
    steps = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy --strict": ["-m", "mypy"],
        "import contracts": [str(house.venv / "bin" / "lint-imports"), "--no-logo"],
    }
    failed = [name for name, step in steps.items() if not _passes(house, name, step)]
    print(f"\nBefore the tests: {', '.join(failed) + ' failed' if failed else 'all well'}.")

    # Last, so that its closing line is the last thing said.
    journeys = ["--ignore=tests/journeys"] if chosen.fast else []
    # A file stays with one worker: what it sets up is set up once. More would starve the browsers.
    side_by_side = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
    # In the order of the alphabet: long journeys would otherwise come last, and one alone at that.
    side_by_side += ["--no-loadscope-reorder"]
    tested = _passes(house, "tests", ["-m", "pytest", *side_by_side, *journeys, *chosen.pytest])
    return 0 if tested and not failed else 1


def _passes(house: House, name: str, step: Sequence[str]) -> bool:
    print(f"\n== {name}", flush=True)
    return subprocess.run([str(house.python), *step], cwd=house.root, check=False).returncode == 0


def _ready_or_leave(house: House, lock: str) -> None:
    try:
        house.make_ready(lock)
    except NotReady as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same command again to go on.")
