"""What the measuring of streams needs: people with sessions, and servers that move a sitting."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EACH = 4
"""Streams for each session, as many as there may be."""
ACCOUNTS = 100


@dataclass
class House:
    """People with sessions, and one sitting of the first two of them."""

    folder: Path
    settings: dict[str, str]
    cookies: list[str] = field(default_factory=list)
    sitting: str = ""
    accounts: int = 0

    def cookie(self, stream: int) -> str:
        """Whose stream it is."""
        return self.cookies[stream // EACH]

    def hears(self, stream: int) -> bool:
        """Whether it belongs to one of the two whose sitting moves."""
        return stream // EACH % self.accounts < 2


def build(settings: dict[str, str], streams: int) -> House:
    """A database of its own, made in a process of its own: it names its settings only once."""
    house = House(Path(tempfile.mkdtemp(prefix="nearer-live-")), settings)
    words = [sys.executable, "-m", "bench.live_house", "--build", str(streams)]
    told = subprocess.run(words, cwd=ROOT, env=env(house), capture_output=True, text=True)
    if told.returncode:
        sys.exit(told.stderr)
    made = json.loads(told.stdout.splitlines()[-1])
    house.cookies, house.sitting = made["cookies"], made["sitting"]
    house.accounts = made["accounts"]
    return house


def fill(streams: int) -> None:
    """Sessions for so many streams; a hundred accounts are enough for them."""
    import django
    from django.conf import settings

    (Path(os.environ["NEARER_DATA"])).mkdir()
    django.setup()
    settings.KDF_PARAMETERS = "argon2id$v=1$m=8192,t=1,p=1"
    from nearer.vault import readiness, signed_in
    from tests.cast import bind, device, enter, say, sit

    readiness.make_ready()
    people = [enter(f"P{n}") for n in range(min(ACCOUNTS, max(2, streams // EACH)))]
    sitting = sit(people[0], bind(*people[:2]), "laugh")
    say(people[0], sitting, "silliest", {"words": "A coat " * 40})
    cookies = []
    for number in range(-(-streams // EACH)):
        token, _ = device(people[number % len(people)].keyring)
        cookies.append(f"{signed_in.COOKIE}={base64.urlsafe_b64encode(token).decode()}")
    made = {"cookies": cookies, "sitting": str(sitting.pk), "accounts": len(people)}
    print(json.dumps(made))


def env(house: House) -> dict[str, str]:
    """What a process of this house finds in its environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEARER_", "DJANGO_"))}
    return kept | {
        "NEARER_DATA": str(house.folder / "data"),
        "NEARER_KEYS": str(house.folder / "keys"),
        "DJANGO_SETTINGS_MODULE": "nearer.settings",
        "PYTHONPATH": f"{ROOT / 'src'}",
        **house.settings,
    }


@contextlib.contextmanager
def served(house: House, count: int) -> Iterator[tuple[list[int], list[subprocess.Popen[str]]]]:
    """So many processes on one database, and their ports. One moves the sitting for each line on
    its standard input, and says the number and the moment."""
    from tests.serving import free_port

    ports = [free_port() for _ in range(count)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.live_house", "--serve", str(port), house.sitting],
            cwd=ROOT, env=env(house), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for port in ports
    ]  # fmt: skip
    try:
        for one in running:
            assert one.stdout
            assert one.stdout.readline().strip() == "up"
        yield ports, running
    finally:
        for one in running:
            one.terminate()
            one.wait()


def serve(port: int, sitting: str) -> None:
    """The server as it is, and a thread that moves the sitting for each line it reads."""
    import threading
    from functools import partial

    import django
    import uvicorn

    django.setup()
    from django.db import transaction

    from nearer.sittings import telling
    from nearer.sittings.models import Seat, Sitting

    def said(number: int) -> None:
        print(number, time.perf_counter(), flush=True)

    def move() -> None:
        row = Sitting.objects.get(pk=sitting)
        seats = Seat.objects.filter(sitting=row)
        people = list(seats.values_list("person", flat=True))
        seats.update(moved=0)  # what one of them did alone has moved only the other's
        for _ in sys.stdin:
            with transaction.atomic():
                telling.note(row, people)
                number = seats.values_list("moved", flat=True)[0]
                transaction.on_commit(partial(said, number))

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            print("up", flush=True)
            threading.Thread(target=move, daemon=True).start()

    config = uvicorn.Config(
        "nearer.asgi:application", port=port, lifespan="off", log_config=None, access_log=False,
        timeout_graceful_shutdown=5, interface="asgi3",
    )  # fmt: skip
    Server(config).run()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--build", count]:
            fill(int(count))
        case ["--serve", port, sitting]:
            serve(int(port), sitting)
