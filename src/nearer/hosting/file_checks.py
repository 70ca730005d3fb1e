"""Who else on this machine could read the data and the key."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from nearer import pepper

from .findings import Finding, Weight

OTHERS = 0o077
OTHERS_MAY_WRITE = 0o022


def findings() -> Iterator[Finding]:
    """Rights of folders and files, and the key's place."""
    for folder in (Path(settings.DATA), Path(settings.KEYS)):
        if folder.is_dir():
            yield from _folder(folder)
            for file in sorted(folder.iterdir()):
                yield from _file(file)
    yield from _key()
    if os.geteuid() == 0:
        yield Finding(
            Weight.WARN, "Nearer runs as root: give it a user of its own, see deploy/README.md."
        )


def _folder(folder: Path) -> Iterator[Finding]:
    mode = folder.stat().st_mode
    if mode & OTHERS_MAY_WRITE:
        yield Finding(Weight.STOP, f"Other users may write in {folder}. Say:  chmod 700 '{folder}'")
    elif mode & OTHERS:
        yield Finding(
            Weight.REFUSE, f"Other users may look into {folder}. Say:  chmod 700 '{folder}'"
        )


def _file(file: Path) -> Iterator[Finding]:
    told = file.stat() if file.exists() else None
    if told is None or not stat.S_ISREG(told.st_mode):
        return
    if told.st_mode & OTHERS:
        yield Finding(Weight.STOP, f"Other users may read {file}. Say:  chmod 600 '{file}'")
    if file.suffix in {".tar", ".sqlite3"} and file.parent == Path(settings.KEYS):
        yield Finding(
            Weight.WARN, f"{file} lies with the key that opens it: move it somewhere else."
        )


def _key() -> Iterator[Finding]:
    where, data, keys = pepper.path(), Path(settings.DATA), Path(settings.KEYS)
    if not where.exists():
        return  # what that means is told with the database
    if where.resolve().is_relative_to(data) or keys in data.parents:
        yield Finding(
            Weight.WARN,
            f"The key and the data lie one inside the other ({keys}, {data}): a copy of the folder"
            " carries both. Keep them apart.",
        )
    try:
        held = pepper.pepper()
    except pepper.PepperMissing as fault:
        yield Finding(Weight.STOP, str(fault))
        return
    if len(set(held)) < pepper.SIZE // 3:
        yield Finding(
            Weight.STOP,
            f"The key in {where} was not drawn at random: anybody could guess it. Put the real one"
            " back.",
        )
    if where.stat().st_nlink > 1:
        yield Finding(
            Weight.REFUSE,
            f"The key in {where} has a second name elsewhere (a hard link): remove that one.",
        )
