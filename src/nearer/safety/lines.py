"""Helplines by country, read strictly: a wrong number is worse than none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("lines.toml")
KINDS = ("ending", "hurt", "young", "talk", "find")
NUMBER = re.compile(r"\+?[0-9][0-9 -]*[0-9]")
MANY = {"for"}
OPTIONAL = {"number", "also", "hours"}
NEEDED = {"name", "for", "what", "languages", "source", "checked"}


class Fault(ValueError):
    """The file says something that can't be meant; the message names the entry."""


@dataclass(frozen=True)
class Line:
    """One service. Without a number it is a place on the web.

    `checked` is the day on which somebody found the number at the source; where it is None,
    `unchecked` says where it is known from.
    """

    name: str
    kinds: tuple[str, ...]
    what: str
    number: str
    also: str
    hours: str
    languages: str
    source: str
    checked: date | None
    unchecked: str

    @property
    def dial(self) -> str:
        """What a telephone is given."""
        return re.sub(r"[^0-9+]", "", self.number)


@dataclass(frozen=True)
class Country:
    """Where somebody is. `also` is what else there is to know about the emergency number."""

    code: str
    name: str
    emergency: str
    also: str
    lines: tuple[Line, ...]

    def of_kind(self, kind: str) -> list[Line]:
        """The services for one thing."""
        return [line for line in self.lines if kind in line.kinds]


@cache
def all_countries() -> tuple[Country, ...]:
    """Every country of the file, by name."""
    return read(FILE.read_text(encoding="utf-8"))


def country(code: str) -> Country | None:
    """One country, or None: then nothing is guessed."""
    return next((one for one in all_countries() if one.code == code), None)


def read(text: str) -> tuple[Country, ...]:
    """Countries from TOML; raises Fault."""
    told = tomllib.loads(text)
    if set(told) != {"country"}:
        raise Fault("the file holds countries alone")
    made = tuple(_country(entry) for entry in told["country"])
    if len({one.code for one in made}) != len(made):
        raise Fault("a country stands here twice")
    return tuple(sorted(made, key=lambda one: one.name))


def _country(told: Mapping[str, Any]) -> Country:
    where = str(told.get("name") or told)
    if set(told) - {"also"} != {"code", "name", "emergency", "line"}:
        raise Fault(f"{where}: code, name, emergency and line are needed, also may be there")
    if not re.fullmatch("[a-z]{2}", told["code"]) or not re.fullmatch(
        "[0-9]{3}", told["emergency"]
    ):
        raise Fault(f"{where}: two letters for the country, three digits for the emergency")
    lines = tuple(_line(entry, where) for entry in told["line"])
    also = str(told.get("also", ""))
    return Country(told["code"], told["name"], told["emergency"], also, lines)


def _line(told: Mapping[str, Any], country: str) -> Line:
    where = f"{country}, {told.get('name') or told}"
    open_flag = {"unchecked"} if told.get("checked") == "" else set()
    if set(told) - OPTIONAL != NEEDED | open_flag:
        raise Fault(f"{where}: {', '.join(sorted(NEEDED))}, and unchecked where checked is empty")
    if any(not isinstance(told[key], list if key in MANY else str) for key in told):
        raise Fault(f"{where}: texts, and for a list")
    if not told["for"] or set(told["for"]) - set(KINDS):
        raise Fault(f"{where}: for is some of {', '.join(KINDS)}")
    if any(not told[key].strip() for key in told if key not in {"for", "checked"}):
        raise Fault(f"{where}: something is empty")
    number = told.get("number", "")
    if number and not NUMBER.fullmatch(number):
        raise Fault(f"{where}: “{number}” is no number")
    if not re.fullmatch(r"https://[a-z0-9.-]+/[\w./-]*", told["source"]):
        raise Fault(f"{where}: the source is the https address of its own page")
    return Line(
        name=told["name"],
        kinds=tuple(told["for"]),
        what=told["what"],
        number=number,
        also=told.get("also", ""),
        hours=told.get("hours", ""),
        languages=told["languages"],
        source=told["source"],
        checked=_day(told["checked"], where),
        unchecked=told.get("unchecked", ""),
    )


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Fault(f"{where}: checked is a day, YYYY-MM-DD, or empty") from None
