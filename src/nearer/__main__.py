"""The commands: serve, demo, worker, backup, restore and check. `./start` calls them."""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nearer.settings")

MARK = "made-by-the-demo"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nearer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="run Nearer")
    serve.add_argument("--host", default="localhost", help="where to listen (default: localhost)")
    serve.add_argument("--port", type=int, default=8100, help="default: 8100")
    demo = commands.add_parser("demo", help="run Nearer with invented people in it")
    demo.add_argument("--port", type=int, default=8100, help="default: 8100")
    backup = commands.add_parser("backup", help="save everything but the key in one file")
    backup.add_argument("file", type=Path, help="a new file, outside of the data")
    backup.add_argument(
        "--pepper-copy", type=Path, metavar="FILE", help="copy the key, too, to another place"
    )
    restore = commands.add_parser("restore", help="bring a backup back into an empty data folder")
    restore.add_argument("file", type=Path, help="what backup made")
    restore.add_argument(
        "--without-pepper",
        action="store_true",
        help="where the key is lost: go on with a new one, which recovery codes alone outlive",
    )
    commands.add_parser("check", help="say whether this server is set up safely")
    commands.add_parser("worker", help="send notices that are due, where NEARER_REMINDERS=worker")
    return parser.parse_args()


def main() -> None:
    """Run the command that was asked for."""
    from nearer.hosting import hardening

    arguments = _arguments()
    hardening.shut_in()
    if arguments.command == "demo":
        _demo_folders()
    sys.exit(_run(arguments))


def _run(arguments: argparse.Namespace) -> int:
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as fault:
        sys.exit(f"Nearer can't start. {fault}")

    from nearer.hosting import commands, serving
    from nearer.hosting.refused import Refused
    from nearer.pepper import PepperMissing
    from nearer.practices import shelf
    from nearer.practices.reading import ScriptFault
    from nearer.vault.readiness import NotReady

    try:
        if arguments.command == "backup":
            return commands.run_backup(arguments.file, arguments.pepper_copy)
        if arguments.command == "restore":
            return commands.run_restore(arguments.file, arguments.without_pepper)
        if arguments.command == "check":
            return commands.run_check()
        shelf.all()
        serving.prepare()
        serving.look_around()
        if arguments.command == "worker":
            serving.send_what_is_due()
            return 0
        if arguments.command == "demo":
            _tell_story(arguments.port)
            serving.serve("localhost", arguments.port)
        else:
            serving.serve(arguments.host, arguments.port)
    except (Refused, ImproperlyConfigured, PepperMissing, NotReady, ScriptFault) as fault:
        start = arguments.command in {"serve", "demo", "worker"}
        sys.exit(f"Nearer can't start. {fault}" if start else str(fault))
    return 0


def _demo_folders() -> None:
    """The demo lives beside the real thing, and is made anew each time it is asked for."""
    home = Path(os.environ.get("NEARER_DATA") or Path.cwd() / "data").resolve().parent / "demo"
    if home.exists():
        if not (home / MARK).exists():
            sys.exit(f"Nearer can't start. {home} is in the way: it was not made by the demo.")
        shutil.rmtree(home)
    home.mkdir(mode=0o700)
    (home / MARK).touch()
    os.environ["NEARER_DATA"] = str(home / "data")
    os.environ["NEARER_KEYS"] = str(home / "keys")
    for shared in ("NEARER_DATABASE", "NEARER_BUS"):
        # Invented people belong into no database but the one in this folder.
        os.environ.pop(shared, None)
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
