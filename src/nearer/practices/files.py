"""Reads the files of a folder, and tells the faults of all of them together."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from nearer.practices.reading import ScriptFault

Read = TypeVar("Read")


def table_in(text: str, name: str) -> dict[str, Any]:
    """The table in a TOML text. Raises ScriptFault, which names the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ScriptFault([f"{name}: not valid TOML: {fault}"]) from None


def read_each(
    folder: Path, parse: Callable[[str, str], Read], faults: list[str]
) -> dict[str, Read]:
    """Every TOML file of a folder as `parse(text, name)` reads it, by file name.

    A file that cannot be read is left out, and its faults are added to `faults`.
    """
    found: dict[str, Read] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            found[path.name] = parse(path.read_text(encoding="utf-8"), path.name)
        except UnicodeDecodeError:
            faults.append(f"{path.name}: not UTF-8 text")
        except ScriptFault as fault:
            faults.extend(fault.faults)
    return found


def twice(ids_by_file: dict[str, list[str]], noun: str) -> list[str]:
    """A fault for every id that stands in two files, or twice in one."""
    home: dict[str, str] = {}
    faults = []
    for name, ids in ids_by_file.items():
        for id in ids:
            if id in home:
                where = "here" if home[id] == name else f"in {home[id]}"
                faults.append(f"{name}: the {noun} “{id}” is {where} already")
            home.setdefault(id, name)
    return faults
