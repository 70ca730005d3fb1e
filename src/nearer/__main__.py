"""The commands: serve and demo. `./start` calls them."""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import socket
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nearer.settings")


MARK = "made-by-the-demo"


class CannotStart(Exception):
    """What stands in the way, in words for whoever runs this server."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nearer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="run Nearer")
    serve.add_argument("--host", default="localhost", help="where to listen (default: localhost)")
    serve.add_argument("--port", type=int, default=8100, help="default: 8100")
    demo = commands.add_parser("demo", help="run Nearer with invented people in it")
    demo.add_argument("--port", type=int, default=8100, help="default: 8100")
    return parser.parse_args()


def _prepare() -> None:
    """Make folders, pepper and tables; refuse what would lose or endanger anything."""
    import django
    from django.conf import settings

    django.setup()
    from nearer.vault import readiness

    data = Path(settings.DATA)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    readiness.make_ready()


def _serve(host: str, port: int) -> None:
    import uvicorn
    from django.conf import settings

    local = host in {"localhost", "127.0.0.1", "::1"}
    if not local and not settings.BEHIND_PROXY:
        raise CannotStart(
            f"Listening on {host} without encryption would let anybody on the way read along. Put a"
            " server that speaks https in front, set NEARER_BEHIND_PROXY=yes, and try again."
        )
    _check_free(host, port)
    print(f"Nearer is at http://{host}:{port}/", flush=True)
    uvicorn.run(
        "nearer.asgi:application",
        host=host,
        port=port,
        interface="asgi3",
        lifespan="off",
        # Django's logging, set up already, holds for the server too: it repeats no request.
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        proxy_headers=False,
    )
    _fold_the_log_in()


def _fold_the_log_in() -> None:
    """After the last request: bring what stands in SQLite's log into the one database file.

    Somebody may copy that file alone and take it for a backup.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _check_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as fault:
        raise CannotStart(
            f"{host}:{port} can't be used: {fault.strerror}. Is another one running? Choose a"
            " different --port."
        ) from None


def main() -> None:
    """Run the command that was asked for."""
    arguments = _arguments()
    # Words must not reach the disk through a crash, nor files be readable by other users.
    os.umask(0o077)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except ImportError:
        pass
    from django.core.exceptions import ImproperlyConfigured

    from nearer.vault.pepper import PepperMissing

    try:
        if arguments.command == "demo":
            _demo_folders()
        _prepare()
        if arguments.command == "demo":
            _tell_story(arguments.port)
            _serve("localhost", arguments.port)
        else:
            _serve(arguments.host, arguments.port)
    except (CannotStart, ImproperlyConfigured, PepperMissing) as fault:
        sys.exit(f"Nearer can't start. {fault}")
    except Exception as fault:
        from nearer.vault.readiness import NotReady

        if isinstance(fault, NotReady):
            sys.exit(f"Nearer can't start. {fault}")
        raise


def _demo_folders() -> None:
    """The demo lives beside the real thing, and is made anew each time it is asked for."""
    home = Path(os.environ.get("NEARER_DATA") or Path.cwd() / "data").resolve().parent / "demo"
    if home.exists():
        if not (home / MARK).exists():
            raise CannotStart(f"{home} is in the way: it was not made by the demo.")
        shutil.rmtree(home)
    home.mkdir(mode=0o700)
    (home / MARK).touch()
    os.environ["NEARER_DATA"] = str(home / "data")
    os.environ["NEARER_KEYS"] = str(home / "keys")
    os.environ["NEARER_DEMO"] = "yes"
    os.environ.setdefault("NEARER_OPERATOR", "You, on your own machine")


def _tell_story(port: int) -> None:
    from nearer.today import demonstration

    print("Making up some weeks in the life of invented people ...", flush=True)
    demonstration.tell()
    # Cookies go by host name: two names for one machine are two people in one browser.
    hosts = itertools.cycle(["localhost", "127.0.0.1"])
    print("\nOpen their views; two that alternate can stand side by side in one browser:")
    for (key, name), host in zip(demonstration.story().items(), hosts, strict=False):
        print(f"  {name:8} http://{host}:{port}/demo/{key}/")
    print(flush=True)


if __name__ == "__main__":
    main()
