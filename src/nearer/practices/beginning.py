"""How a sitting begins: who takes part, in which way, and in which roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nearer.practices.script import Script
from nearer.practices.slots import MAIN, Entry


@dataclass(frozen=True)
class Beginning:
    """`one` is the member who fills the role "one"; all the rest are the others."""

    cast: tuple[str, ...]
    one: str
    way: str
    bond: str


def beginning(script: Script, entry: Entry) -> Beginning | None:
    """What a "begin" entry says, or None where this script cannot be begun so."""
    cast, way, bond = entry.data.get("cast"), entry.data.get("way"), entry.data.get("bond", "")
    if not isinstance(cast, (list, tuple)) or not all(isinstance(who, str) for who in cast):
        return None
    members = tuple(cast)
    if len(set(members)) != len(members) or "" in members or MAIN in members:
        return None
    if not script.least <= len(members) <= script.most or entry.by not in members:
        return None
    if not isinstance(way, str) or not script.can(way):
        return None
    if bond not in (("",) if script.alone else script.bonds):
        return None
    one = _one(script, members, entry.data)
    return Beginning(members, one, way, str(bond)) if one else None


def _one(script: Script, cast: tuple[str, ...], data: Mapping[str, Any]) -> str:
    """Who begins it, or who is put into that role; "" when that makes no sense."""
    begun_by = data.get("begun_by")
    if not isinstance(begun_by, str) or begun_by not in cast:
        return ""
    roles = data.get("roles")
    if not roles:
        return begun_by
    if not isinstance(roles, Mapping):
        return ""
    named = roles.get(script.role_of("one"), [begun_by])
    if not isinstance(named, (list, tuple)) or len(named) != 1 or named[0] not in cast:
        return ""
    one = str(named[0])
    others = roles.get(script.role_of("others"))
    if others is not None:
        rest = [member for member in cast if member != one]
        if not isinstance(others, (list, tuple)) or list(others) != rest:
            return ""
    return one if set(roles) <= set(script.roles) else ""
