"""The real server, as a process of its own, on folders that a test may look into."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


class Server:
    """`python -m nearer serve` with everything it writes under `home`.

    home/data   database and logs            home/keys   pepper and what else must stay apart
    home/temp   its temporary folder         home/said   what it printed, restarts included

    The port stays the same over restarts, so open pages and cookies go on working.
    """

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        self.data = home / "data"
        self.keys = home / "keys"
        self.temp = home / "temp"
        self.elsewhere = home / "elsewhere"
        self.said = home / "said"
        self.settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        for folder in (self.data, self.keys, self.temp, self.elsewhere):
            folder.mkdir(parents=True)

    def start(self) -> None:
        """Start, and return when /health/ answers 200; fails with what the server said."""
        assert self._process is None, "it is running already"
        with self.said.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "nearer", "serve", *self._where()],
                cwd=self.elsewhere,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        give_up = time.monotonic() + PATIENCE
        while not self._is_well():
            if self._process.poll() is not None or time.monotonic() > give_up:
                self.kill()
                raise AssertionError(f"The server did not come up. It said:\n{self.words()}")
            time.sleep(0.05)

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        assert self._process is not None, "it is not running"
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed. Returns when it is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Ask it to end as a person would with Ctrl-C; a server that will not is an error."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
            self._process = None
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"The server did not stop. It said:\n{self.words()}") from None

    def restart(self) -> None:
        """Start again on the same data, after `kill()` or from running."""
        self.stop()
        self.start()

    def beside(self, module: str, *words: str) -> str:
        """Run a module on the same folders, beside the server; returns what it printed."""
        told = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout.strip()

    def words(self) -> str:
        """The last of what it printed."""
        return self.said.read_text(errors="replace")[-4000:] if self.said.exists() else ""

    def files(self) -> list[Path]:
        """Every file that it wrote, for those who look for words on the disk."""
        return sorted(path for path in self.home.rglob("*") if path.is_file())

    def _where(self) -> list[str]:
        return ["--host", "127.0.0.1", "--port", str(self.port)]

    def _environment(self) -> dict[str, str]:
        # What the tests set for themselves (settings module, folders) must not reach the server.
        strange = ("NEARER_", "DJANGO_", "PYTEST_", "PLAYWRIGHT_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        return kept | {
            "NEARER_DATA": str(self.data),
            "NEARER_KEYS": str(self.keys),
            "TMPDIR": str(self.temp),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    def _is_well(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/health/")
            return asked.getresponse().status == 200
        except OSError:
            return False
        finally:
            asked.close()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
